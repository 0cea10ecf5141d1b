//! The places of one pin, and what they hold at any commit.

use super::standing::Standing;
use crate::config::AppRule;
use crate::git::{self, Tree};
use crate::manifest;
use crate::model::facts::{Facts, Place};
use crate::model::format::Format;
use crate::model::name::{AppName, EnvironmentName};
use crate::model::path::{EntryKind, RepoPath};
use crate::model::pin::{Pin, PinName, Reading};
use crate::model::timeline::Content;
use crate::observe::formats::bare;
use crate::observe::overridden::overridden;

/// Where one pin of an app stands in one environment, as the tip has it.
pub(super) struct Places<'a> {
    pub pin: &'a PinName,
    format: &'a Format,
    rule: &'a AppRule,
    places: &'a [Place],
    /// The files of bases, where the environment has nothing of its own at the tip: they count where it has none.
    bases: &'a [RepoPath],
}

/// What was read in one place: the pin there, or why it can't be told.
#[derive(Clone, Default)]
pub(super) struct Read {
    pins: Vec<Pin>,
    broken: Option<String>,
}

impl<'a> Places<'a> {
    pub(super) fn of(
        facts: &'a Facts,
        rule: &'a AppRule,
        (app, environment): (&AppName, &EnvironmentName),
        (pin, format): (&'a PinName, &'a Format),
    ) -> Self {
        let bases = facts.reached.of(app, environment);
        let own = named(facts.readings.of(app, environment), pin).any(|one| !bases.contains(&one.pin.file));
        let bases = if own { &[] } else { bases };
        Self { pin, format, rule, places: facts.places.of(app, environment), bases }
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &'a RepoPath> {
        self.places.iter().map(|place| &place.file)
    }

    /// What the tip's readings say.
    pub(super) fn as_read(&self, readings: &[Reading]) -> Standing {
        let content = |one: &Reading| self.content(&one.pin);
        Standing::of(named(readings, self.pin).filter_map(content), None)
    }

    /// What each place holds in a tree.
    pub(super) fn in_tree(&self, tree: &Tree<'_>) -> Result<Vec<Read>, git::Error> {
        let read = |place: &Place| {
            let is_file = tree.kind(&place.file)? == Some(EntryKind::File);
            let bytes = if is_file { tree.read(&place.file)? } else { None };
            Ok(self.read(place, bytes.as_deref()))
        };
        self.places.iter().map(read).collect()
    }

    /// Reads a file anew in the places that are in it.
    pub(super) fn take(&self, reads: &mut [Read], file: &RepoPath, bytes: Option<&[u8]>) {
        for (place, read) in self.places.iter().zip(reads) {
            if place.file == *file {
                *read = self.read(place, bytes);
            }
        }
    }

    /// What stands there, all places taken together.
    pub(super) fn standing(&self, reads: &[Read]) -> Standing {
        let is_base = |place: &Place| self.bases.contains(&place.file);
        let pins = |base: bool| {
            let these = self.places.iter().zip(reads).filter(move |(place, _)| is_base(place) == base);
            these.flat_map(|(_, read)| read.pins.iter().cloned()).collect::<Vec<_>>()
        };
        let own = pins(false);
        let pins = if own.is_empty() { pins(true) } else { own };
        let broken = reads.iter().find_map(|read| read.broken.clone());
        Standing::of(overridden(pins).iter().filter_map(|pin| self.content(pin)), broken)
    }

    fn read(&self, place: &Place, bytes: Option<&[u8]>) -> Read {
        let manifest = self.rule.manifest(place.entry, place.selector, &place.names);
        let (Some(bytes), Some(manifest)) = (bytes, manifest) else { return Read::default() };
        let pins = manifest::text(&place.file, bytes)
            .and_then(|text| manifest.pins(&place.file, self.pin.entry, text));
        match pins {
            Ok(mut pins) => {
                pins.retain(|pin| pin.name == *self.pin);
                Read { pins, broken: None }
            }
            Err(error) => Read { pins: Vec::new(), broken: Some(error.to_string()) },
        }
    }

    fn content(&self, pin: &Pin) -> Option<Content> {
        let digest = pin.digest.as_ref().map(|written| written.text.clone());
        Some(Content { version: bare(pin, self.format)?, digest })
    }
}

fn named<'a>(readings: &'a [Reading], pin: &PinName) -> impl Iterator<Item = &'a Reading> {
    readings.iter().filter(move |one| one.pin.name == *pin)
}
