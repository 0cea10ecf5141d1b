//! The holds as a status shows them.

use crate::config::Environment;
use crate::config::holds::{apps_of, means};
use crate::model::facts::{AppFound, Facts};
use crate::model::hold::{Hold, Standing};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::status::HoldShown;
use crate::model::version::Version;
use std::collections::BTreeSet;

/// The question whether a hold speaks of an app.
type Fits<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// All holds, each with its apps, at one time.
pub(super) struct Holds<'a> {
    facts: &'a Facts,
    all: Vec<(&'a Hold, Standing, Fits<'a>)>,
    /// What is held there isn't known.
    unread: BTreeSet<&'a EnvironmentName>,
}

impl<'a> Holds<'a> {
    pub(super) fn new(facts: &'a Facts) -> Self {
        let one = |hold: &'a Hold| {
            let fits: Fits<'a> = Box::new(apps_of(&hold.app));
            (hold, hold.standing(facts.now), fits)
        };
        let unread = facts.unread_holds.iter().flat_map(|unread| &unread.environments).collect();
        Self { facts, all: facts.holds.iter().map(one).collect(), unread }
    }

    /// Whether any that counts now speaks of the app there.
    pub(super) fn any(&self, app: &AppName, environment: &EnvironmentName) -> bool {
        self.unread.contains(environment) || self.counting(app, environment).next().is_some()
    }

    /// The one that keeps a version out, as words.
    pub(super) fn against(
        &self,
        app: &AppName,
        environment: &EnvironmentName,
        version: &Version,
    ) -> Option<String> {
        if self.unread.contains(environment) {
            return Some("the holds can't be read".to_owned());
        }
        let mut all = self.counting(app, environment);
        let formats = || self.facts.readings.of(app, environment).iter().map(|one| &one.format);
        let hold = all.find(|hold| means(hold, version, formats()))?;
        Some(match hold.until {
            Some(until) => format!("{}, until {until}", hold.reason),
            None => hold.reason.clone(),
        })
    }

    fn counting(&self, app: &AppName, environment: &EnvironmentName) -> impl Iterator<Item = &'a Hold> {
        let counts = move |(hold, standing, fits): &&(&'a Hold, Standing, Fits<'a>)| {
            *standing == Standing::Holds && hold.environments.contains(environment) && fits(app.as_str())
        };
        self.all.iter().filter(counts).map(|(hold, _, _)| *hold)
    }

    /// Those that speak of one of the apps in one of the environments, whatever their time.
    pub(super) fn shown(&self, apps: &[AppFound], environments: &[&Environment]) -> Vec<HoldShown> {
        let here = |hold: &Hold| environments.iter().any(|one| hold.environments.contains(&one.name));
        let speaks = |(hold, _, fits): &&(&Hold, Standing, Fits<'_>)| {
            here(hold) && apps.iter().any(|one| fits(one.app.as_str()))
        };
        let shown = |(hold, standing, _): &(&Hold, Standing, Fits<'_>)| HoldShown {
            app: hold.app.clone(),
            version: hold.version.as_ref().map(ToString::to_string),
            environments: hold.environments.clone(),
            from: hold.from,
            until: hold.until,
            reason: hold.reason.clone(),
            at: hold.at.clone(),
            standing: *standing,
        };
        self.all.iter().filter(speaks).map(shown).collect()
    }
}
