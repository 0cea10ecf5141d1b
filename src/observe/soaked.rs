//! `take: soaked`: the newest version of the source that stood there long enough.

use super::place::Placed;
use super::{Sight, older};
use crate::config::holds::{means, speaks_of};
use crate::config::{Config, Environment, Route, Take};
use crate::error::Error;
use crate::model::facts::{AppFound, Facts};
use crate::model::hold::{Hold, Standing};
use crate::model::inputs::Inputs;
use crate::model::name::EnvironmentName;
use crate::model::pin::Reading;
use crate::model::plan::{Action, Note, NoteKind, Oid};
use crate::model::strategy::StrategyName;
use crate::model::timeline::{Stay, Timeline};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Of each app whose source doesn't run its soaked version any more: the source as of the last commit that did. Where
/// no version has soaked, the one that runs is what waits.
pub(super) fn take(
    inputs: &Inputs,
    sight: &Sight<'_, '_>,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    if inputs.action != Action::Promote || inputs.from_ref.is_some() || inputs.saved.is_some() {
        return Ok(());
    }
    for route in sight.config.routes(inputs)? {
        let to = sight.config.environment(&route.to).filter(|one| one.take == Take::Soaked);
        let Some((to, from)) = to.and_then(|to| Some((to, source(&route)?))) else { continue };
        into(sight, placed, to, (from, &route.before), facts)?;
    }
    Ok(())
}

/// The same for all that is shown: what would be taken. A branch is taken as it stands.
pub(super) fn of_status(
    sight: &Sight<'_, '_>,
    placed: &[Placed],
    environments: &[EnvironmentName],
    facts: &mut Facts,
) -> Result<(), Error> {
    if sight.config.strategy.name() == StrategyName::Branch {
        return Ok(());
    }
    let all = environments.iter().filter_map(|name| sight.config.environment(name));
    for to in all.filter(|one| one.take == Take::Soaked) {
        let Some(from) = to.after.first() else { continue };
        into(sight, placed, to, (from, &to.after), facts)?;
    }
    Ok(())
}

fn into(
    sight: &Sight<'_, '_>,
    placed: &[Placed],
    to: &Environment,
    (from, before): (&EnvironmentName, &[EnvironmentName]),
    facts: &mut Facts,
) -> Result<(), Error> {
    let (mut chosen, mut notes): (BTreeMap<Oid, Vec<&Placed>>, Vec<Note>) = Default::default();
    for one in placed.iter().filter(|one| one.found.version.is_none()) {
        if facts.readings.of(&one.found.app, from).iter().any(Reading::is_tag) {
            // What only tags tell stands in no file of an older commit: the newest is what waits.
            continue;
        }
        let choice = Choice { config: sight.config, facts: &*facts, found: &one.found, to, before };
        if let Some(stay) = choice.of(from) {
            notes.extend(note(&one.found, stay, from, to));
            chosen.entry(Oid::clone(&stay.last)).or_default().push(one);
        }
    }
    facts.notes.extend(notes);
    for (commit, apps) in chosen {
        let apps: Vec<_> = apps.into_iter().cloned().collect();
        let then = Rc::new(older::at(sight, &apps, from, &commit)?);
        let keys = apps.iter().map(|one| (one.found.app.clone(), to.name.clone()));
        facts.older.extend(keys.map(|key| (key, then.clone())));
    }
    Ok(())
}

/// The source, where versions come from it on the usual way.
fn source(route: &Route) -> Option<&EnvironmentName> {
    route.from.as_ref().filter(|from| !route.brought_back && route.before.contains(from))
}

fn note(found: &AppFound, stay: &Stay, from: &EnvironmentName, to: &Environment) -> Option<Note> {
    let (version, soak) = (stay.version.as_ref()?, to.soak?);
    let text = format!("{} takes {version}: the newest that stood {soak} in {from}", found.app);
    Some(Note { kind: NoteKind::Aside, text, at: None })
}

/// One app's choice among what its source ran.
struct Choice<'a> {
    config: &'a Config,
    facts: &'a Facts,
    found: &'a AppFound,
    to: &'a Environment,
    before: &'a [EnvironmentName],
}

impl<'a> Choice<'a> {
    /// The stay to take; none where it goes on, or where nothing newer than what the target runs has soaked.
    fn of(&self, from: &EnvironmentName) -> Option<&'a Stay> {
        let timeline = self.facts.timeline(&self.found.app, from)?;
        for (stay, end) in timeline.ends() {
            if self.is_there(stay) {
                return None;
            }
            let others = self.before.iter().filter(|other| *other != from);
            let is_ready = self.to.has_soaked(stay.since, end.unwrap_or(self.facts.now))
                && others.clone().all(|other| self.soaked_in(other, stay));
            if is_ready && stay.version.is_some() && !self.is_held(stay) {
                return end.map(|_| stay);
            }
        }
        None
    }

    /// The target runs it: older ones would go back.
    fn is_there(&self, stay: &Stay) -> bool {
        let readings = self.facts.readings.of(&self.found.app, &self.to.name);
        let rule = &self.config.apps[self.found.rule];
        let lead = rule.lead(&self.found.app, readings).ok().flatten();
        let digest = lead.and_then(|lead| lead.pin.digest.as_ref()).map(|written| written.text.as_str());
        let digest = digest.filter(|_| stay.digest.is_some());
        let version = lead.and_then(|lead| lead.version.as_ref());
        version.is_some_and(|version| stay.is_of(version, digest))
    }

    fn soaked_in(&self, environment: &EnvironmentName, stay: &Stay) -> bool {
        let Some(version) = &stay.version else { return false };
        let now = self.facts.now;
        let long = |timeline: &Timeline| {
            let mut own = timeline.ends().filter(|(other, _)| other.is_of(version, stay.digest.as_deref()));
            own.any(|(other, end)| self.to.has_soaked(other.since, end.unwrap_or(now)))
        };
        self.facts.timeline(&self.found.app, environment).is_some_and(long)
    }

    fn is_held(&self, stay: &Stay) -> bool {
        let formats = || self.facts.readings.of(&self.found.app, &self.to.name).iter().map(|one| &one.format);
        let is_meant = |hold: &Hold| match &stay.version {
            Some(version) => means(hold, version, formats()),
            None => hold.version.is_none(),
        };
        self.facts.holds.iter().any(|hold| {
            hold.standing(self.facts.now) == Standing::Holds
                && is_meant(hold)
                && speaks_of(hold, &self.found.app, &self.to.name)
        })
    }
}
