//! The pins of the apps, read from their files at one commit.

use super::absent;
use super::home::Trees;
use super::lately::Lately;
use super::overridden::overridden;
use super::own;
use super::place::{AppPlace, Placed};
use super::targets::{Reader, Target, is_no_yaml, targets, words};
use crate::config::{AppRule, Config};
use crate::error::Error;
use crate::git::Tree;
use crate::manifest::{KUSTOMIZATIONS, Manifest, Yaml};
use crate::model::facts::{AppFound, Facts, HeldBy, Place, Trouble};
use crate::model::format::Format;
use crate::model::name::EnvironmentName;
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, PinKind, Reading, SelectorName, Written};
use crate::model::text::Position;
use std::collections::BTreeSet;

pub(super) fn read(
    config: &Config,
    trees: Trees<'_, '_>,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    let mut lately = Lately::default();
    for one in placed {
        let rule = &config.apps[one.found.rule];
        let mut is_based = false;
        for (environment, places) in &one.places {
            let tree = trees.of(environment);
            let mut looking =
                Looking { tree, rule, found: &one.found, environment, facts, lately: &mut lately };
            for place in places {
                is_based |= looking.place(place)?;
            }
        }
        if is_based {
            reach(trees, one, facts)?;
        }
        absent::note(config, trees, one, facts)?;
    }
    Ok(())
}

/// The bases that each environment takes from elsewhere, also where it has versions of its own: what one environment
/// reads there may be another's too.
fn reach(trees: Trees<'_, '_>, placed: &Placed, facts: &mut Facts) -> Result<(), Error> {
    for (environment, places) in &placed.places {
        for path in places.iter().filter_map(|place| place.path.as_ref()) {
            for file in own::bases(trees.of(environment), path)?.files {
                facts.reached.add(&placed.found.app, environment, file);
            }
        }
    }
    Ok(())
}

/// One app in one environment, being read.
struct Looking<'a, 'r> {
    tree: &'a Tree<'r>,
    rule: &'a AppRule,
    found: &'a AppFound,
    environment: &'a EnvironmentName,
    facts: &'a mut Facts,
    lately: &'a mut Lately,
}

impl Looking<'_, '_> {
    /// Reads what stands at a place; whether it comes from a base.
    fn place(&mut self, place: &AppPlace) -> Result<bool, Error> {
        let (targets, strange) = match targets(self.rule, self.tree, place)? {
            Ok(found) => found,
            Err(trouble) => {
                self.facts.troubles.add(&self.found.app, self.environment, trouble);
                return Ok(false);
            }
        };
        self.beside(strange);
        let mut pins = Vec::new();
        for target in targets {
            pins.extend(self.file(place, target)?);
        }
        let kinds = words(self.rule);
        let is_own = !pins.is_empty();
        if let (false, false, Some(path)) = (is_own, kinds.is_empty(), &place.path) {
            // Nothing of its own: what it runs comes from a base.
            let bases = own::bases(self.tree, path)?;
            self.beside(bases.strange);
            for file in bases.files {
                let reader = Reader::Words(kinds.clone());
                pins.extend(self.file(place, Target { reader, file, is_named: false, read: None })?);
            }
        }
        let is_based = !is_own && !pins.is_empty();
        self.take(overridden(pins));
        Ok(is_based)
    }

    fn beside(&mut self, strange: Vec<Trouble>) {
        for trouble in strange {
            self.facts.neighbours.add(&self.found.app, self.environment, trouble);
        }
    }

    /// The pins of a file. One that several places name is read once.
    fn file(&mut self, place: &AppPlace, mut target: Target) -> Result<Vec<Pin>, Error> {
        let Some(read) = target.read(self.tree, self.lately)? else {
            self.expect(place, &target);
            return Ok(Vec::new());
        };
        match read {
            Ok((text, pins)) => {
                self.lock(&target.file, &pins)?;
                Ok(self.keep(place, &target, text, pins))
            }
            Err(error) => {
                let trouble = Trouble { what: error.to_string(), hint: error.hint() };
                let troubles =
                    if target.is_named { &mut self.facts.troubles } else { &mut self.facts.neighbours };
                troubles.add(&self.found.app, self.environment, trouble);
                Ok(Vec::new())
            }
        }
    }

    /// A file that isn't there yet has its place all the same.
    fn expect(&mut self, place: &AppPlace, target: &Target) {
        let Reader::Selector { entry, manifest } = &target.reader else { return };
        let (file, names) = (target.file.clone(), place.names.clone());
        let place = Place { entry: *entry, selector: manifest.selector(), file, names };
        self.facts.places.add(&self.found.app, self.environment, place);
    }

    fn keep(&mut self, place: &AppPlace, target: &Target, text: String, pins: Vec<Pin>) -> Vec<Pin> {
        let mut places: BTreeSet<_> = pins.iter().map(|pin| (pin.name.entry, pin.selector)).collect();
        if let Reader::Selector { entry, manifest } = &target.reader {
            places.insert((*entry, manifest.selector()));
        } else if target.is_named && is_kustomization(&target.file) {
            let images = words(self.rule).into_iter().filter(|(kind, _)| *kind == PinKind::Image);
            places.extend(images.map(|(_, entry)| (entry, SelectorName::Kustomize)));
        }
        let known = self.facts.places.of(&self.found.app, self.environment);
        let is_known = |known: &Place, (entry, selector): (usize, SelectorName)| {
            // Another place may mean another element of the same file.
            let means = |names| self.rule.manifest(entry, selector, names);
            (known.entry, known.selector, &known.file) == (entry, selector, &target.file)
                && means(&known.names) == means(&place.names)
        };
        places.retain(|one| !known.iter().any(|place| is_known(place, *one)));
        if places.is_empty() {
            return Vec::new();
        }
        if !matches!(&target.reader, Reader::Selector { manifest, .. } if is_no_yaml(manifest.selector())) {
            self.held_by(&target.file, &text);
        }
        self.facts.texts.insert(target.file.clone(), text);
        for (entry, selector) in &places {
            let (file, names) = (target.file.clone(), place.names.clone());
            let place = Place { entry: *entry, selector: *selector, file, names };
            self.facts.places.add(&self.found.app, self.environment, place);
        }
        pins.into_iter().filter(|pin| places.contains(&(pin.name.entry, pin.selector))).collect()
    }

    /// A lock beside a chart is stale once a dependency moves.
    fn lock(&mut self, file: &RepoPath, pins: &[Pin]) -> Result<(), Error> {
        let lock =
            file.parent().map_or_else(|| RepoPath::new("Chart.lock"), |folder| folder.join("Chart.lock"));
        let is_chart = pins.iter().any(|pin| pin.selector == SelectorName::Chart);
        if let Some(lock) = lock.ok().filter(|_| is_chart)
            && self.tree.kind(&lock)?.is_some()
        {
            self.facts.locked.insert(file.clone());
        }
        Ok(())
    }

    /// What the file says against going further. A key that is there and can't be read holds.
    fn held_by(&mut self, file: &RepoPath, text: &str) {
        for (key, value) in &self.rule.held_by {
            let keys = Yaml { keys: vec![key.clone()], document: None };
            let said = match Manifest::Yaml(keys).pins(file, 0, text) {
                Ok(pins) => {
                    pins.into_iter().find_map(|pin| pin.version).filter(|said| says(&said.text, value))
                }
                Err(error) => {
                    let at = Position::of(file.as_str(), text, 0);
                    Some(Written {
                        text: format!("can't be read ({error})"),
                        at,
                        key: key.as_str().to_owned(),
                    })
                }
            };
            if let Some(Written { text: value, at, key }) = said {
                self.facts.held_by.add(&self.found.app, self.environment, HeldBy { key, value, at });
            }
        }
    }

    fn take(&mut self, pins: Vec<Pin>) {
        for pin in pins {
            let reading = Reading {
                app: self.found.app.clone(),
                environment: self.environment.clone(),
                pin,
                format: Format::plain(),
                version: None,
                shared_with: None,
            };
            self.facts.readings.add(&self.found.app, self.environment, reading);
        }
    }
}

/// One text, or one truth: `False` and `no` are `false` to those who read YAML.
fn says(text: &str, value: &str) -> bool {
    let truth = |text: &str| match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    };
    text == value || (truth(text).is_some() && truth(text) == truth(value))
}

fn is_kustomization(file: &RepoPath) -> bool {
    KUSTOMIZATIONS.contains(&file.file_name())
}
