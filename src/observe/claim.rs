//! A record is a claim: anybody's commit can hold the words of one, and what it says to have brought would never be
//! brought again.

use crate::error::Error;
use crate::git::{Kept, Repo};
use crate::model::plan::Oid;
use std::collections::BTreeSet;

/// A commit of the target's line that says it brought what the source held.
pub(super) struct Claim {
    pub at: Oid,
    pub source: Oid,
}

impl Claim {
    /// Whether each file that the source changed since then came along, or stays by `keep`. One in which the target
    /// was changed too need not be the source's.
    pub(super) fn is_true(&self, repo: &Repo, bases: &[Oid], kept: &Kept) -> Result<bool, Error> {
        let Some(before) = repo.info(&self.at)?.parents.into_iter().next() else { return Ok(true) };
        if bases.is_empty() || !repo.knows(&before)? {
            return Ok(true);
        }
        let differing = |one: &Oid, other: &Oid| -> Result<BTreeSet<String>, Error> {
            let files = repo.differing(one, other, usize::MAX)?.files;
            Ok(files.into_iter().map(|one| one.path.to_string()).collect())
        };
        let mut left = differing(&self.at, &self.source)?;
        left.retain(|path| !kept.has(path));
        for base in bases {
            let changed = differing(base, &self.source)?;
            left.retain(|path| changed.contains(path));
        }
        let came = if left.is_empty() { BTreeSet::new() } else { differing(&before, &self.at)? };
        Ok(left.is_subset(&came))
    }
}
