//! The changes that make a target hold what is wanted: new texts, and each field's from and to.

use super::texts::Texts;
use crate::config::{Config, PinRule};
use crate::manifest::{self, Manifest, Value, Want};
use crate::model::facts::{AppFound, Facts, Place};
use crate::model::name::EnvironmentName;
use crate::model::path::RepoPath;
use crate::model::pin::{Field, Pin, PinKind, SelectorName};
use crate::model::plan::{Change, Note, NoteKind};
use crate::model::wanted::{Wanted, Wish};
use crate::strategy::{self, Step};
use std::collections::{BTreeMap, BTreeSet};

/// One app's changes in one environment, or why there can be none.
#[derive(Default)]
pub(super) struct Drafted {
    pub changes: Vec<Change>,
    pub refusals: Vec<String>,
    pub warnings: Vec<Note>,
    pub texts: BTreeMap<RepoPath, String>,
}

/// Where the pins of one app are written.
pub(super) struct Target<'a> {
    pub config: &'a Config,
    pub facts: &'a Facts,
    pub found: &'a AppFound,
    pub environment: &'a EnvironmentName,
}

pub(super) fn draft(target: &Target<'_>, wanted: &[Wanted], texts: &Texts<'_>, create: bool) -> Drafted {
    let held = target.facts.readings.of(&target.found.app, target.environment);
    let mut drafted = Drafted::default();
    for step in strategy::steps(held, wanted, create) {
        drafted.refusals.extend(step.refusal());
        match step {
            Step::Write { held, wanted } => drafted.write(target, wanted, Some(&held.pin), texts),
            Step::Insert { wanted } => drafted.write(target, wanted, None, texts),
            Step::Leave { wanted } => drafted.warn(target, wanted),
            Step::LeadMissing { wanted } => drafted.refusals.push(target.lacks(wanted)),
            Step::Gone { .. } | Step::Doubled { .. } | Step::Shared { .. } | Step::Moved { .. } => {}
        }
    }
    drafted
}

impl Drafted {
    fn write(&mut self, target: &Target<'_>, wanted: &Wanted, held: Option<&Pin>, texts: &Texts<'_>) {
        let Some((file, manifest)) = target.place(wanted, held) else {
            let why = format!("{} has no file in {} to be inserted in", wanted.pin, target.environment);
            return self.refusals.push(why);
        };
        let put_in = wanted.approved.iter().find(|change| held.is_none() && change.file != *file);
        if let Some(change) = put_in {
            let why = format!("the plan puts {} in {}, and its place is {file} now", wanted.pin, change.file);
            return self.refusals.push(why);
        }
        let text = self.texts.get(file).map_or_else(|| texts.get(file), String::as_str);
        match edit(&manifest, file, text, wanted, held) {
            Ok(None) => {}
            Ok(Some((text, changes))) => {
                self.texts.insert(file.clone(), text);
                self.changes.extend(changes);
            }
            Err(error) => {
                let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
                self.refusals.push(format!("{error}{hint}"));
            }
        }
    }

    fn warn(&mut self, target: &Target<'_>, wanted: &Wanted) {
        let text =
            format!("{} isn't in {}: left out; {}", wanted.pin, target.environment, what_helps(wanted));
        self.warnings.push(Note { kind: NoteKind::Warning, text, at: None });
    }
}

impl Target<'_> {
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

    /// The file of a pin, and what writes it: where it stands, or where it would be inserted.
    fn place(&self, wanted: &Wanted, held: Option<&Pin>) -> Option<(&RepoPath, Manifest)> {
        let selector = held.map_or(wanted.selector, |held| held.selector);
        let places = self.facts.places.of(&self.found.app, self.environment);
        let is_it = |place: &&Place| {
            place.entry == wanted.pin.entry
                && held.map_or(place.selector == selector, |held| place.file == held.file)
        };
        let rule = &self.config.apps[self.found.rule];
        let manifest = |place: &Place| rule.manifest(wanted.pin.entry, selector, &place.names);
        let all: Vec<_> =
            places.iter().filter(is_it).filter_map(|one| Some((&one.file, manifest(one)?))).collect();
        // Several places may share a file, each with names of its own.
        let finds = |(file, manifest): &(&RepoPath, Manifest)| {
            held.is_none_or(|held| self.is_found(manifest, file, held))
        };
        let own = if all.len() > 1 { all.iter().position(finds) } else { None };
        all.into_iter().nth(own.unwrap_or(0))
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

/// The new text, and what differs in the pin; none where it holds what is wanted.
pub(super) fn edit(
    manifest: &Manifest,
    file: &RepoPath,
    text: &str,
    wanted: &Wanted,
    held: Option<&Pin>,
) -> Result<Option<(String, Vec<Change>)>, manifest::Error> {
    let want = want(wanted, held);
    let edits = manifest.edits(file, text, &want)?;
    if edits.is_empty() {
        return Ok(None);
    }
    let after = manifest::splice(file, text, &edits)?;
    let pins = manifest.pins(file, wanted.pin.entry, &after)?;
    let written = pins.iter().find(|pin| pin.name == wanted.pin);
    let mut changes = changes(file, wanted, held, written);
    if wanted.content.is_some() {
        changes.iter_mut().for_each(|change| change.lines = Some(manifest::lines_apart(text, &after)));
    }
    Ok(Some((after, changes)))
}

fn want<'a>(wanted: &'a Wanted, held: Option<&Pin>) -> Want<'a> {
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
