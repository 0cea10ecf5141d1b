//! `applicationset:` the elements of an ApplicationSet's lists, chosen by their values.

use super::anchors::Anchors;
use super::document::DocumentSelector;
use super::source::Source;
use super::spot::Spot;
use super::{Error, Fill, KeyPath};
use std::collections::BTreeMap;

/// Keys of the one element that has the values of `matching`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationSet {
    pub name: Option<String>,
    pub matching: BTreeMap<String, String>,
    pub keys: Vec<KeyPath>,
    pub document: Option<DocumentSelector>,
}

impl ApplicationSet {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            name: self.name.as_deref().map(fill),
            matching: self.matching.iter().map(|(key, value)| (key.clone(), fill(value))).collect(),
            keys: self.keys.iter().map(|key| key.filled(fill)).collect(),
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
