//! The figures of a history.

use super::history::{Change, changes, missing};
use super::status::asked;
use crate::config::{Config, Environment, RouteError};
use crate::model::facts::Facts;
use crate::model::history::Way;
use crate::model::inputs::Inputs;
use crate::model::name::{AppName, EnvironmentName};
use crate::model::summary::{Figures, Lead, Summary};
use jiff::Timestamp;

const WEEK: f64 = 7.0 * 86_400.0;
const DAY: f64 = 86_400.0;

pub fn summary(inputs: &Inputs, config: &Config, facts: &Facts) -> Result<Summary, RouteError> {
    let environments = asked(inputs, config)?;
    let counted = Counted { facts, since: inputs.since };
    let times = environments.iter().flat_map(|one| counted.changes(&one.name).map(|(_, one)| one.stay.since));
    let from = inputs.since.or(times.min());
    let seconds = from.map(|from| facts.now.duration_since(from).as_secs_f64());
    Ok(Summary {
        from,
        to: facts.now,
        environments: environments.iter().map(|one| counted.figures(&one.name, seconds)).collect(),
        leads: environments.iter().flat_map(|one| counted.leads(one)).collect(),
        missing: missing(facts, &environments),
    })
}

/// The changes that count: from a time on.
struct Counted<'a> {
    facts: &'a Facts,
    since: Option<Timestamp>,
}

impl<'a> Counted<'a> {
    /// Each version that came after another one, or with a record.
    fn changes(&self, environment: &EnvironmentName) -> impl Iterator<Item = (&'a AppName, Change<'a>)> {
        let (facts, since, environment) = (self.facts, self.since, environment.clone());
        let of = move |app: &'a AppName| facts.timeline(app, &environment).into_iter().flat_map(changes);
        let all = facts.apps.iter().flat_map(move |found| of(&found.app).map(|change| (&found.app, change)));
        all.filter(move |(_, change)| {
            change.way != Way::First && since.is_none_or(|since| since <= change.stay.since)
        })
    }

    fn figures(&self, environment: &EnvironmentName, seconds: Option<f64>) -> Figures {
        let ways: Vec<_> = self.changes(environment).map(|(_, change)| change.way).collect();
        let count = |test: fn(&Way) -> bool| ways.iter().filter(|way| test(way)).count();
        let (rollbacks, unrecorded) = (count(|way| way.is_back()), count(|way| *way == Way::ByHand));
        let share = |part: usize, of: usize| (of > 0).then(|| rounded(part as f64 / of as f64));
        Figures {
            environment: environment.clone(),
            changes: ways.len(),
            promotions: count(|way| *way == Way::Promotion),
            rollbacks,
            unrecorded,
            per_week: seconds
                .filter(|seconds| *seconds >= DAY)
                .map(|seconds| rounded(ways.len() as f64 / (seconds / WEEK))),
            rollback_share: share(rollbacks, ways.len() - rollbacks),
            unrecorded_share: share(unrecorded, ways.len()),
        }
    }

    /// From each environment before: the time from a version's arrival there to its arrival here.
    fn leads(&self, environment: &Environment) -> Vec<Lead> {
        let lead = |before: &EnvironmentName| {
            let forward = self.changes(&environment.name).filter(|(_, change)| !change.way.is_back());
            let mut seconds: Vec<_> =
                forward.filter_map(|(app, change)| self.took(app, before, &change)).collect();
            seconds.sort_unstable();
            Lead {
                from: before.clone(),
                to: environment.name.clone(),
                versions: seconds.len(),
                median_seconds: ranked(&seconds, 50),
                p90_seconds: ranked(&seconds, 90),
            }
        };
        environment.after.iter().map(lead).collect()
    }

    /// Since the version last came to the environment before, until it came here.
    fn took(&self, app: &AppName, before: &EnvironmentName, change: &Change<'_>) -> Option<i64> {
        let (version, arrived) = (change.stay.version.as_ref()?, change.stay.since);
        let stays = &self.facts.timeline(app, before)?.stays;
        let there =
            stays.iter().find(|stay| stay.version.as_ref() == Some(version) && stay.since <= arrived)?;
        Some(arrived.as_second() - there.since.as_second())
    }
}

/// The value that so many of a hundred don't exceed, of values in order.
fn ranked(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

/// Three digits behind the point are all that such a figure tells.
fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rank_is_one_of_the_values() {
        assert_eq!((ranked(&[], 50), ranked(&[7], 90)), (None, Some(7)));
        let ten: Vec<_> = (1..=10).collect();
        assert_eq!((ranked(&ten, 50), ranked(&ten, 90)), (Some(5), Some(9)));
    }
}
