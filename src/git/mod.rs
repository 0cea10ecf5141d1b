//! The repository: the only folder that speaks git.

mod advance;
mod ancestry;
mod auth;
mod commit;
mod error;
mod history;
mod object;
mod open;
mod place;
mod planted;
mod program;
mod refs;
mod remote;
mod repo;
mod tag;
mod throwaway;
mod tree;
mod url;
mod worktree;

pub use auth::Credentials;
pub use commit::{CommitInfo, NewCommit};
pub use error::Error;
pub use history::{Visit, Walked};
pub use refs::Head;
pub use remote::{Program, Pushed, RefName, Remote, Update};
pub use repo::Repo;
pub use tag::{TagInfo, TagObject, TagRef};
pub use tree::Tree;
