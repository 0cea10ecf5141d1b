//! What happened: every version that came, how it came, and every hold.

use super::status::{asked, way};
use crate::config::holds::apps_of;
use crate::config::{Config, Environment, RouteError, matches};
use crate::model::facts::Facts;
use crate::model::history::{Entry, History, Way};
use crate::model::inputs::Inputs;
use crate::model::line::{Line, RecordFound};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::plan::{Action, Oid};
use crate::model::record::Record;
use crate::model::timeline::{Cut, Stay, Timeline, Unclear};
use crate::model::version::Version;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// All that happened in the environments that were asked for, newest first.
pub fn history(inputs: &Inputs, config: &Config, facts: &Facts) -> Result<History, RouteError> {
    let environments = asked(inputs, config)?;
    let mut entries = Vec::new();
    let mut lines: Vec<&Oid> = Vec::new();
    for (at, environment) in environments.iter().enumerate() {
        let base = &facts.base_of(&environment.name).commit;
        // Where environments are branches, what came in one second came to the first of them first.
        let own = lines.iter().position(|one| *one == base).unwrap_or(lines.len());
        lines.extend((own == lines.len()).then_some(base));
        let line = facts.lines.get(&environment.name);
        let here = changes_in(facts, &environment.name).chain(holds_in(facts, &environment.name));
        let here = here.filter(|entry| inputs.since.is_none_or(|since| since <= entry.at));
        let here = here.filter(|entry| is_of_version(inputs, entry));
        entries.extend(here.map(|entry| {
            let place = line.and_then(|line| line.place(&entry.commit)).unwrap_or(usize::MAX);
            // Of one second, what was there at first is the oldest, whatever branch it stands on.
            let is_first = entry.how == Way::First;
            ((Reverse(entry.at), is_first, Reverse(own), place, at), entry)
        }));
    }
    entries.sort_by(|(order, one), (other_order, other)| (order, &one.app).cmp(&(other_order, &other.app)));
    let entries = entries.into_iter().map(|(_, entry)| entry);
    Ok(History {
        now: facts.now,
        entries: entries.take(inputs.limit.unwrap_or(usize::MAX)).collect(),
        missing: missing(facts, &environments),
        notes: [config.notes.clone(), facts.notes.clone()].concat(),
    })
}

/// `APP@VERSION` asks for what came or went of that version alone.
fn is_of_version(inputs: &Inputs, entry: &Entry) -> bool {
    let mut asked = inputs.apps.iter().filter(|one| matches(&one.app, &entry.app));
    let is_it = |shown: &Option<String>, version: &Version| {
        let version = version.as_str();
        shown.as_deref().is_some_and(|shown| shown == version || shown.split('@').next() == Some(version))
    };
    let is_asked = |version: &Version| is_it(&entry.to, version) || is_it(&entry.from, version);
    asked.next().is_none_or(|first| {
        let mut all = std::iter::once(first).chain(asked);
        all.any(|one| one.version.as_ref().is_none_or(is_asked))
    })
}

/// One version that came, and what stood before.
pub(super) struct Change<'a> {
    pub stay: &'a Stay,
    pub from: Option<String>,
    pub to: Option<String>,
    /// The version that left, where there was one alone.
    pub left: Option<&'a Version>,
    pub way: Way,
}

/// What came to one app in one environment, newest first.
pub(super) fn changes(timeline: &Timeline) -> impl Iterator<Item = Change<'_>> {
    timeline.stays.iter().enumerate().map(move |(at, stay)| {
        let (version, digest, unclear) = match (timeline.stays.get(at + 1), &timeline.earlier) {
            (Some(older), _) => (older.version.as_ref(), older.digest.as_deref(), older.unclear.as_deref()),
            (None, Some(earlier)) => {
                (earlier.version.as_ref(), earlier.digest.as_deref(), earlier.unclear.as_deref())
            }
            (None, None) => (None, None, None),
        };
        // Of a version that came anew with another digest, the digest is what tells.
        let same = version.is_some() && version == stay.version.as_ref();
        Change {
            from: text(version, digest.filter(|_| same), unclear),
            to: text(stay.version.as_ref(), stay.digest.as_deref().filter(|_| same), stay.unclear.as_deref()),
            left: version,
            way: way(timeline, at, stay),
            stay,
        }
    })
}

fn text(version: Option<&Version>, digest: Option<&str>, unclear: Option<&Unclear>) -> Option<String> {
    match (version, unclear) {
        (Some(version), _) => {
            let digest = digest.filter(|digest| *digest != version.as_str());
            Some(digest.map_or_else(|| version.to_string(), |digest| format!("{version}@{digest}")))
        }
        (None, Some(Unclear::Several(all))) => {
            let all: Vec<_> = all.iter().map(|one| one.version.to_string()).collect();
            Some(all.join(", "))
        }
        (None, Some(Unclear::Broken(_))) => Some("?".to_owned()),
        (None, None) => None,
    }
}

fn changes_in<'a>(facts: &'a Facts, environment: &'a EnvironmentName) -> impl Iterator<Item = Entry> + 'a {
    facts.apps.iter().flat_map(move |found| {
        let timeline = facts.timeline(&found.app, environment);
        timeline.into_iter().flat_map(changes).map(|change| entry(&found.app, environment, change))
    })
}

fn entry(app: &AppName, environment: &EnvironmentName, change: Change<'_>) -> Entry {
    let (stay, brought) = (change.stay, &change.stay.brought);
    let record = brought.record.as_deref();
    Entry {
        at: stay.since,
        environment: environment.clone(),
        app: app.to_string(),
        from: change.from,
        to: change.to,
        how: change.way,
        by: brought.by.clone(),
        request: brought.request.clone(),
        commit: stay.commit.as_ref().clone(),
        subject: brought.subject.clone(),
        reason: record.and_then(|record| record.reason.clone()),
        until: record.and_then(|record| record.until.clone()),
        overrides: record.map(|record| record.overrides.clone()).unwrap_or_default(),
        approved_by: record.map(|record| record.approved_by.clone()).unwrap_or_default(),
        run: record.and_then(|record| record.run.clone()),
    }
}

/// The holds that came and went: they change no version, so only their records tell of them. A line of theirs is
/// `web-app v1.3.0`, read as what moves nowhere.
fn holds_in<'a>(facts: &'a Facts, environment: &'a EnvironmentName) -> impl Iterator<Item = Entry> + 'a {
    let records = facts.lines.get(environment).into_iter().flat_map(|line| line.records.iter());
    let here = records.filter(move |found| found.record.environment == environment.as_str());
    here.flat_map(move |found| {
        let way = match Action::of(&found.record.action) {
            Some(action @ (Action::Hold | Action::Unhold)) => Some(Way::of_action(action)),
            Some(Action::Promote | Action::Rollback) | None => None,
        };
        way.into_iter().flat_map(move |way| held(facts, environment, found, way))
    })
}

fn held<'a>(
    facts: &'a Facts,
    environment: &'a EnvironmentName,
    found: &'a RecordFound,
    way: Way,
) -> impl Iterator<Item = Entry> + 'a {
    let record = &found.record;
    let is_asked = move |app: &str| {
        let fits = apps_of(app);
        facts.apps.iter().any(|found| fits(found.app.as_str()))
    };
    record.apps.iter().filter(move |line| is_asked(&line.app)).map(move |line| Entry {
        at: found.at,
        environment: environment.clone(),
        app: line.app.clone(),
        from: None,
        to: line.from.clone(),
        how: way,
        by: actor(found),
        request: found.request.clone(),
        commit: found.commit.clone(),
        subject: found.subject.clone(),
        reason: record.reason.clone(),
        until: record.until.clone(),
        overrides: record.overrides.clone(),
        approved_by: record.approved_by.clone(),
        run: record.run.clone(),
    })
}

fn actor(found: &RecordFound) -> String {
    let Record { actor, .. } = &found.record;
    actor.clone().unwrap_or_else(|| found.author.clone())
}

/// What the history doesn't show, though nobody asked for less.
pub(super) fn missing(facts: &Facts, environments: &[&Environment]) -> Vec<String> {
    let mut missing = Vec::new();
    for environment in environments {
        let mut whys: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for found in &facts.apps {
            let cut =
                facts.timeline(&found.app, &environment.name).and_then(|timeline| timeline.cut.as_ref());
            if let Some(cut @ (Cut::Shallow(_) | Cut::Lead(_))) = cut {
                whys.entry(cut.to_string()).or_default().push(found.app.as_str());
            }
        }
        missing.extend(whys.into_iter().map(|(why, apps)| {
            let apps = if let [app] = apps[..] { app.to_owned() } else { format!("{} apps", apps.len()) };
            format!("older changes of {apps} in {}: {why}", environment.name)
        }));
    }
    missing
}

/// The line that holds an environment, where it was walked.
pub(super) fn line<'a>(facts: &'a Facts, environment: &EnvironmentName) -> Option<&'a Line> {
    facts.lines.get(environment).map(AsRef::as_ref)
}
