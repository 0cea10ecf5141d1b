//! What a walk has found, as timelines.

use super::landing::Landing;
use super::standing::Standing;
use super::trace::Trace;
use super::walk::Walked;
use crate::git::{self, End, Repo};
use crate::model::plan::Oid;
use crate::model::timeline::{Cut, Earlier, Stay, Timeline};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

/// A walk that has ended.
pub(super) struct Ended<'r> {
    repo: &'r Repo,
    walked: Walked,
    tip: Rc<Oid>,
    /// When each commit joined the line.
    times: Vec<Timestamp>,
    /// Why older history is missing to those who needed it.
    cut: Option<Cut>,
    /// Those commits of the line that brought something.
    landings: BTreeMap<usize, (Rc<Oid>, Landing<'r>)>,
    /// The parents of commits of the line.
    lasts: BTreeMap<usize, Rc<Oid>>,
}

impl<'r> Ended<'r> {
    pub(super) fn new(repo: &'r Repo, tip: &Oid, walked: Walked, shallow: &str) -> Self {
        let cut = match walked.end {
            End::Beginning => None,
            End::Cut => Some(Cut::Shallow(shallow.into())),
            End::Stopped => Some(Cut::Bounded),
        };
        let (times, tip) = (times(&walked), Rc::new(tip.clone()));
        Self { repo, walked, tip, times, cut, landings: BTreeMap::new(), lasts: BTreeMap::new() }
    }

    pub(super) fn timeline(&mut self, trace: Trace<'_>) -> Result<Timeline, git::Error> {
        let Trace { asked, places, now, seen, is_met, .. } = trace;
        let is_whole = self.walked.end == End::Beginning || !asked.need.is_timed();
        let cut = if is_met && is_whole { Some(Cut::Enough) } else { self.cut.clone() };
        let mut spans = seen;
        let mut oldest = Some(now);
        if cut.is_none() {
            // All that is there at the first commit came with it.
            let first = self.walked.line.len().saturating_sub(1);
            spans.extend(oldest.take().filter(|now| !now.is_nothing()).map(|now| (now, first)));
        }
        let nothing = Standing::default();
        let mut timeline = Timeline { stays: Vec::with_capacity(spans.len()), earlier: None, cut };
        let mut last = Rc::clone(&self.tip);
        for (at, (standing, place)) in spans.iter().enumerate() {
            let left = spans.get(at + 1).map(|(older, _)| older).or(oldest.as_ref()).unwrap_or(&nothing);
            let since = self.times[*place];
            let (commit, landing) = self.landing(*place)?;
            let app = (asked.app, asked.environment);
            let brought = landing.brought(app, standing, &places, left)?;
            let (version, digest, unclear) = standing.clone().told();
            let commit = Rc::clone(commit);
            let stood = std::mem::replace(&mut last, self.parent(*place));
            timeline.stays.push(Stay { version, digest, unclear, since, commit, last: stood, brought });
        }
        timeline.earlier = oldest.filter(|oldest| !oldest.is_nothing()).map(|oldest| {
            let (version, digest, unclear) = oldest.told();
            Earlier { version, digest, unclear, last }
        });
        Ok(timeline)
    }

    fn landing(&mut self, place: usize) -> Result<&(Rc<Oid>, Landing<'r>), git::Error> {
        match self.landings.entry(place) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(free) => {
                let commit = self.walked.line[place].commit.oid();
                let landing = Landing::read(self.repo, &commit)?;
                Ok(free.insert((Rc::new(commit), landing)))
            }
        }
    }

    fn parent(&mut self, place: usize) -> Rc<Oid> {
        let parent = self.walked.line[place].parent;
        let tip = &self.tip;
        let made = || parent.map_or_else(|| Rc::clone(tip), |parent| Rc::new(parent.oid()));
        Rc::clone(self.lasts.entry(place).or_insert_with(made))
    }
}

/// A commit joined the line when it says, but never before its parent. Of a walk that ended early, as far as that went.
fn times(walked: &Walked) -> Vec<Timestamp> {
    let mut latest = i64::MIN;
    let time = |seconds: i64| {
        latest = latest.max(seconds);
        Timestamp::from_second(latest).unwrap_or(Timestamp::MAX)
    };
    let mut times: Vec<_> = walked.line.iter().rev().map(|commit| commit.seconds).map(time).collect();
    times.reverse();
    times
}
