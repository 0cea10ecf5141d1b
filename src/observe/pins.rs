//! The pins of the apps, read from their files at one commit.

use super::absent;
use super::overridden::overridden;
use super::own;
use super::place::{AppPlace, Placed};
use super::targets::{Reader, Target, targets, words};
use crate::config::{AppRule, Config};
use crate::error::Error;
use crate::git::Tree;
use crate::manifest::{KUSTOMIZATIONS, Manifest, Yaml};
use crate::model::facts::{AppFound, Facts, HeldBy, Place, Trouble};
use crate::model::format::Format;
use crate::model::name::EnvironmentName;
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, PinKind, Reading, SelectorName, Written};
use std::collections::BTreeSet;

pub(super) fn read(
    config: &Config,
    tree: &Tree<'_>,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    for one in placed {
        let rule = &config.apps[one.found.rule];
        for (environment, places) in &one.places {
            let mut looking = Looking { tree, rule, found: &one.found, environment, facts };
            for place in places {
                looking.place(place)?;
            }
        }
        absent::note(config, tree, one, facts)?;
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
}

impl Looking<'_, '_> {
    fn place(&mut self, place: &AppPlace) -> Result<(), Error> {
        let targets = match targets(self.rule, self.tree, place)? {
            Ok(targets) => targets,
            Err(trouble) => {
                self.facts.troubles.add(&self.found.app, self.environment, trouble);
                return Ok(());
            }
        };
        let mut pins = Vec::new();
        for target in targets {
            pins.extend(self.file(place, target)?);
        }
        let kinds = words(self.rule);
        if let (true, false, Some(path)) = (pins.is_empty(), kinds.is_empty(), &place.path) {
            // Nothing of its own: what it runs comes from a base.
            for file in own::bases(self.tree, path)? {
                let reader = Reader::Words(kinds.clone());
                pins.extend(self.file(place, Target { reader, file, is_named: false, read: None })?);
            }
        }
        self.take(overridden(pins));
        Ok(())
    }

    /// The pins of a file. One that several places name is read once.
    fn file(&mut self, place: &AppPlace, mut target: Target) -> Result<Vec<Pin>, Error> {
        let Some(read) = target.read(self.tree)? else {
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
        self.held_by(&target.file, &text);
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

    /// What the file says against going further.
    fn held_by(&mut self, file: &RepoPath, text: &str) {
        for (key, value) in &self.rule.held_by {
            let keys = Yaml { keys: vec![key.clone()], document: None };
            let pins = Manifest::Yaml(keys).pins(file, 0, text).unwrap_or_default();
            let said = pins.into_iter().filter_map(|pin| pin.version).filter(|said| said.text == *value);
            for Written { text: value, at, key } in said {
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

fn is_kustomization(file: &RepoPath) -> bool {
    KUSTOMIZATIONS.contains(&file.file_name())
}
