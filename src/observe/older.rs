//! What apps held as of a commit before the tip.

use super::home::Trees;
use super::place::Placed;
use super::{Sight, formats, nothing_yet, pins};
use crate::error::{Ask, Error};
use crate::model::facts::{Facts, Older};
use crate::model::inputs::Inputs;
use crate::model::name::EnvironmentName;
use crate::model::plan::Oid;
use crate::model::strategy::StrategyName;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What some apps held in one environment as of a commit, read from where they stand today.
pub(super) fn at(
    sight: &Sight<'_, '_>,
    placed: &[Placed],
    environment: &EnvironmentName,
    commit: &Oid,
) -> Result<Older, Error> {
    let tree = sight.repo.tree(commit)?;
    let mut then = nothing_yet(sight, placed, Vec::new());
    pins::read(sight.config, Trees::At(&tree), placed, &mut then)?;
    // How one environment writes its versions may be told by the others.
    formats::settle(sight.config, placed, &mut then);
    let Facts { readings, troubles, texts, .. } = then;
    let (commit, environment) = (commit.clone(), environment.clone());
    Ok(Older { commit, environment, readings, troubles, texts })
}

/// The source as of the commit that was asked for. It must be one of the base's own, or anybody's commit could be a
/// source.
pub(super) fn asked(
    inputs: &Inputs,
    sight: &Sight<'_, '_>,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    let is_branch = sight.config.strategy.name() == StrategyName::Branch;
    let Some(typed) = inputs.from_ref.as_ref().filter(|_| !is_branch) else { return Ok(()) };
    let commit: Oid =
        sight.repo.resolve_back(typed)?.ok_or_else(|| Ask::UnknownRef { typed: typed.to_owned() })?;
    let base = &sight.homes.main.base;
    if sight.repo.contains(&base.commit, &commit)? != Some(true) {
        let what = format!("{} isn't known to be in the history of {}", commit.short(), base.branch);
        let hint = "name a commit of that branch; a shallow clone must be deep enough to hold it".to_owned();
        return Err(Ask::Contradiction { what, hint }.into());
    }
    let mut read: BTreeMap<EnvironmentName, Rc<Older>> = BTreeMap::new();
    for route in sight.config.routes(inputs)? {
        let Some(from) = &route.from else { continue };
        let known = read.get(from).cloned();
        let older = known.map_or_else(|| at(sight, placed, from, &commit).map(Rc::new), Ok)?;
        let mut troubles = placed.iter().flat_map(|one| older.troubles.of(&one.found.app, from));
        if let Some(trouble) = troubles.next() {
            let commit = commit.short().to_owned();
            return Err(Ask::BadSource { commit, what: trouble.what.clone() }.into());
        }
        let keys = placed.iter().map(|one| (one.found.app.clone(), route.to.clone()));
        facts.older.extend(keys.map(|key| (key, older.clone())));
        read.insert(from.clone(), older);
    }
    Ok(())
}
