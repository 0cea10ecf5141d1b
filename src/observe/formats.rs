//! How each environment writes its versions, and with that the bare version of each pin.

use super::place::Placed;
use crate::config::{Config, PinRule, infer_format};
use crate::model::facts::{AppFound, Facts};
use crate::model::format::Format;
use crate::model::name::{AppName, EnvironmentName};
use crate::model::pin::{Pin, PinKind, PinName, Reading, SelectorName};
use crate::model::plan::{Base, Note, NoteKind};
use crate::model::strategy::StrategyName;
use crate::model::version::Version;
use crate::strategy::version_in;
use std::collections::BTreeMap;

/// Gives every reading its format and its bare version: the declared format, else the one that stands there.
pub(super) fn settle(config: &Config, placed: &[Placed], facts: &mut Facts) {
    let mut inferred = BTreeMap::new();
    for one in placed {
        let written = written(facts, &one.found.app);
        let homes = homes(facts, &one.found.app);
        let leads = leads(config, one, facts);
        for (environment, readings) in facts.readings.across_mut(&one.found.app) {
            for reading in readings {
                let pin = &reading.pin;
                if pin.name.kind == PinKind::File {
                    reading.version = bare(pin, &Format::plain());
                    reading.shared_with = shared(&homes, &facts.bases, reading);
                    continue;
                }
                let tag = || {
                    let format = config.tag_format(&one.found.app, environment)?;
                    names_tag(config, &one.found.app, pin, &written, leads.get(environment)).then_some(format)
                };
                let declared = own(config, one.found.rule, pin).or_else(tag).or_else(|| {
                    let format = config.environment(environment)?.format.clone()?;
                    let lead = leads.get(environment).map(String::as_str);
                    let is_meant = |text: &str| format.read(text).is_some() || lead == Some(text);
                    pin.version.as_ref().is_none_or(|there| is_meant(&there.text)).then_some(format)
                });
                let format = declared.unwrap_or_else(|| {
                    let format = guessed(config, environment, &reading.pin, &written);
                    if !format.is_plain() {
                        inferred.insert((environment.clone(), format.to_string()), ());
                    }
                    format
                });
                reading.version = bare(&reading.pin, &format);
                reading.format = format;
                reading.shared_with = shared(&homes, &facts.bases, reading);
            }
        }
    }
    facts.notes.extend(inferred.into_keys().map(|(environment, format)| {
        let text = format!("format: {environment} writes {format}, as its files show");
        Note { kind: NoteKind::Inferred, text, at: None }
    }));
}

type Written = BTreeMap<PinName, BTreeMap<EnvironmentName, String>>;

/// What stands in each pin, by environment.
fn written(facts: &Facts, app: &AppName) -> Written {
    let mut written = Written::new();
    for (environment, readings) in facts.readings.across(app) {
        for reading in readings {
            if let Some(version) = &reading.pin.version {
                let there = written.entry(reading.pin.name.clone()).or_default();
                there.insert(environment.clone(), version.text.clone());
            }
        }
    }
    written
}

/// Whether a pin names the environment's tag: here or in another environment it does, or it is the revision that
/// leads.
fn names_tag(config: &Config, app: &AppName, pin: &Pin, written: &Written, lead: Option<&String>) -> bool {
    let is_tag = |(environment, text): (&EnvironmentName, &String)| {
        config.tag_format(app, environment).is_some_and(|format| version_in(&format, text).is_some())
    };
    let leads = || pin.version.as_ref().map(|there| &there.text) == lead && is_revision(pin);
    written.get(&pin.name).is_some_and(|there| there.iter().any(is_tag)) || leads()
}

fn is_revision(pin: &Pin) -> bool {
    let is_key = pin.name.kind == PinKind::Key && pin.selector == SelectorName::Application;
    pin.name.kind == PinKind::Revision || (is_key && pin.name.name.ends_with("targetRevision"))
}

/// The format of the file itself.
fn own(config: &Config, rule: usize, pin: &Pin) -> Option<Format> {
    match config.apps[rule].pins.get(pin.name.entry)? {
        PinRule::Selector { format, .. } => format.clone(),
        PinRule::Word(_) => None,
    }
}

/// What the lead pin holds in each environment. An environment's format is meant for the app's own version: a
/// database's image beside it is written as it is.
fn leads(config: &Config, placed: &Placed, facts: &Facts) -> BTreeMap<EnvironmentName, String> {
    let AppFound { app, rule, .. } = &placed.found;
    let lead = |(environment, readings): (&EnvironmentName, &[Reading])| {
        let lead = config.apps[*rule].lead(app, readings).ok().flatten()?;
        Some((environment.clone(), lead.pin.version.as_ref()?.text.clone()))
    };
    facts.readings.across(app).filter_map(lead).collect()
}

fn guessed(config: &Config, environment: &EnvironmentName, pin: &Pin, written: &Written) -> Format {
    if config.strategy.name() == StrategyName::Branch {
        // A merge brings what is written, as it is.
        return Format::plain();
    }
    let Some(there) = pin.version.as_ref() else { return Format::plain() };
    let others = written.get(&pin.name).into_iter().flatten().filter(|(other, _)| *other != environment);
    let others = others.filter_map(|(other, text)| Some((config.environment(other)?, text.as_str())));
    let others: Vec<_> = others.collect();
    let environment = config.environment(environment);
    environment.map_or_else(Format::plain, |environment| infer_format(environment, &there.text, &others))
}

/// The tag without its format, or the digest where there is no tag. A tag that the format can't read stays whole.
pub(super) fn bare(pin: &Pin, format: &Format) -> Option<Version> {
    match (&pin.version, &pin.digest) {
        (Some(tag), _) => format.read(&tag.text).or_else(|| Version::new(&tag.text).ok()),
        (None, Some(digest)) => Version::new(&digest.text).ok(),
        (None, None) => None,
    }
}

/// A place of a pin: the branch that holds it, its name, and where it stands; the whole file, where no version tells
/// more. One path on two branches is two places.
type Home = (Option<String>, PinName, String);

/// The environments that read each place. A file may hold several environments, each at a place of its own.
fn homes(facts: &Facts, app: &AppName) -> BTreeMap<Home, Vec<EnvironmentName>> {
    let mut homes: BTreeMap<_, Vec<EnvironmentName>> = BTreeMap::new();
    let branch = |environment: &EnvironmentName| facts.bases.get(environment).map(|base| &base.branch);
    let readers = |reading: &Reading| {
        let own = branch(&reading.environment);
        let same = facts.reached.across(app).filter(move |(environment, _)| branch(environment) == own);
        let reached = same.filter(|(_, files)| files.contains(&reading.pin.file));
        reached.map(|(environment, _)| environment.clone()).collect::<Vec<_>>()
    };
    for (environment, readings) in facts.readings.across(app) {
        for reading in readings {
            let there = homes.entry(home(&facts.bases, reading)).or_default();
            there.extend(readers(reading));
            if !there.contains(environment) {
                there.push(environment.clone());
            }
        }
    }
    homes
}

fn home(bases: &BTreeMap<EnvironmentName, Base>, reading: &Reading) -> Home {
    let pin = &reading.pin;
    let place = pin.at().map_or_else(|| pin.file.to_string(), ToString::to_string);
    (bases.get(&reading.environment).map(|base| base.branch.clone()), pin.name.clone(), place)
}

fn shared(
    homes: &BTreeMap<Home, Vec<EnvironmentName>>,
    bases: &BTreeMap<EnvironmentName, Base>,
    reading: &Reading,
) -> Option<EnvironmentName> {
    let there = homes.get(&home(bases, reading))?;
    there.iter().find(|other| **other != reading.environment).cloned()
}
