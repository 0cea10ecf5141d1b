//! The pins of the apps, read from their files at one commit.

use super::place::Placed;
use super::targets::{Target, targets};
use crate::config::Config;
use crate::error::Error;
use crate::git::Tree;
use crate::manifest;
use crate::model::facts::{AppFound, Facts, Place, Trouble};
use crate::model::format::Format;
use crate::model::name::EnvironmentName;
use crate::model::pin::Reading;

pub(super) fn read(
    config: &Config,
    tree: &Tree<'_>,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    for one in placed {
        let rule = &config.apps[one.found.rule];
        for (environment, place) in &one.places {
            match targets(rule, tree, place)? {
                Ok(targets) => {
                    for target in targets {
                        read_one(tree, &one.found, environment, &target, facts)?;
                    }
                }
                Err(trouble) => facts.troubles.add(&one.found.app, environment, trouble),
            }
        }
    }
    Ok(())
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
