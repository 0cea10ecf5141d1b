//! The fields of an Application's source that hoist knows how to write.

use super::form::Form;
use super::key_path::Step;
use super::keys::key_spot;
use super::source::Source;
use super::source_images::image;
use super::spot::Spot;
use super::trail::{Lost, Trail};
use super::{Error, Fill, KeyPath, Want};
use crate::model::pin::PinKind;
use crate::model::wanted::Wish;
use std::fmt;

/// A field, with the text that it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationKey {
    TargetRevision,
    Path,
    Chart,
    /// The `value` of one of `helm.parameters`.
    Parameter(Named),
    /// A key below `helm.valuesObject`.
    ValuesObject(KeyPath),
    /// One of `kustomize.images`.
    Image(Named),
    /// Keys in the text of `helm.values`, which can be asked for, and are refused.
    Values(String),
}

/// A name that may differ between environments, and how it is written for all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    written: String,
    name: String,
}

impl ApplicationKey {
    /// A key as it is written in hoist.yaml; none for one that hoist doesn't know.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "targetRevision" => Self::TargetRevision,
            "path" => Self::Path,
            "chart" => Self::Chart,
            _ => match text.split_once('.')? {
                ("parameters", name) => Self::Parameter(Named::new(name)),
                ("valuesObject", path) => Self::ValuesObject(KeyPath::parse(path).ok()?),
                ("images", name) => Self::Image(Named::new(name)),
                ("values", path) => Self::Values(path.to_owned()),
                _ => return None,
            },
        })
    }

    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        match self {
            Self::TargetRevision | Self::Path | Self::Chart | Self::Values(_) => self.clone(),
            Self::Parameter(name) => Self::Parameter(name.filled(fill)),
            Self::ValuesObject(path) => Self::ValuesObject(path.filled(fill)),
            Self::Image(name) => Self::Image(name.filled(fill)),
        }
    }

    /// Where it stands in a source.
    pub(super) fn spot<'t>(&self, source: &'t Source<'t>, of: Trail<'t>) -> Result<Spot<'t>, Lost> {
        let name = self.to_string();
        let plain = |trail| Spot::new(PinKind::Key, &name, trail, Form::Plain);
        match self {
            Self::TargetRevision | Self::Path | Self::Chart => of.steps(&[key(&name)]).map(plain),
            Self::Parameter(one) => {
                let item = Step::Item { key: "name".to_owned(), value: one.name.clone() };
                let value = of.steps(&[key("helm"), key("parameters"), item, key("value")])?;
                Ok(key_spot(value, &name))
            }
            Self::ValuesObject(path) => {
                let values = of.steps(&[key("helm"), key("valuesObject")])?;
                Ok(key_spot(values.steps(path.steps())?, &name))
            }
            Self::Image(one) => {
                let item = image(source, &of, &one.name)?;
                Ok(Spot::new(PinKind::Key, &name, item, Form::Reference))
            }
            Self::Values(_) => Err(text_of_values(source, of)),
        }
    }

    /// Refuses what is no tag for an image: its name stays.
    pub(super) fn takes(&self, source: &Source<'_>, spot: &Spot<'_>, want: &Want<'_>) -> Result<(), Error> {
        match (self, &want.version) {
            (Self::Image(_), Wish::Set(tag)) if tag.as_str().contains(['/', ':', '@']) => {
                let (at, value) = (source.at(spot.trail.node().start), tag.as_str().to_owned());
                Err(Error::BadValue { at, value, why: "it is no tag" })
            }
            _ => Ok(()),
        }
    }
}

fn text_of_values<'t>(source: &'t Source<'t>, of: Trail<'t>) -> Lost {
    match of.steps(&[key("helm"), key("values")]) {
        Err(lost) => lost,
        Ok(values) => match values.may_be_written() {
            Err(error) => error.into(),
            Ok(()) => Error::TextOfValues { at: source.at(values.node().start) }.into(),
        },
    }
}

fn key(word: &str) -> Step {
    Step::Key(word.to_owned())
}

impl Named {
    pub fn new(name: &str) -> Self {
        Self { written: name.to_owned(), name: name.to_owned() }
    }

    fn filled(&self, fill: Fill<'_>) -> Self {
        Self { written: self.written.clone(), name: fill(&self.name) }
    }
}

impl fmt::Display for ApplicationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TargetRevision => f.write_str("targetRevision"),
            Self::Path => f.write_str("path"),
            Self::Chart => f.write_str("chart"),
            Self::Parameter(name) => write!(f, "parameters.{}", name.written),
            Self::ValuesObject(path) => write!(f, "valuesObject.{path}"),
            Self::Image(name) => write!(f, "images.{}", name.written),
            Self::Values(path) => write!(f, "values.{path}"),
        }
    }
}
