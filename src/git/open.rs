//! Opening a repository, and saying why one can't be opened.

use super::error::Error;
use super::program::Git;
use super::repo::Repo;
use crate::model::text::visible;
use git2::{ErrorCode, Repository, RepositoryOpenFlags};
use std::path::Path;

impl Repo {
    /// Opens the repository that `path` is in. With `trust_owner` it may belong to another user.
    pub fn open(path: &Path, trust_owner: bool) -> Result<Self, Error> {
        if trust_owner {
            trust_every_owner()?;
        }
        let none: [&str; 0] = [];
        let inner = Repository::open_ext(path, RepositoryOpenFlags::empty(), none)
            .map_err(|error| why(path, &error))?;
        Ok(Self::of(inner))
    }

    pub(super) fn of(inner: Repository) -> Self {
        let git = Git::new(inner.path(), inner.workdir());
        Self { inner, git, lender: std::cell::OnceCell::new() }
    }
}

/// For a CI's own checkout, which often belongs to the user outside the container.
#[allow(
    unsafe_code,
    reason = "libgit2 keeps this setting for the whole process, and it is set before anything is opened"
)]
fn trust_every_owner() -> Result<(), Error> {
    // SAFETY: it writes one integer; hoist opens repositories from one thread, and always with the same wish.
    unsafe { git2::opts::set_verify_owner_validation(false) }.map_err(Error::failed("set libgit2 up"))
}

fn why(path: &Path, error: &git2::Error) -> Error {
    let shown = visible(&path.display().to_string());
    let words = error.message();
    if error.code() == ErrorCode::Owner {
        return Error::Owner { path: shown };
    }
    if error.code() == ErrorCode::NotFound {
        return Error::NotARepository { path: shown };
    }
    if words.contains("object format") {
        return Error::Unsupported { what: "SHA-256 object ids" };
    }
    if words.contains("refstorage") {
        return Error::Unsupported { what: "the reftable format" };
    }
    Error::Failed { doing: "open the repository", words: visible(words) }
}
