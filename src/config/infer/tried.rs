//! Which versions stand in files. Few files are read: of places that are alike only the first, until one holds versions.

use super::search::Search;
use crate::config::Word;
use crate::manifest::{self, Manifest};
use crate::model::path::RepoPath;
use crate::model::pin::Pin;
use std::collections::BTreeMap;

/// More files than one app has in one environment.
pub(super) const FILES: usize = 32;

/// From so many places without a version on, none is expected in the others.
pub(super) const EMPTY: usize = 32;

/// What was read, and which places turned out to hold versions.
#[derive(Debug, Default)]
pub(super) struct Tried {
    pins: BTreeMap<RepoPath, Vec<Pin>>,
    /// By pattern: how many places were looked at, and whether versions stand there.
    places: BTreeMap<String, (usize, bool)>,
    /// How many files were looked into for ApplicationSets.
    pub(super) sets: usize,
}

impl Tried {
    /// What is known of the places of a pattern: no more of them are read.
    pub(super) fn settled(&self, pattern: &str) -> Option<bool> {
        let (looked, holds) = self.places.get(pattern)?;
        (*holds || *looked >= EMPTY).then_some(*holds)
    }

    /// Patterns whose places hold no version.
    pub(super) fn empty(&self) -> impl Iterator<Item = &str> {
        self.places.iter().filter(|(_, (_, holds))| !holds).map(|(pattern, _)| pattern.as_str())
    }
}

impl<E> Search<'_, '_, E> {
    /// Whether versions stand in places of a pattern: in this one, or in one that was seen before. At least
    /// so many of the files must have one.
    pub(super) fn holds(&mut self, pattern: &str, files: &[RepoPath], least: usize) -> Result<bool, E> {
        if let Some(holds) = self.tried.settled(pattern) {
            return Ok(holds);
        }
        let mut with = 0;
        for file in files.iter().take(FILES) {
            with += usize::from(!self.pins(file)?.is_empty());
            if with >= least {
                break;
            }
        }
        let place = self.tried.places.entry(pattern.to_owned()).or_default();
        *place = (place.0 + 1, with >= least);
        Ok(place.1)
    }

    /// Whether a version stands in one of these very files.
    pub(super) fn has_version(&mut self, files: &[RepoPath]) -> Result<bool, E> {
        for file in files.iter().take(FILES) {
            if !self.pins(file)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The versions that the words `images`, `charts` and `revisions` find in a file; none where it can't be read.
    pub(super) fn pins(&mut self, file: &RepoPath) -> Result<Vec<Pin>, E> {
        if let Some(pins) = self.tried.pins.get(file) {
            return Ok(pins.clone());
        }
        let kinds = Word::ALL.map(|word| (word.kind(), 0));
        let pins = self.looked_into(file, |text| manifest::found(file, text, &kinds))?;
        self.tried.pins.insert(file.clone(), pins.clone());
        Ok(pins)
    }

    /// The versions that a selector finds in a file.
    pub(super) fn pins_by(&mut self, manifest: &Manifest, file: &RepoPath) -> Result<Vec<Pin>, E> {
        self.looked_into(file, |text| manifest.pins(file, 0, text))
    }

    fn looked_into(
        &mut self,
        file: &RepoPath,
        look: impl Fn(&str) -> Result<Vec<Pin>, manifest::Error>,
    ) -> Result<Vec<Pin>, E> {
        let Some(bytes) = self.read(file)? else { return Ok(Vec::new()) };
        let pins = manifest::text(file, &bytes).and_then(look).unwrap_or_default();
        Ok(pins.into_iter().filter(|pin| pin.version.is_some() || pin.digest.is_some()).collect())
    }
}
