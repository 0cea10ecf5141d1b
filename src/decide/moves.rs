//! One app's way into one environment: its changes, the gates' verdicts, its fate.

use super::Case;
use super::changes::{self, Drafted, Outcome, Target};
use super::obstacles::{misread, no_tag};
use super::texts::Texts;
use super::{candidate, copies, tags, wanted};
use crate::config::{LeadError, Route, Sought, are_alike};
use crate::error::Error;
use crate::gate::Gate;
use crate::model::delivery::Deliver;
use crate::model::facts::AppFound;
use crate::model::format::Format;
use crate::model::path::RepoPath;
use crate::model::pin::Field;
use crate::model::plan::{Action, Change, Fate, Move, NewTag, Note, NoteKind};
use crate::model::step::Step;
use crate::model::verdict::{GateName, Verdict};
use crate::model::version::Version;
use crate::model::wanted::Wanted;
use std::collections::BTreeMap;

/// A move, and what it would leave in the files.
pub(super) struct Draft {
    pub moved: Move,
    /// Where environments are tags: the target's.
    pub tag: Option<NewTag>,
    pub texts: BTreeMap<RepoPath, String>,
    pub notes: Vec<Note>,
}

/// An app on its way: it waits for what its pins leave in the files, or goes no further.
pub(super) type Begun<'a> = Result<Waiting<'a>, Draft>;

pub(super) struct Waiting<'a> {
    found: &'a AppFound,
    sought: Sought<'a>,
    wanted: Vec<Wanted>,
    tag: Option<NewTag>,
    pub drafted: Drafted<'a>,
}

impl Case<'_> {
    /// As far as an app gets before its files are written.
    pub(super) fn begin<'a>(
        &'a self,
        route: &'a Route,
        found: &'a AppFound,
        texts: &Texts<'_>,
    ) -> Result<Begun<'a>, Error> {
        self.undeliverable(route, found)?;
        if let Some(why) = self.unreadable(route, found).or_else(|| self.shared(route, found)) {
            return Ok(Err(self.refused(route, found, None, vec![why])));
        }
        let absent = self.facts.absent.of(&found.app, &route.to).first();
        if let Some(why) = absent.and_then(|absent| self.not_made(route, found, absent)) {
            return Ok(Err(self.refused(route, found, None, vec![why])));
        }
        if comes_with_nothing(route, found) {
            return Ok(Err(self.staying(route, found, Vec::new(), Vec::new())));
        }
        if route.action == Action::Rollback {
            return Ok(Err(self.draft_back(route, found, texts)?));
        }
        let sought = match self.config.sought(self.facts, route, found) {
            Ok(Some(sought)) => sought,
            Ok(None) => {
                return Ok(Err(self.refused(route, found, None, vec![self.nothing_sought(route, found)?])));
            }
            Err(several @ LeadError::Several { .. }) => {
                let hint = several.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
                return Ok(Err(self.refused(route, found, None, vec![format!("{several}{hint}")])));
            }
            Err(error) => return Err(error.into()),
        };
        self.can_soak(route, found, &sought)?;
        let refused = |whys| Ok(Err(self.refused(route, found, Some(&sought.version), whys)));
        let obstacle = misread(route, &sought).or_else(|| self.several(route, found));
        if let Some(why) = obstacle.or_else(|| absent.and_then(|_| self.unwritten(route, &sought))) {
            return refused(vec![why]);
        }
        let tag = match self.tag(route, found, &sought) {
            Ok(tag) => tag,
            Err((gate, why)) => {
                return Ok(Err(self.stopped(route, found, Some(&sought.version), gate, vec![why])));
            }
        };
        let wanted = self.wanted(route, found, &sought);
        let bad = |one: &Wanted| no_tag(&sought, one).or_else(|| copies::no_content(one));
        if let Some(why) = wanted.iter().find_map(bad).or_else(|| self.unseen(route, found)) {
            return refused(vec![why]);
        }
        let target = Target { config: self.config, facts: self.facts, found, environment: &route.to };
        let drafted = match absent {
            // Nothing stands in a file.
            _ if sought.lead.is_tag() => Drafted::default(),
            Some(absent) => self.copied(route, absent, &target, &wanted),
            None => changes::draft(&target, &wanted, self.inputs.create),
        };
        Ok(Ok(Waiting { found, sought, wanted, tag, drafted }))
    }

    /// The rest of an app's way, once its files are written.
    pub(super) fn finish(&self, route: &Route, waiting: &Waiting<'_>, mut outcome: Outcome) -> Draft {
        let Waiting { found, sought, wanted, tag, .. } = waiting;
        if !sought.lead.is_tag() {
            outcome.refusals.extend(self.contradiction(route, found, sought, wanted));
        }
        if !outcome.refusals.is_empty() {
            return self.refused(route, found, Some(&sought.version), outcome.refusals);
        }
        self.judged(route, found, sought, wanted, (outcome, tag.clone()))
    }

    fn wanted(&self, route: &Route, found: &AppFound, sought: &Sought<'_>) -> Vec<Wanted> {
        let target = self.facts.readings.of(&found.app, &route.to);
        if let Some(approved) = found.approved.get(&route.to) {
            let content = |file: &RepoPath| self.approved_text(route, file);
            return wanted::approved(approved, &sought.lead.pin.name, target, &content);
        }
        let source = match are_alike(self.facts, route, found) {
            true => self.facts.source(&found.app, route.from.as_ref(), &route.to),
            false => &[],
        };
        let content = |file: &RepoPath| self.facts.source_text(&found.app, &route.to, file).cloned();
        wanted::wanted(sought, source, target, &self.usual_format(route, found), &content)
    }

    /// The format of a pin that the target doesn't have yet: the declared one, else its lead pin's.
    pub(super) fn usual_format(&self, route: &Route, found: &AppFound) -> Format {
        let declared = self.config.environment(&route.to).and_then(|one| one.format.clone());
        let lead = self.config.target_lead(self.facts, route, found).ok().flatten();
        declared.or_else(|| lead.map(|lead| lead.format.clone())).unwrap_or_else(Format::plain)
    }

    pub(super) fn judged(
        &self,
        route: &Route,
        found: &AppFound,
        sought: &Sought<'_>,
        wanted: &[Wanted],
        (drafted, tag): (Outcome, Option<NewTag>),
    ) -> Draft {
        let candidate = candidate::candidate(self, route, found, sought, wanted, &drafted.changes);
        let new = tag.as_ref().filter(|tag| !tag.is_there);
        let from = self.ran(route, found, &drafted.changes, new);
        let step = Step::between(from.as_ref(), &sought.version);
        let is_request = route.deliver == Deliver::Branch;
        let (verdicts, fate) = match new {
            None if drafted.changes.is_empty() => (Vec::new(), Fate::Level),
            _ => {
                let soak = self.config.environment(&route.to).and_then(|one| one.soak);
                let gates = Gate::of(&candidate, soak).into_iter();
                let mut verdicts: Vec<_> = gates.map(|gate| (gate.name(), gate.judge(&candidate))).collect();
                let waiting = new.filter(|_| is_request && drafted.changes.is_empty());
                verdicts.extend(waiting.map(|tag| tags::waits(route, found, &sought.version, tag)));
                let fate = fate(&verdicts);
                (verdicts, fate)
            }
        };
        let mut notes = drafted.warnings;
        notes.extend(self.not_copied(route, found));
        notes.extend(self.unread(route, found));
        if fate != Fate::Level {
            notes.extend(self.idle_holds(&candidate.holds));
            notes.extend(self.ways_out(route, &candidate.holds, &verdicts));
        }
        if fate == Fate::Moves {
            notes.extend(odd_step(route, found, from.as_ref(), &sought.version, step));
            notes.extend(self.automated(route, found, &drafted.changes));
            notes.extend(self.stale_locks(&drafted.changes));
            notes.extend(lost_digests(route, &drafted.changes));
        }
        if matches!(fate, Fate::Moves | Fate::Level) {
            notes.extend(tag.as_ref().and_then(|tag| self.said_of_tag(route, found, &sought.version, tag)));
        }
        let tag = tag.filter(|tag| tag.is_there || !is_request);
        let to = Some(sought.version.clone());
        let (app, changes) = (found.app.clone(), drafted.changes);
        let moved = Move { app, from, to, step, back: None, changes, verdicts, fate };
        Draft { moved, tag, texts: drafted.texts, notes }
    }

    /// The version that a target runs; where only the tag is missing, that of the tag before.
    fn ran(
        &self,
        route: &Route,
        found: &AppFound,
        changes: &[Change],
        new: Option<&NewTag>,
    ) -> Option<Version> {
        if new.is_none() || !changes.is_empty() {
            return self.runs(route, found);
        }
        self.facts.tags.of.of(&found.app, &route.to).first().map(|tag| tag.version.clone())
    }

    pub(super) fn refused(
        &self,
        route: &Route,
        found: &AppFound,
        to: Option<&Version>,
        whys: Vec<String>,
    ) -> Draft {
        self.stopped(route, found, to, GateName::Manifest, whys)
    }

    pub(super) fn stopped(
        &self,
        route: &Route,
        found: &AppFound,
        to: Option<&Version>,
        gate: GateName,
        whys: Vec<String>,
    ) -> Draft {
        let from = self.runs(route, found);
        let verdict = |why| (gate, Verdict::Refused { why });
        let moved = Move {
            app: found.app.clone(),
            step: to.map_or(Step::Unordered, |to| Step::between(from.as_ref(), to)),
            from,
            to: to.cloned(),
            back: None,
            changes: Vec::new(),
            verdicts: whys.into_iter().map(verdict).collect(),
            fate: Fate::Refused,
        };
        Draft { moved, tag: None, texts: BTreeMap::new(), notes: self.unread(route, found) }
    }

    /// The version that the target runs.
    pub(super) fn runs(&self, route: &Route, found: &AppFound) -> Option<Version> {
        let lead = self.config.target_lead(self.facts, route, found).ok().flatten();
        lead.and_then(|lead| lead.version.clone())
    }
}

/// Nobody gave a version to an app that only comes along, and there is none to be taken.
fn comes_with_nothing(route: &Route, found: &AppFound) -> bool {
    let lifts = route.action == Action::Promote && route.from.is_none();
    lifts && found.along.is_some() && found.version.is_none()
}

/// Refused beats held.
pub(super) fn fate(verdicts: &[(GateName, Verdict)]) -> Fate {
    let any = |test: fn(&Verdict) -> bool| verdicts.iter().any(|(_, verdict)| test(verdict));
    if any(|verdict| matches!(verdict, Verdict::Refused { .. })) {
        Fate::Refused
    } else if any(|verdict| matches!(verdict, Verdict::Held { .. })) {
        Fate::Held
    } else {
        Fate::Moves
    }
}

/// A digest says what runs; where the source has none, the target loses its own.
fn lost_digests(route: &Route, changes: &[Change]) -> Vec<Note> {
    let lost = changes.iter().filter(|change| change.field == Field::Digest && change.to.is_none());
    let note = |change: &Change| {
        let lost = format!("{} loses its digest, since", change.pin);
        let text = match &route.from {
            _ if route.action == Action::Rollback => format!("{lost} it had none then"),
            Some(from) => format!("{lost} {from} has none; give the version with one"),
            None => format!("{lost} the source has none; give the version with one"),
        };
        Note { kind: NoteKind::Warning, text, at: Some(change.at.clone()) }
    };
    lost.map(note).collect()
}

/// A warning where a version goes back, or becomes another kind of thing, and nobody asked for that.
pub(super) fn odd_step(
    route: &Route,
    found: &AppFound,
    from: Option<&Version>,
    to: &Version,
    step: Step,
) -> Option<Note> {
    let from = from.filter(|_| route.action != Action::Rollback)?;
    let what = match step {
        Step::Downgrade => "goes back",
        Step::Form => "changes its form",
        Step::First
        | Step::Major
        | Step::Minor
        | Step::Patch
        | Step::Build
        | Step::Newer
        | Step::Unordered
        | Step::Same => {
            return None;
        }
    };
    Some(Note { kind: NoteKind::Warning, text: format!("{} {what}: {from} -> {to}", found.app), at: None })
}
