//! Which apps there are, which of them were asked for, and where each stands in each environment.

use super::groups;
use super::home::Trees;
use super::name;
use super::place::{AppPlace, Placed, Places};
use crate::config::{AppRule, Config, Environment, matches};
use crate::error::{Ask, Error};
use crate::manifest::KUSTOMIZATIONS;
use crate::model::facts::AppFound;
use crate::model::inputs::{Asked, Inputs};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::path::RepoPath;
use crate::model::plan::{Move, Note, NoteKind, Promotion};
use crate::model::version::Version;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

type Apps = BTreeMap<AppName, (usize, Places)>;

pub(super) fn find(
    inputs: &Inputs,
    config: &Config,
    trees: Trees<'_, '_>,
    notes: &mut Vec<Note>,
) -> Result<Vec<Placed>, Error> {
    let asked = asked(inputs);
    let names: Vec<_> = asked.iter().map(|one| one.app.as_str()).collect();
    let exact = !asked.is_empty() && !asked.iter().any(Asked::is_glob);
    let scope =
        inputs.scope.as_deref().map(|scope| scope.trim_matches('/')).filter(|scope| !scope.is_empty());
    let look = |names: Option<&[&str]>, notes: &mut Vec<Note>| -> Result<Apps, Error> {
        let apps = Finder { config, trees, names, scope }.apps(notes)?;
        Ok(match scope {
            Some(scope) => within(apps, scope),
            None => apps,
        })
    };
    let mut apps = look(exact.then_some(names.as_slice()), notes)?;
    if exact && names.iter().any(|name| !apps.keys().any(|app| app.as_str() == *name)) {
        // One is unknown: the others are found too, so that the error can name what there is.
        apps = look(None, notes)?;
    }
    choose(inputs, config, &asked, apps)
}

fn asked(inputs: &Inputs) -> Vec<Asked> {
    let Some(plan) = &inputs.saved else { return inputs.apps.clone() };
    let moving = plan.promotions.iter().flat_map(Promotion::moving);
    let apps: BTreeSet<_> = moving.map(|one| one.app.to_string()).collect();
    apps.into_iter().map(|app| Asked { app, version: None, along: None }).collect()
}

/// What an approved plan says of an app: each environment's version is its own.
fn approved(inputs: &Inputs, app: &AppName) -> BTreeMap<EnvironmentName, Move> {
    let promotions = inputs.saved.iter().flat_map(|plan| &plan.promotions);
    let of_app = |promotion: &Promotion| {
        let own = promotion.moving().find(|one| one.app == *app).cloned();
        own.map(|own| (promotion.environment.clone(), own))
    };
    promotions.filter_map(of_app).collect()
}

/// The apps with a place in a folder. Of an environment's places, those in the folder count.
fn within(mut apps: Apps, scope: &str) -> Apps {
    let is_below = |place: &AppPlace| is_below(place, scope);
    apps.retain(|_, (_, places)| places.values().flatten().any(is_below));
    for places in apps.values_mut().flat_map(|(_, places)| places.values_mut()) {
        if places.iter().any(is_below) {
            places.retain(is_below);
        }
    }
    apps
}

fn is_below(place: &AppPlace, scope: &str) -> bool {
    let path = place.path.as_ref().map(RepoPath::as_str).unwrap_or_default();
    path.strip_prefix(scope).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The apps that were asked for; all where none was.
fn choose(inputs: &Inputs, config: &Config, asked: &[Asked], apps: Apps) -> Result<Vec<Placed>, Error> {
    let known: Vec<_> = apps.keys().map(ToString::to_string).collect();
    if apps.is_empty() {
        let patterns =
            config.apps.iter().filter_map(|rule| rule.path.as_ref()).map(ToString::to_string).collect();
        return Err(Ask::NoApps { patterns, scope: inputs.scope.clone() }.into());
    }
    let fits = |one: &&Asked| known.iter().any(|name| matches(&one.app, name));
    let unknown: Vec<_> = asked.iter().filter(|one| !fits(one)).map(|one| one.app.clone()).collect();
    groups::known(asked, &known)?;
    if !unknown.is_empty() {
        return Err(Ask::UnknownApps { typed: unknown, known }.into());
    }
    let placed = apps.into_iter().filter_map(|(app, (rule, places))| {
        let by = asked.iter().find(|one| one.app == app.as_str());
        let by = by.or_else(|| asked.iter().find(|one| matches(&one.app, app.as_str())));
        if by.is_none() && !asked.is_empty() {
            return None;
        }
        let along = by.and_then(|one| one.along.clone());
        let version = by.and_then(|one| one.version.clone());
        let version = version.or_else(|| the_version(inputs).filter(|_| along.is_none()).cloned());
        let environments = places.keys().cloned().collect();
        let by_glob =
            by.is_some_and(|one| one.is_glob() || one.along.as_ref().is_some_and(|one| one.by_glob));
        let approved = approved(inputs, &app);
        Some(Placed {
            found: AppFound { app, rule, by_glob, along, version, approved, environments },
            places,
        })
    });
    Ok(placed.collect())
}

/// The version that is given for all that were asked for by name or glob.
fn the_version(inputs: &Inputs) -> Option<&Version> {
    inputs.version.as_ref().or(inputs.to_version.as_ref())
}

struct Finder<'a, 'r> {
    config: &'a Config,
    trees: Trees<'a, 'r>,
    /// Only these, where only names were asked for: the rest of the repository isn't read.
    names: Option<&'a [&'a str]>,
    /// The folder in which apps count.
    scope: Option<&'a str>,
}

impl Finder<'_, '_> {
    /// All apps by name. A named entry replaces the one that a pattern finds.
    fn apps(&self, notes: &mut Vec<Note>) -> Result<Apps, Error> {
        let mut apps = Apps::new();
        for (at, rule) in self.config.apps.iter().enumerate() {
            match &rule.name {
                Some(name) => {
                    apps.insert(name.clone(), (at, self.named(rule, name)?));
                }
                None => {
                    let found = self.found(rule, notes)?.into_iter();
                    for (app, places) in found.filter(|(_, places)| self.counts(places)) {
                        self.add(&mut apps, app, at, places)?;
                    }
                }
            }
        }
        Ok(apps)
    }

    /// An app outside the scope isn't even a namesake.
    fn counts(&self, places: &Places) -> bool {
        self.scope.is_none_or(|scope| places.values().flatten().any(|place| is_below(place, scope)))
    }

    fn add(&self, apps: &mut Apps, app: AppName, rule: usize, places: Places) -> Result<(), Error> {
        match apps.get(&app) {
            Some((other, _)) if self.config.apps[*other].name.is_none() => {
                let what = format!("two apps are named `{app}`");
                let hint = "name one of them with `name:` in hoist.yaml".to_owned();
                Err(Ask::Contradiction { what, hint }.into())
            }
            Some(_) => Ok(()),
            None => {
                apps.insert(app, (rule, places));
                Ok(())
            }
        }
    }

    fn named(&self, rule: &AppRule, name: &AppName) -> Result<Places, Error> {
        let mut places = Places::new();
        for environment in &self.config.environments {
            let names = names(environment, Some(name.as_str()));
            let Some(pattern) = &rule.path else {
                places.insert(environment.name.clone(), vec![AppPlace { path: None, names: Rc::new(names) }]);
                continue;
            };
            let tree = self.trees.of(&environment.name);
            let there = pattern.walk(&names, &mut |folder| tree.list(folder))?;
            let there: Vec<_> = there
                .into_iter()
                .map(|(path, names)| AppPlace { path: Some(path), names: Rc::new(names) })
                .collect();
            if !there.is_empty() {
                places.insert(environment.name.clone(), there);
            }
        }
        Ok(places)
    }

    /// The apps that a pattern finds, folder by folder.
    fn found(&self, rule: &AppRule, notes: &mut Vec<Note>) -> Result<BTreeMap<AppName, Places>, Error> {
        let Some(pattern) = &rule.path else { return Ok(BTreeMap::new()) };
        let captures_app = pattern.names().any(|name| name == "app");
        let wanted: Vec<Option<&str>> = match self.names {
            Some(names) if captures_app => names.iter().copied().map(Some).collect(),
            Some(_) | None => vec![None],
        };
        let mut apps: BTreeMap<AppName, Places> = BTreeMap::new();
        for environment in &self.config.environments {
            let tree = self.trees.of(&environment.name);
            for app in &wanted {
                let bound = names(environment, *app);
                for (path, names) in pattern.walk(&bound, &mut |folder| tree.list(folder))? {
                    if !is_app(&path, &names) {
                        continue;
                    }
                    let place = AppPlace { path: Some(path), names: Rc::new(names) };
                    match self.name(rule, &environment.name, &place)? {
                        Ok(name) => {
                            let places = apps.entry(name).or_default();
                            places.entry(environment.name.clone()).or_default().push(place);
                        }
                        Err(bad) => notes.push(Note { kind: NoteKind::Warning, text: bad, at: None }),
                    }
                }
            }
        }
        Ok(one_name(apps, captures_app))
    }

    /// The name of the app at a place: captured, else that of its one image, else the folder's.
    fn name(
        &self,
        rule: &AppRule,
        environment: &EnvironmentName,
        place: &AppPlace,
    ) -> Result<Result<AppName, String>, Error> {
        let name = match place.names.get("app") {
            Some(app) => app.clone(),
            None => match name::only_one(rule, self.trees.of(environment), place)? {
                Some(name) => name,
                None => folder(rule).unwrap_or_else(|| "app".to_owned()),
            },
        };
        Ok(AppName::new(&name).map_err(|bad| bad.to_string()))
    }
}

/// What `{app}` stands for may be an app. A kustomization names the apps beside it, `web.yaml` is a file about
/// one, and the README is for people.
fn is_app(path: &RepoPath, names: &BTreeMap<String, String>) -> bool {
    const ENDINGS: [&str; 5] = [".yaml", ".yml", ".json", ".md", ".txt"];
    const FILES: [&str; 4] = ["README", "LICENSE", "OWNERS", "Makefile"];
    let is_other =
        |app: &String| ENDINGS.iter().any(|end| app.ends_with(end)) || FILES.contains(&app.as_str());
    !names.get("app").is_some_and(|app| is_other(app) || KUSTOMIZATIONS.contains(&path.file_name()))
}

/// A pattern without `{app}` speaks of one app: where its environments don't tell one name, the first that
/// names it counts.
fn one_name(apps: BTreeMap<AppName, Places>, captures_app: bool) -> BTreeMap<AppName, Places> {
    if captures_app || apps.len() < 2 {
        return apps;
    }
    let Some(name) = apps.iter().max_by_key(|(_, places)| places.len()).map(|(name, _)| name.clone()) else {
        return apps;
    };
    let mut all = Places::new();
    for (environment, places) in apps.into_values().flatten() {
        all.entry(environment).or_default().extend(places);
    }
    BTreeMap::from([(name, all)])
}

/// The last folder of a pattern that isn't there to hold environments.
fn folder(rule: &AppRule) -> Option<String> {
    const HOLDERS: [&str; 4] = ["overlays", "env", "envs", "environments"];
    let pattern = rule.path.as_ref()?.to_string();
    let fixed = |part: &&str| !part.contains(['{', '}']) && !HOLDERS.contains(part);
    pattern.split('/').rev().find(fixed).map(str::to_owned)
}

fn names(environment: &Environment, app: Option<&str>) -> BTreeMap<String, String> {
    let mut names = environment.vars.clone();
    names.insert("env".to_owned(), environment.name.to_string());
    names.extend(app.map(|app| ("app".to_owned(), app.to_owned())));
    names
}
