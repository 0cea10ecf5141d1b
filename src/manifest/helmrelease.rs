//! `helmrelease:` the versions of Flux's HelmReleases and sources.

use super::anchors::Anchors;
use super::document::DocumentSelector;
use super::source::Source;
use super::spot::Spot;
use super::{Error, Fill, KeyPath};

/// Keys of a HelmRelease or a source of Flux.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelmRelease {
    /// None: all versions that stand there, each named by its chart, image or repository.
    pub keys: Option<Vec<KeyPath>>,
    pub document: Option<DocumentSelector>,
}

impl HelmRelease {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            keys: self.keys.as_ref().map(|keys| keys.iter().map(|key| key.filled(fill)).collect()),
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
