//! `manifests:` the images of plain workloads, wherever their pods are described.

use super::anchors::Anchors;
use super::document::DocumentSelector;
use super::source::Source;
use super::spot::Spot;
use super::{Error, Fill};

/// The images that are meant; `None` means all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifests {
    pub images: Option<Vec<String>>,
    pub document: Option<DocumentSelector>,
}

impl Manifests {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            images: self.images.as_ref().map(|all| all.iter().map(|one| fill(one)).collect()),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    pub(super) fn spots<'t>(
        &self,
        _source: &'t Source<'t>,
        _anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        Ok(Vec::new())
    }
}
