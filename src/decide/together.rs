//! What moves together or not at all: the apps of a group, and what was asked for by name.

use super::Case;
use super::moves::Draft;
use super::texts::Texts;
use crate::config::Route;
use crate::error::Error;
use crate::model::facts::AppFound;
use crate::model::plan::Fate;
use crate::model::verdict::{GateName, Verdict};
use std::collections::BTreeMap;

/// One app, or the apps of a group.
pub(super) struct Unit<'a> {
    pub group: Option<&'a str>,
    pub apps: Vec<&'a AppFound>,
}

impl<'a> Case<'a> {
    /// Some apps, those of one group together, in the order of their names.
    pub(super) fn units(&self, apps: impl Iterator<Item = &'a AppFound>) -> Vec<Unit<'a>> {
        let (mut units, mut known): (Vec<Unit<'a>>, BTreeMap<&str, usize>) = Default::default();
        for found in apps {
            let group = self.config.group_of(&found.app).map(|(name, _)| name);
            let at = group.map(|group| *known.entry(group).or_insert(units.len()));
            match at.and_then(|at| units.get_mut(at)) {
                Some(unit) => unit.apps.push(found),
                None => units.push(Unit { group, apps: vec![found] }),
            }
        }
        units
    }

    /// The drafts of a unit. Where one app of it is stuck, nothing of the others is left in the files.
    pub(super) fn drafts<'u>(
        &self,
        route: &Route,
        unit: &Unit<'u>,
        texts: &mut Texts<'_>,
    ) -> Result<Vec<(&'u AppFound, Draft)>, Error> {
        let before = unit.group.map(|_| texts.mark());
        let mut drafts = Vec::new();
        for found in &unit.apps {
            let mut draft = self.draft(route, found, texts)?;
            if draft.moved.fate == Fate::Moves {
                // The next app may stand in the same file.
                texts.change(std::mem::take(&mut draft.texts));
            }
            drafts.push((*found, draft));
        }
        if let (Some(group), Some(before)) = (unit.group, before)
            && let Some(why) = stuck(&drafts, |_| true)
        {
            hold(&mut drafts, &format!("{why}, and is with it in the group {group}"));
            texts.reset(before);
        }
        Ok(drafts)
    }
}

/// One that was asked for by name and is held or refused holds all.
pub(super) fn hold_together(drafts: &mut [(&AppFound, Draft)]) {
    if let Some(why) = stuck(drafts, |found| !found.by_glob) {
        hold(drafts, &format!("{why}, and was asked for together with it"));
    }
}

/// The first app that is stuck, and how.
fn stuck(drafts: &[(&AppFound, Draft)], counts: impl Fn(&AppFound) -> bool) -> Option<String> {
    let (found, draft) = drafts.iter().find(|(found, draft)| counts(found) && is_stuck(draft))?;
    let word = if draft.moved.fate == Fate::Refused { "refused" } else { "held" };
    Some(format!("{} is {word}", found.app))
}

fn hold(drafts: &mut [(&AppFound, Draft)], why: &str) {
    for (_, draft) in drafts.iter_mut().filter(|(_, draft)| draft.moved.fate == Fate::Moves) {
        let verdict = Verdict::Held { why: why.to_owned(), until: None };
        draft.moved.verdicts.push((GateName::Together, verdict));
        draft.moved.fate = Fate::Held;
        draft.notes.clear();
    }
}

pub(super) fn is_stuck(draft: &Draft) -> bool {
    match draft.moved.fate {
        Fate::Held | Fate::Refused => true,
        Fate::Moves | Fate::Level => false,
    }
}
