//! The pins of the apps, read from their files at one commit.

use super::place::Placed;
use super::targets::{Target, no_file, targets};
use crate::config::{AppRule, Config, Environment};
use crate::error::Error;
use crate::git::Tree;
use crate::manifest;
use crate::model::facts::{AppFound, Facts, Place, Trouble};
use crate::model::format::Format;
use crate::model::name::EnvironmentName;
use crate::model::path::RepoPath;
use crate::model::pin::Reading;

pub(super) fn read(
    config: &Config,
    tree: &Tree<'_>,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    for one in placed {
        let rule = &config.apps[one.found.rule];
        let places =
            one.places.iter().flat_map(|(environment, all)| all.iter().map(move |one| (environment, one)));
        for (environment, place) in places {
            match targets(rule, tree, place)? {
                Ok(targets) => {
                    for target in targets {
                        read_one(tree, &one.found, environment, &target, facts)?;
                    }
                }
                Err(trouble) => facts.troubles.add(&one.found.app, environment, trouble),
            }
        }
        for environment in config.environments.iter().filter(|other| !one.places.contains_key(&other.name)) {
            if let Some(trouble) = hidden(tree, rule, one, environment)? {
                facts.troubles.add(&one.found.app, &environment.name, trouble);
            }
        }
    }
    Ok(())
}

/// Why an environment where the app isn't found may have it all the same: a link or a submodule is on the way.
fn hidden(
    tree: &Tree<'_>,
    rule: &AppRule,
    placed: &Placed,
    environment: &Environment,
) -> Result<Option<Trouble>, Error> {
    let elsewhere = placed.places.values().flatten().next();
    let (Some(pattern), Some(elsewhere)) = (&rule.path, elsewhere) else { return Ok(None) };
    let mut names = elsewhere.names.clone();
    names.extend(environment.vars.clone());
    names.insert("env".to_owned(), environment.name.to_string());
    let Ok(path) = pattern.fill(&names) else { return Ok(None) };
    let mut ways: Vec<_> = std::iter::successors(Some(path), RepoPath::parent).collect();
    ways.reverse();
    for way in ways {
        match tree.kind(&way)?.map(|kind| no_file(&way, kind)) {
            None => return Ok(None),
            Some(Some(trouble)) => return Ok(Some(trouble)),
            Some(None) => {}
        }
    }
    Ok(None)
}

fn read_one(
    tree: &Tree<'_>,
    found: &AppFound,
    environment: &EnvironmentName,
    target: &Target,
    facts: &mut Facts,
) -> Result<(), Error> {
    let Target { entry, manifest, file } = target;
    let Some(bytes) = tree.read(file)? else { return Ok(()) };
    let again = |place: &Place| place.entry == *entry && place.file == *file;
    if facts.places.of(&found.app, environment).iter().any(again) {
        return Ok(());
    }
    let place = Place { entry: *entry, selector: manifest.selector(), file: file.clone() };
    facts.places.add(&found.app, environment, place);
    let read = manifest::text(file, &bytes)
        .and_then(|text| manifest.pins(file, *entry, text).map(|pins| (text.to_owned(), pins)));
    match read {
        Ok((text, pins)) => {
            facts.texts.insert(file.clone(), text);
            for pin in pins {
                let reading = Reading {
                    app: found.app.clone(),
                    environment: environment.clone(),
                    pin,
                    format: Format::plain(),
                    version: None,
                    shared_with: None,
                };
                facts.readings.add(&found.app, environment, reading);
            }
        }
        Err(error) => {
            let trouble = Trouble { what: error.to_string(), hint: error.hint() };
            facts.troubles.add(&found.app, environment, trouble);
        }
    }
    Ok(())
}
