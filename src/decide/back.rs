//! The way back: what a rollback makes of one app, before any gate is asked.

use super::Case;
use super::changes::{self, Target};
use super::moves::{Draft, fate};
use super::texts::Texts;
use super::{copies, wanted};
use crate::config::{LeadError, Route, Sought};
use crate::error::Error;
use crate::model::back::{Back, Former};
use crate::model::facts::{AppFound, Older, Proposal};
use crate::model::path::RepoPath;
use crate::model::pin::Reading;
use crate::model::plan::{Fate, Move, Note, NoteKind};
use crate::model::step::Step;
use crate::model::text::visible;
use crate::model::verdict::{GateName, Verdict};
use crate::model::version::Version;
use crate::model::wanted::Wanted;
use std::collections::BTreeMap;

impl Case<'_> {
    /// One app's way back in an environment.
    pub(super) fn draft_back(
        &self,
        route: &Route,
        found: &AppFound,
        texts: &Texts<'_>,
    ) -> Result<Draft, Error> {
        let (former, notes) = match self.way_back(route, found) {
            Ok(back) => back,
            Err(draft) => return Ok(*draft),
        };
        let mut draft = match self.brought_back(route, found, &former, texts)? {
            Ok(draft) => draft,
            Err(whys) => return Ok(self.refused(route, found, Some(&former.version), whys)),
        };
        draft.notes.extend(notes);
        draft.notes.extend(self.not_restored(route, found));
        draft.notes.extend(self.proposed(route, found));
        draft.moved.back = Some(former);
        Ok(draft)
    }

    /// What a stay leaves in the files when it is brought back, or why it can't be.
    fn brought_back(
        &self,
        route: &Route,
        found: &AppFound,
        former: &Former,
        texts: &Texts<'_>,
    ) -> Result<Result<Draft, Vec<String>>, Error> {
        if let Some(why) = self.not_known(route, found, former) {
            return Ok(Err(vec![why]));
        }
        let sought = match self.config.sought(self.facts, route, found) {
            Ok(sought) => self.agreed(route, found, former, sought),
            Err(several @ LeadError::Several { .. }) => Err(several.to_string()),
            Err(error) => return Err(error.into()),
        };
        let sought = match sought {
            Ok(sought) => sought,
            Err(why) => return Ok(Err(vec![why])),
        };
        let tag = match self.tag(route, found, &sought) {
            Ok(tag) => tag,
            Err((gate, why)) => {
                return Ok(Ok(self.stopped(route, found, Some(&sought.version), gate, vec![why])));
            }
        };
        let wanted = self.restored(route, found, &sought);
        let target = Target { config: self.config, facts: self.facts, found, environment: &route.to };
        let mut drafted = changes::draft(&target, &wanted, false).written(texts);
        drafted.refusals.extend(wanted.iter().find_map(copies::no_content));
        if !drafted.refusals.is_empty() {
            return Ok(Err(drafted.refusals));
        }
        Ok(Ok(self.judged(route, found, &sought, &wanted, (drafted, tag))))
    }

    /// The stay that a rollback brings back; else what becomes of the app.
    fn way_back(&self, route: &Route, found: &AppFound) -> Result<(Former, Vec<Note>), Box<Draft>> {
        let (verdict, why) = match self.config.back(self.facts, route, found) {
            Back::To { former, skipped } => return Ok((former, skips(found, route, &skipped))),
            Back::Stays { why } => (None, why),
            Back::Nowhere { why } => (Some(Verdict::Refused { why }), None),
            Back::Unknown { why } => (Some(Verdict::Held { why, until: None }), None),
        };
        let verdicts: Vec<_> = verdict.into_iter().map(|verdict| (GateName::Timeline, verdict)).collect();
        Err(Box::new(self.staying(route, found, verdicts, why.map(warning).into_iter().collect())))
    }

    /// An app that stays as it is.
    pub(super) fn staying(
        &self,
        route: &Route,
        found: &AppFound,
        verdicts: Vec<(GateName, Verdict)>,
        notes: Vec<Note>,
    ) -> Draft {
        let from = self.runs(route, found);
        let fate = if verdicts.is_empty() { Fate::Level } else { fate(&verdicts) };
        let to = from.clone().filter(|_| fate == Fate::Level);
        let (app, changes) = (found.app.clone(), Vec::new());
        let step = if fate == Fate::Level { Step::Same } else { Step::Unordered };
        let moved = Move { app, from, to, step, back: None, changes, verdicts, fate };
        Draft { moved, tag: None, texts: BTreeMap::new(), notes }
    }

    /// Why what ran then can't be brought back, though the history knows it.
    fn not_known(&self, route: &Route, found: &AppFound, former: &Former) -> Option<String> {
        let then = format!("as of {}", former.last.short());
        let Some(older) = self.facts.older(&found.app, &route.to) else {
            return Some(format!("what {} held {then} wasn't read", route.to));
        };
        if let Some(trouble) = older.troubles.of(&found.app, &older.environment).first() {
            return Some(format!("what {} held {then} can't be read: {}", route.to, trouble.what));
        }
        let held = older.readings.of(&found.app, &older.environment);
        let differs = held
            .iter()
            .find(|one| held.iter().any(|other| other.pin.name == one.pin.name && !other.holds_same(one)))?;
        let values = held.iter().filter(|one| one.pin.name == differs.pin.name);
        let values: Vec<_> = values.map(ToString::to_string).collect();
        let name = &differs.pin.name;
        Some(format!("{name} had several values in {} {then}: {}", route.to, values.join(", ")))
    }

    /// The version that a rollback seeks is the one that the timeline names.
    fn agreed<'a>(
        &self,
        route: &Route,
        found: &AppFound,
        former: &Former,
        sought: Option<Sought<'a>>,
    ) -> Result<Sought<'a>, String> {
        let (to, then) = (&route.to, former.last.short());
        let Some(sought) = sought else {
            return Err(format!("{to} held no version of {} as of {then}", found.app));
        };
        let now = self.facts.readings.of(&found.app, to);
        let now = now.iter().find(|one| one.pin.name == sought.lead.pin.name);
        let written = sought.lead.pin.written().map(|written| written.text.as_str());
        let as_now = now.and_then(|now| now.format.read(written?));
        if sought.version == former.version || as_now.as_ref() == Some(&former.version) {
            return Ok(Sought { version: former.version.clone(), ..sought });
        }
        Err(format!("{to} held {} as of {then}, and not {}", sought.lead, former.version))
    }

    /// The pins as they stood then.
    fn restored(&self, route: &Route, found: &AppFound, sought: &Sought<'_>) -> Vec<Wanted> {
        let target = self.facts.readings.of(&found.app, &route.to);
        let content = |file: &RepoPath| self.facts.source_text(&found.app, &route.to, file).cloned();
        wanted::restored(sought, self.facts.source(&found.app, None, &route.to), target, &content)
    }

    /// A warning for each open promotion that would bring another version.
    fn proposed(&self, route: &Route, found: &AppFound) -> Vec<Note> {
        let here = |one: &&Proposal| one.app == found.app && one.environment == route.to;
        let note = |one: &Proposal| {
            let (branch, version) = (visible(&one.branch), visible(&one.version));
            warning(format!(
                "`{branch}` on the remote proposes {version} of {}: merged, it undoes this",
                one.app
            ))
        };
        self.facts.proposals.iter().filter(here).map(note).collect()
    }

    /// A word on each pin that was there then and isn't now.
    fn not_restored(&self, route: &Route, found: &AppFound) -> Vec<Note> {
        let Some(older) = self.facts.older(&found.app, &route.to) else { return Vec::new() };
        let now = self.facts.readings.of(&found.app, &route.to);
        let is_gone = |one: &&Reading| !now.iter().any(|now| now.pin.name == one.pin.name);
        let then = older.readings.of(&found.app, &older.environment).iter();
        then.filter(is_gone).map(|one| gone(older, one)).collect()
    }
}

fn gone(older: &Older, one: &Reading) -> Note {
    let (name, to, then) = (&one.pin.name, &older.environment, older.commit.short());
    warning(format!("{name} was in {to} as of {then} ({one}) and isn't now: it is left out"))
}

fn skips(found: &AppFound, route: &Route, skipped: &[Version]) -> Vec<Note> {
    let note = |version: &Version| {
        let version = visible(version.as_str());
        warning(format!(
            "{}: {version} is passed over: it was rolled back in {} or is held",
            found.app, route.to
        ))
    };
    skipped.iter().map(note).collect()
}

fn warning(text: String) -> Note {
    Note { kind: NoteKind::Warning, text, at: None }
}
