//! A hold put into git, or taken away: a promotion that moves no version.

use super::{Case, branches, compose, on_one_line};
use crate::config::holds::{self, FILE, Which};
use crate::config::{Config, Route};
use crate::error::{Ask, Error};
use crate::message::Templates;
use crate::model::facts::Facts;
use crate::model::hold::Hold;
use crate::model::inputs::{Asked, Inputs};
use crate::model::path::RepoPath;
use crate::model::plan::{Action, FileText, HoldBefore, HoldChange, Note, NoteKind, Plan, Promotion};
use crate::model::text::{Position, visible};
use std::collections::BTreeMap;

/// The plan of `hold` and `unhold`: one promotion for each environment.
pub fn hold(inputs: &Inputs, config: &Config, facts: &Facts, templates: &Templates) -> Result<Plan, Error> {
    let case = Case { inputs, config, facts, templates };
    let reason = inputs.reason.as_ref().ok_or_else(|| needs("reason", "--reason \"why\""))?;
    if inputs.apps.is_empty() {
        return Err(needs("app", "as its holds are named in .hoist/holds.yaml").into());
    }
    not_over(inputs, facts)?;
    let path = RepoPath::new(FILE)
        .map_err(|error| Ask::BadFile { file: FILE.to_owned(), what: error.to_string() })?;
    let mut files = Files { facts, landed: BTreeMap::new() };
    let mut promotions = Vec::new();
    for route in config.routes(inputs)? {
        promotions.push(case.holding(&route, reason, &path, &mut files)?);
    }
    branches::keep_apart(&promotions)?;
    let shorter = promotions.iter().flat_map(|one| one.held.iter().filter_map(|held| shorter(one, held)));
    let notes = [config.notes.clone(), facts.notes.clone(), shorter.collect()].concat();
    Ok(Plan { promotions, notes, held_passes: false })
}

/// A warning where a hold ends earlier than the one that it takes the place of.
fn shorter(promotion: &Promotion, held: &HoldChange) -> Option<Note> {
    let was = held.was.as_ref().filter(|was| was.ends_later_than(held.until))?;
    let (what, environment) = (visible(&held.what()), &promotion.environment);
    let text = format!("the hold of {what} in {environment} is shorter now: it was {}", was.words());
    Some(Note { kind: NoteKind::Warning, text, at: None })
}

/// A hold that is over when it begins holds nothing.
pub(super) fn not_over(inputs: &Inputs, facts: &Facts) -> Result<(), Ask> {
    let Some(until) = inputs.until.filter(|until| *until <= facts.now) else { return Ok(()) };
    let what = format!("a hold until {until} would be over already");
    Err(Ask::Contradiction { what, hint: "give --until a time to come".to_owned() })
}

fn needs(what: &str, hint: &str) -> Ask {
    Ask::Contradiction { what: format!("it isn't said which {what}"), hint: format!("say it: {hint}") }
}

/// The files of holds, with what this run has written already on the same line of commits.
struct Files<'a> {
    facts: &'a Facts,
    landed: BTreeMap<String, String>,
}

impl Files<'_> {
    fn text(&self, route: &Route) -> Option<&str> {
        let branch = &self.facts.base_of(&route.to).branch;
        let there = self.landed.get(branch).or_else(|| self.facts.holds_texts.get(&route.to));
        there.map(String::as_str)
    }
}

impl Case<'_> {
    fn holding(
        &self,
        route: &Route,
        reason: &str,
        path: &RepoPath,
        files: &mut Files<'_>,
    ) -> Result<Promotion, Error> {
        if let Some(unread) = self.unread_holds(route).into_iter().next() {
            let hint = "mend it first: docs/holds.md has every key".to_owned();
            return Err(Ask::Contradiction { what: unread, hint }.into());
        }
        let before = files.text(route).map(str::to_owned);
        let mut text = before.clone();
        let mut held = Vec::new();
        for asked in &self.inputs.apps {
            let (new, was) = self.written(route, asked, reason, text.as_deref())?;
            let is_new = text.as_deref().unwrap_or_default() != new;
            held.push(HoldChange { was, ..self.change(asked, reason, is_new) });
            text = Some(new);
        }
        let base = self.facts.base_of(&route.to).clone();
        let changed = text.filter(|text| Some(text) != before.as_ref() && held.iter().any(|one| one.is_new));
        if let Some(text) = changed.as_ref().filter(|_| on_one_line(route.deliver)) {
            files.landed.insert(base.branch.clone(), text.clone());
        }
        let mut promotion = Promotion {
            action: self.inputs.action,
            environment: route.to.clone(),
            from: None,
            moves: Vec::new(),
            held,
            files: changed.into_iter().map(|text| FileText { path: path.clone(), text }).collect(),
            merge: None,
            tags: Vec::new(),
            base,
            delivery: None,
        };
        if !promotion.files.is_empty() {
            promotion.delivery = Some(compose::holding(self, route, &promotion)?);
        }
        Ok(promotion)
    }

    fn written(
        &self,
        route: &Route,
        asked: &Asked,
        reason: &str,
        text: Option<&str>,
    ) -> Result<(String, Option<HoldBefore>), Error> {
        let Asked { app, version, .. } = asked.clone();
        if self.inputs.action == Action::Unhold {
            let which = Which { app, version, environment: route.to.clone() };
            return Ok((holds::removed(text, &which)?, None));
        }
        let hold = Hold {
            app,
            version,
            environments: vec![route.to.clone()],
            from: None,
            until: self.inputs.until,
            reason: reason.to_owned(),
            at: Position { file: FILE.to_owned(), line: 1, column: 1 },
        };
        let was = holds::replaced(text, &hold);
        let was = was.map(|was| HoldBefore { until: was.until, reason: was.reason });
        Ok((holds::added(text, &hold)?, was))
    }

    fn change(&self, asked: &Asked, reason: &str, is_new: bool) -> HoldChange {
        HoldChange {
            app: asked.app.clone(),
            version: asked.version.clone(),
            until: self.inputs.until,
            reason: reason.to_owned(),
            is_new,
            was: None,
        }
    }
}
