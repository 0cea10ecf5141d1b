//! Environments in which (nearly) all versions move: nothing can come from there.

use super::chains::Chain;
use super::search::Search;
use super::sign::Sign;
use super::tried::FILES;
use crate::config::PinRule;
use crate::config::names::{Class, class};
use crate::gate::{Unfixed, unfixed};
use crate::manifest::Manifest;
use crate::model::path::RepoPath;
use crate::model::pin::Pin;
use crate::model::version::Version;
use std::collections::BTreeMap;

/// From so many versions on, what they are is no accident: even the only way in may be closed.
const MANY: usize = 10;

/// How many of the versions that were looked at move.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moving {
    pub(super) moving: usize,
    pub(super) all: usize,
}

impl Moving {
    fn nearly_all(self) -> bool {
        self.all > 1 && self.moving * 10 >= self.all * 8
    }
}

impl<E> Search<'_, '_, E> {
    /// The environments that stand outside the chain, of those that would be first in it. Where that would
    /// leave no way in, it takes many versions to believe it.
    pub(super) fn aside(&mut self, chain: &Chain<'_>) -> Result<BTreeMap<String, Moving>, E> {
        let mut classes: BTreeMap<Class, Vec<&str>> = BTreeMap::new();
        for name in &chain.environments {
            if let Some(class) = class(name) {
                classes.entry(class).or_default().push(name);
            }
        }
        let mut aside = BTreeMap::new();
        let mut left = classes.len();
        for group in classes.into_iter().filter(|(class, _)| *class <= Class::Qa).map(|(_, group)| group) {
            let mut counted = Vec::new();
            for name in group {
                counted.push((name, self.moving(&chain.signs, name)?));
            }
            let (moving, still): (Vec<_>, Vec<_>) =
                counted.into_iter().partition(|(_, one)| one.nearly_all());
            let is_sure = |one: &Moving| !still.is_empty() || (one.all >= MANY && left > 2);
            let (outside, unsure): (Vec<_>, Vec<_>) = moving.into_iter().partition(|(_, one)| is_sure(one));
            aside.extend(outside.into_iter().map(|(name, one)| (name.to_owned(), one)));
            left -= 1;
            if !still.is_empty() || !unsure.is_empty() {
                break;
            }
        }
        Ok(aside)
    }

    fn moving(&mut self, signs: &[&Sign], environment: &str) -> Result<Moving, E> {
        let mut counted = Moving::default();
        let files = signs.iter().flat_map(|sign| {
            let files = sign.samples.get(environment).into_iter().flatten();
            files.map(|file| (own(sign), file))
        });
        for (manifest, file) in files.take(FILES) {
            for pin in self.pins_of(manifest, file)? {
                let Some(version) = pin.version.as_ref().and_then(|there| Version::new(&there.text).ok())
                else {
                    continue;
                };
                counted.all += 1;
                let moves = pin.digest.is_none() && unfixed(&version) == Some(Unfixed::MovingTag);
                counted.moving += usize::from(moves);
            }
        }
        Ok(counted)
    }

    fn pins_of(&mut self, manifest: Option<&Manifest>, file: &RepoPath) -> Result<Vec<Pin>, E> {
        match manifest {
            Some(manifest) => self.pins_by(manifest, file),
            None => self.pins(file),
        }
    }
}

/// The selector of a sign that has one of its own.
fn own(sign: &Sign) -> Option<&Manifest> {
    sign.rule.pins.iter().find_map(|pin| match pin {
        PinRule::Selector { manifest, .. } => Some(manifest),
        PinRule::Word(_) => None,
    })
}
