//! The apps that a hold may be about.

use super::Sight;
use super::apps;
use super::home::Trees;
use super::place::Placed;
use crate::config::matches;
use crate::error::{Ask, Error};
use crate::model::inputs::{Asked, Inputs};
use crate::model::plan::{Action, Note, NoteKind};

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
