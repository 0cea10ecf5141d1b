//! What comes after what: every name is known, nothing comes after itself, and so there is an order.

use super::environments::Declared;
use crate::config::Environment;
use crate::config::problem::Faults;
use crate::model::name::EnvironmentName;

/// The environments in the order in which versions travel: as declared, but none before what it comes after.
pub(super) fn in_order(declared: Vec<Declared>, faults: &mut Faults) -> Vec<Environment> {
    let names: Vec<_> = declared.iter().map(|one| one.environment.name.clone()).collect();
    let mut places = Vec::new();
    let mut waiting = Vec::new();
    for (at, one) in declared.into_iter().enumerate() {
        let above = at.checked_sub(1).and_then(|above| names.get(above)).cloned();
        let after = match &one.after {
            Some(after) => known(after, &one, &names, faults),
            None => above.into_iter().collect(),
        };
        places.push((one.environment.name.clone(), one.at));
        let entry = one.entry.unwrap_or(after.is_empty());
        waiting.push(Environment { entry, after, ..one.environment });
    }
    let (mut ordered, rest) = sorted(waiting);
    if let Some(cycle) = cycle(&rest) {
        let at =
            places.iter().find(|(name, _)| Some(name) == cycle.first().copied()).map_or(0, |(_, at)| *at);
        let shown: Vec<_> = cycle.iter().map(|name| format!("`{name}`")).collect();
        faults.add(at, format!("these come after each other: {}", shown.join(" after ")));
    }
    ordered.extend(rest);
    ordered
}

fn known(
    after: &[(usize, EnvironmentName)],
    one: &Declared,
    names: &[EnvironmentName],
    faults: &mut Faults,
) -> Vec<EnvironmentName> {
    let mut found = Vec::new();
    for (at, name) in after {
        let known: Vec<_> = names.iter().filter(|other| **other != one.environment.name).collect();
        if *name == one.environment.name {
            faults.add(*at, format!("`{name}` can't come after itself"));
        } else if found.contains(name) {
            faults.add(*at, format!("`{name}` stands here a second time"));
        } else if known.contains(&name) {
            found.push(name.clone());
        } else {
            let known: Vec<_> = known.into_iter().map(EnvironmentName::as_str).collect();
            faults.unknown(*at, &format!("no environment is named `{name}`"), &known);
        }
    }
    found
}

/// Those that have an order, and those that wait for each other.
fn sorted(mut waiting: Vec<Environment>) -> (Vec<Environment>, Vec<Environment>) {
    let mut ordered: Vec<Environment> = Vec::new();
    let is_ready = |one: &Environment, ordered: &[Environment]| {
        one.after.iter().all(|before| ordered.iter().any(|there| there.name == *before))
    };
    while let Some(next) = waiting.iter().position(|one| is_ready(one, &ordered)) {
        ordered.push(waiting.remove(next));
    }
    (ordered, waiting)
}

/// One way round: each comes after the next, the last is the first.
fn cycle(waiting: &[Environment]) -> Option<Vec<&EnvironmentName>> {
    let mut way = vec![&waiting.first()?.name];
    loop {
        let last = way.last()?;
        let one = waiting.iter().find(|one| one.name == **last)?;
        let next = one.after.iter().find(|before| waiting.iter().any(|other| other.name == **before))?;
        if let Some(start) = way.iter().position(|name| *name == next) {
            way.push(next);
            return Some(way.split_off(start));
        }
        way.push(next);
    }
}
