//! Where environments are branches: the tip of each.

use super::local_branch;
use crate::config::{Config, Doors, Environment, Route};
use crate::error::{Ask, Error};
use crate::model::delivery::Deliver;
use crate::model::inputs::Inputs;
use crate::model::name::EnvironmentName;
use crate::model::plan::{Action, Base, Note, NoteKind, Oid};
use crate::model::text::nearest;
use crate::observe::Home;
use crate::world::World;
use std::collections::BTreeMap;

pub(super) type Own<'w> = BTreeMap<EnvironmentName, Home<'w>>;

/// Where a run stands whose environments are branches.
pub(super) struct Stand<'w> {
    pub config: Config,
    pub own: Own<'w>,
    /// Environments that have no branch yet.
    pub left_out: Vec<Environment>,
}

/// The configuration with what branches tell, and each environment at the tip of its branch. Those that have none yet
/// are left out, unless they are asked for.
pub(super) fn stand<'w>(config: Config, inputs: &Inputs, world: &'w World) -> Result<Stand<'w>, Error> {
    let mut config = if config.environments.is_empty() { told(config, world)? } else { config };
    let tips = tips(&config, world)?;
    let mut own = Own::new();
    for environment in &config.environments {
        let Some(branch) = config.branch_of(environment) else { continue };
        let Some(commit) = tips.get(&branch) else { continue };
        let tree = world.repo.tree(commit)?;
        own.insert(
            environment.name.clone(),
            Home { base: Base { branch, commit: commit.clone() }, tree, begins: false },
        );
    }
    for name in asked_for(&config, inputs)? {
        if !own.contains_key(&name) {
            let home = beginning(&config, &name, &own, inputs, world)?;
            own.insert(name, home);
        }
    }
    let left_out = leave_out(&mut config, &own);
    let Some(first) = config.environments.first().and_then(|one| own.get(&one.name)) else {
        let first = left_out.first();
        return Err(first.map_or_else(|| no_environment(world), |one| missing(&config, one, false, world)));
    };
    let doors =
        Doors { list: &mut |folder| first.tree.list(folder), read: &mut |file| first.tree.read(file) };
    let config = config.told_by_a_branch(doors)?;
    Ok(Stand { config, own, left_out })
}

/// The environments that branches are named after.
fn told(config: Config, world: &World) -> Result<Config, Error> {
    let config = config.told_by_branches(&names(world)?);
    if config.environments.is_empty() { Err(no_environment(world)) } else { Ok(config) }
}

fn names(world: &World) -> Result<Vec<String>, Error> {
    Ok(match &world.remote {
        Some(remote) => remote.branches()?,
        None => world.repo.refs()?.0,
    })
}

fn no_environment(world: &World) -> Error {
    let there = names(world).unwrap_or_default().join(", ");
    let what = "no branch is named like an environment".to_owned();
    let hint = format!("there are {there}: say `environments:` and `branches:` in hoist.yaml");
    Ask::Contradiction { what, hint }.into()
}

fn tips(config: &Config, world: &World) -> Result<BTreeMap<String, Oid>, Error> {
    let branches: Vec<_> = config.environments.iter().filter_map(|one| config.branch_of(one)).collect();
    if let Some(remote) = &world.remote {
        (world.say)("fetching the environments");
        return Ok(remote.fetch_all(&branches.iter().map(String::as_str).collect::<Vec<_>>())?);
    }
    let mut tips = BTreeMap::new();
    for branch in branches {
        if let Some(commit) = world.repo.branch(&branch)? {
            tips.insert(branch, commit);
        }
    }
    Ok(tips)
}

/// The environments that something goes to; none where all are looked at.
fn asked_for(config: &Config, inputs: &Inputs) -> Result<Vec<EnvironmentName>, Error> {
    if inputs.to.is_empty() && inputs.saved.is_none() {
        return Ok(Vec::new());
    }
    if inputs.saved.is_some() {
        return Ok(config.routes(inputs)?.into_iter().map(|route| route.to).collect());
    }
    let is_named = |name: &EnvironmentName| inputs.to.iter().any(|typed| typed == name.as_str());
    let targets = config.targets(&inputs.to)?.into_iter().map(|one| one.name.clone());
    Ok(targets.filter(is_named).collect())
}

/// An environment without a branch: its branch may begin with what its source holds.
fn beginning<'w>(
    config: &Config,
    name: &EnvironmentName,
    own: &Own<'w>,
    inputs: &Inputs,
    world: &'w World,
) -> Result<Home<'w>, Error> {
    let begins = inputs.create || inputs.saved.is_some();
    let routes = if inputs.action == Action::Promote && begins { config.routes(inputs)? } else { Vec::new() };
    let route = routes.iter().find(|route| route.to == *name);
    let source = route.and_then(|route| own.get(route.from.as_ref()?));
    let Some(environment) = config.environment(name) else { return Err(no_environment(world)) };
    match (config.branch_of(environment), source) {
        (Some(branch), Some(source)) => {
            let base = Base { branch, commit: source.base.commit.clone() };
            Ok(Home { base, tree: world.repo.no_files()?, begins: true })
        }
        (_, _) => Err(missing(config, environment, inputs.action == Action::Promote, world)),
    }
}

fn missing(config: &Config, environment: &Environment, can_begin: bool, world: &World) -> Error {
    let branch = config.branch_of(environment).unwrap_or_default();
    let names = names(world).unwrap_or_default();
    let near = nearest(&branch, names.iter().map(String::as_str)).map(str::to_owned);
    let environment = environment.name.to_string();
    Ask::NoBranch { environment, branch, remote: world.remote.is_some(), near, can_begin }.into()
}

fn leave_out(config: &mut Config, own: &Own<'_>) -> Vec<Environment> {
    let environments = std::mem::take(&mut config.environments);
    let (there, left_out): (Vec<_>, Vec<_>) =
        environments.into_iter().partition(|one| own.contains_key(&one.name));
    config.environments = there;
    for environment in &left_out {
        let branch = config.branch_of(environment).unwrap_or_default();
        let text = format!("{} is left out: there is no branch `{branch}` yet", environment.name);
        config.notes.push(Note { kind: NoteKind::Warning, text, at: None });
    }
    left_out
}

/// What a promotion comes from must be there: an environment that isn't would agree with anything.
pub(super) fn all_there(
    config: &Config,
    left_out: &[Environment],
    routes: &[Route],
    world: &World,
) -> Result<(), Error> {
    let is_needed = |one: &&Environment| {
        routes.iter().flat_map(|route| route.from.iter().chain(&route.before)).any(|name| *name == one.name)
    };
    left_out.iter().find(is_needed).map_or(Ok(()), |one| Err(missing(config, one, false, world)))
}

/// What is delivered locally stands on the local branches.
pub(super) fn locally<'w>(routes: &[Route], own: &mut Own<'w>, world: &'w World) -> Result<(), Error> {
    for route in routes {
        match (route.deliver, own.get_mut(&route.to)) {
            (Deliver::Worktree, _) => return Err(needs_directories()),
            (Deliver::Branch, Some(home)) if home.begins => return Err(no_request(&home.base.branch)),
            (Deliver::Commit, Some(home)) => {
                if !home.begins {
                    home.base = local_branch(world, &home.base)?;
                    home.tree = world.repo.tree(&home.base.commit)?;
                }
            }
            (Deliver::Push | Deliver::Branch | Deliver::Commit, _) => {}
        }
    }
    Ok(())
}

fn no_request(branch: &str) -> Error {
    let what = format!("`{branch}` isn't there yet, and a request needs a branch to go to");
    let hint = "begin it with --deliver push; requests follow".to_owned();
    Ask::Contradiction { what, hint }.into()
}

fn needs_directories() -> Error {
    let what = "`worktree` needs the directory strategy: here environments are branches".to_owned();
    let hint = "use --deliver commit for the local branch, or branch or push".to_owned();
    Ask::Contradiction { what, hint }.into()
}
