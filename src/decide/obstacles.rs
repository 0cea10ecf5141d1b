//! Why an app can't move, before any gate is asked: what its files, its source or an approved plan lack.

use super::Case;
use super::wanted;
use crate::config::{PinRule, Route, Sought};
use crate::error::{Ask, Error};
use crate::manifest::{Manifest, Want};
use crate::model::facts::{AppFound, Trouble};
use crate::model::name::EnvironmentName;
use crate::model::path::RepoPath;
use crate::model::pin::{PinKind, PinName, Reading, SelectorName, Written};
use crate::model::plan::{Change, Note, NoteKind};
use crate::model::wanted::{Wanted, Wish};
use std::collections::BTreeSet;

impl Case<'_> {
    /// Why the files of the source or the target can't be read.
    pub(super) fn unreadable(&self, route: &Route, found: &AppFound) -> Option<String> {
        let places = route.from.iter().chain([&route.to]);
        let trouble =
            places.flat_map(|environment| self.facts.troubles.of(&found.app, environment)).next()?;
        let hint = trouble.hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default();
        Some(format!("{}{hint}", trouble.what))
    }

    /// Why an app can't move whose every version stands in a base, and how to split that.
    pub(super) fn shared(&self, route: &Route, found: &AppFound) -> Option<String> {
        let readings = self.facts.readings.of(&found.app, &route.to);
        let with = readings.first()?.shared_with.as_ref()?;
        if readings.iter().any(|one| one.shared_with.is_none()) {
            return None;
        }
        let shown =
            self.config.apps[found.rule].lead(&found.app, readings).ok().flatten().or(readings.first())?;
        let at = shown.pin.at().map_or_else(|| shown.pin.file.to_string(), ToString::to_string);
        let name = &shown.pin.name;
        let how = match (name.kind, &shown.version) {
            (PinKind::Image, Some(version)) => format!(
                "add `images: [{{ name: {name}, newTag: {version} }}]` to the kustomization of {} and of {with}",
                route.to
            ),
            (_, _) => "move it into a file of each environment's own".to_owned(),
        };
        let why = format!(
            "{at}: {} has no version of its own: {name} stands in a base that is {with}'s too",
            route.to
        );
        Some(format!("{why}; {how}, then promote"))
    }

    /// Why an app can't be made in an environment that lacks it: nobody says how this environment writes what the source
    /// writes in a way of its own.
    pub(super) fn unwritten(&self, route: &Route, sought: &Sought<'_>) -> Option<String> {
        let declared = self.config.environment(&route.to).is_some_and(|one| one.format.is_some());
        let lead = sought.lead;
        (!declared && !lead.format.is_plain() && lead.environment != route.to).then(|| {
            format!(
                "{} writes {}, and how {} writes versions isn't known; say `format:` of {} in hoist.yaml",
                lead.environment, lead.format, route.to, route.to
            )
        })
    }

    /// Files next door that can't be read. They stop nothing, and a version in them doesn't move.
    pub(super) fn unread(&self, route: &Route, found: &AppFound) -> Vec<Note> {
        let places = route.from.iter().chain([&route.to]);
        let troubles = places.flat_map(|environment| self.facts.neighbours.of(&found.app, environment));
        let text = |trouble: &Trouble| format!("{}; a version in it doesn't move", trouble.what);
        let note = |text| Note { kind: NoteKind::Warning, text, at: None };
        troubles.map(text).collect::<BTreeSet<_>>().into_iter().map(note).collect()
    }

    /// Locks of charts that no longer fit what is written.
    pub(super) fn stale_locks(&self, changes: &[Change]) -> Vec<Note> {
        let charts = changes.iter().filter(|change| change.selector == SelectorName::Chart);
        let locked: BTreeSet<_> =
            charts.map(|change| &change.file).filter(|file| self.facts.locked.contains(*file)).collect();
        let text = |file: &RepoPath| {
            let folder = file.parent().map_or_else(|| ".".to_owned(), |folder| folder.to_string());
            format!(
                "{file}: Chart.lock beside it no longer fits: `helm dependency update {folder}` writes it anew"
            )
        };
        locked.into_iter().map(|file| Note { kind: NoteKind::Warning, text: text(file), at: None }).collect()
    }

    /// Why a pin of the target can't follow the source: it has several values there.
    pub(super) fn several(&self, route: &Route, found: &AppFound) -> Option<String> {
        let from = route.from.as_ref().filter(|_| found.approved.is_empty())?;
        let source = self.facts.source(&found.app, Some(from), &route.to);
        let target = self.facts.readings.of(&found.app, &route.to);
        let is_there = |name: &PinName| target.iter().any(|one| one.pin.name == *name);
        let alike =
            |one: &Reading| source.iter().filter(|other| other.pin.name == one.pin.name).collect::<Vec<_>>();
        let several = |one: &Reading| alike(one).into_iter().any(|other| !other.holds_same(one));
        let one = source.iter().find(|one| is_there(&one.pin.name) && several(one))?;
        let values: Vec<_> = alike(one).into_iter().map(ToString::to_string).collect();
        let (name, values) = (&one.pin.name, values.join(", "));
        Some(format!(
            "{name} has several values in {from}: {values}; tell the places apart with `pins:` in hoist.yaml"
        ))
    }

    /// What is asked for by name must have the keys that `pins` names, wherever its file is there.
    fn has_keys(&self, route: &Route, found: &AppFound) -> Result<(), Ask> {
        let missing = |environment: &EnvironmentName| {
            let has_file = !self.facts.places.of(&found.app, environment).is_empty();
            self.lost(found, environment).filter(|_| has_file && !found.by_glob)
        };
        match route.from.iter().chain([&route.to]).find_map(missing) {
            Some((what, hint)) => {
                Err(Ask::Contradiction { what: format!("{} has no pin: {what}", found.app), hint })
            }
            None => Ok(()),
        }
    }

    /// The first key or policy of the app's `pins` that its file in an environment lacks, or the file that isn't there, and
    /// what to do.
    fn lost(&self, found: &AppFound, environment: &EnvironmentName) -> Option<(String, String)> {
        if !self.facts.readings.of(&found.app, environment).is_empty() {
            return None;
        }
        let places = self.facts.places.of(&found.app, environment);
        self.config.apps[found.rule].pins.iter().enumerate().find_map(|(entry, rule)| {
            let PinRule::Selector { manifest: Manifest::Yaml(_) | Manifest::Setters(_), path, .. } = rule
            else {
                return None;
            };
            let Some(place) = places.iter().find(|place| place.entry == entry) else {
                let what = format!("`{path}` of `pins:` isn't there in {environment}");
                return Some((what, "mend its path".to_owned()));
            };
            let manifest = self.config.apps[found.rule].manifest(entry, place.selector, &place.names)?;
            let (kind, name, word) = if let Manifest::Yaml(yaml) = &manifest {
                (PinKind::Key, yaml.keys.first()?.as_str(), "keys")
            } else if let Manifest::Setters(setters) = &manifest {
                (PinKind::Image, setters.policies.as_ref()?.first()?.as_str(), "policy")
            } else {
                return None;
            };
            let text = self.facts.texts.get(&place.file)?;
            let error = manifest.edits(&place.file, text, &Want::of(kind, name)).err()?;
            let hint = error.hint().unwrap_or_else(|| format!("mend `{word}:`"));
            Some((error.to_string(), hint))
        })
    }

    /// Why there is no version to promote; what is a mistake of the configuration is an error.
    pub(super) fn nothing_sought(&self, route: &Route, found: &AppFound) -> Result<String, Error> {
        self.has_keys(route, found)?;
        let why = nothing_to_promote(route, found)?;
        let lost = route.from.iter().chain([&route.to]).find_map(|one| self.lost(found, one));
        Ok(lost.map_or(why, |(what, hint)| format!("{what}; {hint}")))
    }

    /// Why an approved plan isn't what it says: gates judge its version, so the lead pin must end up with that.
    pub(super) fn contradiction(
        &self,
        route: &Route,
        found: &AppFound,
        sought: &Sought<'_>,
        wanted: &[Wanted],
    ) -> Option<String> {
        found.approved.get(&route.to)?;
        let held = self.facts.readings.of(&found.app, &route.to);
        let held = held.iter().find(|held| held.pin.name == sought.lead.pin.name);
        let lead = wanted.iter().find(|one| one.is_lead);
        let left = wanted::left(lead, held, &self.usual_format(route, found));
        (left.as_ref() != Some(&sought.version)).then(|| {
            let left = left.map_or_else(|| "no version".to_owned(), |left| left.to_string());
            format!("the plan is for {}, and would leave {left} in {}", sought.version, sought.lead.pin.name)
        })
    }
}

/// A source that isn't written as its format says would take its own affix along.
pub(super) fn misread(route: &Route, sought: &Sought<'_>) -> Option<String> {
    let written = sought.lead.pin.version.as_ref().filter(|_| !sought.given)?;
    let format = &sought.lead.format;
    let from = route.from.as_ref().filter(|from| sought.lead.environment == **from)?;
    format.read(&written.text).is_none().then(|| {
        let Written { at, text, .. } = written;
        format!("{at}: `{text}` isn't written as {format}; mend `format:` of {from}")
    })
}

/// A version that is typed with its image, or as no registry takes it.
pub(super) fn no_tag(sought: &Sought<'_>, wanted: &Wanted) -> Option<String> {
    let Wish::Set(text) = &wanted.version else { return None };
    let fits = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let is_typed =
        sought.differs && wanted.pin.kind == PinKind::Image && sought.tag.as_ref() == Some(&wanted.bare);
    (is_typed && !text.chars().all(fits)).then(|| {
        format!("`{}` is no tag of an image; give the tag alone: letters, digits and . _ - only", wanted.bare)
    })
}

/// Why there is nothing to promote.
fn nothing_to_promote(route: &Route, found: &AppFound) -> Result<String, Ask> {
    match (&route.from, &found.version) {
        (_, Some(_)) => Ok(format!("{} has no version of {} to be changed", route.to, found.app)),
        (Some(from), None) => {
            Ok(format!("{from} holds no version of {}; give one with --version", found.app))
        }
        (None, None) => {
            let why = format!("versions start in {}", route.to);
            Err(Ask::VersionNeeded { app: found.app.to_string(), why })
        }
    }
}
