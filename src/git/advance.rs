//! Moving a local branch on, and with it just the files that the commit changed.

use super::error::Error;
use super::refs::full_name;
use super::repo::{Repo, id};
use super::tree::Found;
use super::worktree::{IndexToo, is_left_out};
use crate::model::path::RepoPath;
use crate::model::plan::Oid;
use git2::{ErrorCode, Index};
use std::path::{Path, PathBuf};

impl Repo {
    /// Moves a branch, if it still is at `from`. Where it is checked out, these files and their index entries follow.
    pub fn advance(&self, branch: &str, from: &Oid, to: &Oid, files: &[RepoPath]) -> Result<(), Error> {
        let name = full_name(branch)?;
        let here = self.root().is_some() && self.head()?.branch.as_deref() == Some(branch);
        if !here && self.is_being_rebased(&name) {
            return Err(Error::Rebased { branch: branch.to_owned() });
        }
        if !here && self.is_checked_out_elsewhere(&name)? {
            return Err(Error::CheckedOut { branch: branch.to_owned() });
        }
        let index = if here { Some(self.fresh_index()?) } else { None };
        // The branch moves first, so nothing may keep the files from following.
        if here {
            self.reach(files)?;
        }
        let moved = self.inner.reference_matching(&name, id(to)?, true, id(from)?, "hoist: commit");
        match moved {
            Ok(_) => {}
            Err(error) if error.code() == ErrorCode::Modified => {
                return Err(Error::Moved { branch: branch.to_owned(), from: from.clone() });
            }
            Err(error) => return Err(Error::failed("move the branch")(error)),
        }
        index.map_or(Ok(()), |index| self.follow(index, to, files))
    }

    /// Makes a branch, if there is none of this name.
    pub fn begin(&self, branch: &str, at: &Oid) -> Result<(), Error> {
        match self.inner.reference(&full_name(branch)?, id(at)?, false, "hoist: commit") {
            Ok(_) => Ok(()),
            Err(error) if error.code() == ErrorCode::Exists => {
                Err(Error::Moved { branch: branch.to_owned(), from: at.clone() })
            }
            Err(error) => Err(Error::failed("make the branch")(error)),
        }
    }

    /// Whether another work tree of this repository stands on the branch.
    fn is_checked_out_elsewhere(&self, name: &str) -> Result<bool, Error> {
        let common = self.inner.commondir();
        let linked = self.inner.worktrees().map_err(Error::failed("list the work trees"))?;
        let linked = linked
            .iter()
            .filter_map(|name| name.ok().flatten())
            .map(|name| common.join("worktrees").join(name));
        // The main one has a work tree unless the repository is bare.
        let bare = self.inner.config().and_then(|config| config.get_bool("core.bare")).unwrap_or(false);
        let main = (!bare).then(|| common.to_owned());
        let stands_there = |dir: PathBuf| {
            let head = std::fs::read_to_string(dir.join("HEAD")).unwrap_or_default();
            head.trim().strip_prefix("ref: ") == Some(name)
        };
        Ok(linked.chain(main).any(stands_there))
    }

    /// Whether a rebase that isn't over yet will set the branch: it fails if somebody else did.
    fn is_being_rebased(&self, name: &str) -> bool {
        let stands_there = |state: &&str| {
            let head = std::fs::read_to_string(self.inner.path().join(state).join("head-name"));
            head.is_ok_and(|head| head.trim() == name)
        };
        ["rebase-merge", "rebase-apply"].iter().any(stands_there)
    }

    fn follow(&self, mut index: Index, to: &Oid, files: &[RepoPath]) -> Result<(), Error> {
        let (left_out, present): (Vec<_>, Vec<_>) =
            files.iter().cloned().partition(|path| is_left_out(&index, path));
        self.check_out(to, &present, IndexToo::Yes)?;
        if left_out.is_empty() {
            return Ok(());
        }
        index.read(true).map_err(Error::failed("read the index"))?;
        for path in &left_out {
            self.follow_in_index(&mut index, to, path)?;
        }
        index.write().map_err(Error::failed("write the index"))
    }

    /// A file that a sparse checkout leaves out has only its index entry.
    fn follow_in_index(&self, index: &mut Index, to: &Oid, path: &RepoPath) -> Result<(), Error> {
        let Some(Found { id, .. }) = self.tree(to)?.find(path)? else { return Ok(()) };
        let Some(mut entry) = index.get_path(Path::new(path.as_str()), 0) else { return Ok(()) };
        entry.id = id;
        index.add(&entry).map_err(Error::failed("write an index entry"))
    }
}
