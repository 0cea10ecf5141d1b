//! Paths as git holds them: bytes.

use crate::git::error::Error;
use crate::model::path::RepoPath;
use crate::model::text::visible;
use std::fmt;

/// So many folders may be inside of each other.
const DEEPEST: usize = 512;

/// A path of a tree. It may be no UTF-8, and hold what a [`RepoPath`] may not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreePath(Vec<u8>);

impl TreePath {
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same as what hoist itself writes to; none where it is nothing that hoist would.
    pub fn as_repo_path(&self) -> Option<RepoPath> {
        RepoPath::new(std::str::from_utf8(&self.0).ok()?).ok()
    }

    /// Folders deeper than anybody's are looked at no further: they may be made to exhaust us.
    pub(super) fn is_sane(&self) -> Result<(), Error> {
        if self.0.iter().filter(|byte| **byte == b'/').count() <= DEEPEST {
            return Ok(());
        }
        let words = format!("folders are nested too deep: {:.80}…", visible(&self.lossy()));
        Err(Error::Failed { doing: "compare the trees", words })
    }

    pub(super) fn root() -> Self {
        Self(Vec::new())
    }

    pub(super) fn join(&self, name: &[u8]) -> Self {
        if self.0.is_empty() { Self(name.to_vec()) } else { Self([&self.0, &b"/"[..], name].concat()) }
    }

    /// For a pattern: bytes that are no UTF-8 match only what matches anything.
    pub(super) fn lossy(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }
}

impl From<&RepoPath> for TreePath {
    fn from(path: &RepoPath) -> Self {
        Self(path.as_str().as_bytes().to_vec())
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&visible(&self.lossy()))
    }
}
