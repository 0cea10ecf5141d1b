//! Step 1: what runs where, at one commit, and what the history tells of it.

mod absent;
mod apps;
mod bases;
mod formats;
mod home;
mod merges;
mod name;
mod older;
mod overridden;
mod own;
mod past;
mod pins;
mod place;
mod targets;

use crate::config::Config;
use crate::error::{Ask, Error};
use crate::git::{Remote, Repo};
use crate::model::facts::Facts;
use crate::model::inputs::Inputs;
use crate::model::plan::{Note, Signature};
use crate::model::strategy::StrategyName;
use home::Trees;
use jiff::Timestamp;
use place::Placed;

pub use home::{Home, Homes};

/// Where to look.
pub struct Sight<'a, 'r> {
    pub config: &'a Config,
    pub repo: &'a Repo,
    pub remote: Option<&'a Remote>,
    pub homes: &'a Homes<'r>,
    pub now: Timestamp,
    pub committer: &'a Signature,
    pub say: &'a dyn Fn(&str),
}

/// Everything that a promotion or a status is decided upon.
pub fn observe(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Facts, Error> {
    Ok(look(inputs, sight)?.1)
}

/// Where the apps stand, and what stands there.
fn look(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<(Vec<Placed>, Facts), Error> {
    let mut notes = Vec::new();
    let trees = Trees::Of(sight.homes);
    let placed = apps::find(inputs, sight.config, trees, &mut notes)?;
    let mut facts = nothing_yet(sight, &placed, notes);
    pins::read(sight.config, trees, &placed, &mut facts)?;
    formats::settle(sight.config, &placed, &mut facts);
    older::asked(inputs, sight, &placed, &mut facts)?;
    Ok((placed, facts))
}

/// Everything, and also what the history says of versions that the environments before don't run now.
pub fn observe_with_history(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Facts, Error> {
    let is_branch = sight.config.strategy.name() == StrategyName::Branch;
    if is_branch {
        let (placed, mut facts) = look(&merges::of_all(inputs)?, sight)?;
        merges::refuse_some(inputs, &facts)?;
        merges::add(inputs, sight, &placed, &mut facts)?;
        past::ask(inputs, sight, &mut facts)?;
        return Ok(facts);
    }
    let mut facts = observe(inputs, sight)?;
    if inputs.apps.is_empty() && inputs.saved.is_none() && facts.apps.len() > 1 {
        // What is promoted is named. What is looked at needn't be.
        let known = facts.apps.iter().map(|one| one.app.to_string()).collect();
        return Err(Ask::AppNeeded { known }.into());
    }
    past::ask(inputs, sight, &mut facts)?;
    Ok(facts)
}

fn nothing_yet(sight: &Sight<'_, '_>, placed: &[Placed], notes: Vec<Note>) -> Facts {
    Facts {
        committer: sight.committer.clone(),
        now: sight.now,
        base: sight.homes.main.base.clone(),
        bases: sight.homes.own.iter().map(|(name, home)| (name.clone(), home.base.clone())).collect(),
        apps: placed.iter().map(|one| one.found.clone()).collect(),
        readings: Default::default(),
        older: Default::default(),
        places: Default::default(),
        troubles: Default::default(),
        absent: Default::default(),
        neighbours: Default::default(),
        texts: Default::default(),
        locked: Default::default(),
        reached: Default::default(),
        held_by: Default::default(),
        pasts: Vec::new(),
        timelines: Default::default(),
        holds: Vec::new(),
        merges: Vec::new(),
        notes,
    }
}
