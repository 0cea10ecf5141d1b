//! What runs where: each app in each environment.

use crate::config::{AppRule, Config, Environment, RouteError};
use crate::gate::unfixed;
use crate::model::facts::{AppFound, Facts};
use crate::model::inputs::Inputs;
use crate::model::outcome::{Cell, Status, StatusRow};
use crate::model::version::Version;

/// All environments, or those that were asked for.
pub fn status(inputs: &Inputs, config: &Config, facts: &Facts) -> Result<Status, RouteError> {
    let environments = match inputs.to.as_slice() {
        [] => config.environments.iter().collect(),
        asked => config.targets(asked)?,
    };
    let row = |found: &AppFound| StatusRow {
        app: found.app.clone(),
        cells: environments.iter().map(|one| cell(config, facts, found, one)).collect(),
    };
    Ok(Status {
        rows: facts.apps.iter().map(row).collect(),
        environments: environments.iter().map(|one| one.name.clone()).collect(),
        notes: [config.notes.clone(), facts.notes.clone()].concat(),
    })
}

fn cell(config: &Config, facts: &Facts, found: &AppFound, environment: &Environment) -> Cell {
    if let Some(trouble) = facts.troubles.of(&found.app, &environment.name).first() {
        return Cell::Unclear { why: trouble.what.clone() };
    }
    let rule = &config.apps[found.rule];
    let lead = match rule.lead(&found.app, facts.readings.of(&found.app, &environment.name)) {
        Ok(lead) => lead,
        Err(error) => return Cell::Unclear { why: error.to_string() },
    };
    let Some((lead, version, written)) =
        lead.and_then(|lead| Some((lead, lead.version.as_ref()?, lead.pin.written()?)))
    else {
        return Cell::Absent;
    };
    Cell::Runs {
        version: version.to_string(),
        written: written.text.clone(),
        at: written.at.clone(),
        behind: environment.after.iter().any(|before| runs_another(facts, rule, found, before, version)),
        moving: lead.pin.digest.is_none() && unfixed(version).is_some(),
    }
}

fn runs_another(
    facts: &Facts,
    rule: &AppRule,
    found: &AppFound,
    environment: &crate::model::name::EnvironmentName,
    version: &Version,
) -> bool {
    let lead = rule.lead(&found.app, facts.readings.of(&found.app, environment)).ok().flatten();
    lead.and_then(|lead| lead.version.as_ref()).is_some_and(|runs| runs != version)
}
