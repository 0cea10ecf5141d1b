//! Files that are copied whole: what they move with.

use super::Case;
use crate::config::Route;
use crate::manifest::content_id;
use crate::model::facts::{AppFound, Place};
use crate::model::path::RepoPath;
use crate::model::pin::{PinKind, SelectorName};
use crate::model::plan::{Note, NoteKind};
use crate::model::wanted::{Wanted, Wish};

impl Case<'_> {
    /// What an approved plan would leave in a file.
    pub(super) fn approved_text(&self, route: &Route, file: &RepoPath) -> Option<String> {
        let promotions = self.inputs.saved.iter().flat_map(|plan| &plan.promotions);
        let mut files = promotions.filter(|one| one.environment == route.to).flat_map(|one| &one.files);
        files.find(|one| one.path == *file).map(|one| one.text.clone())
    }

    /// A word on each file that the source doesn't have: the target's own stays.
    pub(super) fn not_copied(&self, route: &Route, found: &AppFound) -> Vec<Note> {
        let Some(from) = route.from.as_ref().filter(|_| found.approved.is_empty()) else { return Vec::new() };
        let readings = self.facts.source(&found.app, from);
        let is_missing = |place: &&Place| {
            place.selector == SelectorName::Files && !readings.iter().any(|one| one.pin.file == place.file)
        };
        let note = |place: &Place| {
            let text = format!("{} isn't there in {from}: {} keeps its own", place.file, route.to);
            Note { kind: NoteKind::Warning, text, at: None }
        };
        self.facts.places.of(&found.app, from).iter().filter(is_missing).map(note).collect()
    }
}

/// Why a file can't be written: it moves with its content, which is the one that its id tells.
pub(super) fn no_content(wanted: &Wanted) -> Option<String> {
    let (PinKind::File, Wish::Set(id)) = (wanted.pin.kind, &wanted.version) else { return None };
    match &wanted.content {
        Some(content) if content_id(content) == *id => None,
        Some(_) => Some(format!("the plan has another content of {} than {id}, which it is for", wanted.pin)),
        None => Some(format!("{} is copied whole: its content can't be given as a version", wanted.pin)),
    }
}
