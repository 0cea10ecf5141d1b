//! Which environments a run promotes to, and where their versions come from.

use super::{Config, Environment, Sought, names};
use crate::model::delivery::{Deliver, Delivery};
use crate::model::glob::Glob;
use crate::model::inputs::Inputs;
use crate::model::name::EnvironmentName;
use crate::model::plan::{Action, Promotion};
use crate::model::text::{meant, quoted};
use crate::model::version::Version;
use crate::strategy::Strategy;
use std::collections::BTreeSet;

/// One promotion's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub to: EnvironmentName,
    /// None where versions start and none is named: the version has to be given.
    pub from: Option<EnvironmentName>,
    /// All that `to` comes after.
    pub before: Vec<EnvironmentName>,
    /// `from` comes after `to`: a hotfix on its way back.
    pub brought_back: bool,
    pub deliver: Deliver,
    /// Lifted into it, or taken back in it.
    pub action: Action,
}

/// Environments that were asked for and can't be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    #[error("no environment is named {}", quoted(typed))]
    Unknown { typed: Vec<String>, known: Vec<String>, aside: Option<&'static str> },
    #[error("it isn't said which environment")]
    Needed { known: Vec<String>, flag: &'static str, named: Option<String> },
    #[error("`{environment}` can't be promoted to itself")]
    Same { environment: EnvironmentName },
    #[error("the way into `{environment}` is a guess: {why}")]
    Guess { environment: EnvironmentName, why: String },
}

impl Route {
    /// What is done within an environment comes from no other, and no other is asked.
    fn within(to: &Environment, usual: Deliver, inputs: &Inputs) -> Self {
        let action = inputs.action;
        let own = to.rollback.filter(|_| action == Action::Rollback).or(to.deliver);
        let deliver = inputs.deliver.or(own).unwrap_or(usual);
        let to = to.name.clone();
        Self { to, from: None, before: Vec::new(), brought_back: false, deliver, action }
    }

    /// Where a version must have stood: in all that `to` comes after. What is brought back comes from where it
    /// runs; another version that was given in its place must have run there.
    pub fn judged_by(&self, sought: &Sought<'_>) -> &[EnvironmentName] {
        match &self.from {
            Some(_) if self.is_hotfix(sought) => &[],
            Some(from) if self.brought_back => std::slice::from_ref(from),
            Some(_) | None => &self.before,
        }
    }

    /// What the source runs goes back to where it didn't come from.
    pub fn is_hotfix(&self, sought: &Sought<'_>) -> bool {
        self.brought_back && !sought.differs
    }
}

impl RouteError {
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Unknown { typed, known, aside } => {
                let are = if known.len() == 1 { "is" } else { "are" };
                let typed: Vec<_> = typed.iter().map(|typed| as_known(typed, known)).collect();
                let aside = aside.map(|aside| format!("; {aside}")).unwrap_or_default();
                Some(format!("{}there {are} {}{aside}", meant(&typed, known), known.join(", ")))
            }
            Self::Needed { known, flag, named } => {
                let named = named.as_ref().map(|named| format!("did you mean `{flag} {named}`? "));
                let (named, known) = (named.unwrap_or_default(), known.join(", "));
                Some(format!("{named}say it with {flag}, HOIST_TO or an action's `to`: {known}"))
            }
            Self::Same { .. } => Some("name another environment with --from".to_owned()),
            Self::Guess { .. } => {
                Some("say --from, or write the order down: `hoist init` makes a hoist.yaml".to_owned())
            }
        }
    }
}

impl RouteError {
    /// The same, as it has to be said of what is done: versions are lifted to, and things are done in.
    fn asked_by(self, inputs: &Inputs) -> Self {
        match (self, inputs.action) {
            (Self::Needed { known, .. }, action) => {
                let flag = if action == Action::Promote { "--to" } else { "--in" };
                let named = inputs.apps.iter().find(|one| known.contains(&one.app));
                Self::Needed { flag, named: named.map(|one| one.app.clone()), known }
            }
            (Self::Unknown { typed, known, .. }, Action::Rollback)
                if typed.iter().any(|one| is_version(one)) =>
            {
                let aside = Some("a version to go back to is said with --to-version");
                Self::Unknown { typed, known, aside }
            }
            (other, _) => other,
        }
    }
}

fn is_version(typed: &str) -> bool {
    Version::new(typed).is_ok_and(|version| version.semver().is_some())
}

/// The one environment that is called by another word for the same: `prd` for production. Else as it was typed.
fn as_known(typed: &str, known: &[String]) -> String {
    let class = names::class(typed).filter(|_| names::is_whole(typed));
    let mut same = known.iter().filter(|one| class.is_some() && names::class(one) == class);
    match (same.next(), same.next()) {
        (Some(one), None) => one.clone(),
        _ => typed.to_owned(),
    }
}

impl Config {
    /// The routes of a run, in the order in which versions travel.
    pub fn routes(&self, inputs: &Inputs) -> Result<Vec<Route>, RouteError> {
        if let Some(plan) = &inputs.saved {
            let approved = |one: &Promotion| {
                let route = self.route(self.known(one.environment.as_str())?, one.from.as_ref(), inputs)?;
                let approved = one.delivery.as_ref().map(Delivery::word);
                Ok(Route { deliver: inputs.deliver.or(approved).unwrap_or(route.deliver), ..route })
            };
            let mut routes: Vec<Route> = plan.promotions.iter().map(approved).collect::<Result<_, _>>()?;
            // Where each app has a request of its own, the plan names an environment once for each.
            let mut seen = BTreeSet::new();
            routes.retain(|route| seen.insert(route.to.clone()));
            return Ok(routes);
        }
        let from = inputs.from.as_ref().map(|from| self.known(from)).transpose()?;
        let targets = self.targets(&inputs.to).map_err(|error| error.asked_by(inputs))?;
        targets.into_iter().map(|to| self.route(to, from.map(|from| &from.name), inputs)).collect()
    }

    /// The environments that were asked for by name or glob.
    pub fn targets(&self, asked: &[String]) -> Result<Vec<&Environment>, RouteError> {
        if asked.is_empty() {
            return match self.environments.as_slice() {
                [only] => Ok(vec![only]),
                _ => Err(RouteError::Needed { known: self.names(), flag: "--in", named: None }),
            };
        }
        let fits = |one: &Environment, typed: &String| matches(typed, one.name.as_str());
        let is_unknown = |typed: &&String| !self.environments.iter().any(|one| fits(one, typed));
        let unknown: Vec<_> = asked.iter().filter(is_unknown).cloned().collect();
        if !unknown.is_empty() {
            return Err(RouteError::Unknown { typed: unknown, known: self.names(), aside: None });
        }
        Ok(self.environments.iter().filter(|one| asked.iter().any(|typed| fits(one, typed))).collect())
    }

    fn route(
        &self,
        to: &Environment,
        from: Option<&EnvironmentName>,
        inputs: &Inputs,
    ) -> Result<Route, RouteError> {
        match inputs.action {
            Action::Promote => {}
            // Nothing is lifted: where versions come from doesn't matter.
            Action::Rollback | Action::Hold | Action::Unhold => {
                return Ok(Route::within(to, self.usual(inputs.run.in_ci), inputs));
            }
        }
        if from == Some(&to.name) {
            return Err(RouteError::Same { environment: to.name.clone() });
        }
        if let (None, Some(why)) = (from, &to.guess) {
            return Err(RouteError::Guess { environment: to.name.clone(), why: why.clone() });
        }
        let brought_back = from.is_some_and(|from| self.comes_after(from, &to.name));
        let from = from.or(to.after.first()).cloned();
        let deliver = inputs.deliver.or(to.deliver).unwrap_or(self.usual(inputs.run.in_ci));
        let (to, before) = (to.name.clone(), to.after.clone());
        Ok(Route { to, from, before, brought_back, deliver, action: inputs.action })
    }

    /// How a promotion is delivered that nobody says it of. Files are at hand where environments are folders; a branch
    /// may be checked out nowhere; a tag alone is nothing that a request could hold.
    fn usual(&self, in_ci: bool) -> Deliver {
        let has_pins = self.apps.iter().any(|rule| !rule.pins.is_empty());
        match (&self.strategy, in_ci) {
            (Strategy::Tag(_), true) if !has_pins => Deliver::Push,
            (Strategy::Tag(_), false) => Deliver::Commit,
            (Strategy::Directory, false) => Deliver::Worktree,
            (Strategy::Directory | Strategy::Tag(_), true) | (Strategy::Branch(_), _) => Deliver::Branch,
        }
    }

    /// Whether one environment is on the way behind another.
    pub fn comes_after(&self, later: &EnvironmentName, earlier: &EnvironmentName) -> bool {
        let after = self.environment(later).map_or(&[][..], |one| &one.after);
        after.iter().any(|before| before == earlier || self.comes_after(before, earlier))
    }

    fn known(&self, typed: &str) -> Result<&Environment, RouteError> {
        let unknown =
            || RouteError::Unknown { typed: vec![typed.to_owned()], known: self.names(), aside: None };
        self.environments.iter().find(|one| one.name.as_str() == typed).ok_or_else(unknown)
    }

    fn names(&self) -> Vec<String> {
        self.environments.iter().map(|one| one.name.to_string()).collect()
    }
}

/// Whether a name is the one that was typed, or fits its glob.
pub fn matches(typed: &str, name: &str) -> bool {
    typed == name || Glob::new(typed).is_ok_and(|glob| glob.is_match(name))
}
