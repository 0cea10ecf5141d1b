//! Whether the records of tags hold: each compared with its tag, and with the tags that came before.

use super::source::before;
use super::{Court, Fault, given, incomplete};
use crate::decide::status::starts;
use crate::model::name::AppName;
use crate::model::plan::Action;
use crate::model::record::Record;
use crate::model::tagged::Tagged;
use crate::model::verified::{Finding, Level};

/// How many records the tags of an environment have, and what doesn't hold.
pub(super) fn tagged(court: &Court<'_>, is_shared: bool) -> (usize, Vec<Finding>) {
    let (mut records, mut findings) = (0, Vec::new());
    // Tags that all apps share are looked at once.
    let apps = court.facts.apps.iter().take(if is_shared { 1 } else { usize::MAX });
    for app in apps.map(|found| &found.app) {
        let tags = court.facts.tags.of.of(app, &court.environment.name);
        let oldest = tags.iter().filter(|tag| tag.record.is_some()).map(|tag| tag.since).min();
        for tag in tags.iter().filter(|tag| court.is_counted(tag.since)) {
            records += usize::from(tag.record.is_some());
            let is_after = oldest.is_some_and(|oldest| oldest <= tag.since);
            let faults = match &tag.record {
                Some(record) => faults(court, app, tag, record, is_shared),
                None if is_after && !starts(court.environment) => vec![unrecorded(tag)],
                None => Vec::new(),
            };
            findings.extend(faults.into_iter().map(|Fault(level, what)| Finding {
                level,
                at: tag.since,
                commit: tag.on.clone(),
                environment: court.environment.name.to_string(),
                app: Some(app.to_string()),
                what: format!("{}: {what}", tag.name),
            }));
        }
    }
    (records, findings)
}

fn unrecorded(tag: &Tagged) -> Fault {
    Fault(Level::Unrecorded, format!("a tag without a record, by {}", tag.by))
}

fn faults(court: &Court<'_>, app: &AppName, tag: &Tagged, record: &Record, is_shared: bool) -> Vec<Fault> {
    let wrong = |what: String| Some(Fault(Level::Wrong, what));
    let is_promotion = Action::of(&record.action) == Some(Action::Promote);
    let action = wrong(format!("`Hoist-Action: {}` makes no tag", record.action)).filter(|_| !is_promotion);
    let is_here = record.environment == court.environment.name.as_str();
    let environment = wrong(format!("the record speaks of {}", record.environment)).filter(|_| !is_here);
    let source = record.source.as_ref().filter(|source| **source != tag.on.0);
    let source =
        source.and_then(|source| wrong(format!("the record says {source}, and the tag is on {}", tag.on)));
    let mut lines = record.apps.iter().filter(|line| line.pin.is_none());
    let says = |line: &crate::model::record::AppLine| {
        line.to == tag.version.as_str() && (is_shared || line.app == app.as_str())
    };
    let is_said = lines.clone().count() > 0 && lines.all(says);
    let version = wrong(format!("the record doesn't say that {app} came to {}", tag.version));
    let before = skipped(court, app, tag, record).and_then(wrong);
    let faults = [action, environment, source, version.filter(|_| !is_said), before].into_iter().flatten();
    faults.chain(given(record)).chain(incomplete(record)).collect()
}

/// Where the version should have had a tag before, on the same commit.
fn skipped(court: &Court<'_>, app: &AppName, tag: &Tagged, record: &Record) -> Option<String> {
    before(court, record).into_iter().find_map(|name| {
        let version = &tag.version;
        match court.facts.tags.tag(app, &name, version) {
            None => Some(format!("{version} has no tag in {name}")),
            Some(there) if there.on != tag.on => Some(format!("{} is on {}", there.name, there.on.short())),
            Some(there) if there.since > tag.since => {
                Some(format!("{} was made only afterwards", there.name))
            }
            Some(_) => None,
        }
    })
}
