//! What a usual layout tells: environments, apps, and why. One rule of the layouts is one file.

mod branch;
mod chains;
mod doors;
mod elements;
mod folders;
mod here;
mod keyed;
#[cfg(test)]
mod layouts;
mod level;
mod moving;
mod order;
mod patches;
mod places;
mod refs;
mod search;
mod sign;
mod template;
#[cfg(test)]
mod tests;
mod tried;
mod values;

pub use branch::WHOLE;
pub use doors::{Doors, Look, Read};
pub(super) use refs::of_branches;
pub use refs::seen_in_refs;

use super::Config;
use crate::model::plan::{Note, NoteKind};
use chains::chains;
use moving::Moving;
use search::Search;
use sign::Sign;
use std::collections::{BTreeMap, BTreeSet};

impl Config {
    /// With what it leaves out filled in from the files of the repository, as far as they tell it. Where apps
    /// are asked for by name, few of their neighbours are looked at.
    pub fn completed<E>(mut self, doors: Doors<'_, E>, look: Look<'_>) -> Result<Self, E> {
        if self.apps.is_empty() {
            let declared: Vec<_> = self.environments.iter().map(|one| one.name.to_string()).collect();
            let declared: Vec<_> = declared.iter().map(String::as_str).collect();
            let mut search = Search::new(doors, look, &declared);
            let signs = found(&mut search)?;
            for chain in chains(&signs).into_iter().filter(|_| declared.is_empty()) {
                let aside = search.aside(&chain)?;
                self.take_environments(&chain.environments, &aside);
            }
            self.take_apps(&signs);
            if signs.is_empty() {
                let empty = search.tried.empty();
                self.notes.extend(empty.map(|place| note(format!("{place}: no version stands there"))));
            }
        } else if self.environments.is_empty() {
            let names = places::environments(&self.apps, doors.list, look.apps)?;
            self.take_environments(&names.iter().map(String::as_str).collect(), &BTreeMap::new());
        }
        Ok(self)
    }

    /// Environments of these names, in the order that they tell.
    pub(super) fn take_names(&mut self, names: &BTreeSet<String>) {
        self.take_environments(&names.iter().map(String::as_str).collect(), &BTreeMap::new());
    }

    fn take_environments(&mut self, names: &BTreeSet<&str>, aside: &BTreeMap<String, Moving>) {
        self.environments_found = true;
        let (mut environments, notes) = order::environments(names, aside);
        for one in &mut environments {
            (one.requests, one.held_passes) = (self.requests, self.held_passes);
        }
        self.environments.extend(environments);
        self.notes.extend(notes);
    }

    fn take_apps(&mut self, signs: &[Sign]) {
        let mut rules: BTreeMap<String, &Sign> = BTreeMap::new();
        for sign in signs {
            rules.entry(sign.what()).or_insert(sign);
        }
        let found = rules.iter().map(|(what, sign)| format!("apps: {what}, {}", sign.why));
        let left_out: BTreeSet<_> = signs.iter().flat_map(|sign| sign.left_out.clone()).collect();
        self.notes.extend(found.chain(left_out).map(note));
        self.apps = rules.into_values().map(|sign| sign.rule.clone()).collect();
    }
}

/// The signs of folders and files. Where none of them has a version, the elements of ApplicationSets may.
fn found<E>(search: &mut Search<'_, '_, E>) -> Result<Vec<Sign>, E> {
    let signs = search.signs()?;
    if signs.iter().any(|sign| sign.holds) {
        return Ok(signs);
    }
    let elements = search.elements()?;
    Ok(if elements.is_empty() { signs } else { elements })
}

fn note(text: String) -> Note {
    Note { kind: NoteKind::Inferred, text, at: None }
}
