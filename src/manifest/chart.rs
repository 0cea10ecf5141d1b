//! `chart:` the dependencies of a Chart.yaml.

use super::anchors::Anchors;
use super::source::Source;
use super::spot::Spot;
use super::{Error, Fill};

/// The dependencies that are meant; `None` means all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub dependencies: Option<Vec<String>>,
}

impl Chart {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self { dependencies: self.dependencies.as_ref().map(|all| all.iter().map(|one| fill(one)).collect()) }
    }

    pub(super) fn spots<'t>(
        &self,
        _source: &'t Source<'t>,
        _anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        Ok(Vec::new())
    }
}
