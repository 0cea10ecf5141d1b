//! The apps that a hold may be about.

use super::Sight;
use super::apps;
use super::home::Trees;
use super::place::Placed;
use crate::config::matches;
use crate::error::{Ask, Error};
use crate::model::facts::Facts;
use crate::model::inputs::{Asked, Inputs};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::plan::{Action, Note, NoteKind};
use crate::model::text::{nearest, visible};
use crate::model::timeline::Timeline;
use crate::model::version::Version;
use std::collections::BTreeSet;

/// The apps that are named must be there; a glob that fits none of them is told. A hold is taken away whatever has
/// become of its app.
pub(super) fn apps(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<(Vec<Placed>, Vec<Note>), Error> {
    let mut notes = Vec::new();
    if inputs.action == Action::Unhold {
        return Ok((Vec::new(), notes));
    }
    let (globs, names): (Vec<Asked>, Vec<Asked>) = inputs.apps.iter().cloned().partition(Asked::is_glob);
    let trees = Trees::Of(sight.homes);
    let mut find = |apps| apps::find(&Inputs { apps, ..inputs.clone() }, sight.config, trees, &mut notes);
    let named = if names.is_empty() { Vec::new() } else { find(names)? };
    let needs_all = inputs.apps.is_empty() || globs.iter().any(|glob| glob.app != "*");
    if !needs_all {
        return Ok((named, notes));
    }
    let all: Vec<_> = find(Vec::new())?.into_iter().map(|one| one.found.app.to_string()).collect();
    if inputs.apps.is_empty() {
        return Err(Ask::AppNeeded { known: all }.into());
    }
    let lost = globs.iter().filter(|glob| glob.app != "*" && !all.iter().any(|app| matches(&glob.app, app)));
    let note = |glob: &Asked| {
        let text = format!("`{}` fits no app that is there today", glob.app);
        Note { kind: NoteKind::Warning, text, at: None }
    };
    notes.extend(lost.map(note));
    Ok((named, notes))
}

/// A warning where no environment runs the version that is to be held, and none ever did as far as is known.
pub(super) fn unknown(asked: &Asked, facts: &Facts) -> Option<Note> {
    let typed = asked.version.as_ref()?;
    let tag = typed.split_digest().0?;
    let of_app = |(key, _): &(&(AppName, EnvironmentName), &Timeline)| key.0.as_str() == asked.app;
    let timelines: Vec<_> = facts.timelines.iter().filter(of_app).map(|(_, timeline)| timeline).collect();
    let readings = || {
        let keys = facts.timelines.keys().filter(|(app, _)| app.as_str() == asked.app);
        keys.flat_map(|(app, environment)| facts.readings.of(app, environment))
    };
    let mut known: BTreeSet<&Version> = readings().filter_map(|one| one.version.as_ref()).collect();
    known.extend(timelines.iter().flat_map(|timeline| timeline.versions()));
    let bare = readings().filter_map(|one| one.format.read(tag.as_str()));
    let meant: Vec<_> = bare.chain([tag.clone()]).collect();
    let is_known = known.iter().any(|one| meant.iter().any(|meant| one.is_like(meant.as_str())));
    if is_known || timelines.iter().any(|timeline| !timeline.is_complete()) {
        return None;
    }
    let near = nearest(tag.as_str(), known.iter().map(|one| one.as_str()));
    let near = near.map(|near| format!("; did you mean {}?", visible(near))).unwrap_or_default();
    let text = format!("{typed} of {} runs nowhere and never ran{near}", visible(&asked.app));
    Some(Note { kind: NoteKind::Warning, text, at: None })
}
