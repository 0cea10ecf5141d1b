//! Where a rollback takes an app: the rule, for one app and for a group.

use super::{Config, Route, holds};
use crate::model::back::{Back, Ran};
use crate::model::facts::{AppFound, Facts};
use crate::model::hold::{Standing, unhold};
use crate::model::name::AppName;
use crate::model::text::visible;
use crate::model::timeline::Timeline;
use crate::model::version::Version;
use jiff::Timestamp;

impl Config {
    /// The stay that an app goes back to. Apps of a group go back to one moment: just before the newest end of those
    /// stays that they would go back to alone.
    pub fn back(&self, facts: &Facts, route: &Route, found: &AppFound) -> Back {
        let alone = self.alone(facts, route, found);
        let Some((_, members)) = self.group_of(&found.app) else { return alone };
        let known = |app: &AppName| facts.apps.binary_search_by(|one| one.app.cmp(app)).ok();
        let members: Vec<_> = members.iter().filter_map(known).map(|at| &facts.apps[at]).collect();
        let is_given = members.iter().any(|one| one.version.is_some());
        if is_given && found.version.is_some() {
            return alone;
        }
        let leads = members.into_iter().filter(|one| !is_given || one.version.is_some());
        let ends = leads.filter_map(|one| match self.alone(facts, route, one) {
            Back::To { former, .. } => Some(former.until),
            Back::Stays { .. } | Back::Nowhere { .. } | Back::Unknown { .. } => None,
        });
        match (ends.max(), alone) {
            (_, unknown @ Back::Unknown { .. }) => unknown,
            (Some(moment), _) => at(facts, route, found, moment),
            (None, _) if is_given => Back::Stays { why: None },
            (None, alone) => alone,
        }
    }

    /// The stay that an app would go back to if it were in no group.
    fn alone(&self, facts: &Facts, route: &Route, found: &AppFound) -> Back {
        let Some(timeline) = facts.timeline(&found.app, &route.to) else { return unread(route) };
        match &found.version {
            Some(version) => self.to_version(facts, route, found, timeline, version),
            None => before(facts, route, found, timeline),
        }
    }

    fn to_version(
        &self,
        facts: &Facts,
        route: &Route,
        found: &AppFound,
        timeline: &Timeline,
        typed: &Version,
    ) -> Back {
        let (tag, digest) = typed.split_digest();
        let bare = tag.map(|tag| {
            let lead = self.target_lead(facts, route, found).ok().flatten();
            lead.and_then(|lead| lead.format.read(tag.as_str())).unwrap_or(tag)
        });
        let bare = bare.as_ref().unwrap_or(typed);
        let fits = |one: &Ran<'_>| {
            let is_it = one.version.is_some_and(|version| version == bare || version == typed);
            is_it && digest.as_deref().is_none_or(|digest| one.digest == Some(digest))
        };
        if timeline.ran().first().is_some_and(fits) {
            return Back::Stays { why: None };
        }
        match (timeline.newest(fits), &timeline.cut) {
            (Some(former), _) => Back::To { former, skipped: Vec::new() },
            (None, None) => Back::Nowhere { why: never(route, typed, timeline) },
            (None, Some(cut)) => {
                Back::Unknown { why: format!("whether {typed} ran in {} isn't known: {cut}", route.to) }
            }
        }
    }
}

fn before(facts: &Facts, route: &Route, found: &AppFound, timeline: &Timeline) -> Back {
    let is_held = |version: &Version| is_held(facts, route, &found.app, version);
    let (former, skipped) = timeline.before(&is_held);
    match (former, &timeline.cut) {
        (Some(former), _) => Back::To { former, skipped },
        (None, Some(cut)) => {
            Back::Unknown { why: format!("what ran in {} before isn't known: {cut}", route.to) }
        }
        (None, None) => {
            let lifts = |version: &&Version| lift(facts, route, &found.app, version);
            let lifts = skipped.iter().map(|version| (version, lifts(&version))).collect::<Vec<_>>();
            Back::Nowhere { why: nothing(route, timeline, &lifts) }
        }
    }
}

/// Somebody's word is on this very version; a hold on all versions says nothing of which to choose.
pub fn is_held(facts: &Facts, route: &Route, app: &AppName, version: &Version) -> bool {
    facts.holds.iter().any(|hold| {
        let formats = facts.readings.of(app, &route.to).iter().map(|one| &one.format);
        hold.version.is_some()
            && holds::means(hold, version, formats)
            && holds::speaks_of(hold, app, &route.to)
            && hold.standing(facts.now) == Standing::Holds
    })
}

/// What an app ran just before a moment. Commits of one second are one moment.
fn at(facts: &Facts, route: &Route, found: &AppFound, moment: Timestamp) -> Back {
    let Some(timeline) = facts.timeline(&found.app, &route.to) else { return unread(route) };
    let now = timeline.ran().first().and_then(|one| one.version);
    let nothing =
        || Back::Stays { why: Some(format!("{} ran no version in {} then, and stays", found.app, route.to)) };
    match (timeline.just_before(moment), &timeline.cut) {
        (Some((one, _)), _) if one.version.is_some() && one.version == now => Back::Stays { why: None },
        (Some((_, Some(former))), _) => Back::To { former, skipped: Vec::new() },
        (Some((_, None)), _) | (None, None) => nothing(),
        (None, Some(cut)) => {
            Back::Unknown { why: format!("what {} ran in {} then isn't known: {cut}", found.app, route.to) }
        }
    }
}

fn unread(route: &Route) -> Back {
    Back::Unknown { why: format!("the history of {} wasn't read", route.to) }
}

fn never(route: &Route, typed: &Version, timeline: &Timeline) -> String {
    match ran(&timeline.versions()) {
        Some(ran) => format!("{typed} never ran in {}; there ran {ran}", route.to),
        None => format!("{typed} never ran in {}, and no other version did", route.to),
    }
}

/// What takes a hold of a version away, where one counts that keeps it from coming back.
fn lift(facts: &Facts, route: &Route, app: &AppName, version: &Version) -> Option<String> {
    let formats = || facts.readings.of(app, &route.to).iter().map(|one| &one.format);
    let hold = facts.holds.iter().find(|hold| {
        holds::means(hold, version, formats())
            && holds::speaks_of(hold, app, &route.to)
            && hold.standing(facts.now) == Standing::Holds
    })?;
    Some(unhold(&hold.app, hold.version.as_ref(), &route.to))
}

fn nothing(route: &Route, timeline: &Timeline, skipped: &[(&Version, Option<String>)]) -> String {
    let now = timeline.ran().first().and_then(|one| one.version);
    let to = &route.to;
    let all: Vec<_> = skipped.iter().map(|(version, _)| *version).collect();
    let way = match skipped.iter().find(|(_, lift)| lift.is_none()) {
        Some((version, _)) => format!("--to-version {version} takes it all the same"),
        None => {
            let first = skipped.first().and_then(|(_, lift)| lift.clone());
            first.map(|lift| format!("lift the hold first: {lift}")).unwrap_or_default()
        }
    };
    match (now, ran(&all)) {
        (Some(now), Some(skipped)) => format!(
            "nothing that ran in {to} before {now} is left to go back to: {skipped} was rolled back or is held; {way}"
        ),
        (Some(now), None) => format!("no other version ran in {to} before {now}"),
        (None, _) => format!("no version ran in {to}"),
    }
}

/// The newest of some versions, for a person.
fn ran(versions: &[&Version]) -> Option<String> {
    const MOST: usize = 5;
    let shown: Vec<_> = versions.iter().take(MOST).map(|version| visible(version.as_str())).collect();
    let more = versions.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!shown.is_empty()).then(|| format!("{}{more}", shown.join(", ")))
}
