//! What the target should hold: from the source, from a version that was given, or from an approved plan.

use crate::config::Sought;
use crate::model::format::Format;
use crate::model::path::RepoPath;
use crate::model::pin::{Field, PinKind, PinName, Reading};
use crate::model::plan::{Change, Move};
use crate::model::version::Version;
use crate::model::wanted::{Wanted, Wish};

/// The whole text of a file that is copied, by its path.
pub(super) type Content<'a> = &'a dyn Fn(&RepoPath) -> Option<String>;

/// The pins of the source as the target should have them, the lead pin first. `usual` is the format of
/// pins that the target doesn't have yet.
pub(super) fn wanted(
    sought: &Sought<'_>,
    source: &[Reading],
    target: &[Reading],
    usual: &Format,
    content: Content<'_>,
) -> Vec<Wanted> {
    // Where the source holds nothing, a given version goes to the target's own pins.
    let from = if source.is_empty() { target } else { source };
    let is_first = |at: usize, reading: &Reading| {
        !from.iter().take(at).any(|before| before.pin.name == reading.pin.name)
    };
    let mut wanted: Vec<_> = from
        .iter()
        .enumerate()
        .filter(|(at, reading)| is_first(*at, reading))
        .filter_map(|(_, reading)| {
            let held = target.iter().find(|held| held.pin.name == reading.pin.name);
            let format = &held.map_or_else(|| for_new(sought, reading, usual), |held| held.format.clone());
            if sought.differs && follows(sought, reading) {
                return Some(given(sought, reading, format));
            }
            if source.is_empty() { None } else { copied(sought, reading, format, content) }
        })
        .collect();
    wanted.sort_by_key(|one| !one.is_lead);
    wanted
}

/// How a pin that the target doesn't have yet is written there. An environment's format is meant for the app's own
/// version, and for what is written so where it comes from.
fn for_new(sought: &Sought<'_>, reading: &Reading, usual: &Format) -> Format {
    let is_meant = follows(sought, reading) || !reading.format.is_plain();
    if is_meant && !is_file(&reading.pin.name) { usual.clone() } else { Format::plain() }
}

fn is_file(pin: &PinName) -> bool {
    pin.kind == PinKind::File
}

/// The lead pin takes the version that was given, and so do the pins that run level with it.
fn follows(sought: &Sought<'_>, reading: &Reading) -> bool {
    is_lead(sought, reading) || reading.version == sought.lead.version
}

fn is_lead(sought: &Sought<'_>, reading: &Reading) -> bool {
    reading.pin.name == sought.lead.pin.name
}

fn given(sought: &Sought<'_>, reading: &Reading, format: &Format) -> Wanted {
    let is_lead = is_lead(sought, reading);
    let digest = match &sought.digest {
        Some(digest) if is_lead => Wish::Set(digest.clone()),
        Some(_) | None => Wish::Leave,
    };
    let version = sought.tag.as_ref().map_or(Wish::Remove, |tag| Wish::Set(format.write(tag)));
    let bare = sought.version.clone();
    Wanted {
        pin: reading.pin.name.clone(),
        selector: reading.pin.selector,
        is_lead,
        version,
        digest,
        content: None,
        new_name: new_name(reading),
        as_found: bare.clone(),
        bare,
        approved: Vec::new(),
    }
}

/// What the source holds. Tag and digest travel together: what it lacks goes.
fn copied(sought: &Sought<'_>, reading: &Reading, format: &Format, content: Content<'_>) -> Option<Wanted> {
    let bare = reading.version.clone()?;
    let written = reading.pin.version.as_ref();
    Some(Wanted {
        pin: reading.pin.name.clone(),
        selector: reading.pin.selector,
        is_lead: is_lead(sought, reading),
        version: written.map_or(Wish::Remove, |_| Wish::Set(format.write(&bare))),
        digest: reading.pin.digest.as_ref().map_or(Wish::Remove, |written| Wish::Set(written.text.clone())),
        content: is_file(&reading.pin.name).then(|| content(&reading.pin.file)).flatten(),
        new_name: new_name(reading),
        as_found: written.and_then(|written| Version::new(&written.text).ok()).unwrap_or(bare.clone()),
        bare,
        approved: Vec::new(),
    })
}

/// The pins of a target as they stood in it before, to the letter, the lead pin first. Those that it doesn't have
/// now aren't put in again, and those that it has now alone stay.
pub(super) fn restored(
    sought: &Sought<'_>,
    then: &[Reading],
    target: &[Reading],
    content: Content<'_>,
) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for reading in then {
        let is_there = target.iter().any(|held| held.pin.name == reading.pin.name);
        let is_known = wanted.iter().any(|one| one.pin == reading.pin.name);
        if !is_known && (is_there || is_lead(sought, reading)) {
            wanted.extend(
                copied(sought, reading, &Format::plain(), content)
                    .map(|one| to_the_letter(sought, reading, one)),
            );
        }
    }
    wanted.sort_by_key(|one| !one.is_lead);
    wanted
}

fn to_the_letter(sought: &Sought<'_>, reading: &Reading, wanted: Wanted) -> Wanted {
    let version = reading.pin.version.as_ref().map_or(Wish::Remove, |there| Wish::Set(there.text.clone()));
    let bare = if wanted.is_lead { sought.version.clone() } else { wanted.bare };
    Wanted { version, bare, ..wanted }
}

fn new_name(reading: &Reading) -> Option<String> {
    reading.pin.new_name.as_ref().map(|written| written.text.clone())
}

/// What an approved plan would write for one app, whatever the source has become.
pub(super) fn approved(
    planned: &Move,
    lead: &PinName,
    target: &[Reading],
    content: Content<'_>,
) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for change in &planned.changes {
        match wanted.iter_mut().find(|one| one.pin == change.pin) {
            Some(one) => take(one, change),
            None => wanted.extend(started(planned, change, lead, target, content)),
        }
    }
    wanted
}

/// Fields that the plan doesn't change stay as they stand.
fn started(
    planned: &Move,
    change: &Change,
    lead: &PinName,
    target: &[Reading],
    content: Content<'_>,
) -> Option<Wanted> {
    let is_lead = *lead == change.pin;
    let written = change.to.as_deref().or(change.from.as_deref());
    let as_found = written.and_then(|text| Version::new(text).ok())?;
    let bare = planned.to.clone().filter(|_| is_lead).unwrap_or(as_found.clone());
    let held = target.iter().find(|held| held.pin.name == change.pin);
    let stays = |field| {
        let written = held.and_then(|held| held.pin.field(field));
        written.map_or(Wish::Leave, |written| Wish::Set(written.text.clone()))
    };
    let mut one = Wanted {
        pin: change.pin.clone(),
        selector: change.selector,
        is_lead,
        version: stays(Field::Version),
        digest: stays(Field::Digest),
        content: is_file(&change.pin).then(|| content(&change.file)).flatten(),
        new_name: None,
        bare,
        as_found,
        approved: Vec::new(),
    };
    take(&mut one, change);
    Some(one)
}

fn take(wanted: &mut Wanted, change: &Change) {
    let wish = change.to.clone().map_or(Wish::Remove, Wish::Set);
    match change.field {
        Field::Version => wanted.version = wish,
        Field::Digest => wanted.digest = wish,
        Field::NewName => wanted.new_name.clone_from(&change.to),
    }
    wanted.approved.push(change.clone());
}

/// The bare version that a pin is left with: what is written, else what stands there.
pub(super) fn left(wanted: Option<&Wanted>, held: Option<&Reading>, usual: &Format) -> Option<Version> {
    let Some(wanted) = wanted else { return held.and_then(|held| held.version.clone()) };
    let format = held.map_or(usual, |held| &held.format);
    let (tag, digest) = (text(&wanted.version), text(&wanted.digest));
    match tag {
        Some(tag) => format.read(tag).or_else(|| Version::new(tag).ok()),
        None => digest.and_then(|digest| Version::new(digest).ok()),
    }
}

fn text(wish: &Wish<String>) -> Option<&str> {
    match wish {
        Wish::Set(text) => Some(text),
        Wish::Leave | Wish::Remove => None,
    }
}
