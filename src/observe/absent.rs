//! Environments where an app isn't found: where it would stand there, or what hides it.

use super::home::Trees;
use super::place::{AppPlace, Placed};
use super::targets::no_file;
use crate::config::{AppRule, Config, Environment};
use crate::error::Error;
use crate::git::Tree;
use crate::model::facts::{Absent, Facts, Trouble};
use crate::model::path::RepoPath;
use std::collections::BTreeMap;

pub(super) fn note(
    config: &Config,
    trees: Trees<'_, '_>,
    placed: &Placed,
    facts: &mut Facts,
) -> Result<(), Error> {
    let rule = &config.apps[placed.found.rule];
    for environment in config.environments.iter().filter(|other| !placed.places.contains_key(&other.name)) {
        let Some(absent) = absent(trees, rule, placed, environment)? else { continue };
        if let Some(trouble) = hidden(trees.of(&environment.name), &absent.path)? {
            facts.troubles.add(&placed.found.app, &environment.name, trouble);
        }
        facts.absent.add(&placed.found.app, &environment.name, absent);
    }
    Ok(())
}

/// Where the app would stand, if its other places leave no doubt.
fn absent(
    trees: Trees<'_, '_>,
    rule: &AppRule,
    placed: &Placed,
    environment: &Environment,
) -> Result<Option<Absent>, Error> {
    let Some(pattern) = &rule.path else { return Ok(None) };
    let mut expected = BTreeMap::new();
    for place in placed.places.values().flatten() {
        let names = names(place, environment);
        if let Ok(path) = pattern.fill(&names) {
            expected.insert(path, names);
        }
    }
    let (Some((path, names)), true) = (expected.pop_first(), expected.is_empty()) else { return Ok(None) };
    let mut like = BTreeMap::new();
    for (other, places) in &placed.places {
        let [AppPlace { path: Some(path), .. }] = places.as_slice() else { continue };
        if let Some(kind) = trees.of(other).kind(path)? {
            like.insert(other.clone(), (path.clone(), kind));
        }
    }
    Ok(Some(Absent { path, names, like }))
}

/// What patterns may name there: as in the other place, but for what is the environment's own.
fn names(place: &AppPlace, environment: &Environment) -> BTreeMap<String, String> {
    let mut names = BTreeMap::clone(&place.names);
    names.extend(environment.vars.clone());
    names.insert("env".to_owned(), environment.name.to_string());
    names
}

/// Why an environment may have the app all the same: a link or a submodule is on the way.
fn hidden(tree: &Tree<'_>, path: &RepoPath) -> Result<Option<Trouble>, Error> {
    let mut ways: Vec<_> = std::iter::successors(Some(path.clone()), RepoPath::parent).collect();
    ways.reverse();
    for way in ways {
        match tree.kind(&way)?.map(|kind| no_file(&way, kind)) {
            None => return Ok(None),
            Some(Some(trouble)) => return Ok(Some(trouble)),
            Some(None) => {}
        }
    }
    Ok(None)
}
