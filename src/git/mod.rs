//! The repository: the only folder that speaks git.

mod advance;
mod ancestry;
mod auth;
mod commit;
mod compared;
mod entries;
mod error;
mod keep;
mod line;
mod mainline;
mod merge;
mod object;
mod open;
mod place;
mod planted;
mod program;
mod refs;
mod remote;
mod repo;
mod side;
mod spliced;
mod tag;
mod throwaway;
mod tree;
mod unhashed;
mod url;
mod worktree;

pub use auth::Credentials;
pub use commit::{CommitInfo, NewCommit, NewMerge};
pub use compared::Changed;
pub use error::Error;
pub use keep::Kept;
pub use line::{End, Go, ObjectId, OnLine, Visit};
pub use merge::{
    Conflict, ConflictKind, Content, Difference, Differing, Keep, Keeper, MergeChange, Merged, TreePath,
    Undone,
};
pub use refs::{Head, steps_back};
pub use remote::{Program, Pushed, RefName, Remote, Update};
pub use repo::Repo;
pub use tag::{TagInfo, TagObject, TagRef};
pub use tree::Tree;
