//! Apps that are promoted together or not at all.

use crate::config::problem::Faults;
use crate::config::value::Value;
use crate::model::name::AppName;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn groups(root: &Value, faults: &mut Faults) -> BTreeMap<String, Vec<AppName>> {
    let mut groups = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (key, list) in root.get("groups").map(Value::pairs).unwrap_or_default() {
        let mut apps = Vec::new();
        for item in list.items() {
            let Some(app) = item.text().and_then(|name| AppName::new(name).ok()) else { continue };
            if seen.insert(app.clone()) {
                apps.push(app);
            } else {
                faults.add(item.at, format!("`{app}` is in a group already"));
            }
        }
        groups.insert(key.name.clone(), apps);
    }
    groups
}
