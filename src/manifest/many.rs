//! Many pins of one text: it is read once, however many of them are meant, and by however many selectors.

use super::anchors::Anchors;
use super::source::{Parsed, Source};
use super::{DocumentSelector, Edit, Error, Files, KeyPath, Manifest, Want, missing, spot};
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, PinName};
use std::cell::{LazyCell, OnceCell};
use std::collections::HashMap;

pub(super) type Answer = Result<Vec<Edit>, Error>;

/// What to write so that each pin holds what is wanted of it; nothing where it does already. Every answer is for the
/// text as it stands.
pub fn edits(path: &RepoPath, text: &str, asked: &[(&Manifest, Want<'_>)]) -> Vec<Answer> {
    let cells = (OnceCell::new(), OnceCell::new());
    let open = Open { path, text, source: &cells.0, anchors: &cells.1 };
    let mut answers = vec![Ok(Vec::new()); asked.len()];
    for (manifest, places) in alike(asked.iter().map(|(manifest, _)| *manifest)) {
        let wants: Vec<_> = places.iter().map(|at| &asked[*at].1).collect();
        for (at, answer) in places.iter().zip(open.edits(manifest, &wants)) {
            answers[*at] = answer;
        }
    }
    answers
}

/// Each pin as a selector finds it, by its name; none where it isn't there.
pub fn find(
    path: &RepoPath,
    text: &str,
    sought: &[(&Manifest, &PinName)],
) -> Result<Vec<Option<Pin>>, Error> {
    let cells = (OnceCell::new(), OnceCell::new());
    let open = Open { path, text, source: &cells.0, anchors: &cells.1 };
    let mut found = vec![None; sought.len()];
    for ((manifest, entry), places) in alike(sought.iter().map(|(manifest, name)| (*manifest, name.entry))) {
        let pins = open.pins(manifest, entry)?;
        // The first of a name counts.
        let by_name: HashMap<_, _> = pins.iter().rev().map(|pin| (&pin.name, pin)).collect();
        for at in places {
            found[at] = by_name.get(sought[at].1).map(|pin| (*pin).clone());
        }
    }
    Ok(found)
}

pub(super) fn each(wants: &[&Want<'_>], edits: impl Fn(&Want<'_>) -> Answer) -> Vec<Answer> {
    wants.iter().map(|want| edits(want)).collect()
}

/// What is the same, with the places where it is.
fn alike<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<(T, Vec<usize>)> {
    let mut kinds: Vec<(T, Vec<usize>)> = Vec::new();
    for (at, one) in all.enumerate() {
        match kinds.iter_mut().rev().find(|(kind, _)| *kind == one) {
            Some((_, places)) => places.push(at),
            None => kinds.push((one, vec![at])),
        }
    }
    kinds
}

/// A text that is parsed when the first selector asks for it.
struct Open<'t> {
    path: &'t RepoPath,
    text: &'t str,
    source: &'t OnceCell<Result<Source<'t>, Error>>,
    anchors: &'t OnceCell<Anchors<'t>>,
}

impl<'t> Open<'t> {
    fn parsed(&self) -> Result<(&'t Source<'t>, &'t Anchors<'t>), Error> {
        let source = self.source.get_or_init(|| Source::open(self.path, self.text));
        let source = source.as_ref().map_err(Error::clone)?;
        Ok((source, self.anchors.get_or_init(|| Anchors::of(source))))
    }

    fn edits(&self, manifest: &Manifest, wants: &[&Want<'_>]) -> Vec<Answer> {
        match manifest {
            Manifest::Text(one) => each(wants, |want| one.edits(self.path, self.text, want)),
            Manifest::Files(_) => each(wants, |want| Ok(Files::edits(self.text, want))),
            Manifest::Kustomize(_)
            | Manifest::Application(_)
            | Manifest::ApplicationSet(_)
            | Manifest::HelmRelease(_)
            | Manifest::Setters(_)
            | Manifest::Chart(_)
            | Manifest::Yaml(_)
            | Manifest::Manifests(_)
            | Manifest::Overrides(_)
            | Manifest::Values => match self.parsed() {
                Ok((source, anchors)) => manifest.each(source, anchors, wants),
                Err(error) => each(wants, |_| Err(error.clone())),
            },
        }
    }

    fn pins(&self, manifest: &Manifest, entry: usize) -> Result<Vec<Pin>, Error> {
        match manifest {
            Manifest::Text(one) => one.pins(self.path, entry, self.text),
            Manifest::Files(one) => one.pins(self.path, entry, self.text),
            Manifest::Kustomize(_)
            | Manifest::Application(_)
            | Manifest::ApplicationSet(_)
            | Manifest::HelmRelease(_)
            | Manifest::Setters(_)
            | Manifest::Chart(_)
            | Manifest::Yaml(_)
            | Manifest::Manifests(_)
            | Manifest::Overrides(_)
            | Manifest::Values => {
                let (source, anchors) = self.parsed()?;
                manifest.pins_of(source, anchors, entry)
            }
        }
    }
}

impl Manifest {
    /// What to write so that one pin holds what is wanted; nothing where it does already. The edits of one call
    /// belong together, and are spliced before the next call looks at the text.
    pub fn edits(&self, path: &RepoPath, text: &str, want: &Want<'_>) -> Answer {
        edits(path, text, &[(self, want.clone())]).pop().unwrap_or_else(|| Ok(Vec::new()))
    }

    /// The pins in a text, read through aliases and merges. `entry` is the selector's place in the app's `pins`.
    pub fn pins(&self, path: &RepoPath, entry: usize, text: &str) -> Result<Vec<Pin>, Error> {
        let cells = (OnceCell::new(), OnceCell::new());
        Open { path, text, source: &cells.0, anchors: &cells.1 }.pins(self, entry)
    }

    /// The pins in a text that others look into as well.
    pub fn pins_in(&self, entry: usize, parsed: &Parsed) -> Result<Vec<Pin>, Error> {
        let cells = (OnceCell::from(parsed.source()), OnceCell::new());
        let (path, text) = (parsed.path(), parsed.text());
        Open { path, text, source: &cells.0, anchors: &cells.1 }.pins(self, entry)
    }

    fn each<'t>(&self, source: &'t Source<'t>, anchors: &'t Anchors<'t>, wants: &[&Want<'_>]) -> Vec<Answer> {
        let mut answers = self.each_there(source, anchors, wants);
        let (keys, document) = self.keys();
        let pins = LazyCell::new(|| self.pins_of(source, anchors, 0).ok());
        for (answer, want) in answers.iter_mut().zip(wants).filter(|(_, want)| want.create) {
            let is_it = |pin: &Pin| pin.name.kind == want.kind && pin.name.name == want.name;
            let is_missing = || pins.as_ref().is_some_and(|pins| !pins.iter().any(is_it));
            let key = keys.iter().find(|key| key.as_str() == want.name);
            if let Some(key) = key.filter(|_| is_missing()) {
                *answer = missing::put_in(source, anchors, key, document, want).map(|edit| vec![edit]);
            }
        }
        answers
    }

    fn each_there<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        wants: &[&Want<'_>],
    ) -> Vec<Answer> {
        match self {
            Self::Kustomize(one) => one.each(source, anchors, wants),
            Self::Setters(one) => one.each(source, anchors, wants),
            Self::Yaml(one) => each(wants, |want| one.edits(source, anchors, want)),
            Self::ApplicationSet(one) => each(wants, |want| one.edits(source, anchors, want)),
            Self::Application(one) if one.keys.is_some() => {
                each(wants, |want| one.edits(source, anchors, want))
            }
            Self::Application(_)
            | Self::HelmRelease(_)
            | Self::Chart(_)
            | Self::Manifests(_)
            | Self::Overrides(_)
            | Self::Text(_)
            | Self::Files(_)
            | Self::Values => {
                let spots = self.spots(source, anchors);
                each(wants, |want| spot::edits(source, spots.as_ref().map_err(Error::clone)?, want))
            }
        }
    }

    /// The keys that are made where they aren't there, and in which document.
    fn keys(&self) -> (&[KeyPath], Option<&DocumentSelector>) {
        match self {
            Self::Yaml(one) => (&one.keys, one.document.as_ref()),
            Self::HelmRelease(one) => (one.keys.as_deref().unwrap_or_default(), one.document.as_ref()),
            Self::Kustomize(_)
            | Self::Application(_)
            | Self::ApplicationSet(_)
            | Self::Setters(_)
            | Self::Chart(_)
            | Self::Manifests(_)
            | Self::Overrides(_)
            | Self::Text(_)
            | Self::Files(_)
            | Self::Values => (&[], None),
        }
    }
}
