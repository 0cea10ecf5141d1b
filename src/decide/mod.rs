//! Step 2, pure: from what was observed to what would be done, and the verdict of each gate.

mod candidate;
mod changes;
mod compose;
mod moves;
mod status;
mod texts;
mod together;
mod wanted;

pub use status::status;

use crate::config::{Config, Requests, Route};
use crate::error::Error;
use crate::message::Templates;
use crate::model::facts::{AppFound, Facts};
use crate::model::inputs::Inputs;
use crate::model::plan::{Deliver, Fate, Move, Note, Plan, Promotion};
use texts::Texts;

/// What one run decides upon.
pub(super) struct Case<'a> {
    pub inputs: &'a Inputs,
    pub config: &'a Config,
    pub facts: &'a Facts,
    pub templates: &'a Templates,
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
        for apps in case.batches(&route, requests) {
            promotions.push(case.promotion(&route, &apps, &mut texts, &mut notes)?);
        }
    }
    notes.dedup();
    Ok(Plan { promotions, notes, held_passes })
}

impl<'a> Case<'a> {
    /// The apps that land together: all that were asked for, or each for itself.
    fn batches(&self, route: &Route, requests: Requests) -> Vec<Vec<&'a AppFound>> {
        let planned = |found: &&AppFound| self.planned(route, found).is_some();
        let apps: Vec<_> =
            self.facts.apps.iter().filter(|one| self.inputs.saved.is_none() || planned(one)).collect();
        match requests {
            Requests::One => vec![apps],
            Requests::Each => apps.into_iter().map(|one| vec![one]).collect(),
        }
    }

    /// What an approved plan says of an app on a route.
    pub(super) fn planned(&self, route: &Route, found: &AppFound) -> Option<&'a Move> {
        let promotions = self.inputs.saved.iter().flat_map(|plan| &plan.promotions);
        let mut moves = promotions.filter(|one| one.environment == route.to).flat_map(Promotion::moving);
        moves.find(|one| one.app == found.app)
    }

    fn promotion(
        &self,
        route: &Route,
        apps: &[&AppFound],
        texts: &mut Texts<'_>,
        notes: &mut Vec<Note>,
    ) -> Result<Promotion, Error> {
        let mut drafts = Vec::new();
        for found in apps {
            drafts.push((*found, self.draft(route, found, texts)?));
        }
        together::hold_together(&mut drafts);
        let mut moves = Vec::new();
        for (_, draft) in drafts {
            notes.extend(draft.notes);
            if draft.moved.fate == Fate::Moves {
                texts.change(draft.texts);
            }
            moves.push(draft.moved);
        }
        let files = texts.finish(on_one_line(route.deliver));
        let mut promotion = Promotion {
            environment: route.to.clone(),
            from: route.from.clone(),
            moves,
            files,
            base: self.facts.base.clone(),
            delivery: None,
        };
        if promotion.has(Fate::Moves) {
            promotion.delivery = Some(compose::delivery(self, route, apps, &promotion, notes)?);
        }
        Ok(promotion)
    }
}

/// Whether promotions that are delivered so stand upon each other.
fn on_one_line(deliver: Deliver) -> bool {
    match deliver {
        Deliver::Worktree | Deliver::Commit | Deliver::Push => true,
        Deliver::Branch => false,
    }
}
