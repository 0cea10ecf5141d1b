//! The order in which versions travel, as far as the names of environments tell it.

use super::moving::Moving;
use super::note;
use crate::config::Environment;
use crate::config::names::{Class, class};
use crate::model::name::EnvironmentName;
use crate::model::plan::Note;
use std::collections::{BTreeMap, BTreeSet};

/// Environments by their names, and why they are in this order. Those in which everything moves stand aside.
pub(super) fn environments(
    names: &BTreeSet<&str>,
    aside: &BTreeMap<String, Moving>,
) -> (Vec<Environment>, Vec<Note>) {
    let names = names.iter().filter(|name| !aside.contains_key(**name));
    let (chained, mut notes) = chained(names.filter_map(|name| EnvironmentName::new(name).ok()));
    let mut environments = Vec::new();
    for (name, moving) in aside {
        environments.extend(EnvironmentName::new(name).ok().map(first));
        notes.push(note(stands_outside(name, *moving)));
    }
    environments.extend(chained);
    (environments, notes)
}

fn chained(names: impl Iterator<Item = EnvironmentName>) -> (Vec<Environment>, Vec<Note>) {
    let mut known: BTreeMap<Class, Vec<EnvironmentName>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for name in names {
        match class(name.as_str()) {
            Some(class) => known.entry(class).or_default().push(name),
            None => unknown.push(name),
        }
    }
    let (rings, stages): (Vec<_>, Vec<_>) =
        known.into_iter().partition(|(class, _)| matches!(class, Class::Ring(_)));
    let is_mixed = !rings.is_empty() && !stages.is_empty();
    let mut environments = Vec::new();
    let mut notes = Vec::new();
    for groups in [stages, rings] {
        let groups: Vec<_> = groups.into_iter().map(|(_, names)| names).collect();
        let mut chain = chain(&groups, &unknown);
        if let Some(last) = chain.last_mut().filter(|_| is_mixed) {
            let guess = || "rings are here, and environments that are none".to_owned();
            last.guess.get_or_insert_with(guess);
        }
        environments.extend(chain);
        notes.extend(told(&groups).map(note));
    }
    // What is unknown comes after what is known, never after each other.
    let last: Vec<_> = environments.last().map(|one| one.name.clone()).into_iter().collect();
    for name in unknown {
        let one = lost(name, last.clone());
        notes.extend(one.guess.iter().map(|guess| note(format!("environments: {guess}"))));
        environments.push(one);
    }
    (environments, notes)
}

/// Where versions may start, and nothing comes after it.
fn first(name: EnvironmentName) -> Environment {
    Environment { entry: true, ..Environment::named(name) }
}

fn stands_outside(name: &str, Moving { moving, all }: Moving) -> String {
    format!(
        "environments: {name} stands outside the chain: {moving} of {all} versions there move by themselves; \
         --from {name} still names it"
    )
}

/// An environment whose name tells nothing.
fn lost(name: EnvironmentName, after: Vec<EnvironmentName>) -> Environment {
    let guess = Some(format!("`{name}` isn't a name whose place is known"));
    Environment { after, guess, ..Environment::named(name) }
}

/// Each group comes after all of the group before; those of one group are side by side.
fn chain(groups: &[Vec<EnvironmentName>], unknown: &[EnvironmentName]) -> Vec<Environment> {
    let mut environments = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| groups[before].clone()).unwrap_or_default();
        let is_last = at + 1 == groups.len();
        // Nothing comes before where versions are made.
        let is_made = at == 0 && group.iter().all(|name| class(name.as_str()) == Some(Class::Dev));
        let guess = if is_last && !is_made { guess(group, &before, unknown) } else { None };
        environments.extend(group.iter().map(|name| Environment {
            after: before.clone(),
            entry: before.is_empty(),
            guess: guess.clone(),
            ..Environment::named(name.clone())
        }));
    }
    environments
}

/// Why the way into the last environment isn't sure.
fn guess(
    group: &[EnvironmentName],
    before: &[EnvironmentName],
    unknown: &[EnvironmentName],
) -> Option<String> {
    if let Some(odd) = unknown.first() {
        return Some(format!("`{odd}` isn't a name whose place is known: it may come before"));
    }
    let several = [group, before].into_iter().find(|names| names.len() > 1)?;
    Some(format!("{} may be side by side, or one after the other", and(several)))
}

fn told(groups: &[Vec<EnvironmentName>]) -> Option<String> {
    let shown = |names: &Vec<EnvironmentName>| match names.as_slice() {
        [one] => one.to_string(),
        several => format!("{} side by side", and(several)),
    };
    let shown: Vec<_> = groups.iter().map(shown).collect();
    (!shown.is_empty())
        .then(|| format!("environments: {}: their names tell the order", shown.join(", then ")))
}

fn and(names: &[EnvironmentName]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
}
