//! The environments, and the order in which versions travel.

use super::Usual;
use super::after::in_order;
use crate::config::Environment;
use crate::config::problem::Faults;
use crate::config::value::{Key, Value};
use crate::gate::Soak;
use crate::model::format::Format;
use crate::model::name::EnvironmentName;
use std::collections::BTreeMap;

/// An environment as it is declared, and where.
pub(super) struct Declared {
    pub(super) environment: Environment,
    pub(super) at: usize,
    /// What it comes after, each with its place; none where it says nothing.
    pub(super) after: Option<Vec<(usize, EnvironmentName)>>,
    pub(super) entry: Option<bool>,
}

pub(super) fn environments(root: &Value, usual: Usual, faults: &mut Faults) -> Vec<Environment> {
    let Some(list) = root.get("environments") else { return Vec::new() };
    if list.is_empty_list() {
        faults.add(list.at, "found no environment, expected at least one".to_owned());
    }
    let mut declared: Vec<Declared> = Vec::new();
    for item in list.items() {
        let Some(one) = environment(item, usual) else { continue };
        if let Some(take) = item.get("take").filter(|_| one.environment.takes_soaked_of_nothing()) {
            let what = "`take: soaked` needs `soak` in `gates`: how long is long enough".to_owned();
            faults.add(take.at, what);
        }
        if declared.iter().any(|other| other.environment.name == one.environment.name) {
            faults.add(one.at, format!("`{}` stands here a second time", one.environment.name));
        } else {
            declared.push(one);
        }
    }
    in_order(declared, faults)
}

fn environment(item: &Value, usual: Usual) -> Option<Declared> {
    let name = item.get("name").unwrap_or(item);
    let environment = Environment {
        format: item.word("format").and_then(|format| Format::new(format).ok()),
        vars: item.get("vars").map(vars).unwrap_or_default(),
        deliver: super::one_of(item, "deliver"),
        keep: item.get("keep").map(texts).unwrap_or_default(),
        take: super::one_of(item, "take").unwrap_or_default(),
        soak: item.get("gates").and_then(|gates| Soak::parse(gates.word("soak")?)),
        rollback: item.get("rollback").and_then(|rollback| super::one_of(rollback, "deliver")),
        requests: super::requests(item).unwrap_or(usual.requests),
        held_passes: super::held_passes(item).unwrap_or(usual.held_passes),
        ..Environment::named(EnvironmentName::new(name.text()?).ok()?)
    };
    let after = item.get("after").map(|after| after.one_or_more().iter().filter_map(place).collect());
    let entry = item.word("entry").map(|word| word == "true");
    Some(Declared { environment, at: name.at, after, entry })
}

fn place(value: &Value) -> Option<(usize, EnvironmentName)> {
    EnvironmentName::new(value.text()?).ok().map(|name| (value.at, name))
}

fn texts(list: &Value) -> Vec<String> {
    list.items().iter().filter_map(Value::text).map(str::to_owned).collect()
}

fn vars(map: &Value) -> BTreeMap<String, String> {
    let var = |(key, value): &(Key, Value)| Some((key.name.clone(), value.text()?.to_owned()));
    map.pairs().iter().filter_map(var).collect()
}
