//! One app's way into an environment that is a branch: what the merge makes of its pins, and whether that is right.

use super::Case;
use super::candidate;
use super::moves::{self, Draft};
use super::obstacles::misread;
use crate::config::{LeadError, Route, Sought};
use crate::error::Error;
use crate::gate::Gate;
use crate::model::facts::{AppFound, Merging};
use crate::model::pin::{Field, Pin, Reading, Written};
use crate::model::plan::{Change, Fate, Move, Note, NoteKind, Oid};
use crate::model::step::Step;
use crate::model::version::Version;
use crate::model::wanted::{Wanted, Wish};
use std::collections::BTreeMap;

impl Case<'_> {
    pub(super) fn merged(&self, route: &Route, found: &AppFound, merging: &Merging) -> Result<Draft, Error> {
        if self.config.apps[found.rule].pins.is_empty() {
            return Ok(whole(found, merging));
        }
        let trouble = merging.troubles.of(&found.app, &route.to).first().map(|one| one.what.clone());
        if let Some(why) = self.unreadable(route, found).or(trouble) {
            return Ok(self.refused(route, found, None, vec![why]));
        }
        let held = self.facts.readings.of(&found.app, &route.to);
        let merged = &self.brought(route, found, merging);
        let changes = changes(held, merged);
        let sought = match self.config.sought(self.facts, route, found) {
            Ok(Some(sought)) => sought,
            Ok(None) => return Ok(self.unsourced(route, found, changes)),
            Err(several @ LeadError::Several { .. }) => {
                return Ok(self.refused(route, found, None, vec![several.to_string()]));
            }
            Err(error) => return Err(error.into()),
        };
        let wrong = misread(route, &sought).into_iter().chain(self.torn(route, found, merging));
        let wrong: Vec<_> = wrong.chain(left_behind(route, found, &sought, merging)).collect();
        if !wrong.is_empty() && !merging.merge.is_stuck() {
            return Ok(self.refused(route, found, Some(&sought.version), wrong));
        }
        let wanted: Vec<_> = merged.iter().filter_map(|one| wanted(&sought, one)).collect();
        let candidate = candidate::candidate(self, route, found, &sought, &wanted, &changes);
        let verdicts: Vec<_> = if changes.is_empty() {
            Vec::new()
        } else {
            let soak = self.config.environment(&route.to).and_then(|one| one.soak);
            let gates = Gate::of(&candidate, soak).into_iter();
            gates.map(|gate| (gate.name(), gate.judge(&candidate))).collect()
        };
        let fate = if changes.is_empty() { Fate::Level } else { moves::fate(&verdicts) };
        let to = if merging.merge.is_stuck() { Some(sought.version.clone()) } else { lead(&sought, merged) };
        let from = self.runs(route, found);
        let step = to.as_ref().map_or(Step::Unordered, |to| Step::between(from.as_ref(), to));
        let odd = to.as_ref().and_then(|to| moves::odd_step(route, found, from.as_ref(), to, step));
        let notes = odd.into_iter().filter(|_| fate == Fate::Moves);
        let idle = self.idle_holds(&candidate.holds).into_iter();
        let notes = notes.chain(kept(route, found, &sought, merging));
        let notes = notes.chain(idle.filter(|_| fate != Fate::Level));
        let notes = notes.chain(self.ways_out(route, &candidate.holds, &verdicts)).collect();
        let moved = Move { app: found.app.clone(), from, to, step, back: None, changes, verdicts, fate };
        Ok(Draft { moved, tag: None, texts: BTreeMap::new(), notes })
    }

    /// The pins as they would stand. Where both sides changed a file, the source's are what a request asks for.
    fn brought(&self, route: &Route, found: &AppFound, merging: &Merging) -> Vec<Reading> {
        let merge = &merging.merge;
        let is_open = |one: &&Reading| merge.is_open(one.pin.file.as_str());
        let merged = merging.merged.of(&found.app, &route.to).iter().filter(|one| !is_open(one));
        let source = self.facts.source(&found.app, route.from.as_ref(), &route.to).iter();
        merged.chain(source.filter(is_open)).cloned().collect()
    }

    /// The source lacks the app, or its version: what the merge makes of it is all that is known.
    fn unsourced(&self, route: &Route, found: &AppFound, changes: Vec<Change>) -> Draft {
        let from = self.runs(route, found);
        let fate = if changes.is_empty() { Fate::Level } else { Fate::Moves };
        let (to, step) = (from.clone().filter(|_| changes.is_empty()), Step::Unordered);
        let moved =
            Move { app: found.app.clone(), from, to, step, back: None, changes, verdicts: Vec::new(), fate };
        Draft { moved, tag: None, texts: BTreeMap::new(), notes: Vec::new() }
    }

    /// Pins that the merge puts together from both sides: nobody ever ran that.
    fn torn(&self, route: &Route, found: &AppFound, merging: &Merging) -> Vec<String> {
        let source = self.facts.source(&found.app, route.from.as_ref(), &route.to);
        let held = self.facts.readings.of(&found.app, &route.to);
        let alike = |side: &[Reading], one: &Reading| -> Vec<String> {
            side.iter().filter(|other| other.pin.name == one.pin.name).map(content).collect()
        };
        let why = |one: &Reading| {
            let (there, here) = (alike(source, one), alike(held, one));
            let is_known = there.contains(&content(one)) || here.contains(&content(one));
            let from = route.from.as_ref().map(ToString::to_string).unwrap_or_default();
            let shown =
                |side: Vec<String>| if side.is_empty() { "nothing".to_owned() } else { side.join(", ") };
            let name = &one.pin.name;
            let what = format!("{}{name} would be {}", place(one), content(one));
            (!is_known).then(|| {
                format!(
                    "{what}, which neither {from} holds ({}) nor {} ({})",
                    shown(there),
                    route.to,
                    shown(here)
                )
            })
        };
        merging.merged.of(&found.app, &route.to).iter().filter_map(why).collect()
    }
}

/// Why a merge without conflicts isn't right: the source moved on, and the target wouldn't.
fn left_behind(route: &Route, found: &AppFound, sought: &Sought<'_>, merging: &Merging) -> Option<String> {
    let stays = stays(route, found, sought, merging)?;
    let from = route.from.as_ref()?;
    let is_kept = stays.is_some_and(|one| merging.kept.contains(&one.pin.file));
    let (app, to, version) = (&found.app, &route.to, &sought.version);
    (!is_kept).then(|| match stays {
        Some(one) => format!(
            "{}{app} would stay at {} in {to}, though {from} went to {version} since they were merged last",
            place(one),
            content(one)
        ),
        None => format!("{app} would have no version in {to}, though {from} runs {version}"),
    })
}

/// A word on a version that stays because its file does.
fn kept(route: &Route, found: &AppFound, sought: &Sought<'_>, merging: &Merging) -> Option<Note> {
    let one = stays(route, found, sought, merging)??;
    merging.kept.contains(&one.pin.file).then(|| {
        let (app, to, file) = (&found.app, &route.to, &one.pin.file);
        let text = format!("{app} stays at {}: {file} is {to}'s own by `keep`", content(one));
        Note { kind: NoteKind::Warning, text, at: None }
    })
}

/// The lead pin as the merge leaves it, where the source moved and this one doesn't hold what it moved to.
fn stays<'m>(
    route: &Route,
    found: &AppFound,
    sought: &Sought<'_>,
    merging: &'m Merging,
) -> Option<Option<&'m Reading>> {
    let name = &sought.lead.pin.name;
    let own = merging.merged.of(&found.app, &route.to).iter().find(|one| one.pin.name == *name);
    let follows = own.is_some_and(|one| one.version.as_ref() == Some(&sought.version));
    let mut before = merging.before.of(&found.app, route.from.as_ref()?).iter();
    let is_as_before =
        before.any(|one| one.pin.name == *name && one.version.as_ref() == Some(&sought.version));
    (!follows && !is_as_before).then_some(own)
}

fn lead(sought: &Sought<'_>, merged: &[Reading]) -> Option<Version> {
    let own = merged.iter().find(|one| one.pin.name == sought.lead.pin.name)?;
    own.version.clone()
}

/// What stands in a pin, for people and to be compared.
fn content(reading: &Reading) -> String {
    let version = reading.version.as_ref().map_or("nothing", Version::as_str);
    let digest = reading.pin.digest.as_ref().map(|digest| digest.text.as_str()).filter(|one| *one != version);
    digest.map_or_else(|| version.to_owned(), |digest| format!("{version}@{digest}"))
}

fn place(reading: &Reading) -> String {
    reading.pin.at().map(|at| format!("{at}: ")).unwrap_or_default()
}

/// A pin that the merge leaves, as gates see what travels.
fn wanted(sought: &Sought<'_>, reading: &Reading) -> Option<Wanted> {
    let bare = reading.version.clone()?;
    let written = |field| reading.pin.field(field).map(|one| one.text.clone());
    let wish = |field| written(field).map_or(Wish::Remove, Wish::Set);
    Some(Wanted {
        pin: reading.pin.name.clone(),
        selector: reading.pin.selector,
        is_lead: reading.pin.name == sought.lead.pin.name,
        version: wish(Field::Version),
        digest: wish(Field::Digest),
        content: None,
        new_name: None,
        as_found: written(Field::Version).and_then(|text| Version::new(&text).ok()).unwrap_or(bare.clone()),
        bare,
        approved: Vec::new(),
    })
}

/// Each field of a pin that the merge changes.
fn changes(held: &[Reading], merged: &[Reading]) -> Vec<Change> {
    let is_it = |one: &Pin, other: &Pin| one.name == other.name && one.file == other.file;
    let pairs = merged.iter().map(|after| {
        (held.iter().map(|one| &one.pin).find(|before| is_it(before, &after.pin)), Some(&after.pin))
    });
    let gone =
        held.iter().map(|one| &one.pin).filter(|one| !merged.iter().any(|other| is_it(one, &other.pin)));
    pairs.chain(gone.map(|pin| (Some(pin), None))).flat_map(|(before, after)| of_pin(before, after)).collect()
}

fn of_pin(before: Option<&Pin>, after: Option<&Pin>) -> Vec<Change> {
    let change = |field| {
        let of = |pin: Option<&Pin>| pin.and_then(|pin| pin.field(field)).cloned();
        let (from, to): (Option<Written>, Option<Written>) = (of(before), of(after));
        let (pin, shown) = (after.or(before)?, to.clone().or(from.clone())?);
        let (from, to) = (from.map(|one| one.text), to.map(|one| one.text));
        (from != to).then(|| Change {
            pin: pin.name.clone(),
            selector: pin.selector,
            file: pin.file.clone(),
            field,
            key: shown.key,
            from,
            to,
            lines: None,
            at: shown.at,
        })
    };
    [Field::Version, Field::Digest].into_iter().filter_map(change).collect()
}

/// A branch in which no app is told from another: its version is its commit.
fn whole(found: &AppFound, merging: &Merging) -> Draft {
    let merge = &merging.merge;
    let version = |oid: &Oid| Version::new(oid.short()).ok();
    let before = merge.undoes.first().or(merge.bases.first());
    let (from, to) = (before.and_then(version), version(&merge.of.commit));
    let fate = if merge.is_level() { Fate::Level } else { Fate::Moves };
    let moved = Move {
        app: found.app.clone(),
        from,
        to,
        step: if merge.begins { Step::First } else { Step::Unordered },
        back: None,
        changes: Vec::new(),
        verdicts: Vec::new(),
        fate,
    };
    Draft { moved, tag: None, texts: BTreeMap::new(), notes: Vec::new() }
}
