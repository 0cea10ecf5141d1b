//! Whether the record in each tag speaks of that tag, where tags alone say what an environment runs.

use super::{Court, Fault, given, incomplete};
use crate::decide::status::starts;
use crate::model::name::AppName;
use crate::model::pin::Reading;
use crate::model::record::Record;
use crate::model::tagged::Tagged;
use crate::model::verified::{Finding, Level};
use crate::strategy::Strategy;
use std::collections::BTreeSet;

/// Whether no pin says what an environment runs of an app.
pub(super) fn tells(court: &Court<'_>, app: &AppName) -> bool {
    court.facts.readings.of(app, &court.environment.name).iter().any(Reading::is_tag)
}

/// How many records there are, and what doesn't hold. Apps may share a tag.
pub(super) fn tagged(court: &Court<'_>) -> (usize, Vec<Finding>) {
    let (mut seen, mut records, mut findings) = (BTreeSet::new(), 0, Vec::new());
    for found in court.facts.apps.iter().filter(|found| tells(court, &found.app)) {
        let tags = court.facts.tags.of.of(&found.app, &court.environment.name).iter();
        let (with, without): (Vec<_>, Vec<_>) =
            tags.filter(|tag| seen.insert(&tag.name)).partition(|tag| tag.record.is_some());
        let counted = |tag: &&&Tagged| court.is_counted(tag.since);
        for tag in with.iter().filter(counted) {
            records += 1;
            let faults = tag.record.iter().flat_map(|record| faults(court, &found.app, tag, record));
            findings.extend(faults.map(|fault| finding(court, &found.app, tag, fault)));
        }
        let without: Vec<_> = without.iter().filter(counted).copied().collect();
        findings.extend(unrecorded(court, &found.app, &without));
    }
    (records, findings)
}

fn faults(court: &Court<'_>, app: &AppName, tag: &Tagged, record: &Record) -> Vec<Fault> {
    let wrong =
        |said: String| Fault(Level::Wrong, format!("the record in the tag {} names {said}", tag.name));
    let mut faults = Vec::new();
    if record.action != "promote" {
        faults.push(wrong(format!("the action `{}`, which makes no tag", record.action)));
    }
    if record.environment != court.environment.name.as_str() {
        faults.push(wrong(format!("another environment: `{}`", record.environment)));
    }
    let is_shared = matches!(&court.config.strategy, Strategy::Tag(tags) if tags.is_shared());
    let mut own = record.apps.iter().filter(|line| is_shared || line.app == app.as_str());
    if !own.any(|line| line.to == tag.version.as_str()) {
        let said: Vec<_> = record.apps.iter().map(ToString::to_string).collect();
        faults.push(wrong(format!("another version: {}", said.join(", "))));
    }
    if record.source.as_ref().is_some_and(|source| *source != tag.on.0) {
        faults.push(wrong(format!("another commit: {}", record.source.as_deref().unwrap_or_default())));
    }
    faults.extend(given(record));
    faults.extend(incomplete(record));
    faults
}

/// Tags are made by hand where versions start, and before hoist came. A tag's time is what its maker says.
fn unrecorded(court: &Court<'_>, app: &AppName, without: &[&Tagged]) -> Vec<Finding> {
    let all = court.facts.tags.of.across(app).flat_map(|(_, tags)| tags);
    let came = all.filter(|tag| tag.record.is_some()).map(|tag| tag.since).min();
    let Some(came) = came.filter(|_| !starts(court.environment)) else { return Vec::new() };
    let (after, before): (Vec<&Tagged>, Vec<&Tagged>) = without.iter().partition(|tag| came <= tag.since);
    let mut findings: Vec<_> = after
        .iter()
        .map(|tag| {
            let what = format!("the tag {} has no record, by {}", tag.name, tag.by);
            finding(court, app, tag, Fault(Level::Unrecorded, what))
        })
        .collect();
    if let [newest, others @ ..] = before.as_slice() {
        let others = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
        let what = format!(
            "the tag {}{others}: no record, and only a tag's own time says that it was there before hoist came",
            newest.name
        );
        findings.push(finding(court, app, newest, Fault(Level::Unknown, what)));
    }
    findings
}

fn finding(court: &Court<'_>, app: &AppName, tag: &Tagged, Fault(level, what): Fault) -> Finding {
    Finding {
        level,
        at: tag.since,
        commit: tag.on.clone(),
        environment: court.environment.name.to_string(),
        app: Some(app.to_string()),
        what,
    }
}
