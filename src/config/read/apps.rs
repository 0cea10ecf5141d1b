//! The apps: patterns that find them, and those that are described one by one.

use super::names::{Holder, Known};
use super::pins::pins;
use crate::config::problem::Faults;
use crate::config::value::{Key, Value};
use crate::config::{AppRule, Pattern, PinRule, Word};
use crate::manifest::KeyPath;
use crate::model::name::AppName;
use crate::strategy::Strategy;

pub(super) fn apps(root: &Value, strategy: &Strategy, names: &Known, faults: &mut Faults) -> Vec<AppRule> {
    let Some(list) = root.get("apps") else { return Vec::new() };
    if list.is_empty_list() {
        faults.add(list.at, "found no app, expected at least one".to_owned());
    }
    let mut rules: Vec<AppRule> = Vec::new();
    for item in list.one_or_more() {
        let Some(rule) = rule(item, strategy, names, faults) else { continue };
        if let Some(what) = rules.iter().find_map(|other| double(other, &rule)) {
            faults.add(item.at, format!("{what} stands here a second time"));
        }
        rules.push(rule);
    }
    rules
}

/// What two entries both speak of.
fn double(one: &AppRule, other: &AppRule) -> Option<String> {
    match (&one.name, &other.name) {
        (Some(name), Some(same)) if name == same => Some(format!("`{name}`")),
        (None, None) if one.path == other.path => one.path.as_ref().map(|path| format!("`{path}`")),
        (Some(_) | None, Some(_) | None) => None,
    }
}

fn rule(item: &Value, strategy: &Strategy, names: &Known, faults: &mut Faults) -> Option<AppRule> {
    let path = if item.text().is_some() { Some(item) } else { item.get("path") };
    let pattern = path.and_then(|path| pattern(path, names, faults));
    let name = item.word("name").and_then(|name| AppName::new(name).ok());
    if path.is_none() && item.get("name").is_none() && item.is_map() {
        faults.add(item.at, "found an app without name and path, expected one of both at least".to_owned());
    }
    let holder = Holder { is_named: item.get("name").is_some(), path: pattern.as_ref() };
    let lead = item.get("lead").inspect(|lead| names.check_texts(lead, &holder, faults));
    let lead = lead.and_then(Value::text).map(str::to_owned);
    let pins = match item.get("pins") {
        Some(list) => pins(list, names, &holder, faults),
        // Files that all environments share say nothing of one of them.
        None if matches!(strategy, Strategy::Tag(_)) => Vec::new(),
        None => Word::ALL.map(PinRule::Word).to_vec(),
    };
    if path.is_none() && item.is_map() && pins.iter().any(|pin| matches!(pin, PinRule::Word(_))) {
        let at = item.get("pins").unwrap_or(item).at;
        faults.add(at, "an app without `path` has no folder to look in: name its files in `pins`".to_owned());
    }
    (pattern.is_some() || name.is_some()).then_some(AppRule {
        name,
        path: pattern,
        lead,
        held_by: held_by(item),
        pins,
    })
}

fn held_by(item: &Value) -> Vec<(KeyPath, String)> {
    let pairs = item.get("heldBy").map(Value::pairs).unwrap_or_default();
    let pair =
        |(key, value): &(Key, Value)| Some((KeyPath::parse(&key.name).ok()?, value.text()?.to_owned()));
    pairs.iter().filter_map(pair).collect()
}

fn pattern(value: &Value, names: &Known, faults: &mut Faults) -> Option<Pattern> {
    let pattern = Pattern::parse(value.text()?).ok()?;
    if pattern.is_own() {
        faults.add(
            value.at,
            "found `.`, expected a folder or file: leave `path` out and name the files in `pins`".to_owned(),
        );
        return None;
    }
    names.check_path(value.at, &pattern, faults);
    Some(pattern)
}
