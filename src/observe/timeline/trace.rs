//! One pin, followed back from the tip.

use super::Asked;
use super::places::{Found, Places, Read};
use super::standing::Standing;
use crate::git::{self, Tree};
use crate::model::facts::Facts;
use crate::model::path::RepoPath;
use crate::model::timeline::Content;

/// One pin, followed back.
pub(super) struct Trace<'a> {
    pub asked: &'a Asked<'a>,
    pub places: Places<'a>,
    /// What stands as of the commit that the walk has come to.
    pub now: Standing,
    /// What stood later, newest first, each with the place on the line of the commit that brought it.
    pub seen: Vec<(Standing, usize)>,
    /// All that is needed is known: it isn't followed any further.
    pub is_met: bool,
    /// What each place holds; not read before one of them changes.
    reads: Option<Vec<Read>>,
}

impl<'a> Trace<'a> {
    pub(super) fn new(facts: &'a Facts, asked: &'a Asked<'a>) -> Self {
        let (app, environment) = (asked.app, asked.environment);
        let places = Places::of(facts, asked.rule, (app, environment), (asked.pin, asked.format));
        let now = places.as_read(facts.readings.of(app, environment));
        let mut trace = Self { asked, places, now, seen: Vec::new(), is_met: false, reads: None };
        trace.is_met = asked.need.is_met(&trace);
        trace
    }

    /// One of its files was another before a commit. What stands in the others is read once.
    pub(super) fn open(&mut self, tip: &Tree<'_>, file: &RepoPath) -> Result<(), git::Error> {
        if self.reads.is_none() {
            self.reads = Some(self.places.in_tree_but(tip, Some(file))?);
        }
        Ok(())
    }

    /// What a file held before a commit, in one of the places.
    pub(super) fn take(&mut self, place: usize, found: Found) {
        if let Some(read) = self.reads.as_mut().and_then(|reads| reads.get_mut(place)) {
            *read = self.places.read(found);
        }
    }

    /// What stands there before a commit of the line; whether that is something else than after it.
    pub(super) fn settle(&mut self, at: usize) -> bool {
        let Some(reads) = &self.reads else { return false };
        let before = self.places.standing(reads);
        if before == self.now {
            return false;
        }
        self.seen.push((std::mem::replace(&mut self.now, before), at));
        self.is_met = self.asked.need.is_met(self);
        true
    }

    pub(super) fn has_changed(&self) -> bool {
        !self.seen.is_empty()
    }

    pub(super) fn has_seen(&self, content: &Content) -> bool {
        self.now.has(content) || self.seen.iter().any(|(standing, _)| standing.has(content))
    }
}
