//! Step 2, pure: from what was observed to what would be done, and the verdict of each gate.

mod automation;
mod back;
mod branches;
mod candidate;
mod changes;
mod compose;
mod copies;
mod files;
mod held;
mod history;
mod hold;
mod left;
mod merged;
mod merges;
mod moves;
mod obstacles;
mod soak;
mod status;
mod summary;
mod tags;
mod texts;
mod together;
mod verify;
mod wanted;
mod writing;

pub use history::history;
pub use hold::hold;
pub use status::status;
pub use summary::summary;
pub use verify::verify;

use crate::config::{Config, Requests, Route};
use crate::error::Error;
use crate::message::Templates;
use crate::model::delivery::Deliver;
use crate::model::facts::{AppFound, Facts};
use crate::model::inputs::Inputs;
use crate::model::plan::{Fate, NewTag, Note, Plan, Promotion};
use std::collections::BTreeSet;
use texts::Texts;

/// What one run decides upon.
pub(super) struct Case<'a> {
    pub inputs: &'a Inputs,
    pub config: &'a Config,
    pub facts: &'a Facts,
    pub templates: &'a Templates,
}

/// Apps that land together.
pub(super) struct Batch<'a> {
    pub apps: Vec<&'a AppFound>,
    /// The promotion of an approved plan that they are of.
    pub approved: Option<&'a Promotion>,
}

pub fn decide(inputs: &Inputs, config: &Config, facts: &Facts, templates: &Templates) -> Result<Plan, Error> {
    let case = Case { inputs, config, facts, templates };
    let mut notes = [config.notes.clone(), facts.notes.clone()].concat();
    let mut texts = Texts::new(&facts.texts);
    let mut promotions = Vec::new();
    let mut held_passes = true;
    for route in config.routes(inputs)? {
        let environment = config.environment(&route.to);
        held_passes &= environment.is_some_and(|one| one.held_passes);
        let requests = environment.map_or(Requests::One, |one| one.requests);
        if let Some(merging) = facts.merging(&route.to) {
            promotions.push(case.merge(&route, merging, &mut notes)?);
            continue;
        }
        for batch in case.batches(&route, requests) {
            promotions.push(case.promotion(&route, &batch, &mut texts, &mut notes)?);
        }
    }
    branches::keep_apart(&promotions)?;
    Ok(Plan { promotions, notes: once(notes), held_passes })
}

impl<'a> Case<'a> {
    /// The apps that land together: all that were asked for, or each app or group for itself; those of an approved plan as
    /// it has them.
    fn batches(&self, route: &Route, requests: Requests) -> Vec<Batch<'a>> {
        let apps = self.facts.apps.iter();
        let batch = |apps| Batch { apps, approved: None };
        match (&self.inputs.saved, requests) {
            (Some(plan), _) => self.approved(plan, route),
            (None, Requests::One) => vec![batch(apps.collect())],
            (None, Requests::Each) => self.units(apps).into_iter().map(|unit| batch(unit.apps)).collect(),
        }
    }

    fn approved(&self, plan: &'a Plan, route: &Route) -> Vec<Batch<'a>> {
        let here = plan.promotions.iter().filter(|one| one.environment == route.to);
        let batch = |promotion: &'a Promotion| {
            let moves = |found: &&AppFound| promotion.moving().any(|one| one.app == found.app);
            Batch { apps: self.facts.apps.iter().filter(moves).collect(), approved: Some(promotion) }
        };
        here.map(batch).collect()
    }

    fn promotion(
        &self,
        route: &Route,
        batch: &Batch<'a>,
        texts: &mut Texts<'_>,
        notes: &mut Vec<Note>,
    ) -> Result<Promotion, Error> {
        let mut drafts = self.all_drafts(route, &batch.apps, texts)?;
        together::hold_together(&mut drafts);
        if !drafts.iter().any(|(_, draft)| draft.moved.fate == Fate::Moves) {
            texts.forget();
        }
        let mut moves = Vec::new();
        let mut own: Vec<NewTag> = Vec::new();
        for (_, draft) in drafts {
            notes.extend(draft.notes);
            let fate = draft.moved.fate;
            // Apps may share a tag.
            let is_known = |tag: &NewTag| own.iter().any(|other| other.name == tag.name);
            let tag = draft.tag.filter(|tag| tags::is_told(fate, tag) && !is_known(tag));
            own.extend(tag);
            moves.push(draft.moved);
        }
        let held = self.hold_what_is_left(route, &moves, texts)?;
        let files = texts.finish(on_one_line(route.deliver));
        let mut promotion = Promotion {
            action: self.inputs.action,
            environment: route.to.clone(),
            from: route.from.clone(),
            moves,
            held,
            files,
            merge: None,
            tags: own,
            base: self.facts.base_of(&route.to).clone(),
            delivery: None,
        };
        if promotion.has(Fate::Moves) {
            promotion.delivery = Some(compose::delivery(self, route, batch, &promotion, notes)?);
            promotion.tags = compose::tags(self, batch, &promotion)?;
        }
        Ok(promotion)
    }
}

/// Each note once: a hold of all apps is told of by each of them.
fn once(notes: Vec<Note>) -> Vec<Note> {
    let mut told = BTreeSet::new();
    let is_new = |note: &Note| told.insert((note.text.clone(), note.at.as_ref().map(ToString::to_string)));
    notes.into_iter().filter(is_new).collect()
}

/// Whether promotions that are delivered so stand upon each other.
fn on_one_line(deliver: Deliver) -> bool {
    match deliver {
        Deliver::Worktree | Deliver::Commit | Deliver::Push => true,
        Deliver::Branch => false,
    }
}
