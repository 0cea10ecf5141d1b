//! The changes that make a target hold what is wanted: what is written where, and each field's from and to.

use super::texts::Texts;
use super::writing::{self, Became, Writing};
use crate::config::{Config, PinRule};
use crate::manifest::{Manifest, Value, Want};
use crate::model::facts::{AppFound, Facts, Place};
use crate::model::name::EnvironmentName;
use crate::model::path::RepoPath;
use crate::model::pin::{Field, Pin, PinKind, SelectorName};
use crate::model::plan::{Change, Note, NoteKind};
use crate::model::wanted::{Wanted, Wish};
use crate::strategy::{self, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// One app's changes in one environment, or why there can be none.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub changes: Vec<Change>,
    pub refusals: Vec<String>,
    pub warnings: Vec<Note>,
    pub texts: BTreeMap<RepoPath, String>,
}

/// What is to be written for one app, beside what is clear already.
#[derive(Default)]
pub(super) struct Drafted<'a> {
    pub writings: Vec<Writing<'a>>,
    pub so_far: Outcome,
}

/// The places of each entry, by the selector that writes there, and by the file where one is known.
type Places<'a> = BTreeMap<(usize, SelectorName, Option<RepoPath>), Vec<(&'a RepoPath, Rc<Manifest>)>>;

/// Where the pins of one app are written.
pub(super) struct Target<'a> {
    pub config: &'a Config,
    pub facts: &'a Facts,
    pub found: &'a AppFound,
    pub environment: &'a EnvironmentName,
}

/// What is to be written, and what stands in its way.
pub(super) fn draft<'a>(target: &Target<'a>, wanted: &[Wanted], create: bool) -> Drafted<'a> {
    let held = target.facts.readings.of(&target.found.app, target.environment);
    let mut drafted = Drafted::default();
    let mut places = Places::new();
    for step in strategy::steps(held, wanted, create) {
        drafted.so_far.refusals.extend(step.refusal());
        match step {
            Step::Write { held, wanted } => {
                drafted.add(target.writing(wanted, Some(&held.pin), &mut places));
            }
            Step::Insert { wanted } => drafted.add(target.writing(wanted, None, &mut places)),
            Step::Leave { wanted } => drafted.warn(target, wanted),
            Step::LeadMissing { wanted } => drafted.so_far.refusals.push(target.lacks(wanted)),
            Step::Gone { .. } | Step::Doubled { .. } | Step::Shared { .. } | Step::Moved { .. } => {}
        }
    }
    drafted
}

impl<'a> Drafted<'a> {
    fn add(&mut self, writing: Result<Writing<'a>, String>) {
        match writing {
            Ok(writing) => self.writings.push(writing),
            Err(why) => self.so_far.refusals.push(why),
        }
    }

    /// What it comes to, and what it leaves in the files.
    pub(super) fn written(&self, texts: &Texts<'_>) -> Outcome {
        let written = writing::write(&self.writings, texts);
        let mut outcome = self.outcome(&written.pins);
        outcome.texts.extend(written.texts);
        outcome
    }

    /// What it comes to, once it is known what became of the pins.
    pub(super) fn outcome(&self, became: &[Became]) -> Outcome {
        let mut outcome = self.so_far.clone();
        for (writing, became) in self.writings.iter().zip(became) {
            match became {
                Became::Same => {}
                Became::Refused(why) => outcome.refusals.push(why.clone()),
                Became::Other { pin, lines } => {
                    let held = writing.held.as_ref();
                    let own = changes(writing.file, &writing.wanted, held, pin.as_deref());
                    outcome.changes.extend(own.into_iter().map(|change| Change { lines: *lines, ..change }));
                }
            }
        }
        outcome
    }

    fn warn(&mut self, target: &Target<'_>, wanted: &Wanted) {
        let text =
            format!("{} isn't in {}: left out; {}", wanted.pin, target.environment, what_helps(wanted));
        self.so_far.warnings.push(Note { kind: NoteKind::Warning, text, at: None });
    }
}

impl<'a> Target<'a> {
    /// That the target doesn't have a pin, and where it was looked for.
    fn lacks(&self, wanted: &Wanted) -> String {
        let (pin, environment) = (&wanted.pin, self.environment);
        let places = self.facts.places.of(&self.found.app, environment);
        let files: BTreeSet<_> = places
            .iter()
            .filter(|place| place.entry == pin.entry)
            .map(|place| place.file.to_string())
            .collect();
        let files: Vec<_> = files.into_iter().collect();
        match self.config.apps[self.found.rule].pins.get(pin.entry) {
            Some(PinRule::Selector { path, .. }) if files.is_empty() => {
                format!("{pin} isn't in {environment}: `{path}` of `pins:` isn't there; write the file first")
            }
            Some(_) | None if files.is_empty() => {
                format!("{pin} isn't in {environment}; {}", what_helps(wanted))
            }
            Some(_) | None => format!("{pin} isn't in {}; {}", files.join(", "), what_helps(wanted)),
        }
    }

    /// What is to be written for a pin, and where; else why it has no place.
    fn writing(
        &self,
        wanted: &Wanted,
        held: Option<&Pin>,
        places: &mut Places<'a>,
    ) -> Result<Writing<'a>, String> {
        let Some((file, manifest)) = self.place(wanted, held, places) else {
            return Err(format!("{} has no file in {} to be inserted in", wanted.pin, self.environment));
        };
        let put_in = wanted.approved.iter().find(|change| held.is_none() && change.file != *file);
        if let Some(change) = put_in {
            let (pin, was) = (&wanted.pin, &change.file);
            return Err(format!("the plan puts {pin} in {was}, and its place is {file} now"));
        }
        Ok(Writing { app: &self.found.app, file, manifest, wanted: wanted.clone(), held: held.cloned() })
    }

    /// The file of a pin, and what writes it: where it stands, or where it would be inserted.
    fn place(
        &self,
        wanted: &Wanted,
        held: Option<&Pin>,
        places: &mut Places<'a>,
    ) -> Option<(&'a RepoPath, Rc<Manifest>)> {
        let selector = held.map_or(wanted.selector, |held| held.selector);
        let key = (wanted.pin.entry, selector, held.map(|held| held.file.clone()));
        let all = places
            .entry(key)
            .or_insert_with_key(|(entry, selector, file)| self.places(*entry, *selector, file.as_ref()));
        // Several places may share a file, each with names of its own.
        let finds = |(file, manifest): &(&RepoPath, Rc<Manifest>)| {
            held.is_none_or(|held| self.is_found(manifest, file, held))
        };
        let own = if all.len() > 1 { all.iter().position(finds) } else { None };
        all.get(own.unwrap_or(0)).cloned()
    }

    /// The places of an entry: those in a file, or those that a selector writes.
    fn places(
        &self,
        entry: usize,
        selector: SelectorName,
        file: Option<&RepoPath>,
    ) -> Vec<(&'a RepoPath, Rc<Manifest>)> {
        let rule = &self.config.apps[self.found.rule];
        let is_it = |place: &&Place| {
            place.entry == entry && file.map_or(place.selector == selector, |file| place.file == *file)
        };
        let places = self.facts.places.of(&self.found.app, self.environment).iter().filter(is_it);
        let place =
            |place: &'a Place| Some((&place.file, Rc::new(rule.manifest(entry, selector, &place.names)?)));
        places.filter_map(place).collect()
    }

    fn is_found(&self, manifest: &Manifest, file: &RepoPath, held: &Pin) -> bool {
        let text = self.facts.texts.get(file).map_or("", String::as_str);
        let pins = manifest.pins(file, held.name.entry, text).unwrap_or_default();
        pins.iter().any(|pin| pin.name == held.name && pin.at() == held.at())
    }
}

/// What to do about a pin that the target lacks: an entry that carries more than a version isn't made up.
fn what_helps(wanted: &Wanted) -> &'static str {
    match (wanted.selector, wanted.pin.kind) {
        (SelectorName::Kustomize, PinKind::Image)
        | (SelectorName::Yaml | SelectorName::HelmRelease, PinKind::Key)
        | (SelectorName::Files, _) => "`create` inserts it",
        (_, PinKind::Image | PinKind::Chart | PinKind::Revision | PinKind::Key | PinKind::File) => {
            "write it there under the same name first"
        }
    }
}

/// What a selector is asked to do for a pin.
pub(super) fn want<'a>(wanted: &'a Wanted, held: Option<&Pin>) -> Want<'a> {
    let new_name = wanted.new_name.clone().filter(|_| held.is_none());
    Want {
        version: match &wanted.version {
            Wish::Set(id) if wanted.pin.kind == PinKind::File => {
                Wish::Set(Value::Text(wanted.content.clone().unwrap_or_else(|| id.clone())))
            }
            Wish::Set(text) => Wish::Set(Value::Text(text.clone())),
            Wish::Remove => Wish::Remove,
            Wish::Leave => Wish::Leave,
        },
        digest: wanted.digest.clone(),
        new_name: new_name.map_or(Wish::Leave, Wish::Set),
        create: held.is_none(),
        ..Want::of(wanted.pin.kind, &wanted.pin.name)
    }
}

/// Each field that differs. Where only its quotes do, the version still counts as changed.
pub(super) fn changes(
    file: &RepoPath,
    wanted: &Wanted,
    held: Option<&Pin>,
    written: Option<&Pin>,
) -> Vec<Change> {
    let change = |field| {
        let (from, to) = (held.and_then(|pin| pin.field(field)), written.and_then(|pin| pin.field(field)));
        let shown = to.or(from)?;
        Some(Change {
            pin: wanted.pin.clone(),
            selector: held.map_or(wanted.selector, |held| held.selector),
            file: file.clone(),
            field,
            key: shown.key.clone(),
            from: from.map(|one| one.text.clone()),
            to: to.map(|one| one.text.clone()),
            lines: None,
            at: shown.at.clone(),
        })
    };
    let all: Vec<_> = Field::ALL.into_iter().filter_map(change).collect();
    let (differing, same): (Vec<_>, Vec<_>) = all.into_iter().partition(|change| change.from != change.to);
    if differing.is_empty() { same.into_iter().take(1).collect() } else { differing }
}
