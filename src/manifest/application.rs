//! `application:` the versions of an Argo CD Application.

use super::anchors::Anchors;
use super::document::DocumentSelector;
use super::source::Source;
use super::spot::Spot;
use super::{Error, Fill, KeyPath};
use std::collections::BTreeMap;
use std::fmt;

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

/// A field that hoist knows how to write, with the text that it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationKey {
    TargetRevision,
    Path,
    Chart,
    /// The `value` of one of `helm.parameters`.
    Parameter(String),
    /// A key below `helm.valuesObject`.
    ValuesObject(KeyPath),
    /// One of `kustomize.images`.
    Image(String),
}

impl Application {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            source: self.source.as_ref().map(|source| source.filled(fill)),
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

impl ApplicationKey {
    /// A key as it is written in hoist.yaml; none for one that hoist doesn't know.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "targetRevision" => Self::TargetRevision,
            "path" => Self::Path,
            "chart" => Self::Chart,
            _ => match text.split_once('.')? {
                ("parameters", name) => Self::Parameter(name.to_owned()),
                ("valuesObject", path) => Self::ValuesObject(KeyPath::parse(path).ok()?),
                ("images", name) => Self::Image(name.to_owned()),
                _ => return None,
            },
        })
    }

    fn filled(&self, fill: Fill<'_>) -> Self {
        match self {
            Self::TargetRevision | Self::Path | Self::Chart => self.clone(),
            Self::Parameter(name) => Self::Parameter(fill(name)),
            Self::ValuesObject(path) => Self::ValuesObject(path.filled(fill)),
            Self::Image(name) => Self::Image(fill(name)),
        }
    }
}

impl fmt::Display for ApplicationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TargetRevision => f.write_str("targetRevision"),
            Self::Path => f.write_str("path"),
            Self::Chart => f.write_str("chart"),
            Self::Parameter(name) => write!(f, "parameters.{name}"),
            Self::ValuesObject(path) => write!(f, "valuesObject.{path}"),
            Self::Image(name) => write!(f, "images.{name}"),
        }
    }
}
