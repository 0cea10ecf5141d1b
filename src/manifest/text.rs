//! `text:` a version in any text file, found by the text around it.

use super::slot::Edit;
use super::{Error, Fill, Want};
use crate::model::path::RepoPath;
use crate::model::pin::Pin;

/// The text around one `{version}`. It must fit in just one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub pattern: String,
}

impl Text {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self { pattern: fill(&self.pattern) }
    }

    pub(super) fn pins(&self, _path: &RepoPath, _entry: usize, _text: &str) -> Result<Vec<Pin>, Error> {
        Ok(Vec::new())
    }

    pub(super) fn edits(&self, _path: &RepoPath, _text: &str, _want: &Want<'_>) -> Result<Vec<Edit>, Error> {
        Ok(Vec::new())
    }
}
