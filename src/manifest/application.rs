//! `application:` the versions of an Argo CD Application.

use super::anchors::{Anchors, Case};
use super::application_key::ApplicationKey;
use super::argo::Meant;
use super::document::DocumentSelector;
use super::form::Form;
use super::key_path::Step;
use super::placeholder::is_placeholder;
use super::slot::Edit;
use super::source::Source;
use super::source_images::{has_version, images};
use super::sources::{all, chosen};
use super::spot::{self, Spot, text};
use super::trail::{Lost, Trail};
use super::{Error, Fill, Want, values};
use crate::model::pin::PinKind;
use std::collections::BTreeMap;

/// The fields of one Application that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Which of several sources.
    pub source: Option<SourceChoice>,
    /// None: all versions that stand there.
    pub keys: Option<Vec<ApplicationKey>>,
    pub document: Option<DocumentSelector>,
}

/// One of `spec.sources`: by its number from 0, or by values that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceChoice {
    Index(usize),
    Fields(BTreeMap<String, String>),
}

impl Application {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            source: self.source.as_ref().map(|source| source.filled(fill)),
            keys: self.keys.as_ref().map(|keys| keys.iter().map(|key| key.filled(fill)).collect()),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    /// A key that the file lacks is no pin.
    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        let Some(keys) = &self.keys else { return self.every(source, anchors) };
        let mut spots = Vec::new();
        for key in keys {
            match self.find(source, anchors, key) {
                Ok(spot) => spots.push(spot),
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
        let Some(keys) = &self.keys else {
            return spot::edits(source, &self.every(source, anchors)?, want);
        };
        let unknown = || Error::NotFound { at: source.at(0), what: want.name.to_owned(), near: None };
        let key = keys.iter().find(|key| key.to_string() == want.name).ok_or_else(unknown)?;
        let spot = self.find(source, anchors, key).map_err(Lost::writing)?;
        let edits = spot.edits(source, want)?;
        key.takes(source, &spot, want)?;
        Ok(edits)
    }

    fn meant(&self) -> Meant<'_> {
        Meant { kind: "Application", name: None, document: self.document.as_ref() }
    }

    fn find<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        key: &ApplicationKey,
    ) -> Result<Spot<'t>, Lost> {
        self.meant().only(source, anchors, &key.to_string(), |root| {
            key.spot(source, chosen(source, root, self.source.as_ref())?)
        })
    }

    /// All versions of all Applications of the file.
    fn every<'t>(&self, source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> Result<Vec<Spot<'t>>, Error> {
        let mut spots = Vec::new();
        for root in self.meant().objects(source, anchors)? {
            match all(source, Trail::new(source, anchors, root, Case::Exact)) {
                Ok(sources) => spots.extend(sources.iter().flat_map(versions)),
                Err(Lost { reading: Error::NotFound { .. }, .. }) => {}
                Err(lost) => return Err(lost.reading),
            }
        }
        Ok(spots)
    }
}

/// The versions of a source: its own, and those of the images that it sets.
fn versions<'t>(of: &Trail<'t>) -> Vec<Spot<'t>> {
    let values = ["helm", "valuesObject"].map(|key| Step::Key(key.to_owned()));
    let values = of.clone().steps(&values).map(|values| values::images(&values));
    let own = revision(of).into_iter();
    own.chain(images(of).into_iter().filter(has_version)).chain(values.unwrap_or_default()).collect()
}

/// A chart's version, or the revision of a repository.
fn revision<'t>(of: &Trail<'t>) -> Option<Spot<'t>> {
    let field = |key: &str| text(&of.clone().step(&Step::Key(key.to_owned())).ok()?);
    let (kind, name) = match field("chart") {
        Some(chart) => (PinKind::Chart, chart),
        None => (PinKind::Revision, field("repoURL")?),
    };
    let spot = Spot::below(of, "targetRevision", kind, name, Form::Plain)?;
    text(&spot.trail).is_some_and(is_version).then_some(spot)
}

/// `HEAD` is where a repository is anyway, and a placeholder is filled in elsewhere.
fn is_version(text: &str) -> bool {
    text != "HEAD" && !is_placeholder(text)
}

impl SourceChoice {
    fn filled(&self, fill: Fill<'_>) -> Self {
        match self {
            Self::Index(index) => Self::Index(*index),
            Self::Fields(fields) => {
                Self::Fields(fields.iter().map(|(key, value)| (key.clone(), fill(value))).collect())
            }
        }
    }
}
