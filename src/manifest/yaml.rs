//! `yaml:` the values of key paths in any YAML file.

use super::anchors::{Anchors, Case};
use super::document::{DocumentSelector, resolve};
use super::key_path::KeyPath;
use super::scalar::{is_good, not_stale, replace};
use super::slot::Edit;
use super::source::Source;
use super::trail::{Lost, Trail};
use super::{Error, Want};
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, PinKind, PinName, SelectorName, Written};
use crate::model::wanted::Wish;

/// Key paths, in the document that is meant, or else in the one document that has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yaml {
    pub keys: Vec<KeyPath>,
    pub document: Option<DocumentSelector>,
}

impl Yaml {
    /// A key that the file lacks is no pin; one without a value is a pin without a version.
    pub(super) fn pins(&self, path: &RepoPath, entry: usize, text: &str) -> Result<Vec<Pin>, Error> {
        let source = Source::open(path, text)?;
        let anchors = Anchors::of(&source);
        let mut pins = Vec::new();
        for key in &self.keys {
            match self.trail(&source, &anchors, key) {
                Ok(trail) => pins.push(pin(&source, &trail, key, entry)?),
                Err(Lost { reading: Error::NotFound { .. }, .. }) => {}
                Err(lost) => return Err(lost.reading),
            }
        }
        Ok(pins)
    }

    pub(super) fn edits(&self, path: &RepoPath, text: &str, want: &Want<'_>) -> Result<Vec<Edit>, Error> {
        let source = Source::open(path, text)?;
        let anchors = Anchors::of(&source);
        let unknown = || Error::NotFound { at: source.at(0), what: want.name.to_owned(), near: None };
        let key = self.keys.iter().find(|key| key.as_str() == want.name).ok_or_else(unknown)?;
        let trail = self.trail(&source, &anchors, key).map_err(Lost::writing)?;
        trail.may_be_written()?;
        match &want.version {
            Wish::Leave => Ok(Vec::new()),
            // A key stays, and an empty version is none.
            Wish::Remove => is_good(&source, trail.node().start, "").map(|()| Vec::new()),
            Wish::Set(new) => {
                not_stale(&source, Some(trail.node()), trail.node().start, want.from, new)?;
                Ok(replace(&source, &trail, new)?.into_iter().collect())
            }
        }
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

fn pin(source: &Source<'_>, trail: &Trail<'_>, key: &KeyPath, entry: usize) -> Result<Pin, Error> {
    let at = source.at(trail.node().span.start);
    let text = trail.target().as_str().ok_or_else(|| Error::NotScalar { at: at.clone() })?.to_owned();
    let written = Written { text, at, key: key.as_str().to_owned() };
    Ok(Pin {
        name: PinName {
            kind: PinKind::Key,
            name: key.as_str().to_owned(),
            selector: SelectorName::Yaml,
            entry,
        },
        file: source.path.clone(),
        version: Some(written).filter(|written| !trail.target().is_null() && !written.text.is_empty()),
        digest: None,
        new_name: None,
    })
}
