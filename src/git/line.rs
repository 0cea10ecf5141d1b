//! The first-parent line of a branch: one walk for many files.

use super::commit::written_parents;
use super::compared::Comparison;
use super::error::Error;
use super::repo::{Repo, id, oid};
use crate::model::path::RepoPath;
use crate::model::plan::Oid;
use std::ops::ControlFlow;

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
}

/// One of the files, which a commit of the line changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// Which of the files that were asked for.
    pub file: usize,
    /// Its content in the first parent; none where it was no file there.
    pub older: Option<ObjectId>,
    /// Its content in the commit.
    pub newer: Option<ObjectId>,
}

/// Told each commit of the line, newest first, with what it changed.
pub type Visit<'a> = dyn FnMut(OnLine, &[Changed]) -> Result<ControlFlow<()>, Error> + 'a;

/// Where a walk ended. What the first commit of a line brought isn't told as changes: all that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At a commit without parents.
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
        let mut changed = Vec::new();
        let mut commit = self.find_commit(id(tip)?)?;
        loop {
            changed.clear();
            let parent = written_parents(&commit).first().copied();
            let on_line = OnLine {
                commit: ObjectId(commit.id()),
                parent: parent.map(ObjectId),
                seconds: commit.time().seconds(),
            };
            let Some(parent) = parent else {
                return ended(visit(on_line, &[])?, End::Beginning);
            };
            if self.is_cut(commit.id(), parent) {
                return ended(visit(on_line, &[])?, End::Cut);
            }
            let parent = self.find_commit(parent)?;
            for one in comparison.files(commit.tree_id(), parent.tree_id())? {
                let (older, newer) = (one.older.map(ObjectId), one.newer.map(ObjectId));
                changed.push(Changed { file: one.file, older, newer });
            }
            if visit(on_line, &changed)?.is_break() {
                return Ok(End::Stopped);
            }
            commit = parent;
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

fn ended(flow: ControlFlow<()>, end: End) -> Result<End, Error> {
    Ok(if flow.is_break() { End::Stopped } else { end })
}
