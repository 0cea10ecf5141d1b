//! All that the gates see of one app's way into one environment.

use super::{Case, held};
use crate::config::{Route, Sought, Take};
use crate::model::candidate::{Before, Candidate, Runs, Soaked, Traveller};
use crate::model::delivery::Deliver;
use crate::model::facts::AppFound;
use crate::model::name::EnvironmentName;
use crate::model::plan::Change;
use crate::model::timeline::Timeline;
use crate::model::wanted::{Wanted, Wish};
use jiff::SignedDuration;

pub(super) fn candidate(
    case: &Case<'_>,
    route: &Route,
    found: &AppFound,
    sought: &Sought<'_>,
    wanted: &[Wanted],
    changes: &[Change],
) -> Candidate {
    let moving = held::moving(wanted, changes);
    let takes_soaked = case.config.environment(&route.to).is_some_and(|one| one.take == Take::Soaked);
    let chosen = takes_soaked && case.facts.older(&found.app, &route.to).is_some();
    Candidate {
        action: case.inputs.action,
        now: case.facts.now,
        app: found.app.clone(),
        environment: route.to.clone(),
        version: sought.version.clone(),
        digest: sought.digest.clone(),
        given: sought.given,
        entry: case.config.environment(&route.to).is_some_and(|one| one.entry),
        brought_back: route.is_hotfix(sought),
        before: route
            .judged_by(sought)
            .iter()
            .map(|environment| before(case, found, environment, sought))
            .collect(),
        chosen,
        // What is taken once it has soaked never goes before that.
        on_request: route.deliver == Deliver::Branch && !takes_soaked,
        holds: case.holds(route, found, sought, &moving),
        unread_holds: case.unread_holds(route),
        held_by: route
            .from
            .iter()
            .flat_map(|from| case.facts.held_by.of(&found.app, from))
            .cloned()
            .collect(),
        travels: moving.iter().map(|one| traveller(one)).collect(),
    }
}

fn before(case: &Case<'_>, found: &AppFound, environment: &EnvironmentName, sought: &Sought<'_>) -> Before {
    let (runs, digest) = runs(case, found, environment);
    let timeline = case.facts.timeline(&found.app, environment);
    let told = || timeline.map(|timeline| timeline.stood(&sought.version, sought.digest.as_deref()));
    let stood = case.stood(found, environment, &sought.version).or_else(told);
    let soaked = timeline.map(|timeline| soaked(timeline, sought));
    Before { environment: environment.clone(), runs, digest, stood, soaked }
}

/// How long the version stood; of several stays the one that goes on counts, else the longest.
fn soaked(timeline: &Timeline, sought: &Sought<'_>) -> Soaked {
    let own = timeline.ends().filter(|(stay, _)| stay.is_of(&sought.version, sought.digest.as_deref()));
    let soaked = own.map(|(stay, end)| match end {
        None => Soaked::Since(stay.since),
        Some(until) => Soaked::Ended { since: stay.since, until },
    });
    let length = |soaked: &Soaked| match soaked {
        Soaked::Since(_) => SignedDuration::MAX,
        Soaked::Ended { since, until } => until.duration_since(*since),
        Soaked::Unseen { .. } => SignedDuration::ZERO,
    };
    let unseen = || {
        let why = timeline.cut.as_ref().map_or_else(|| "it never did".to_owned(), ToString::to_string);
        Soaked::Unseen { why }
    };
    soaked.max_by_key(length).unwrap_or_else(unseen)
}

/// What an environment runs, and the digest beside it.
pub(super) fn runs(
    case: &Case<'_>,
    found: &AppFound,
    environment: &EnvironmentName,
) -> (Runs, Option<String>) {
    if let Some(trouble) = case.facts.troubles.of(&found.app, environment).first() {
        return (Runs::Unclear { why: trouble.what.clone() }, None);
    }
    let readings = case.facts.readings.of(&found.app, environment);
    let lead = match case.config.apps[found.rule].lead(&found.app, readings) {
        Ok(lead) => lead,
        Err(error) => return (Runs::Unclear { why: error.to_string() }, None),
    };
    let runs = lead.and_then(|lead| lead.version.clone()).map_or(Runs::Nothing, Runs::Version);
    let digest = lead.and_then(|lead| lead.pin.digest.as_ref()).map(|written| written.text.clone());
    (runs, digest)
}

fn traveller(wanted: &Wanted) -> Traveller {
    Traveller {
        pin: wanted.pin.to_string(),
        version: wanted.bare.clone(),
        as_found: wanted.as_found.clone(),
        has_digest: matches!(wanted.digest, Wish::Set(_)),
    }
}
