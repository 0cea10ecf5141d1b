//! `yaml:` the values of key paths in any YAML file.

use super::anchors::{Anchors, Case};
use super::document::{DocumentSelector, resolve};
use super::key_path::KeyPath;
use super::slot::Edit;
use super::source::Source;
use super::spot::{Spot, key_spot};
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
        let mut spots = Vec::new();
        for key in &self.keys {
            match self.trail(source, anchors, key) {
                Ok(trail) => spots.push(key_spot(trail, key.as_str())),
                Err(Lost { reading: Error::NotFound { .. }, .. }) => {}
                Err(lost) => return Err(lost.reading),
            }
        }
        Ok(spots)
    }

    pub(super) fn edits(
        &self,
        source: &Source<'_>,
        anchors: &Anchors<'_>,
        want: &Want<'_>,
    ) -> Result<Vec<Edit>, Error> {
        let unknown = || Error::NotFound { at: source.at(0), what: want.name.to_owned(), near: None };
        let key = self.keys.iter().find(|key| key.as_str() == want.name).ok_or_else(unknown)?;
        let trail = self.trail(source, anchors, key).map_err(Lost::writing)?;
        key_spot(trail, key.as_str()).edits(source, want)
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
