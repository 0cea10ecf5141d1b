//! Versions that changed though no record speaks of them.

use super::{Court, tagged};
use crate::decide::history::{Change, changes};
use crate::decide::status::starts;
use crate::model::facts::AppFound;
use crate::model::history::Way;
use crate::model::line::RecordFound;
use crate::model::plan::Oid;
use crate::model::verified::{Finding, Level};
use std::collections::BTreeSet;

/// How many changes there are, and those by hand. What was changed before the first record of the environment came
/// before hoist did; where versions start, others write them.
pub(super) fn unrecorded(
    court: &Court<'_>,
    records: &[&RecordFound],
    known: &[Finding],
) -> (usize, Vec<Finding>) {
    let oldest = records.iter().map(|found| found.place).max();
    let told: BTreeSet<_> = known.iter().filter_map(|one| Some((&one.commit, one.app.as_deref()?))).collect();
    let mut findings = Vec::new();
    let mut count = 0;
    for found in &court.facts.apps {
        let all = court.timeline(&found.app).into_iter().flat_map(changes);
        let is_told_by_tags = tagged::tells(court, &found.app);
        for change in all.filter(|change| court.is_counted(change.stay.since)) {
            count += 1;
            let commit: &Oid = &change.stay.commit;
            let is_after =
                oldest.is_some_and(|oldest| court.line.place(commit).is_some_and(|at| at < oldest));
            let is_told = is_told_by_tags || told.contains(&(commit, found.app.as_str()));
            if change.way == Way::ByHand && is_after && !is_told && !starts(court.environment) {
                findings.push(finding(court, found, &change, records));
            }
        }
    }
    (count, findings)
}

fn finding(court: &Court<'_>, found: &AppFound, change: &Change<'_>, records: &[&RecordFound]) -> Finding {
    let nothing = || "nothing".to_owned();
    let (from, to) = (change.from.clone().unwrap_or_else(nothing), change.to.clone().unwrap_or_else(nothing));
    let beside = records.iter().any(|record| record.commit == *change.stay.commit);
    let how = if beside { "beside the record of its commit" } else { "without a record" };
    Finding {
        level: Level::Unrecorded,
        at: change.stay.since,
        commit: change.stay.commit.as_ref().clone(),
        environment: court.environment.name.to_string(),
        app: Some(found.app.to_string()),
        what: format!("{from} -> {to} {how}, by {}", change.stay.brought.by),
    }
}
