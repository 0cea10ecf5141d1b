//! Reading objects; what a partial clone lacks is fetched by the `git` program.

use super::error::Error;
use super::program::Limit;
use super::repo::{Repo, id, oid};
use crate::model::plan::Oid;
use git2::{Blob, Commit, ErrorCode, Odb, OdbObject, Repository, Tree};

impl Repo {
    pub(super) fn find_commit(&self, id: git2::Oid) -> Result<Commit<'_>, Error> {
        self.find(id, |repo| repo.find_commit(id))
    }

    pub(super) fn find_tree(&self, id: git2::Oid) -> Result<Tree<'_>, Error> {
        self.find(id, |repo| repo.find_tree(id))
    }

    pub(super) fn find_blob(&self, id: git2::Oid) -> Result<Blob<'_>, Error> {
        self.find(id, |repo| repo.find_blob(id))
    }

    /// The bytes of an object, as they are.
    pub(super) fn raw<'o>(&self, objects: &'o Odb<'_>, id: git2::Oid) -> Result<OdbObject<'o>, Error> {
        match objects.read(id) {
            Err(error) if error.code() == ErrorCode::NotFound => {
                self.borrow(id)?;
                objects.read(id).map_err(Error::failed("read an object that was just fetched"))
            }
            found => found.map_err(Error::failed("read an object")),
        }
    }

    /// Whether a commit is here: a shallow clone lacks those that it was cut before.
    pub fn knows(&self, commit: &Oid) -> Result<bool, Error> {
        Ok(self.has(id(commit)?))
    }

    pub(super) fn has(&self, id: git2::Oid) -> bool {
        self.inner.odb().is_ok_and(|objects| objects.exists(id))
    }

    /// Objects may be missing here, and a promising remote has them.
    pub(super) fn is_partial(&self) -> bool {
        let Ok(config) = self.inner.config().and_then(|mut config| config.snapshot()) else { return false };
        if config.get_str("extensions.partialclone").is_ok() {
            return true;
        }
        let promises = |entries: git2::ConfigEntries<'_>| {
            let mut promised = false;
            let read =
                entries.for_each(|entry| promised |= entry.value().is_ok_and(|value| value != "false"));
            read.is_ok() && promised
        };
        config.entries(Some(r"^remote\..*\.promisor$")).is_ok_and(promises)
    }

    fn find<'r, T>(
        &'r self,
        id: git2::Oid,
        find: impl Fn(&'r Repository) -> Result<T, git2::Error>,
    ) -> Result<T, Error> {
        match find(&self.inner) {
            Err(error) if error.code() == ErrorCode::NotFound => {
                self.borrow(id)?;
                find(&self.inner).map_err(Error::failed("read an object that was just fetched"))
            }
            found => found.map_err(Error::failed("read an object")),
        }
    }

    /// Asking for an object makes the program fetch it.
    fn borrow(&self, id: git2::Oid) -> Result<(), Error> {
        let missing = |partial| Error::Missing { id: oid(id), partial };
        if !self.is_partial() {
            return Err(missing(false));
        }
        let git = self.lender.get().unwrap_or(&self.git);
        let asked = git.run(&["cat-file", "-t", &id.to_string()], Limit::Transfer)?;
        if !asked.ok {
            return Err(missing(true));
        }
        self.inner.odb().and_then(|objects| objects.refresh()).map_err(Error::failed("look for new objects"))
    }
}
