//! The holds that speak of one app's way into one environment.

use super::Case;
use crate::config::holds::{FILE, expired, speaks_of};
use crate::config::{Route, Sought};
use crate::gate::Held;
use crate::model::delivery::Deliver;
use crate::model::facts::AppFound;
use crate::model::hold::{Hold, Standing, unhold};
use crate::model::pin::SelectorName;
use crate::model::plan::{Change, Note, NoteKind};
use crate::model::verdict::{GateName, Verdict};
use crate::model::version::Version;
use crate::model::wanted::{Wanted, Wish};

impl Case<'_> {
    /// Whatever their time: those of the app, and those of a version that would come with it.
    pub(super) fn holds(
        &self,
        route: &Route,
        found: &AppFound,
        sought: &Sought<'_>,
        moving: &[&Wanted],
    ) -> Vec<Hold> {
        let names = names(sought, moving);
        let is_name = |held: &Version| names.iter().any(|name| held.is_like(name));
        let environments = self.config.environments.iter();
        let readings: Vec<_> =
            environments.flat_map(|one| self.facts.readings.of(&found.app, &one.name)).collect();
        let is_written = |held: &Version| {
            readings.iter().filter_map(|one| one.format.read(held.as_str())).any(|bare| is_name(&bare))
        };
        let is_meant =
            |hold: &&Hold| hold.version.as_ref().is_none_or(|held| is_name(held) || is_written(held));
        let here = self.facts.holds.iter().filter(|hold| speaks_of(hold, &found.app, &route.to));
        here.filter(is_meant).cloned().collect()
    }

    /// The word on an app whatever its version: where files of its own move, though no version does.
    pub(super) fn frozen(&self, route: &Route, found: &AppFound) -> Option<Verdict> {
        let here = self.facts.holds.iter().filter(|hold| speaks_of(hold, &found.app, &route.to));
        let holds: Vec<_> = here.filter(|hold| hold.version.is_none()).cloned().collect();
        let unread = self.unread_holds(route);
        let held = Held {
            holds: &holds,
            unread: &unread,
            now: self.facts.now,
            on_request: route.deliver == Deliver::Branch,
        };
        Some(held.judge()).filter(|verdict| !matches!(verdict, Verdict::Pass { .. }))
    }

    /// Why holds can't be read that may be about an environment.
    pub(super) fn unread_holds(&self, route: &Route) -> Vec<String> {
        let here = self.facts.unread_holds.iter().filter(|unread| unread.environments.contains(&route.to));
        here.map(|unread| unread.what.clone()).collect()
    }

    /// Holds that don't count now.
    pub(super) fn idle_holds(&self, held: &[Hold]) -> Vec<Note> {
        let idle = held.iter().filter_map(|hold| {
            let text = expired(hold, self.facts.now)?;
            Some(Note { kind: NoteKind::Aside, text, at: Some(hold.at.clone()) })
        });
        idle.collect()
    }

    /// How each hold that counts now is lifted: one that this environment's own file has by a command, others by hand.
    pub(super) fn ways_out(
        &self,
        route: &Route,
        held: &[Hold],
        verdicts: &[(GateName, Verdict)],
    ) -> Vec<Note> {
        let is_held = |(gate, verdict): &(GateName, Verdict)| {
            *gate == GateName::Holds && matches!(verdict, Verdict::Held { .. })
        };
        if !verdicts.iter().any(is_held) {
            return Vec::new();
        }
        let (main, own) = (&self.facts.base, self.facts.base_of(&route.to));
        let file = if own.commit == main.commit { FILE.to_owned() } else { format!("{}:{FILE}", own.branch) };
        let counts = held.iter().filter(|hold| hold.standing(self.facts.now) == Standing::Holds);
        let note = |hold: &Hold| {
            let text = if hold.at.file == file {
                let lift = unhold(&hold.app, hold.version.as_ref(), &route.to);
                format!("this lifts the hold: {lift}")
            } else {
                "this hold is lifted where it stands: take its entry out there".to_owned()
            };
            Note { kind: NoteKind::Aside, text, at: Some(hold.at.clone()) }
        };
        counts.map(note).collect()
    }
}

/// All that the version is called: bare, with its digest, as it stands in the source, as it would stand in the target.
fn names(sought: &Sought<'_>, moving: &[&Wanted]) -> Vec<String> {
    let mut names = vec![sought.version.to_string()];
    if let Some(digest) = &sought.digest {
        names.extend([digest.clone(), format!("{}@{digest}", sought.version)]);
    }
    for one in moving {
        names.extend([one.bare.to_string(), one.as_found.to_string()]);
        names.extend(match &one.version {
            Wish::Set(text) => Some(text.clone()),
            Wish::Leave | Wish::Remove => None,
        });
    }
    names
}

/// The pins that would change, and the tag that may be made.
pub(super) fn moving<'w>(wanted: &'w [Wanted], changes: &[Change]) -> Vec<&'w Wanted> {
    let moves = |one: &&Wanted| {
        one.selector == SelectorName::Tag || changes.iter().any(|change| change.pin == one.pin)
    };
    wanted.iter().filter(moves).collect()
}
