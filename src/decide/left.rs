//! The version that a rollback leaves is held, in the same commit.

use super::Case;
use super::texts::Texts;
use crate::config::{Route, holds, is_held};
use crate::error::{Ask, Error};
use crate::model::facts::AppFound;
use crate::model::hold::Hold;
use crate::model::path::RepoPath;
use crate::model::plan::{Action, Fate, Move, NewHold};
use crate::model::text::Position;
use std::collections::BTreeMap;

impl Case<'_> {
    /// Writes a hold for each version that is left, unless somebody's word is on it already.
    pub(super) fn hold_what_is_left(
        &self,
        route: &Route,
        apps: &[&AppFound],
        moves: &[Move],
        texts: &mut Texts<'_>,
    ) -> Result<Vec<NewHold>, Error> {
        if route.action != Action::Rollback {
            return Ok(Vec::new());
        }
        let path = RepoPath::new(holds::FILE).map_err(|error| unwritable(&error.to_string(), None))?;
        let moving = moves.iter().filter(|one| one.fate == Fate::Moves);
        let new: Vec<_> = moving.filter_map(|one| self.left(route, apps, one)).collect();
        for one in &new {
            let hold = self.hold(route, one);
            let text = texts.there(&path).map(str::to_owned);
            let text = holds::added(text.as_deref(), &hold)
                .map_err(|error| unwritable(&error.to_string(), error.hint()))?;
            texts.change(BTreeMap::from([(path.clone(), text)]));
        }
        Ok(new)
    }

    fn left(&self, route: &Route, apps: &[&AppFound], moved: &Move) -> Option<NewHold> {
        let (version, to) = (moved.from.clone()?, moved.to.as_ref()?);
        let found = apps.iter().find(|one| one.app == moved.app)?;
        let usual = || format!("rolled back from {version} to {to}");
        let reason = self.inputs.reason.clone().unwrap_or_else(usual);
        let new = NewHold { app: moved.app.clone(), version, reason, until: self.inputs.until };
        (!is_held(self.facts, route, found, &new.version)).then_some(new)
    }

    fn hold(&self, route: &Route, new: &NewHold) -> Hold {
        Hold {
            app: new.app.to_string(),
            version: Some(new.version.clone()),
            environments: vec![route.to.clone()],
            from: None,
            until: new.until,
            reason: new.reason.clone(),
            at: Position { file: holds::FILE.to_owned(), line: 1, column: 1 },
        }
    }
}

fn unwritable(what: &str, hint: Option<String>) -> Error {
    let what = format!("the version that is left can't be held: {what}");
    Ask::Contradiction { what, hint: hint.unwrap_or_default() }.into()
}
