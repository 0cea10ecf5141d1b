//! Step 1: what runs where, at one commit, and what the history tells of it.

mod absent;
mod apps;
mod back;
mod bases;
mod begun;
mod claim;
mod drift;
mod formats;
mod groups;
mod held;
mod holds;
mod home;
mod lately;
mod merges;
mod misfits;
mod name;
mod older;
mod open;
mod overridden;
mod own;
mod past;
mod pins;
mod place;
mod records;
mod soaked;
mod standing;
mod tag_times;
mod tags;
mod targets;
mod timeline;
mod undo;

use crate::config::Config;
use crate::error::{Ask, Error};
use crate::git::{Remote, Repo};
use crate::model::delivery::Signature;
use crate::model::facts::Facts;
use crate::model::inputs::Inputs;
use crate::model::name::EnvironmentName;
use crate::model::plan::{Action, Note};
use crate::model::strategy::StrategyName;
use home::Trees;
use jiff::Timestamp;
use place::Placed;
use timeline::{Bounds, Need};

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
    tags::read(inputs, sight, &placed, &mut facts)?;
    older::asked(inputs, sight, &placed, &mut facts)?;
    holds::read(sight, &mut facts)?;
    misfits::note(inputs, sight, &mut facts);
    Ok((placed, facts))
}

/// Everything, and also what the history says of versions that the environments before don't run now.
pub fn observe_with_history(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Facts, Error> {
    let is_branch = sight.config.strategy.name() == StrategyName::Branch;
    if is_branch {
        return of_branches(inputs, sight);
    }
    let (placed, mut facts) = look(inputs, sight)?;
    if inputs.apps.is_empty() && inputs.saved.is_none() && facts.apps.len() > 1 {
        // What is promoted is named. What is looked at needn't be.
        let known = facts.apps.iter().map(|one| one.app.to_string()).collect();
        return Err(Ask::AppNeeded { known }.into());
    }
    groups::check(inputs, sight.config, &facts.apps)?;
    groups::one_version(inputs, &facts.apps)?;
    facts.notes.extend(groups::notes(&facts.apps));
    past::of_routes(inputs, sight, &mut facts)?;
    tag_times::fill(&mut facts);
    back::read(inputs, sight, &placed, &mut facts)?;
    open::look(inputs, sight, &mut facts)?;
    soaked::take(inputs, sight, &placed, &mut facts)?;
    Ok(facts)
}

/// The holds, and which apps they may be about.
pub fn observe_holds(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Facts, Error> {
    let (placed, notes) = held::apps(inputs, sight)?;
    let mut facts = nothing_yet(sight, &placed, notes);
    facts.notes.extend(unknown_versions(inputs, sight));
    holds::read(sight, &mut facts)?;
    Ok(facts)
}

/// A word on each version to be held that nothing runs or ran. What can't be read keeps no hold from being made.
fn unknown_versions(inputs: &Inputs, sight: &Sight<'_, '_>) -> Vec<Note> {
    let named = inputs.apps.iter().filter(|one| one.version.is_some() && !one.is_glob());
    let apps: Vec<_> = named.cloned().collect();
    if inputs.action != Action::Hold || apps.is_empty() {
        return Vec::new();
    }
    let seen = || {
        let mut facts = observe(&Inputs { apps: apps.clone(), ..inputs.clone() }, sight)?;
        let all: Vec<_> = sight.config.environments.iter().map(|one| one.name.clone()).collect();
        past::of_all(sight, &mut facts, &all, &Need { all: true, ..Need::default() }, Bounds::default())?;
        Ok::<_, Error>(facts)
    };
    seen().map(|facts| apps.iter().filter_map(|one| held::unknown(one, &facts)).collect()).unwrap_or_default()
}

/// Where environments are branches, each moves as a whole.
fn of_branches(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Facts, Error> {
    let (placed, mut facts) = look(&merges::of_all(inputs)?, sight)?;
    merges::refuse_some(inputs, &facts)?;
    let (back, on): (Vec<_>, Vec<_>) =
        sight.config.routes(inputs)?.into_iter().partition(|route| route.action == Action::Rollback);
    for route in &on {
        merges::add(inputs, sight, route, &placed, &mut facts)?;
    }
    past::of_routes(inputs, sight, &mut facts)?;
    for route in &back {
        undo::add(sight, route, &placed, &mut facts)?;
    }
    open::look(inputs, sight, &mut facts)?;
    Ok(facts)
}

/// Everything, and since when each version stands that now does.
pub fn observe_status(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Facts, Error> {
    let (placed, mut facts) = look(inputs, sight)?;
    let shown = shown(inputs, sight)?;
    drift::note(sight, &shown, &mut facts)?;
    past::of_status(sight, &mut facts, &shown)?;
    tag_times::fill(&mut facts);
    soaked::of_status(sight, &placed, &shown, &mut facts)?;
    Ok(facts)
}

/// Everything, and all that ever stood, as far back as is asked for.
pub fn observe_history(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Facts, Error> {
    let mut facts = observe(inputs, sight)?;
    let need = Need { all: true, ..Need::default() };
    let (shown, bounds) = (shown(inputs, sight)?, Bounds { since: inputs.since, limit: inputs.limit });
    past::of_all(sight, &mut facts, &shown, &need, bounds)?;
    tag_times::fill(&mut facts);
    let since = inputs.since.max(inputs.limit.and_then(|limit| nth_newest(&facts, limit)));
    records::read(sight, &mut facts, &shown, since)?;
    Ok(facts)
}

/// Everything, all that ever stood anywhere, and all records: what one environment did is compared with others.
pub fn observe_records(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Facts, Error> {
    let mut facts = observe(inputs, sight)?;
    let need = Need { all: true, ..Need::default() };
    let all: Vec<_> = sight.config.environments.iter().map(|one| one.name.clone()).collect();
    shown(inputs, sight)?;
    past::of_all(sight, &mut facts, &all, &need, Bounds::default())?;
    tag_times::fill(&mut facts);
    records::read(sight, &mut facts, &all, None)?;
    Ok(facts)
}

/// When the last of so many changes came: no older record is asked for.
fn nth_newest(facts: &Facts, limit: usize) -> Option<Timestamp> {
    let mut times: Vec<_> =
        facts.timelines.values().flat_map(|timeline| timeline.stays.iter().map(|stay| stay.since)).collect();
    times.sort_unstable_by(|one, other| other.cmp(one));
    times.get(limit.saturating_sub(1)).copied()
}

/// The environments that were asked for; all where none was.
fn shown(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Vec<EnvironmentName>, Error> {
    let environments = match inputs.to.as_slice() {
        [] => sight.config.environments.iter().collect(),
        asked => sight.config.targets(asked)?,
    };
    Ok(environments.into_iter().map(|one| one.name.clone()).collect())
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
        tags: Default::default(),
        lines: Default::default(),
        holds: Vec::new(),
        merges: Vec::new(),
        unmergeable: Default::default(),
        proposals: Vec::new(),
        unread_holds: Vec::new(),
        holds_texts: Default::default(),
        notes,
    }
}
