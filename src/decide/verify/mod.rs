//! Whether the records hold: each compared with its commit and its source.

mod landed;
mod source;
mod tagged;
mod unrecorded;

use super::history::line;
use super::status::asked;
use crate::config::{Config, Environment, RouteError, matches};
use crate::model::facts::Facts;
use crate::model::inputs::Inputs;
use crate::model::line::{Line, RecordFound};
use crate::model::name::AppName;
use crate::model::pin::Reading;
use crate::model::plan::Action;
use crate::model::record::{AppLine, Record};
use crate::model::timeline::Timeline;
use crate::model::verified::{Finding, Level, Verified};
use crate::strategy::Strategy;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Compares every record of the environments that were asked for.
pub fn verify(inputs: &Inputs, config: &Config, facts: &Facts) -> Result<Verified, RouteError> {
    let environments = asked(inputs, config)?;
    let mut verified = Verified { now: facts.now, records: 0, changes: 0, findings: Vec::new() };
    for environment in &environments {
        let Some(line) = line(facts, &environment.name) else { continue };
        Court { inputs, config, facts, environment, line }.judge(&mut verified);
    }
    if inputs.to.is_empty() {
        verified.findings.extend(strange(inputs, config, facts));
    }
    let places: Vec<_> = facts.lines.values().collect();
    let place = |one: &Finding| places.iter().find_map(|line| line.place(&one.commit));
    verified.findings.sort_by_cached_key(|one| (one.level, Reverse(one.at), place(one)));
    Ok(verified)
}

/// One environment, and all that is known of it.
struct Court<'a> {
    inputs: &'a Inputs,
    config: &'a Config,
    facts: &'a Facts,
    environment: &'a Environment,
    line: &'a Line,
}

/// What is wrong with one line of a record.
struct Fault(Level, String);

impl<'a> Court<'a> {
    fn judge(&self, verified: &mut Verified) {
        let records: Vec<_> = self.records().collect();
        let counted = |found: &&&RecordFound| self.is_counted(found.at);
        for found in records.iter().filter(counted).filter(|found| self.speaks_of_asked(found)) {
            verified.records += 1;
            verified.findings.extend(self.record(found));
        }
        let (changes, findings) = unrecorded::unrecorded(self, &records, &verified.findings);
        verified.changes += changes;
        verified.findings.extend(findings);
        if let Strategy::Tag(tags) = &self.config.strategy {
            let (records, findings) = tagged::tagged(self, tags.is_shared());
            verified.records += records;
            verified.findings.extend(findings);
        }
    }

    /// Those that say something of a version here.
    fn records(&self) -> impl Iterator<Item = &'a RecordFound> {
        let name = self.environment.name.as_str();
        let here = self.line.records.iter().filter(move |found| found.record.environment == name);
        here.filter(|found| match Action::of(&found.record.action) {
            Some(Action::Promote | Action::Rollback) | None => true,
            Some(Action::Hold | Action::Unhold) => false,
        })
    }

    fn is_counted(&self, at: jiff::Timestamp) -> bool {
        self.inputs.since.is_none_or(|since| since <= at)
    }

    fn speaks_of_asked(&self, found: &RecordFound) -> bool {
        let asked = &self.inputs.apps;
        let is_asked = |line: &AppLine| asked.iter().any(|one| matches(&one.app, &line.app));
        asked.is_empty() || found.record.apps.iter().any(is_asked)
    }

    fn record(&self, found: &RecordFound) -> Vec<Finding> {
        let record = &found.record;
        let Some(action) = Action::of(&record.action) else {
            let what = format!("`Hoist-Action: {}` is nothing that this hoist knows", record.action);
            return vec![self.finding(found, None, Fault(Level::Unknown, what))];
        };
        let mut findings = Vec::new();
        if record.apps.is_empty() {
            let fault = Fault(Level::Wrong, "the record names no app".to_owned());
            findings.push(self.finding(found, None, fault));
        }
        for line in record.apps.iter().filter(|line| line.pin.is_none()) {
            let fault = self.line_of(action, found, line);
            findings.extend(fault.map(|fault| self.finding(found, Some(&line.app), fault)));
        }
        findings.extend(source::named(found).map(|fault| self.finding(found, None, fault)));
        findings.extend(given(&found.record).map(|fault| self.finding(found, None, fault)));
        findings.extend(incomplete(&found.record).map(|fault| self.finding(found, None, fault)));
        findings
    }

    /// What one line of a record says, against what its commit did and where that came from.
    fn line_of(&self, action: Action, found: &RecordFound, line: &AppLine) -> Option<Fault> {
        let app = self.facts.apps.iter().find(|one| one.app.as_str() == line.app).map(|one| &one.app);
        let Some(app) = app else {
            let what = format!("no app is named `{}` now", line.app);
            return self.inputs.apps.is_empty().then_some(Fault(Level::Unknown, what));
        };
        let Some(timeline) = self.timeline(app) else {
            let what = format!("what ran of {app} can't be told");
            return Some(Fault(Level::Unknown, what));
        };
        if self.is_tagged(app) {
            return None;
        }
        if line.to.is_empty() {
            return Some(Fault(Level::Wrong, "the record names no version".to_owned()));
        }
        if let Some(fault) = landed::landed(self.line, timeline, found, line) {
            return Some(fault);
        }
        match action {
            _ if line.from.as_ref() == Some(&line.to) => None,
            Action::Promote => source::promoted(self, app, found, line),
            Action::Rollback => landed::rolled_back(self.line, timeline, found, line),
            Action::Hold | Action::Unhold => None,
        }
    }

    fn timeline(&self, app: &AppName) -> Option<&'a Timeline> {
        self.facts.timeline(app, &self.environment.name)
    }

    /// Its tags alone say what runs here: they have records of their own.
    fn is_tagged(&self, app: &AppName) -> bool {
        self.facts.readings.of(app, &self.environment.name).iter().any(Reading::is_tag)
    }

    fn finding(&self, found: &RecordFound, app: Option<&str>, fault: Fault) -> Finding {
        finding(found, self.environment.name.as_str(), app, fault)
    }
}

fn finding(found: &RecordFound, environment: &str, app: Option<&str>, Fault(level, what): Fault) -> Finding {
    Finding {
        level,
        at: found.at,
        commit: found.commit.clone(),
        environment: environment.to_owned(),
        app: app.map(str::to_owned),
        what,
    }
}

/// The gates that were asked weren't the repository's.
fn given(record: &Record) -> Option<Fault> {
    record.config.as_ref().map(|config| {
        let what =
            format!("its configuration was {config}: whether the repository's gates passed isn't known");
        Fault(Level::Unknown, what)
    })
}

/// What hoist writes where a CI tells it.
fn incomplete(record: &Record) -> Option<Fault> {
    let absent = [("Hoist-Actor", record.actor.is_none()), ("Hoist-Source", record.source.is_none())];
    let absent: Vec<_> = absent.into_iter().filter(|(_, is_absent)| *is_absent).map(|(key, _)| key).collect();
    let what = format!("the record has no {}", absent.join(" and no "));
    (!absent.is_empty()).then_some(Fault(Level::Incomplete, what))
}

/// Records that speak of environments that there aren't: each once, wherever its line was walked.
fn strange(inputs: &Inputs, config: &Config, facts: &Facts) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings = Vec::new();
    for found in facts.lines.values().flat_map(|line| &line.records) {
        let name = &found.record.environment;
        let is_known = config.environments.iter().any(|one| one.name.as_str() == name);
        let is_old = inputs.since.is_some_and(|since| found.at < since);
        if is_known || is_old || !seen.insert((&found.commit, name)) {
            continue;
        }
        let what = format!("no environment is named `{name}` now");
        findings.push(finding(found, name, None, Fault(Level::Unknown, what)));
    }
    findings
}
