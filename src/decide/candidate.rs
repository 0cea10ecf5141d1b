//! All that the gates see of one app's way into one environment.

use super::Case;
use crate::config::{Route, Sought};
use crate::model::candidate::{Before, Candidate, Runs, Traveller};
use crate::model::facts::AppFound;
use crate::model::name::EnvironmentName;
use crate::model::plan::Change;
use crate::model::wanted::{Wanted, Wish};

pub(super) fn candidate(
    case: &Case<'_>,
    route: &Route,
    found: &AppFound,
    sought: &Sought<'_>,
    wanted: &[Wanted],
    changes: &[Change],
) -> Candidate {
    Candidate {
        app: found.app.clone(),
        environment: route.to.clone(),
        version: sought.version.clone(),
        given: sought.given,
        entry: case.config.environment(&route.to).is_some_and(|one| one.entry),
        brought_back: route.brought_back,
        before: route.before.iter().map(|environment| before(case, found, environment, sought)).collect(),
        travels: wanted.iter().filter(|one| moves(one, changes)).map(traveller).collect(),
    }
}

fn before(case: &Case<'_>, found: &AppFound, environment: &EnvironmentName, sought: &Sought<'_>) -> Before {
    Before {
        environment: environment.clone(),
        runs: runs(case, found, environment),
        stood: case.facts.past(&found.app, environment, &sought.version).cloned(),
    }
}

fn runs(case: &Case<'_>, found: &AppFound, environment: &EnvironmentName) -> Runs {
    if let Some(trouble) = case.facts.troubles.of(&found.app, environment).first() {
        return Runs::Unclear { why: trouble.what.clone() };
    }
    let readings = case.facts.readings.of(&found.app, environment);
    match case.config.apps[found.rule].lead(&found.app, readings) {
        Ok(lead) => lead.and_then(|lead| lead.version.clone()).map_or(Runs::Nothing, Runs::Version),
        Err(error) => Runs::Unclear { why: error.to_string() },
    }
}

fn moves(wanted: &Wanted, changes: &[Change]) -> bool {
    changes.iter().any(|change| change.pin == wanted.pin)
}

fn traveller(wanted: &Wanted) -> Traveller {
    Traveller {
        pin: wanted.pin.to_string(),
        version: wanted.bare.clone(),
        as_found: wanted.as_found.clone(),
        has_digest: matches!(wanted.digest, Wish::Set(_)),
    }
}
