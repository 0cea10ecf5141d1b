//! The version that a rollback leaves is held, in the same commit.

use super::Case;
use super::hold::not_over;
use super::texts::Texts;
use crate::config::{Route, holds, is_held};
use crate::error::{Ask, Error};
use crate::model::hold::Hold;
use crate::model::path::RepoPath;
use crate::model::pin::Field;
use crate::model::plan::{Action, Fate, HoldChange, Move};
use crate::model::text::Position;
use crate::model::version::Version;
use std::collections::BTreeMap;

impl Case<'_> {
    /// Writes a hold for each version that is left, unless somebody's word is on it already.
    pub(super) fn hold_what_is_left(
        &self,
        route: &Route,
        moves: &[Move],
        texts: &mut Texts<'_>,
    ) -> Result<Vec<HoldChange>, Error> {
        if route.action != Action::Rollback {
            return Ok(Vec::new());
        }
        not_over(self.inputs, self.facts)?;
        let path = RepoPath::new(holds::FILE)
            .map_err(|error| Ask::BadFile { file: holds::FILE.to_owned(), what: error.to_string() })?;
        let moving = moves.iter().filter(|one| one.fate == Fate::Moves);
        let new: Vec<_> = moving.filter_map(|one| self.new_hold(route, one)).collect();
        for one in &new {
            let hold = hold(route, one);
            let there = self.facts.holds_texts.get(&route.to).map(String::as_str);
            let text = holds::added(texts.there(&path).or(there), &hold)?;
            texts.change(BTreeMap::from([(path.clone(), text)]));
        }
        Ok(new)
    }

    fn new_hold(&self, route: &Route, moved: &Move) -> Option<HoldChange> {
        let (version, to) = (left(moved)?, moved.to.as_ref()?);
        let usual = || format!("rolled back from {version} to {to}");
        let reason = self.inputs.reason.clone().unwrap_or_else(usual);
        let is_held = is_held(self.facts, route, &moved.app, &version);
        let (app, until, version) = (moved.app.to_string(), self.inputs.until, Some(version));
        (!is_held).then_some(HoldChange { app, version, until, reason, is_new: true, was: None })
    }
}

/// The version that runs now; with its digest where the same version comes back with another.
fn left(moved: &Move) -> Option<Version> {
    let version = moved.from.clone()?;
    if moved.to.as_ref() != Some(&version) {
        return Some(version);
    }
    let digest = moved.changes.iter().find(|change| change.field == Field::Digest)?.from.as_ref()?;
    Version::given(&format!("{version}@{digest}")).ok()
}

fn hold(route: &Route, new: &HoldChange) -> Hold {
    Hold {
        app: new.app.clone(),
        version: new.version.clone(),
        environments: vec![route.to.clone()],
        from: None,
        until: new.until,
        reason: new.reason.clone(),
        at: Position { file: holds::FILE.to_owned(), line: 1, column: 1 },
    }
}
