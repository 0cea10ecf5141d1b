//! The first-parent line of a branch: one walk for many files.

use super::commit::written_parents;
use super::compared::{Changed, Comparison};
use super::error::Error;
use super::repo::{Repo, id, oid};
use crate::model::path::RepoPath;
use crate::model::plan::Oid;

/// The id of a commit or a file's content: small enough to be kept for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId(pub(super) git2::Oid);

/// A commit of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnLine {
    pub commit: ObjectId,
    /// The first parent; none at the beginning.
    pub parent: Option<ObjectId>,
    /// The committer's time as it is written, in seconds of Unix.
    pub seconds: i64,
    /// It holds just what its first parent does.
    pub is_empty: bool,
}

/// Told each commit of the line, newest first, with what it changed; says how the walk goes on.
pub type Visit<'a> = dyn FnMut(OnLine, &[Changed]) -> Result<Go, Error> + 'a;

/// How a walk goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    On,
    /// Only the commits themselves are still needed: no trees are compared any more.
    OnWithoutFiles,
    /// The line begins with this commit: what lies below belongs to another.
    Begin,
    Stop,
}

/// Where a walk ended. What the first commit of a line brought isn't told as changes: all that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At a commit without parents, or where the visitor says that the line begins.
    Beginning,
    /// At a commit whose parents a shallow clone lacks: what it brought isn't known.
    Cut,
    /// Where the visitor had enough.
    Stopped,
}

impl ObjectId {
    pub fn oid(self) -> Oid {
        oid(self.0)
    }
}

impl Repo {
    /// Walks the first-parent line from its tip. Each tree on the ways to the files is read once, equal ones never.
    pub fn line(&self, tip: &Oid, files: &[&RepoPath], visit: &mut Visit<'_>) -> Result<End, Error> {
        let objects = self.inner.odb().map_err(Error::failed("open the objects"))?;
        let mut comparison = Comparison::new(self, &objects, files);
        let mut commit = self.find_commit(id(tip)?)?;
        let mut go = Go::On;
        loop {
            let parent = written_parents(&commit).first().copied();
            let on_line = OnLine {
                commit: ObjectId(commit.id()),
                parent: parent.map(ObjectId),
                seconds: commit.time().seconds(),
                is_empty: false,
            };
            let Some(parent) = parent else {
                visit(on_line, &[])?;
                return Ok(End::Beginning);
            };
            if self.is_cut(commit.id(), parent) {
                visit(on_line, &[])?;
                return Ok(End::Cut);
            }
            let parent = self.find_commit(parent)?;
            let on_line = OnLine { is_empty: parent.tree_id() == commit.tree_id(), ..on_line };
            let changed = match go {
                Go::On => comparison.files(commit.tree_id(), parent.tree_id())?,
                Go::OnWithoutFiles | Go::Begin | Go::Stop => &[],
            };
            go = visit(on_line, changed)?;
            match go {
                Go::On | Go::OnWithoutFiles => commit = parent,
                Go::Begin => return Ok(End::Beginning),
                Go::Stop => return Ok(End::Stopped),
            }
        }
    }

    /// The bytes of a file's content.
    pub fn content(&self, content: ObjectId) -> Result<Vec<u8>, Error> {
        Ok(self.find_blob(content.0)?.content().to_vec())
    }

    fn is_cut(&self, commit: git2::Oid, parent: git2::Oid) -> bool {
        !self.has(parent) && self.shallow_roots().contains(&commit)
    }
}
