//! The holds that speak of one app's way into one environment.

use super::Case;
use crate::config::holds::{expired, speaks_of};
use crate::config::{Route, Sought};
use crate::gate::Held;
use crate::model::facts::AppFound;
use crate::model::hold::{Hold, Standing};
use crate::model::pin::SelectorName;
use crate::model::plan::{Change, Deliver, Note, NoteKind, Verdict};
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
        let is_meant =
            |hold: &&Hold| hold.version.as_ref().is_none_or(|held| names.contains(&held.to_string()));
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

    /// Holds that don't count now, and those that would if a `v` were there or weren't.
    pub(super) fn idle_holds(
        &self,
        route: &Route,
        found: &AppFound,
        version: &Version,
        held: &[Hold],
    ) -> Vec<Note> {
        let idle = held.iter().filter_map(|hold| {
            let text = expired(hold, self.facts.now)?;
            Some(Note { kind: NoteKind::Aside, text, at: Some(hold.at.clone()) })
        });
        let bare = |version: &Version| version.as_str().trim_start_matches('v').to_owned();
        let missed = self.facts.holds.iter().filter_map(|hold| {
            let near =
                hold.version.as_ref().filter(|near| *near != version && bare(near) == bare(version))?;
            let counts =
                hold.standing(self.facts.now) == Standing::Holds && speaks_of(hold, &found.app, &route.to);
            let text = format!("the hold of {near} isn't about {version}: write it as the app's files do");
            counts.then(|| Note { kind: NoteKind::Warning, text, at: Some(hold.at.clone()) })
        });
        idle.chain(missed).collect()
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
