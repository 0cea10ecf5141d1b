//! Where environments live in git, and what must change for a target to hold what is wanted.

mod directory;

pub use directory::{Step, steps};
