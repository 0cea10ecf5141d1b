//! From checked values to the configuration, and what no single key can tell: names that belong together.
//! What has the wrong shape was told already, and is passed over here.

mod after;
mod apps;
mod environments;
mod groups;
mod names;
mod pins;
mod strategy;
mod tags;
mod templates;
#[cfg(test)]
mod tests;

use super::problem::Faults;
use super::value::Value;
use super::{Config, Requests};
use crate::model::name;
use serde::de::DeserializeOwned;

pub(super) fn config(root: &Value, faults: &mut Faults) -> Config {
    let usual = Usual {
        requests: requests(root).unwrap_or_default(),
        held_passes: held_passes(root).unwrap_or_default(),
    };
    let environments = environments::environments(root, usual, faults);
    let names = names::Known::of(&environments);
    let strategy = strategy::strategy(root, faults);
    tags::check(root, &strategy, &environments, &names, faults);
    strategy::check(root, &strategy, &environments, faults);
    Config {
        environments_found: false,
        apps: apps::apps(root, &strategy, &names, faults),
        environments,
        strategy,
        groups: groups::groups(root, faults),
        base: root.word("base").filter(|base| name::branch(base).is_ok()).map(str::to_owned),
        templates: templates::templates(root),
        requests: usual.requests,
        held_passes: usual.held_passes,
        is_given: false,
        notes: Vec::new(),
    }
}

/// What the top says for environments that say nothing.
#[derive(Debug, Clone, Copy)]
struct Usual {
    requests: Requests,
    held_passes: bool,
}

fn requests(map: &Value) -> Option<Requests> {
    one_of(map, "requests")
}

/// A word of hoist.yaml as the value that it stands for. That it is one of them was checked by its shape.
fn one_of<T: DeserializeOwned>(map: &Value, key: &str) -> Option<T> {
    serde_yaml::from_str(map.word(key)?).ok()
}

fn held_passes(map: &Value) -> Option<bool> {
    map.word("onHeld").map(|word| word == "pass")
}
