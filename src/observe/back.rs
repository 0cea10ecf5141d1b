//! What apps held as of the stays that a rollback brings back.

use super::place::Placed;
use super::{Sight, older};
use crate::error::Error;
use crate::model::back::Back;
use crate::model::facts::Facts;
use crate::model::inputs::Inputs;
use crate::model::plan::{Action, Oid};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Reads each app at the last commit of the stay that it goes back to; apps of one commit at once.
pub(super) fn read(
    inputs: &Inputs,
    sight: &Sight<'_, '_>,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    for route in sight.config.routes(inputs)?.iter().filter(|route| route.action == Action::Rollback) {
        let mut commits: BTreeMap<Oid, Vec<Placed>> = BTreeMap::new();
        for one in placed {
            if let Back::To { former, .. } = sight.config.back(facts, route, &one.found) {
                commits.entry(former.last).or_default().push(one.clone());
            }
        }
        for (commit, placed) in commits {
            let older = Rc::new(older::at(sight, &placed, &route.to, &commit)?);
            let key = |one: Placed| (one.found.app, route.to.clone());
            facts.older.extend(placed.into_iter().map(|one| (key(one), older.clone())));
        }
    }
    Ok(())
}
