//! What runs where: each app in each environment.

use crate::config::{AppRule, Config, Environment, RouteError};
use crate::gate::unfixed;
use crate::model::facts::{AppFound, Facts};
use crate::model::inputs::Inputs;
use crate::model::outcome::{Cell, Drift, Runs, Status, StatusRow};
use crate::model::pin::Reading;
use crate::model::plan::{Note, NoteKind};
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
        notes: [config.notes.clone(), facts.notes.clone(), untagged(config, facts, &environments)].concat(),
    })
}

/// A pin names a tag that isn't there: what it should run can't be had.
fn untagged(config: &Config, facts: &Facts, environments: &[&Environment]) -> Vec<Note> {
    let one = |found: &AppFound, environment: &Environment| {
        let format = config.tag_format(&found.app, &environment.name)?;
        let readings = facts.readings.of(&found.app, &environment.name);
        let is_missing = |one: &&Reading| {
            let version = one.version.as_ref().filter(|_| !one.is_tag() && one.format == format);
            version.is_some_and(|it| facts.tags.tag(&found.app, &environment.name, it).is_none())
        };
        let written = readings.iter().find(is_missing)?.pin.written()?;
        let text = format!(
            "{} in {} names the tag {}, which isn't there",
            found.app, environment.name, written.text
        );
        Some(Note { kind: NoteKind::Warning, text, at: Some(written.at.clone()) })
    };
    let all = facts.apps.iter().flat_map(|found| environments.iter().filter_map(move |it| one(found, it)));
    all.collect()
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
    let before = environment.after.iter().map(|before| facts.readings.of(&found.app, before));
    let behind = before.clone().any(|readings| runs_another(rule, found, readings, version));
    let here = facts.readings.of(&found.app, &environment.name);
    let drift = if behind { Vec::new() } else { before.flat_map(|before| drift(here, before)).collect() };
    let unfixed = unfixed(version).filter(|_| lead.pin.digest.is_none());
    Cell::Runs(Box::new(Runs {
        version: version.to_string(),
        written: written.text.clone(),
        at: written.at.clone(),
        behind,
        unfixed: unfixed.map(|unfixed| unfixed.what().to_owned()),
        drift,
        shared_with: lead.shared_with.clone(),
    }))
}

fn runs_another(rule: &AppRule, found: &AppFound, readings: &[Reading], version: &Version) -> bool {
    let lead = rule.lead(&found.app, readings).ok().flatten();
    lead.and_then(|lead| lead.version.as_ref()).is_some_and(|runs| runs != version)
}

/// The pins that both environments have, and that hold something else here.
fn drift(here: &[Reading], before: &[Reading]) -> Vec<Drift> {
    let shown = |reading: &Reading| {
        let digest = reading.pin.digest.as_ref().map(|digest| digest.text.as_str());
        let version = reading.version.as_ref().map(|version| version.as_str());
        [version, digest.filter(|digest| version != Some(*digest))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("@")
    };
    let differs = |one: &Reading| {
        let other = before.iter().find(|other| other.pin.name == one.pin.name)?;
        let (here, before) = (shown(one), shown(other));
        (here != before).then(|| Drift { pin: one.pin.name.to_string(), here, before })
    };
    here.iter().filter_map(differs).collect()
}
