//! What the history says of a version that an environment doesn't run now.

use super::Sight;
use crate::config::{Route, Sought};
use crate::error::Error;
use crate::manifest::{self, Manifest};
use crate::model::facts::{AppFound, Facts, Past, Place, Stood};
use crate::model::format::Format;
use crate::model::inputs::Inputs;
use crate::model::name::EnvironmentName;
use crate::model::path::RepoPath;
use crate::model::pin::{PinKind, PinName, Reading};
use crate::model::plan::Change;
use crate::model::version::Version;
use std::ops::ControlFlow;

/// Asks the history for each version that is sought and doesn't run in an environment that comes before.
pub(super) fn ask(inputs: &Inputs, sight: &Sight<'_, '_>, facts: &mut Facts) -> Result<(), Error> {
    for route in sight.config.routes(inputs)? {
        for found in facts.apps.clone() {
            let mut all = questions(sight, facts, &route, &found);
            all.extend(contents(sight, facts, &route, &found));
            for question in all {
                let answer = answer(sight, &question)?;
                let Question { environment, version, digest, .. } = question;
                facts.pasts.push(Past { app: found.app.clone(), environment, version, digest, answer });
            }
        }
    }
    Ok(())
}

/// Whether a version ever stood in one pin.
struct Question {
    environment: EnvironmentName,
    version: Version,
    /// The digest that must have stood beside it.
    digest: Option<String>,
    pin: PinName,
    format: Format,
    files: Vec<(RepoPath, Manifest)>,
}

fn questions(sight: &Sight<'_, '_>, facts: &Facts, route: &Route, found: &AppFound) -> Vec<Question> {
    let entry = sight.config.environment(&route.to).is_some_and(|one| one.entry);
    // What isn't clear is told when it is decided.
    let Ok(Some(sought)) = sight.config.sought(facts, route, found) else { return Vec::new() };
    if entry && sought.given {
        return Vec::new();
    }
    let rule = &sight.config.apps[found.rule];
    let mut questions = Vec::new();
    for environment in route.judged_by(&sought) {
        let lead = rule.lead(&found.app, facts.readings.of(&found.app, environment)).ok().flatten();
        let Some(lead) = lead.filter(|lead| !runs(lead, &sought)) else { continue };
        questions.push(Question {
            environment: environment.clone(),
            version: sought.version.clone(),
            digest: sought.digest.clone(),
            pin: lead.pin.name.clone(),
            format: lead.format.clone(),
            files: files(sight, facts, found, environment),
        });
    }
    questions
}

/// An approved plan has whole files in it: what the source doesn't hold now must have stood there.
fn contents(sight: &Sight<'_, '_>, facts: &Facts, route: &Route, found: &AppFound) -> Vec<Question> {
    let (Some(approved), Some(from)) = (found.approved.get(&route.to), &route.from) else {
        return Vec::new();
    };
    let held = facts.readings.of(&found.app, from);
    let question = |change: &Change| {
        let version = change.to.as_ref().and_then(|id| Version::new(id).ok())?;
        let is_held = |one: &Reading| one.pin.name == change.pin && one.version.as_ref() == Some(&version);
        let is_asked = change.pin.kind == PinKind::File && !held.iter().any(is_held);
        is_asked.then(|| Question {
            environment: from.clone(),
            version,
            digest: None,
            pin: change.pin.clone(),
            format: Format::plain(),
            files: files(sight, facts, found, from),
        })
    };
    approved.changes.iter().filter_map(question).collect()
}

fn files(
    sight: &Sight<'_, '_>,
    facts: &Facts,
    found: &AppFound,
    environment: &EnvironmentName,
) -> Vec<(RepoPath, Manifest)> {
    let rule = &sight.config.apps[found.rule];
    let manifest =
        |place: &Place| Some((place.file.clone(), rule.manifest(place.entry, place.selector, &place.names)?));
    facts.places.of(&found.app, environment).iter().filter_map(manifest).collect()
}

/// A digest that goes with the version must stand there with it.
fn runs(lead: &Reading, sought: &Sought<'_>) -> bool {
    let digest = lead.pin.digest.as_ref().map(|written| &written.text);
    lead.version.as_ref() == Some(&sought.version)
        && sought.digest.as_ref().is_none_or(|sought| digest == Some(sought))
}

/// Walks the history; one that is cut short is deepened where it can be.
fn answer(sight: &Sight<'_, '_>, question: &Question) -> Result<Stood, Error> {
    let first = walk(sight, question)?;
    let (Stood::Unknown { .. }, Some(remote)) = (&first, sight.remote) else { return Ok(first) };
    (sight.say)("fetching the whole history");
    if let Err(error) = remote.deepen(&sight.homes.of(&question.environment).base.branch) {
        return Ok(Stood::Unknown { why: format!("the clone is shallow, and can't be deepened: {error}") });
    }
    walk(sight, question)
}

fn walk(sight: &Sight<'_, '_>, question: &Question) -> Result<Stood, Error> {
    let paths: Vec<_> = question.files.iter().map(|(path, _)| path.clone()).collect();
    let mut stood = None;
    let walked = sight.repo.history(
        &sight.homes.of(&question.environment).base.commit,
        &paths,
        &mut |commit, contents| {
            let holds = question.files.iter().zip(contents).any(|((file, manifest), bytes)| {
                bytes.as_ref().is_some_and(|bytes| holds(question, file, manifest, bytes))
            });
            if holds {
                stood = Some(commit.clone());
                return ControlFlow::Break(());
            }
            ControlFlow::Continue(())
        },
    )?;
    Ok(match stood {
        Some(commit) => Stood::At(commit),
        None if walked.complete => Stood::Never,
        None => Stood::Unknown { why: "the clone is shallow".to_owned() },
    })
}

fn holds(question: &Question, file: &RepoPath, manifest: &Manifest, bytes: &[u8]) -> bool {
    let pins = manifest::text(file, bytes).and_then(|text| manifest.pins(file, question.pin.entry, text));
    let is_it = |written: &str| question.format.read(written).as_ref() == Some(&question.version);
    pins.unwrap_or_default().iter().filter(|pin| pin.name == question.pin).any(|pin| {
        let digest = pin.digest.as_ref().map(|written| &written.text);
        pin.written().is_some_and(|written| is_it(&written.text))
            && question.digest.as_ref().is_none_or(|sought| digest == Some(sought))
    })
}
