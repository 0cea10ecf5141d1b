//! A commit's files without what some commits of its line brought.

use super::{Conflict, Keeper};
use crate::git::error::Error;
use crate::git::repo::{Repo, id, oid};
use crate::model::plan::Oid;

/// What is left when commits are undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    pub tree: Oid,
    /// What was changed since, each with the commit that can't be undone for it.
    pub conflicts: Vec<(Oid, Conflict)>,
}

impl Repo {
    /// Takes back what each of these commits changed of its first parent, one after the other.
    pub fn undone(&self, tip: &Oid, commits: &[Oid], keep: &Keeper<'_>) -> Result<Undone, Error> {
        let mut tree = self.find_commit(id(tip)?)?.tree_id();
        let mut conflicts = Vec::new();
        for commit in commits {
            let undo = self.find_commit(id(commit)?)?;
            let before = undo.parent_id(0).map_err(Error::failed("read the parent of a commit"))?;
            let before = self.find_commit(before)?.tree_id();
            let merged = self.merge_at(0, [Some(undo.tree_id()), Some(tree), Some(before)], keep)?;
            tree = self.with_changes(tree, &merged)?;
            conflicts.extend(merged.conflicts.into_iter().map(|one| (commit.clone(), one)));
        }
        Ok(Undone { tree: oid(tree), conflicts })
    }
}
