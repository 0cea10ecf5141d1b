//! What the pattern `tags` may be: names that are known, and a name of its own for each environment.

use super::names::Known;
use crate::config::Environment;
use crate::config::problem::Faults;
use crate::config::value::Value;
use crate::model::format::Format;
use crate::model::name;
use crate::model::version::Version;
use crate::strategy::{Strategy, Tags};

pub(super) fn check(
    root: &Value,
    strategy: &Strategy,
    environments: &[Environment],
    names: &Known,
    faults: &mut Faults,
) {
    let Strategy::Tag(tags) = strategy else { return };
    let at = root.get("tags").or(root.get("strategy")).map_or(root.at, |value| value.at);
    if root.get("environments").is_none() {
        faults.add(at, "tags don't tell the order of environments: name them in `environments:`".to_owned());
    }
    if !tags.is_shared() && root.get("apps").is_none() {
        faults.add(at, "`tags` has `{app}`: name the apps in `apps:`".to_owned());
    }
    if !names.check_tags(at, &tags.0, faults) {
        return;
    }
    let formats: Vec<_> = environments.iter().map(|one| (one, sample(tags, one))).collect();
    for (place, (one, format)) in formats.iter().enumerate() {
        let Some(format) = format else {
            faults.add(at, format!("`{}` gives {} no tag that git takes", tags.0, one.name));
            continue;
        };
        let double = formats.iter().take(place).find(|(_, other)| other.as_ref() == Some(format));
        if let Some((other, _)) = double {
            let what = format!("`{}` gives {} and {} the same tags", tags.0, other.name, one.name);
            faults.add(at, format!("{what}: it needs `{{env}}`, or a var that tells them apart"));
        }
    }
}

/// The format of an environment's tags, if git takes what it writes.
fn sample(tags: &Tags, environment: &Environment) -> Option<Format> {
    let mut names = environment.vars.clone();
    names.insert("env".to_owned(), environment.name.to_string());
    names.insert("app".to_owned(), "app".to_owned());
    let format = tags.format(&names)?;
    name::tag(&format.write(&Version::new("v1").ok()?)).ok()?;
    Some(format)
}
