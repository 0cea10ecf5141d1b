//! A repository on this machine.

use super::error::Error;
use super::program::Git;
use crate::model::delivery::Signature;
use crate::model::plan::Oid;
use git2::Repository;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::Path;

/// A repository on this machine: its objects, refs and work tree.
pub struct Repo {
    pub(super) inner: Repository,
    /// The `git` program in this repository, without credentials of ours.
    pub(super) git: Git,
    /// The same with what `remote` was given: it fetches what a partial clone lacks.
    pub(super) lender: OnceCell<Git>,
}

impl Repo {
    /// The root of the work tree; none in a bare repository.
    pub fn root(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    /// The history is cut short somewhere.
    pub fn is_shallow(&self) -> bool {
        !self.shallow_roots().is_empty()
    }

    /// Who commits here, by git's environment and configuration.
    pub fn identity(&self) -> Option<Signature> {
        let who = self.inner.committer_from_env().ok()?;
        Some(Signature { name: who.name().ok()?.to_owned(), email: who.email().ok()?.to_owned() })
    }

    /// The commits whose parents aren't here. Read each time: the `git` program changes it under us.
    pub(super) fn shallow_roots(&self) -> BTreeSet<git2::Oid> {
        let text = std::fs::read_to_string(self.inner.commondir().join("shallow")).unwrap_or_default();
        text.lines().filter_map(|line| git2::Oid::from_str(line).ok()).collect()
    }

    /// A second handle on the same repository.
    pub(super) fn again(&self) -> Result<Self, Error> {
        Repository::open(self.inner.path()).map(Self::of).map_err(Error::failed("open the repository again"))
    }
}

pub(super) fn id(id: &Oid) -> Result<git2::Oid, Error> {
    // libgit2 takes shorter ones too, and fills them up with zeros.
    let whole = Some(id.0.as_str()).filter(|text| text.len() == 40);
    let parsed = whole.and_then(|text| git2::Oid::from_str(text).ok());
    parsed.ok_or_else(|| Error::Id { text: crate::model::text::visible(&id.0) })
}

pub(super) fn oid(id: git2::Oid) -> Oid {
    Oid(id.to_string())
}
