//! Where a file stands in the work tree, reached through no link.

use super::error::Error;
use super::repo::Repo;
use crate::model::path::RepoPath;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

impl Repo {
    /// The bytes of a file of the work tree; none where it isn't there.
    pub fn work_file(&self, path: &RepoPath) -> Result<Option<Vec<u8>>, Error> {
        let Some(root) = self.root() else { return Ok(None) };
        let place = place(root, path)?;
        match std::fs::read(place) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::Failed {
                doing: "read a file of the work tree",
                words: format!("{path}: {error}"),
            }),
        }
    }
}

/// The place of a file; neither it nor a folder on the way may be a link or another thing.
pub(super) fn place(root: &Path, path: &RepoPath) -> Result<PathBuf, Error> {
    let mut at = root.to_owned();
    let mut parts = path.as_str().split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let Ok(there) = std::fs::symlink_metadata(&at) else { continue };
        let folder_wanted = parts.peek().is_some();
        let what = if there.is_symlink() {
            if folder_wanted { "a symbolic link is on its way" } else { "a symbolic link stands there" }
        } else if folder_wanted && !there.is_dir() {
            "a file is on its way"
        } else if !folder_wanted && !there.is_file() {
            "a folder stands there"
        } else if folder_wanted && at.join(".git").symlink_metadata().is_ok() {
            "a submodule is on its way"
        } else {
            continue;
        };
        return Err(Error::InTheWay { path: path.clone(), what });
    }
    Ok(at)
}
