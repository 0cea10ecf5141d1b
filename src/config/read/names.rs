//! Which names a pattern may hold.

use crate::config::pattern::names_in;
use crate::config::problem::Faults;
use crate::config::value::Value;
use crate::config::{Environment, Pattern};
use std::collections::{BTreeMap, BTreeSet};

/// The vars of the environments: each with those that lack it.
pub(super) struct Known {
    vars: BTreeMap<String, Vec<String>>,
}

impl Known {
    pub(super) fn of(environments: &[Environment]) -> Self {
        let all: BTreeSet<_> = environments.iter().flat_map(|one| one.vars.keys()).collect();
        let lacking = |var| {
            let without = environments.iter().filter(|one| !one.vars.contains_key(var));
            without.map(|one| one.name.to_string()).collect()
        };
        Self { vars: all.into_iter().map(|var| (var.clone(), lacking(var))).collect() }
    }

    /// A var must be one of every environment: else a name would be a var here and a capture there.
    pub(super) fn check_path(&self, at: usize, path: &Pattern, faults: &mut Faults) {
        for name in path.names().collect::<BTreeSet<_>>() {
            if let Some(lacking) = self.vars.get(name).filter(|lacking| !lacking.is_empty()) {
                let lacking = lacking.join(", ");
                faults.add(
                    at,
                    format!("`{{{name}}}` is a var, and not one of {lacking}: give it to every environment"),
                );
            }
        }
    }

    /// Beside the app, the environment and vars, a pin's path may only name what the app's own captures.
    pub(super) fn check_pin(&self, at: usize, path: &Pattern, app: &Holder<'_>, faults: &mut Faults) {
        self.check_path(at, path, faults);
        self.check_names(at, path.names().collect(), app, faults);
    }

    /// Whether the names in a pattern of tags stand for something in every environment.
    pub(super) fn check_tags(&self, at: usize, tags: &str, faults: &mut Faults) -> bool {
        let mut known: Vec<&str> = self.vars.keys().map(String::as_str).collect();
        known.extend(["app", "env", "version"]);
        let names: BTreeSet<_> = names_in(tags).collect();
        for name in &names {
            if !known.contains(name) {
                faults.unknown(at, &format!("nothing says what `{name}` stands for"), &known);
            }
        }
        let lacking = names.iter().filter_map(|name| Some((name, self.vars.get(*name)?)));
        let lacking: Vec<_> = lacking.filter(|(_, lacking)| !lacking.is_empty()).collect();
        for (name, lacking) in &lacking {
            let lacking = lacking.join(", ");
            let what =
                format!("`{{{name}}}` is a var, and not one of {lacking}: give it to every environment");
            faults.add(at, what);
        }
        lacking.is_empty() && names.iter().all(|name| known.contains(name))
    }

    /// The names in a text that is no path: an image, a key, a value that is matched.
    pub(super) fn check_texts(&self, value: &Value, app: &Holder<'_>, faults: &mut Faults) {
        if let Some(text) = value.text() {
            let names = names_in(text).filter(|name| *name != "version").collect();
            self.check_names(value.at, names, app, faults);
        }
        let below = value.items().iter().chain(value.pairs().iter().map(|(_, value)| value));
        below.for_each(|value| self.check_texts(value, app, faults));
    }

    fn check_names(&self, at: usize, names: BTreeSet<&str>, app: &Holder<'_>, faults: &mut Faults) {
        let captured: BTreeSet<_> = app.path.iter().flat_map(|path| path.names()).collect();
        let mut known: BTreeSet<&str> = self.vars.keys().map(String::as_str).collect();
        known.insert("env");
        known.extend(&captured);
        known.extend(app.is_named.then_some("app"));
        for name in names {
            if name == "app" && !known.contains("app") {
                faults.add(at, "`{app}` needs the `name` of the app, or `{app}` in its `path`".to_owned());
            } else if !known.contains(name) {
                let known: Vec<_> = known.iter().copied().collect();
                faults.unknown(at, &format!("nothing says what `{name}` stands for"), &known);
            }
        }
    }
}

/// The app that a pin is of.
pub(super) struct Holder<'a> {
    pub(super) is_named: bool,
    pub(super) path: Option<&'a Pattern>,
}
