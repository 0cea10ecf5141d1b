//! The repository: the only folder that speaks git.

mod advance;
mod ancestry;
mod auth;
mod commit;
mod compared;
mod entries;
mod error;
mod line;
mod object;
mod open;
mod place;
mod planted;
mod program;
mod refs;
mod remote;
mod repo;
mod side;
mod throwaway;
mod tree;
mod url;
mod worktree;

pub use auth::Credentials;
pub use commit::{CommitInfo, NewCommit};
pub use error::Error;
pub use line::{Changed, End, ObjectId, OnLine, Visit};
pub use refs::Head;
pub use remote::{Program, Pushed, Remote, Update};
pub use repo::Repo;
pub use tree::Tree;
