//! The texts that were parsed lately: many apps may stand in one file.

use crate::manifest::Parsed;
use crate::model::path::RepoPath;
use std::rc::Rc;

/// As many as the environments of one app mostly are.
const KEPT: usize = 8;

#[derive(Default)]
pub(super) struct Lately(Vec<Rc<Parsed>>);

impl Lately {
    /// A text, parsed if it wasn't lately. In another environment the same path may hold another text.
    pub(super) fn parsed(&mut self, path: &RepoPath, text: &str) -> Rc<Parsed> {
        if let Some(known) = self.0.iter().find(|one| one.path() == path && one.text() == text) {
            return Rc::clone(known);
        }
        let parsed = Rc::new(Parsed::new(path.clone(), text.to_owned()));
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(Rc::clone(&parsed));
        parsed
    }
}
