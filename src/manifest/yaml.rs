//! `yaml:` the values of key paths in any YAML file.

use super::anchors::{Anchors, Case};
use super::document::{DocumentSelector, resolve};
use super::key_path::KeyPath;
use super::keys::{self, key_spot};
use super::slot::Edit;
use super::source::Source;
use super::spot::Spot;
use super::trail::{Lost, Trail};
use super::{Error, Fill, Want};

/// Key paths, in the document that is meant, or else in the one document that has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yaml {
    pub keys: Vec<KeyPath>,
    pub document: Option<DocumentSelector>,
}

impl Yaml {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            keys: self.keys.iter().map(|key| key.filled(fill)).collect(),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    /// A key that the file lacks is no pin; one without a value is a pin without a version.
    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        keys::spots(&self.keys, |key| Ok(key_spot(self.trail(source, anchors, key)?, key.as_str())))
    }

    pub(super) fn edits(
        &self,
        source: &Source<'_>,
        anchors: &Anchors<'_>,
        want: &Want<'_>,
    ) -> Result<Vec<Edit>, Error> {
        let find = |key: &KeyPath| Ok(key_spot(self.trail(source, anchors, key)?, key.as_str()));
        keys::edits(source, &self.keys, find, want)
    }

    fn trail<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        key: &KeyPath,
    ) -> Result<Trail<'t>, Lost> {
        match &self.document {
            Some(document) => {
                let root = document.find(source, anchors)?;
                Trail::new(source, anchors, root, Case::Exact).steps(key.steps())
            }
            None => resolve(source, anchors, key.steps()),
        }
    }
}
