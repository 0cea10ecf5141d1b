//! A file of holds, read: every problem at once, each with its place.

use crate::config::problem::{Faults, Problems};
use crate::config::shape;
use crate::config::value::{Kind, Value};
use crate::model::format::Format;
use crate::model::glob::Glob;
use crate::model::hold::{Hold, Standing, is_glob, time};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::text::visible;
use crate::model::version::Version;
use crate::yaml::Places;
use jiff::Timestamp;

/// The holds of a file. Environments must be among the known ones, where those are given.
pub fn parse(file: &str, text: &str, known: &[EnvironmentName]) -> Result<Vec<Hold>, Problems> {
    let mut faults = Faults::default();
    let root = Value::read(text, &mut faults);
    if matches!(&root.kind, Kind::Map(pairs) if pairs.is_empty()) {
        // Nothing but comments, perhaps.
        return faults.settled(file, text, Vec::new());
    }
    shape::check_holds(&root, &mut faults);
    let shown = visible(file);
    let places = Places::new(&shown, text);
    let mut holds = Vec::new();
    for item in root.items() {
        check(item, known, &mut faults);
        holds.extend(hold(item, &places));
    }
    faults.settled(file, text, holds)
}

fn check(item: &Value, known: &[EnvironmentName], faults: &mut Faults) {
    let named = item.get("environments").map_or(&[][..], Value::one_or_more);
    if item.get("environments").is_some_and(Value::is_empty_list) {
        faults.add(item.at, "found no environment, expected at least one".to_owned());
    }
    let names: Vec<_> = known.iter().map(EnvironmentName::as_str).collect();
    for (at, name) in named.iter().filter_map(|value| Some((value.at, value.text()?))) {
        if EnvironmentName::new(name).is_ok() && !names.is_empty() && !names.contains(&name) {
            faults.unknown(at, &format!("no environment is named `{name}`"), &names);
        }
    }
    if let Some(reason) = item.get("reason").filter(|reason| reason.text().is_some_and(str::is_empty)) {
        faults.add(reason.at, "found an empty text, expected a reason".to_owned());
    }
    let when = |key| item.word(key).and_then(time);
    if let (Some(from), Some(until)) = (when("from"), when("until"))
        && until <= from
    {
        faults.add(item.at, format!("`until` ({until}) isn't after `from` ({from})"));
    }
}

fn hold(item: &Value, places: &Places<'_>) -> Option<Hold> {
    let environments = item.get("environments").map_or(&[][..], Value::one_or_more);
    Some(Hold {
        app: item.word("app")?.to_owned(),
        version: item.word("version").and_then(|text| Version::given(text).ok()),
        environments: environments
            .iter()
            .filter_map(|name| EnvironmentName::new(name.text()?).ok())
            .collect(),
        from: item.word("from").and_then(time),
        until: item.word("until").and_then(time),
        reason: item.word("reason")?.trim_end().to_owned(),
        at: places.of(item.at),
    })
}

/// Whether a hold is about an app in an environment, whatever its version and its time. A glob fits whole names,
/// slashes included: what shall stay out stays out.
pub fn speaks_of(hold: &Hold, app: &AppName, environment: &EnvironmentName) -> bool {
    hold.environments.contains(environment) && (hold.app == app.as_str() || apps_of(&hold.app)(app.as_str()))
}

/// Whether a hold is about a version, however the app's environments write it.
pub fn means<'a>(hold: &Hold, version: &Version, mut formats: impl Iterator<Item = &'a Format>) -> bool {
    let Some(held) = &hold.version else { return true };
    let is_it = |bare: Version| bare.is_like(version.as_str());
    held.is_like(version.as_str()) || formats.any(|format| format.read(held.as_str()).is_some_and(is_it))
}

/// The question whether a hold's name or glob means an app, for many apps.
pub fn apps_of(named: &str) -> impl Fn(&str) -> bool {
    let glob = is_glob(named).then(|| Glob::across(named).ok()).flatten();
    move |app| named == app || glob.as_ref().is_some_and(|glob| glob.is_match(app))
}

/// What an entry that doesn't count now is told as.
pub fn expired(hold: &Hold, now: Timestamp) -> Option<String> {
    let version = hold.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    let what = format!("the hold of {}{version}", hold.app);
    match hold.standing(now) {
        Standing::Holds => None,
        Standing::Expired => hold.until.map(|until| format!("{what} ended at {until}: {}", hold.reason)),
        Standing::NotYet => hold.from.map(|from| format!("{what} begins at {from}: {}", hold.reason)),
    }
}
