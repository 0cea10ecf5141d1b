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
        since: None,
        holds: Vec::new(),
        held_by: route
            .from
            .iter()
            .flat_map(|from| case.facts.held_by.of(&found.app, from))
            .cloned()
            .collect(),
        travels: wanted.iter().filter(|one| moves(one, changes)).map(traveller).collect(),
    }
}

fn before(case: &Case<'_>, found: &AppFound, environment: &EnvironmentName, sought: &Sought<'_>) -> Before {
    let (runs, digest) = runs(case, found, environment);
    let timeline = case.facts.timeline(&found.app, environment);
    let stood = timeline.map(|timeline| timeline.stood(&sought.version, sought.digest.as_deref()));
    Before { environment: environment.clone(), runs, digest, stood }
}

/// What an environment runs, and the digest beside it.
fn runs(case: &Case<'_>, found: &AppFound, environment: &EnvironmentName) -> (Runs, Option<String>) {
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
