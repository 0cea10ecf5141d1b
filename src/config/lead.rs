//! Which of an app's pins is its version, and the version that it should get.

use super::{AppRule, Config, Route};
use crate::model::facts::{AppFound, Facts};
use crate::model::name::AppName;
use crate::model::pin::{Field, PinKind, Reading, SelectorName};
use crate::model::plan::{Action, Move};
use crate::model::version::Version;
use std::collections::BTreeSet;

/// It isn't clear which pin is the version of an app.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LeadError {
    #[error("it isn't clear which pin is the version of `{app}`: it has {}", pins.join(", "))]
    Unclear { app: AppName, pins: Vec<String>, in_applications: bool },
    #[error("`{app}` runs several versions at once: {}", pins.join(", "))]
    Several { app: AppName, pins: Vec<String> },
    #[error("the lead pin `{lead}` of `{app}` isn't found: it has {}", pins.join(", "))]
    Missing { app: AppName, lead: String, pins: Vec<String> },
}

impl LeadError {
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unclear { in_applications: true, .. } => {
                "name the one that is its own with `lead:` in hoist.yaml; where its file has several Applications, \
                 declare an app for each: `{ application: FILE, document: { name: NAME } }` under its `pins:`"
                    .to_owned()
            }
            Self::Unclear { .. } => {
                "name the image or key that is its own with `lead:` in hoist.yaml".to_owned()
            }
            Self::Several { .. } => {
                "tell the places apart with `pins:` in hoist.yaml, or take one of them with --scope"
                    .to_owned()
            }
            Self::Missing { .. } => "mend `lead:` in hoist.yaml".to_owned(),
        })
    }
}

/// The version that one app should get, and the pin that leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought<'a> {
    /// In the source; in the target where the source has none.
    pub lead: &'a Reading,
    /// Bare; the digest where there is no tag.
    pub version: Version,
    pub tag: Option<Version>,
    pub digest: Option<String>,
    /// Somebody gave it, and it isn't what the source runs anyway.
    pub differs: bool,
    pub given: bool,
}

impl Config {
    /// The version that an app should get on a route; none where the source holds none and none was given.
    pub fn sought<'a>(
        &self,
        facts: &'a Facts,
        route: &Route,
        found: &AppFound,
    ) -> Result<Option<Sought<'a>>, LeadError> {
        let source = self.source_lead(facts, route, found)?;
        let target = self.target_lead(facts, route, found)?;
        if route.action == Action::Rollback {
            return Ok(source.and_then(copied));
        }
        if let Some(approved) = found.approved.get(&route.to) {
            return Ok(source.or(target).and_then(|lead| approved_version(approved, lead, target)));
        }
        Ok(match (&found.version, source, target) {
            (Some(given), Some(lead), target) => Some(given_version(given, lead, target.unwrap_or(lead))),
            (Some(given), None, Some(lead)) => Some(given_version(given, lead, lead)),
            (None, Some(lead), _) => copied(lead),
            (None, None, Some(lead)) => self.apart(facts, route, found)?.map(|version| taken(version, lead)),
            (_, None, _) => None,
        })
    }

    /// The version of a source that tells it in another way than the target: by its tags alone, or by pins.
    fn apart(&self, facts: &Facts, route: &Route, found: &AppFound) -> Result<Option<Version>, LeadError> {
        let source = facts.source(&found.app, route.from.as_ref(), &route.to);
        let lead = self.apps[found.rule].lead(&found.app, source)?;
        Ok(lead.filter(|_| !are_alike(facts, route, found)).and_then(|lead| lead.version.clone()))
    }

    fn source_lead<'a>(
        &self,
        facts: &'a Facts,
        route: &Route,
        found: &AppFound,
    ) -> Result<Option<&'a Reading>, LeadError> {
        let source = facts.source(&found.app, route.from.as_ref(), &route.to);
        if are_alike(facts, route, found) { self.apps[found.rule].lead(&found.app, source) } else { Ok(None) }
    }

    /// The lead pin as it stands in the target: the one that leads in the source, where there is one.
    pub fn target_lead<'a>(
        &self,
        facts: &'a Facts,
        route: &Route,
        found: &AppFound,
    ) -> Result<Option<&'a Reading>, LeadError> {
        let target = facts.readings.of(&found.app, &route.to);
        let Some(lead) = self.source_lead(facts, route, found)? else {
            return self.apps[found.rule].lead(&found.app, target);
        };
        match target.iter().find(|one| one.pin.name == lead.pin.name) {
            Some(own) => one_version(&found.app, target, own),
            None => Ok(None),
        }
    }
}

/// Whether source and target hold versions in one way: both in pins, or both in tags alone.
pub fn are_alike(facts: &Facts, route: &Route, found: &AppFound) -> bool {
    let by_tag = |readings: &[Reading]| readings.iter().any(Reading::is_tag);
    let source = facts.source(&found.app, route.from.as_ref(), &route.to);
    source.is_empty() || by_tag(source) == by_tag(facts.readings.of(&found.app, &route.to))
}

/// A version for the target's own pins.
fn taken(version: Version, lead: &Reading) -> Sought<'_> {
    Sought { lead, tag: Some(version.clone()), version, digest: None, differs: true, given: false }
}

fn given_version<'a>(given: &Version, lead: &'a Reading, target: &Reading) -> Sought<'a> {
    let (tag, digest) = given.split_digest();
    let bare = |tag: Version| {
        lead.format.read(tag.as_str()).or_else(|| target.format.read(tag.as_str())).unwrap_or(tag)
    };
    let tag = tag.map(bare);
    let version = tag.clone().unwrap_or_else(|| given.clone());
    if let Some(copied) = copied(lead).filter(|copied| copied.version == version && digest.is_none()) {
        return Sought { given: true, ..copied };
    }
    Sought { lead, version, tag, digest, differs: true, given: true }
}

/// The version of an approved plan, whatever the source has become, with the digest that it leaves beside it.
fn approved_version<'a>(approved: &Move, lead: &'a Reading, target: Option<&Reading>) -> Option<Sought<'a>> {
    let version = approved.to.clone()?;
    let written = |field| {
        let mut own = approved.changes.iter().filter(|change| change.pin == lead.pin.name);
        match own.find(|change| change.field == field) {
            Some(change) => change.to.clone(),
            None => target.and_then(|target| target.pin.field(field)).map(|written| written.text.clone()),
        }
    };
    let tag = written(Field::Version).map(|_| version.clone());
    let digest = written(Field::Digest);
    let runs = |lead: &Reading| lead.pin.digest.as_ref().map(|written| written.text.clone());
    let differs = lead.version.as_ref() != Some(&version) || runs(lead) != digest;
    Some(Sought { lead, version, tag, digest, differs, given: true })
}

fn copied(lead: &Reading) -> Option<Sought<'_>> {
    let version = lead.version.clone()?;
    let tag = lead.pin.version.as_ref().map(|_| version.clone());
    let digest = lead.pin.digest.as_ref().map(|written| written.text.clone());
    Some(Sought { lead, version, tag, digest, differs: false, given: false })
}

impl AppRule {
    /// The pin whose version is the app's: the one that is named, else the image named like the app, else
    /// the only one. None where there are no pins.
    pub fn lead<'a>(&self, app: &AppName, readings: &'a [Reading]) -> Result<Option<&'a Reading>, LeadError> {
        let versions = with_a_version(readings);
        if versions.is_empty() {
            return Ok(None);
        }
        let pins = || {
            versions.iter().map(|one| one.pin.name.to_string()).collect::<BTreeSet<_>>().into_iter().collect()
        };
        if let Some(lead) = &self.lead {
            // A text's pattern keeps its names.
            let as_written = |one: &&Reading| one.pin.name.name == *lead;
            let as_written = versions.iter().copied().find(as_written);
            let lead = lead.replace("{app}", app.as_str());
            let named = as_written.or_else(|| versions.iter().copied().find(|one| is_called(one, &lead)));
            let missing = || LeadError::Missing { app: app.clone(), lead, pins: pins() };
            return one_version(app, readings, named.ok_or_else(missing)?);
        }
        let unclear = || LeadError::Unclear {
            app: app.clone(),
            pins: pins(),
            in_applications: versions.iter().all(|one| one.pin.selector == SelectorName::Application),
        };
        one_version(app, readings, usual(app, &versions).ok_or_else(unclear)?)
    }
}

/// The image that is named like the app, else the chart, revision or key; else the only image, else the only pin,
/// else the first where all hold the same.
fn usual<'a>(app: &AppName, readings: &[&'a Reading]) -> Option<&'a Reading> {
    let is_image = |one: &&Reading| one.pin.name.kind == PinKind::Image;
    let named = |one: &&Reading| is_called(one, app.as_str());
    let images: Vec<_> = readings.iter().copied().filter(is_image).collect();
    let named_images: Vec<_> = images.iter().copied().filter(named).collect();
    let all_named: Vec<_> = readings.iter().copied().filter(named).collect();
    // Two that are called so, and differ: nobody can tell which is meant.
    match [named_images, all_named].into_iter().find(|some| !some.is_empty()) {
        Some(some) => one_of(app, &some),
        None => only(images.into_iter()).or_else(|| one_of(app, readings)),
    }
}

/// The one whose whole name it is, else the only one, else the first of several that hold the same.
fn one_of<'a>(app: &AppName, readings: &[&'a Reading]) -> Option<&'a Reading> {
    let all = || readings.iter().copied();
    let exact = all().find(|one| one.pin.name.name == app.as_str());
    let agreed = || all().next().filter(|first| all().all(|other| other.holds_same(first)));
    exact.or_else(|| only(all())).or_else(agreed)
}

/// A whole file is no version of its own, unless the app has nothing else.
fn with_a_version(readings: &[Reading]) -> Vec<&Reading> {
    let versions: Vec<_> = readings.iter().filter(|one| one.pin.name.kind != PinKind::File).collect();
    if versions.is_empty() { readings.iter().collect() } else { versions }
}

/// The one that has its name, if no other name is there.
fn only<'a>(mut readings: impl Iterator<Item = &'a Reading>) -> Option<&'a Reading> {
    let first = readings.next()?;
    readings.all(|other| other.pin.name == first.pin.name).then_some(first)
}

/// The lead pin may stand in several places, as long as they hold the same.
fn one_version<'a>(
    app: &AppName,
    readings: &[Reading],
    lead: &'a Reading,
) -> Result<Option<&'a Reading>, LeadError> {
    let own: Vec<_> = readings.iter().filter(|one| one.pin.name == lead.pin.name).collect();
    if own.iter().all(|one| one.holds_same(lead)) {
        return Ok(Some(lead));
    }
    Err(LeadError::Several { app: app.clone(), pins: own.into_iter().map(|one| one.to_string()).collect() })
}

/// Whether a pin is called that: by its whole name, an image or chart by the last part of it, a policy without its
/// namespace, a revision by its repository.
fn is_called(reading: &Reading, name: &str) -> bool {
    let pin = &reading.pin.name;
    let is_policy = reading.pin.selector == SelectorName::Setters;
    let image = || pin.name.rsplit('/').next().and_then(|last| last.split([':', '@']).next());
    let last = || if is_policy { pin.name.rsplit(':').next() } else { image() };
    pin.name == name
        || match pin.kind {
            PinKind::Image | PinKind::Chart => last() == Some(name),
            PinKind::Revision => is_repository(&pin.name, name),
            PinKind::Key | PinKind::File => false,
        }
}

/// `https://host/org/repo//path` is of `https://host/org/repo`, and of `repo`.
fn is_repository(address: &str, name: &str) -> bool {
    let below = |rest: &str| rest.is_empty() || rest.starts_with('/') || rest.starts_with(".git");
    let whole = address.strip_prefix(name).is_some_and(below);
    whole || address.trim_end_matches('/').trim_end_matches(".git").rsplit(['/', ':']).next() == Some(name)
}
