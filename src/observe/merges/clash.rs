//! What can't be merged: both sides, and the commits that made them.

use super::Work;
use crate::error::Error;
use crate::git::{self, ConflictKind, Repo, TreePath};
use crate::model::merge::{Conflict, Touch};
use crate::model::plan::Oid;

impl Work<'_, '_> {
    pub(super) fn conflict(&self, conflict: &git::Conflict) -> Result<Conflict, Error> {
        let (into, from) = (&self.into, &self.from);
        let what = match conflict.kind {
            ConflictKind::BothChanged => "both changed it".to_owned(),
            ConflictKind::BothAdded => "both added it".to_owned(),
            ConflictKind::DeletedHere => format!("{into} deleted it, {from} changed it"),
            ConflictKind::DeletedThere => format!("{from} deleted it, {into} changed it"),
            ConflictKind::Type => "a file on one side, a link or a submodule on the other".to_owned(),
            ConflictKind::Mode => "executable on one side only".to_owned(),
            ConflictKind::Submodule => "both moved the submodule".to_owned(),
            ConflictKind::Folder => "a file on one side, a folder on the other".to_owned(),
        };
        Ok(Conflict {
            path: conflict.path.to_string(),
            what,
            target: self.touch(&self.ours, &conflict.path)?,
            source: self.touch(&self.of.commit, &conflict.path)?,
            diff: named(&conflict.diff, into.as_str(), from.as_str()),
        })
    }

    fn touch(&self, tip: &Oid, path: &TreePath) -> Result<Option<Touch>, Error> {
        let commit = self.sight.repo.last_change(tip, path)?;
        commit.map(|commit| touch(self.sight.repo, &commit)).transpose()
    }
}

/// Marks say whose lines stand between them.
pub(in crate::observe) fn named(diff: &str, into: &str, from: &str) -> String {
    let line = |line: &str| match line {
        "<<<<<<< ours" => format!("<<<<<<< {into}\n"),
        ">>>>>>> theirs" => format!(">>>>>>> {from}\n"),
        line => format!("{line}\n"),
    };
    diff.lines().map(line).collect()
}

/// A commit, for people.
pub(in crate::observe) fn touch(repo: &Repo, commit: &Oid) -> Result<Touch, Error> {
    let info = repo.info(commit)?;
    let subject = info.message.lines().next().unwrap_or_default().to_owned();
    Ok(Touch { commit: commit.clone(), subject, author: info.author.name })
}
