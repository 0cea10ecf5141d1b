//! `overrides:` the parameters that Argo CD keeps in `.argocd-source-APP.yaml`.

use super::anchors::Anchors;
use super::source::Source;
use super::spot::Spot;
use super::{Error, Fill};

/// The images that are meant; `None` means all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overrides {
    pub images: Option<Vec<String>>,
}

impl Overrides {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self { images: self.images.as_ref().map(|all| all.iter().map(|one| fill(one)).collect()) }
    }

    pub(super) fn spots<'t>(
        &self,
        _source: &'t Source<'t>,
        _anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        Ok(Vec::new())
    }
}
