//! The selectors: one variant for each kind of file that holds versions, and what it finds and writes there.

use super::anchors::Anchors;
use super::source::Source;
use super::spot::{self, Spot};
use super::{
    Application, ApplicationSet, Chart, Error, Files, Fill, HelmRelease, Kustomize, Manifests, Overrides,
    Setters, Text, Yaml, automation, values,
};
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, SelectorName};

/// A selector: a kind of file, and which of its pins are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manifest {
    Kustomize(Kustomize),
    Application(Application),
    ApplicationSet(ApplicationSet),
    HelmRelease(HelmRelease),
    Setters(Setters),
    Chart(Chart),
    Yaml(Yaml),
    Manifests(Manifests),
    Overrides(Overrides),
    Text(Text),
    Files(Files),
    /// The images of Helm values.
    Values,
}

impl Manifest {
    pub fn selector(&self) -> SelectorName {
        match self {
            Self::Kustomize(_) => SelectorName::Kustomize,
            Self::Application(_) => SelectorName::Application,
            Self::ApplicationSet(_) => SelectorName::ApplicationSet,
            Self::HelmRelease(_) => SelectorName::HelmRelease,
            Self::Setters(_) => SelectorName::Setters,
            Self::Chart(_) => SelectorName::Chart,
            Self::Yaml(_) => SelectorName::Yaml,
            Self::Manifests(_) => SelectorName::Manifests,
            Self::Overrides(_) => SelectorName::Overrides,
            Self::Text(_) => SelectorName::Text,
            Self::Files(_) => SelectorName::Files,
            Self::Values => SelectorName::Values,
        }
    }

    /// The selector that takes all that it finds; none where it must be told what.
    pub fn every(selector: SelectorName) -> Option<Self> {
        Some(match selector {
            SelectorName::Kustomize => Self::Kustomize(Kustomize::every()),
            SelectorName::Application => {
                Self::Application(Application { source: None, keys: None, document: None })
            }
            SelectorName::HelmRelease => Self::HelmRelease(HelmRelease { keys: None, document: None }),
            SelectorName::Chart => Self::Chart(Chart { dependencies: None }),
            SelectorName::Manifests => Self::Manifests(Manifests { images: None, document: None }),
            SelectorName::Overrides => Self::Overrides(Overrides { images: None }),
            SelectorName::Values => Self::Values,
            SelectorName::Setters => Self::Setters(Setters { policies: None, document: None }),
            SelectorName::ApplicationSet
            | SelectorName::Yaml
            | SelectorName::Text
            | SelectorName::Files
            | SelectorName::Tag => return None,
        })
    }

    /// With what names stand for put into its texts. What its pins are called stays the same in every environment.
    pub fn filled(&self, fill: Fill<'_>) -> Self {
        match self {
            Self::Kustomize(one) => Self::Kustomize(one.filled(fill)),
            Self::Application(one) => Self::Application(one.filled(fill)),
            Self::ApplicationSet(one) => Self::ApplicationSet(one.filled(fill)),
            Self::HelmRelease(one) => Self::HelmRelease(one.filled(fill)),
            Self::Setters(one) => Self::Setters(one.filled(fill)),
            Self::Chart(one) => Self::Chart(one.filled(fill)),
            Self::Yaml(one) => Self::Yaml(one.filled(fill)),
            Self::Manifests(one) => Self::Manifests(one.filled(fill)),
            Self::Overrides(one) => Self::Overrides(one.filled(fill)),
            Self::Text(one) => Self::Text(one.filled(fill)),
            Self::Files(one) => Self::Files(one.clone()),
            Self::Values => Self::Values,
        }
    }

    /// What each of several finds in one text, which is read once. Who else writes the pins isn't asked.
    pub fn pins_of_each(path: &RepoPath, text: &str, each: &[(Self, usize)]) -> Vec<Result<Vec<Pin>, Error>> {
        let is_plain = |manifest: &Self| matches!(manifest, Self::Text(_) | Self::Files(_));
        let plain = || each.iter().map(|(manifest, entry)| manifest.pins(path, *entry, text));
        if each.iter().all(|(manifest, _)| is_plain(manifest)) {
            return plain().collect();
        }
        let source = match Source::open(path, text) {
            Ok(source) => source,
            Err(error) => return each.iter().map(|_| Err(error.clone())).collect(),
        };
        let anchors = Anchors::of(&source);
        each.iter().map(|(manifest, entry)| manifest.pins_alone(&source, &anchors, *entry)).collect()
    }

    pub(super) fn pins_of<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        entry: usize,
    ) -> Result<Vec<Pin>, Error> {
        let mut pins = self.pins_alone(source, anchors, entry)?;
        automation::note(source, anchors, &mut pins)?;
        Ok(pins)
    }

    fn pins_alone<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        entry: usize,
    ) -> Result<Vec<Pin>, Error> {
        match self {
            Self::Kustomize(one) => one.pins(source, anchors, entry),
            Self::Setters(one) => one.pins(source, anchors, entry),
            Self::Text(one) => one.pins(source.path, entry, source.text),
            Self::Files(one) => one.pins(source.path, entry, source.text),
            Self::Application(_)
            | Self::ApplicationSet(_)
            | Self::HelmRelease(_)
            | Self::Chart(_)
            | Self::Yaml(_)
            | Self::Manifests(_)
            | Self::Overrides(_)
            | Self::Values => spot::pins(source, &self.spots(source, anchors)?, self.selector(), entry),
        }
    }

    /// The places of selectors whose versions stand in single scalars.
    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        match self {
            Self::Application(one) => one.spots(source, anchors),
            Self::ApplicationSet(one) => one.spots(source, anchors),
            Self::HelmRelease(one) => one.spots(source, anchors),
            Self::Chart(one) => one.spots(source, anchors),
            Self::Yaml(one) => one.spots(source, anchors),
            Self::Manifests(one) => one.spots(source, anchors),
            Self::Overrides(one) => one.spots(source, anchors),
            Self::Values => values::spots(source, anchors),
            Self::Kustomize(_) | Self::Setters(_) | Self::Text(_) | Self::Files(_) => Ok(Vec::new()),
        }
    }
}
