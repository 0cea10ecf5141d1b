//! The places of one pin, and what they hold at any commit.

use super::standing::Standing;
use crate::config::AppRule;
use crate::git::{self, Tree};
use crate::manifest::{self, Manifest};
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

/// What finds pins in a file, and for which entry of the app's `pins`.
pub(super) type Reader = (Manifest, usize);

pub(super) type Found = Result<Vec<Pin>, manifest::Error>;

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
        self.in_tree_but(tree, None)
    }

    /// The same, without what stands in a file that will be read of another tree.
    pub(super) fn in_tree_but(
        &self,
        tree: &Tree<'_>,
        but: Option<&RepoPath>,
    ) -> Result<Vec<Read>, git::Error> {
        let read = |place: &Place| {
            let is_asked = but != Some(&place.file) && tree.kind(&place.file)? == Some(EntryKind::File);
            let bytes = if is_asked { tree.read(&place.file)? } else { None };
            let readers: Vec<_> = self.reader(place).into_iter().collect();
            let found = pins(&place.file, bytes.as_deref(), &readers).pop();
            Ok(found.map_or_else(Read::default, |found| self.read(found)))
        };
        self.places.iter().map(read).collect()
    }

    /// What reads a file: the place that each speaks of, and the selector.
    pub(super) fn readers(&self, file: &RepoPath) -> impl Iterator<Item = (usize, Reader)> {
        let here = self.places.iter().enumerate().filter(move |(_, place)| place.file == *file);
        here.filter_map(|(at, place)| Some((at, self.reader(place)?)))
    }

    /// The pin among those that were found in one of its places.
    pub(super) fn read(&self, found: Found) -> Read {
        match found {
            Ok(mut pins) => {
                pins.retain(|pin| pin.name == *self.pin);
                Read { pins, broken: None }
            }
            Err(error) => Read { pins: Vec::new(), broken: Some(error.to_string()) },
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

    fn reader(&self, place: &Place) -> Option<Reader> {
        Some((self.rule.manifest(place.entry, place.selector, &place.names)?, place.entry))
    }

    fn content(&self, pin: &Pin) -> Option<Content> {
        let digest = pin.digest.as_ref().map(|written| written.text.clone());
        Some(Content { version: bare(pin, self.format)?, digest })
    }
}

/// What each reader finds in a file; nothing where there is none.
pub(super) fn pins(file: &RepoPath, bytes: Option<&[u8]>, readers: &[Reader]) -> Vec<Found> {
    let Some(bytes) = bytes else { return readers.iter().map(|_| Ok(Vec::new())).collect() };
    match manifest::text(file, bytes) {
        Ok(text) => Manifest::pins_of_each(file, text, readers),
        Err(error) => readers.iter().map(|_| Err(error.clone())).collect(),
    }
}

fn named<'a>(readings: &'a [Reading], pin: &PinName) -> impl Iterator<Item = &'a Reading> {
    readings.iter().filter(move |one| one.pin.name == *pin)
}
