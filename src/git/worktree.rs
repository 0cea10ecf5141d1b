//! The files of the work tree: whether they are as committed, and writing them.

use super::error::Error;
use super::place::place;
use super::repo::{Repo, id};
use crate::model::path::RepoPath;
use crate::model::plan::Oid;
use git2::build::CheckoutBuilder;
use git2::{ErrorCode, Index, Status, StatusOptions};
use std::collections::BTreeSet;
use std::path::Path;

/// A file that a sparse checkout leaves out; git's flag in the index.
const SKIP_WORKTREE: u16 = 1 << 14;

/// A file that git was told not to look at; git's flag in the index.
const ASSUME_UNCHANGED: u16 = 1 << 15;

/// Whether one of the paths is the file, or below a folder that stands in its place.
fn is_at(odd: &BTreeSet<String>, file: &str) -> bool {
    let below = format!("{file}/");
    odd.contains(file) || odd.range(below.clone()..).next().is_some_and(|odd| odd.starts_with(&below))
}

/// What becomes of the index while files are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum IndexToo {
    Yes,
    No,
}

impl Repo {
    /// Those of the files whose work-tree file or index entry differs from what is committed.
    pub fn dirty(&self, files: &[RepoPath]) -> Result<Vec<RepoPath>, Error> {
        if self.root().is_none() || files.is_empty() {
            return Ok(Vec::new());
        }
        let index = self.fresh_index()?;
        let odd = self.odd(files)?;
        let mut dirty = Vec::new();
        for path in files {
            if (is_at(&odd, path.as_str()) || is_assumed(&index, path)) && self.is_dirty(&index, path)? {
                dirty.push(path.clone());
            }
        }
        Ok(dirty)
    }

    /// The paths at or below the files where anything isn't as it is committed. One look for all: to ask for one
    /// file reads the whole index.
    fn odd(&self, files: &[RepoPath]) -> Result<BTreeSet<String>, Error> {
        let mut options = StatusOptions::new();
        options
            .disable_pathspec_match(true)
            .include_untracked(true)
            .include_ignored(true)
            .recurse_untracked_dirs(true);
        files.iter().for_each(|path| _ = options.pathspec(path.as_str()));
        let odd = self.inner.statuses(Some(&mut options)).map_err(Error::failed("compare the work tree"))?;
        Ok(odd.iter().map(|entry| String::from_utf8_lossy(entry.path_bytes()).into_owned()).collect())
    }

    fn is_dirty(&self, index: &Index, path: &RepoPath) -> Result<bool, Error> {
        if is_assumed(index, path) {
            return self.differs(index, path);
        }
        match self.inner.status_file(Path::new(path.as_str())) {
            Ok(Status::WT_DELETED) => Ok(!is_left_out(index, path)),
            Ok(status) => Ok(status != Status::CURRENT),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(false),
            // A folder stands there.
            Err(error) if error.code() == ErrorCode::Ambiguous => Ok(true),
            Err(error) => Err(Error::failed("compare the work tree")(error)),
        }
    }

    /// Whether a file that git was told not to look at holds other bytes than its index entry.
    fn differs(&self, index: &Index, path: &RepoPath) -> Result<bool, Error> {
        let Some(entry) = index.get_path(Path::new(path.as_str()), 0) else { return Ok(true) };
        let committed = self.find_blob(entry.id)?.content().to_vec();
        Ok(self.work_file(path)?.is_some_and(|here| here != committed))
    }

    /// Work-tree files become what that commit holds; the index stays.
    pub fn write_files(&self, tree_of: &Oid, files: &[RepoPath]) -> Result<(), Error> {
        let index = self.fresh_index()?;
        if let Some(path) = files.iter().find(|path| is_left_out(&index, path)) {
            return Err(Error::Sparse { path: path.clone() });
        }
        self.check_out(tree_of, files, IndexToo::No)
    }

    pub(super) fn check_out(&self, commit: &Oid, files: &[RepoPath], index: IndexToo) -> Result<(), Error> {
        self.reach(files)?;
        if files.is_empty() {
            return Ok(());
        }
        let commit = self.find_commit(id(commit)?)?;
        let mut options = CheckoutBuilder::new();
        options.force().disable_pathspec_match(true).update_index(index == IndexToo::Yes);
        for path in files {
            options.path(path.as_str());
        }
        let written = self.inner.checkout_tree(commit.as_object(), Some(&mut options));
        written.map_err(Error::failed("write the work tree"))
    }

    /// That each file can be written where it stands.
    pub(super) fn reach(&self, files: &[RepoPath]) -> Result<(), Error> {
        let root = self.root().ok_or(Error::Bare)?;
        files.iter().try_for_each(|path| place(root, path).map(drop))
    }

    /// The index as it is on disk now.
    pub(super) fn fresh_index(&self) -> Result<Index, Error> {
        let words = |error: git2::Error| Error::Index { words: crate::model::text::visible(error.message()) };
        let mut index = self.inner.index().map_err(words)?;
        index.read(false).map_err(words)?;
        Ok(index)
    }
}

/// `git update-index --assume-unchanged`: the status of such a file says nothing.
fn is_assumed(index: &Index, path: &RepoPath) -> bool {
    let entry = index.get_path(Path::new(path.as_str()), 0);
    entry.is_some_and(|entry| entry.flags & ASSUME_UNCHANGED != 0)
}

pub(super) fn is_left_out(index: &Index, path: &RepoPath) -> bool {
    let entry = index.get_path(Path::new(path.as_str()), 0);
    entry.is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0)
}
