//! What deserves a look where somebody's automation writes a value too.

use super::Case;
use crate::config::Route;
use crate::model::facts::AppFound;
use crate::model::pin::{Automation, Reading};
use crate::model::plan::{Change, Note, NoteKind};

impl Case<'_> {
    /// A warning for each pin of the target that an automation may change back.
    pub(super) fn automated(&self, route: &Route, found: &AppFound, changes: &[Change]) -> Vec<Note> {
        let held = self.facts.readings.of(&found.app, &route.to);
        let mut notes: Vec<Note> = Vec::new();
        for change in changes {
            let is_it = |one: &&Reading| one.pin.name == change.pin && one.pin.file == change.file;
            let Some(automation) = held.iter().filter(is_it).find_map(|one| one.pin.automation.as_ref())
            else {
                continue;
            };
            let text = self.told(route, found, automation);
            // Tag and digest of one pin are one thing to be told.
            let is_told = |note: &Note| {
                note.text == text && note.at.as_ref().is_some_and(|at| at.file == change.at.file)
            };
            if !notes.iter().any(is_told) {
                notes.push(Note { kind: NoteKind::Warning, text, at: Some(change.at.clone()) });
            }
        }
        notes
    }

    fn told(&self, route: &Route, found: &AppFound, automation: &Automation) -> String {
        match automation {
            Automation::Policy(policy) => {
                match route.from.as_ref().filter(|_| self.moves_both(route, found, policy)) {
                    Some(from) => format!(
                        "the policy `{policy}` is marked here and in {from}: Flux moves both at once, and its next run may \
                     undo this; give {} a policy of its own",
                        route.to
                    ),
                    None => format!(
                        "a marker stands here: the policy `{policy}` writes this value too, and its next run may undo \
                     this; suspend its automation, or let the policy follow"
                    ),
                }
            }
            Automation::ImageUpdater(image) => format!(
                "Argo CD's image updater follows `{image}` here, and its next run may undo this; take it out of the \
                 annotation `image-list`, or let its constraint follow"
            ),
        }
    }

    /// The policy writes a value of the source too.
    fn moves_both(&self, route: &Route, found: &AppFound, policy: &str) -> bool {
        let source = route.from.as_ref().map_or(&[][..], |from| self.facts.readings.of(&found.app, from));
        let is_its =
            |one: &Reading| matches!(&one.pin.automation, Some(Automation::Policy(own)) if own == policy);
        source.iter().any(is_its)
    }
}
