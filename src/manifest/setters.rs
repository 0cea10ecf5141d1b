//! `setters:` the values that Flux's image automation marks with `{"$imagepolicy": "…"}`.

use super::anchors::Anchors;
use super::document::DocumentSelector;
use super::slot::Edit;
use super::source::Source;
use super::{Error, Fill, Want};
use crate::model::pin::Pin;

/// The marked values, wherever Flux itself would see the mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setters {
    /// As `namespace:name`; none means all.
    pub policies: Option<Vec<String>>,
    pub document: Option<DocumentSelector>,
}

impl Setters {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            policies: self.policies.as_ref().map(|all| all.iter().map(|one| fill(one)).collect()),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    pub(super) fn pins(
        &self,
        _source: &Source<'_>,
        _anchors: &Anchors<'_>,
        _entry: usize,
    ) -> Result<Vec<Pin>, Error> {
        Ok(Vec::new())
    }

    pub(super) fn edits(
        &self,
        source: &Source<'_>,
        _anchors: &Anchors<'_>,
        want: &Want<'_>,
    ) -> Result<Vec<Edit>, Error> {
        Err(Error::NotFound { at: source.at(0), what: want.name.to_owned(), near: None })
    }
}
