//! The environments that the patterns of declared apps find.

use super::search::by_name;
use crate::config::names::is_no_environment;
use crate::config::pattern::{List, Pattern};
use crate::config::{AppRule, PinRule};
use std::collections::{BTreeMap, BTreeSet};

/// What `{env}` stands for, wherever an app or a file of its pins stands.
pub(super) fn environments<E>(
    rules: &[AppRule],
    list: List<'_, E>,
    asked: &[&str],
) -> Result<BTreeSet<String>, E> {
    let mut found = BTreeSet::new();
    for rule in rules {
        let own = rule.name.as_ref().map(|name| name.as_str());
        let apps: Vec<_> = match own {
            Some(name) => vec![Some(name)],
            None if by_name(asked).is_empty() => vec![None],
            None => by_name(asked).iter().copied().map(Some).collect(),
        };
        for pattern in patterns(rule).filter(|pattern| pattern.names().any(|name| name == "env")) {
            for app in &apps {
                let known: BTreeMap<_, _> =
                    app.iter().map(|app| ("app".to_owned(), (*app).to_owned())).collect();
                let places = pattern.walk(&known, list)?;
                found.extend(places.into_iter().filter_map(|(_, mut names)| names.remove("env")));
            }
        }
    }
    found.retain(|name| !is_no_environment(name));
    Ok(found)
}

/// The app's own path; without one, those of its pins.
fn patterns(rule: &AppRule) -> impl Iterator<Item = &Pattern> {
    let pins = rule.pins.iter().flat_map(|pin| match pin {
        PinRule::Selector { path, .. } => std::slice::from_ref(path),
        PinRule::Word(_) => &[],
    });
    let pins = pins.filter(|_| rule.path.is_none());
    rule.path.iter().chain(pins)
}
