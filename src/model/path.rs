//! Paths inside the repository: relative, with `/`, and never out of it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text can't be a path of the repository.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path:?} is no path of the repository: {why}")]
pub struct BadPath {
    path: String,
    why: &'static str,
}

/// A path from the repository's root. It can't leave the repository, nor enter `.git`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RepoPath(String);

impl RepoPath {
    pub fn new(path: &str) -> Result<Self, BadPath> {
        let bad = |why| BadPath { path: path.to_owned(), why };
        if path.chars().any(char::is_control) {
            return Err(bad("it has a control character"));
        }
        if path.starts_with('/') || path.contains('\\') {
            return Err(bad("it is not relative, with `/` between its parts"));
        }
        for part in path.split('/') {
            match part {
                "" => return Err(bad("it has an empty part")),
                "." | ".." => return Err(bad("it has a `.` or `..`")),
                part if part.eq_ignore_ascii_case(".git") => return Err(bad("it is in `.git`")),
                _ => {}
            }
        }
        Ok(Self(path.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// All parts but the last; none at the root.
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(folder, _)| Self(folder.to_owned()))
    }

    pub fn join(&self, name: &str) -> Result<Self, BadPath> {
        Self::new(&format!("{}/{name}", self.0))
    }
}

/// What stands in a folder of the repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub name: String,
    pub kind: EntryKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    File,
    Folder,
    /// A symbolic link; hoist never follows one.
    Link,
    Submodule,
}

impl TryFrom<String> for RepoPath {
    type Error = BadPath;
    fn try_from(path: String) -> Result<Self, BadPath> {
        Self::new(&path)
    }
}

impl From<RepoPath> for String {
    fn from(path: RepoPath) -> Self {
        path.0
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_the_repository() {
        for bad in
            ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/.git/config", ".GIT/x", "a\nb", "a\\b", "a/"]
        {
            assert!(RepoPath::new(bad).is_err(), "{bad:?}");
        }
        let path = RepoPath::new("apps/web/kustomization.yaml").unwrap();
        assert_eq!(path.file_name(), "kustomization.yaml");
        assert_eq!(path.parent().unwrap().as_str(), "apps/web");
    }
}
