//! Three-way merges of trees: in memory, and only where the sides differ.

mod anchor;
mod base;
mod blame;
mod differ;
mod file;
mod folder;
mod join;
mod lines;
mod marked;
mod path;
mod shown;
mod slide;
mod text;
mod undo;
mod write;

pub use differ::{Difference, Differing};
pub use path::TreePath;
pub use undo::Undone;

use crate::model::path::EntryKind;
use crate::model::plan::Oid;

/// What a merge of `theirs` into `ours` comes to: only what differs from `ours`, in the order of the trees.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    pub changes: Vec<MergeChange>,
    pub conflicts: Vec<Conflict>,
}

/// A path that isn't as in `ours` any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeChange {
    pub path: TreePath,
    pub what: Content,
}

/// What stands at a path after the merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// As it is in `theirs`: a file, a link, a submodule, or a whole folder.
    Taken {
        mode: i32,
        id: Oid,
    },
    /// Lines of both sides: a text that no commit has yet.
    Text {
        mode: i32,
        bytes: Vec<u8>,
    },
    Removed,
}

/// A path at which the sides don't agree; it is left as in `ours`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub path: TreePath,
    pub kind: ConflictKind,
    pub base: Option<Oid>,
    pub ours: Option<Oid>,
    pub theirs: Option<Oid>,
    /// The lines in question, safe to show and cut short; empty where there are none to see.
    pub diff: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// Both changed the same lines, or a file that has no lines.
    BothChanged,
    BothAdded,
    /// `ours` deleted what `theirs` changed.
    DeletedHere,
    /// `theirs` deleted what `ours` changed.
    DeletedThere,
    /// A file here, a link or a submodule there.
    Type,
    /// Both added the same file; it is executable on one side only.
    Mode,
    /// Both moved a submodule: its commits aren't here to compare.
    Submodule,
    /// A file on one side, a folder that stays on the other.
    Folder,
}

/// What of a path stays as it is in `ours`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    All,
    Nothing,
    /// Some paths below this folder: it is looked into.
    Below,
}

/// Says what of a path is kept; asked for the folders on the way first, and not below one that is kept whole.
pub type Keeper<'k> = dyn Fn(&str, EntryKind) -> Keep + 'k;
