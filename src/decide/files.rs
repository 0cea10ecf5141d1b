//! A promotion's apps in their files: all of them at once, else one after another.

use super::Case;
use super::moves::{Begun, Draft, Waiting};
use super::texts::Texts;
use super::together::is_stuck;
use super::writing;
use crate::config::Route;
use crate::error::Error;
use crate::model::facts::AppFound;
use crate::model::path::RepoPath;
use crate::model::plan::{Action, Fate};
use std::collections::BTreeMap;

/// Apps, each with what it comes to.
type Drafts<'u> = Vec<(&'u AppFound, Draft)>;

impl<'a> Case<'a> {
    /// What all apps of a promotion come to. What one leaves in a file, the next one finds there.
    pub(super) fn all_drafts(
        &self,
        route: &Route,
        apps: &[&'a AppFound],
        texts: &mut Texts<'_>,
    ) -> Result<Drafts<'a>, Error> {
        let units = self.units(apps.iter().copied());
        if route.action == Action::Promote && units.iter().all(|unit| unit.group.is_none()) {
            let begun: Result<Vec<_>, _> = apps.iter().map(|found| self.begin(route, found, texts)).collect();
            if let Some((drafts, left)) = self.at_once(route, begun?, texts) {
                texts.change(left);
                return Ok(apps.iter().copied().zip(drafts).collect());
            }
        }
        let mut drafts = Vec::new();
        for unit in units {
            drafts.extend(self.drafts(route, &unit, texts)?);
        }
        Ok(drafts)
    }

    /// One app, from its beginning to its end.
    pub(super) fn draft(&self, route: &Route, found: &AppFound, texts: &Texts<'_>) -> Result<Draft, Error> {
        Ok(match self.begin(route, found, texts)? {
            Ok(waiting) => self.finish(route, &waiting, waiting.drafted.written(texts)),
            Err(draft) => draft,
        })
    }

    /// What all come to, and what those leave in the files that move; none where one app depends on another.
    fn at_once(
        &self,
        route: &Route,
        begun: Vec<Begun<'_>>,
        texts: &Texts<'_>,
    ) -> Option<(Vec<Draft>, BTreeMap<RepoPath, String>)> {
        let waiting: Vec<_> = begun.iter().filter_map(|one| one.as_ref().ok()).collect();
        let (ended, left) = self.ended(route, &waiting, texts)?;
        let mut ended = ended.into_iter();
        let drafts = begun.into_iter().filter_map(|one| one.err().or_else(|| ended.next())).collect();
        Some((drafts, left))
    }

    /// Who turns out not to move leaves nothing: the others are written anew without it.
    fn ended(
        &self,
        route: &Route,
        waiting: &[&Waiting<'_>],
        texts: &Texts<'_>,
    ) -> Option<(Vec<Draft>, BTreeMap<RepoPath, String>)> {
        let mut drafts = BTreeMap::new();
        let mut going: Vec<_> = (0..waiting.len()).collect();
        loop {
            let writings: Vec<_> = going.iter().flat_map(|at| &waiting[*at].drafted.writings).collect();
            let written = writing::at_once(&writings, texts).ok()?;
            let mut became = written.pins.as_slice();
            for at in &going {
                let (own, others) = became.split_at(waiting[*at].drafted.writings.len());
                drafts.insert(*at, self.finish(route, waiting[*at], waiting[*at].drafted.outcome(own)));
                became = others;
            }
            let before = going.len();
            going.retain(|at| !is_stuck(&drafts[at]));
            if going.len() == before {
                let moving = drafts.values_mut().filter(|draft| draft.moved.fate == Fate::Moves);
                let copied: Vec<_> = moving.flat_map(|draft| std::mem::take(&mut draft.texts)).collect();
                let left = written.texts.into_iter().chain(copied).collect();
                return Some((drafts.into_values().collect(), left));
            }
        }
    }
}
