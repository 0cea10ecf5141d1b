//! Promotions that are proposed and haven't landed: what they bring may undo a rollback.

use super::Sight;
use crate::config::Route;
use crate::error::Error;
use crate::git::Remote;
use crate::model::facts::{AppFound, Facts, Proposal};
use crate::model::inputs::Inputs;
use crate::model::plan::{Action, Note, NoteKind, Oid};
use crate::model::record::{AppLine, Record};

/// Looks for the branches of open promotions into the environments that go back. That they can't be told stops nothing.
pub(super) fn look(inputs: &Inputs, sight: &Sight<'_, '_>, facts: &mut Facts) -> Result<(), Error> {
    let Some(remote) = sight.remote else { return Ok(()) };
    for route in sight.config.routes(inputs)?.iter().filter(|route| route.action == Action::Rollback) {
        match proposals(sight, remote, route, facts) {
            Ok(found) => facts.proposals.extend(found),
            Err(error) => {
                let text = format!("whether a promotion into {} is open isn't known: {error}", route.to);
                facts.notes.push(Note { kind: NoteKind::Warning, text, at: None });
            }
        }
    }
    Ok(())
}

fn proposals(
    sight: &Sight<'_, '_>,
    remote: &Remote,
    route: &Route,
    facts: &Facts,
) -> Result<Vec<Proposal>, Error> {
    let start = format!("hoist/{}/", route.to);
    let mut found = Vec::new();
    for branch in remote.branches()?.into_iter().filter(|branch| branch.starts_with(&start)) {
        let tip = remote.fetch(&branch)?;
        let Some(record) = open(sight, route, &tip)? else { continue };
        for one in &facts.apps {
            let line = record.apps.iter().find(|line| line.app == one.app.as_str() && line.pin.is_none());
            let line = line.filter(|line| !has_landed(facts, route, one, &record, line));
            found.extend(line.map(|line| Proposal {
                branch: branch.clone(),
                app: one.app.clone(),
                environment: route.to.clone(),
                version: line.to.clone(),
            }));
        }
    }
    Ok(found)
}

/// What a branch proposes for an environment; none where its commit is part of the environment's own line.
fn open(sight: &Sight<'_, '_>, route: &Route, tip: &Oid) -> Result<Option<Record>, Error> {
    let base = &sight.homes.of(&route.to).base;
    if sight.repo.contains(&base.commit, tip)? == Some(true) {
        return Ok(None);
    }
    let record = Record::read(&sight.repo.info(tip)?.message);
    Ok(record.filter(|record| record.environment == route.to.as_str()))
}

/// Squashed, a proposal lands as another commit, which has its record.
fn has_landed(facts: &Facts, route: &Route, found: &AppFound, record: &Record, line: &AppLine) -> bool {
    let stays = facts.timeline(&found.app, &route.to).map_or(&[][..], |timeline| &timeline.stays);
    let landed = stays.iter().filter_map(|stay| stay.brought.record.as_ref());
    let mut landed = landed.filter(|there| there.source == record.source);
    landed.any(|there| there.apps.contains(line))
}
