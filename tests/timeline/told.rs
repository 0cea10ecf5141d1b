//! Timelines are what git tells, entry by entry.

use crate::fleet::{ENVIRONMENTS, Fleet, Known, Place, git, path};
use crate::judge::{Told, told};
use crate::look::{Other, facts};
use hoist::model::facts::Facts;
use hoist::model::inputs::Inputs;
use hoist::model::name::{AppName, EnvironmentName};
use hoist::model::plan::{Action, Oid};
use hoist::model::timeline::{Cut, How, Stay, Timeline, Unclear};
use hoist::model::version::Version;
use hoist::observe::{observe_history, observe_status};
use std::collections::BTreeMap;

pub(crate) fn timeline(facts: &Facts, (app, environment): Place) -> Option<&Timeline> {
    let app = AppName::new(&format!("app-{app}")).unwrap();
    facts.timeline(&app, &EnvironmentName::new(ENVIRONMENTS[environment]).unwrap())
}

pub(crate) fn as_told(stay: &Stay) -> Told {
    Told {
        version: stay.version.as_ref().map(ToString::to_string),
        digest: stay.digest.clone(),
        is_broken: matches!(stay.unclear.as_deref(), Some(Unclear::Broken(_))),
        since: stay.since.as_second(),
        commit: Oid::clone(&stay.commit),
        last: Oid::clone(&stay.last),
    }
}

fn fleet(apps: usize, seed: u64, events: usize, unsteady: bool) -> (Fleet, BTreeMap<Oid, Known>) {
    let mut fleet = Fleet::new(apps, seed);
    fleet.unsteady = unsteady;
    (0..events).for_each(|_| fleet.happens());
    fleet.mend();
    let known = fleet.write();
    (fleet, known)
}

/// Every timeline of the fleet against git, and who brought each against who wrote the history.
fn agree(fleet: &Fleet, apps: usize, known: &BTreeMap<Oid, Known>) -> usize {
    let found = facts(fleet.path(), &Inputs::default(), Other::Absent, observe_history);
    let told = told(fleet, apps);
    assert_eq!(found.timelines.len(), told.len());
    for (place, told) in &told {
        let timeline = timeline(&found, *place).unwrap();
        assert!(timeline.is_complete() && timeline.earlier.is_none());
        let ours: Vec<_> = timeline.stays.iter().map(as_told).collect();
        assert_eq!(ours, *told, "{}", path(*place));
        timeline.stays.iter().for_each(|stay| is_known(*place, stay, &known[&*stay.commit]));
    }
    told.values().map(Vec::len).sum()
}

fn is_known(place: Place, stay: &Stay, known: &Known) {
    let version = stay.version.as_ref().map(ToString::to_string).unwrap_or_default();
    let brought = &stay.brought;
    assert_eq!(brought.request, known.request, "{stay:?}");
    let is_recorded = known.lines.contains(&(place, version));
    assert_eq!(brought.record.is_some(), is_recorded, "{stay:?}");
    match (&brought.how, &known.reverts) {
        (How::Recorded(Action::Promote | Action::Rollback), None) => {
            assert!(is_recorded, "{stay:?}");
            assert_eq!(Some(&brought.by), known.actor.as_ref());
        }
        (How::Reverted(commit), Some((reverted, places))) if places.contains(&place) => {
            assert_eq!((commit, &brought.by), (reverted, &known.by));
        }
        (How::Unrecorded, None) => assert_eq!((is_recorded, &brought.by), (false, &known.by), "{stay:?}"),
        (how, known) => panic!("{how:?} {known:?} {stay:?}"),
    }
}

#[test]
fn the_timelines_of_500_apps_are_what_git_tells_entry_by_entry() {
    let (fleet, known) = fleet(500, 88172645463325252, 450, false);
    let stays = agree(&fleet, 500, &known);
    let how = |what: fn(&Known) -> bool| known.values().filter(|one| what(one)).count();
    assert!(stays > 2000, "{stays}");
    assert!(how(|one| one.reverts.is_some()) > 10 && how(|one| !one.lines.is_empty()) > 100);
}

#[test]
fn a_clock_that_goes_back_makes_no_commit_older_than_its_parent() {
    let (fleet, known) = fleet(12, 362436069, 300, true);
    agree(&fleet, 12, &known);
    let times = git(fleet.path(), &["log", "--first-parent", "--format=%ct", "main"]);
    let times: Vec<i64> = times.lines().map(|time| time.parse().unwrap()).collect();
    assert!(!times.is_sorted_by(|newer, older| newer >= older), "the clock of this fleet goes back");
}

#[test]
fn git_log_of_one_path_agrees_with_the_judge() {
    let (fleet, _) = fleet(6, 521288629, 120, false);
    for (place, told) in told(&fleet, 6) {
        let log = ["log", "--first-parent", "-m", "--full-history", "--format=%H", "main", "--"];
        let log = fleet.git(&[&log[..], &[&path(place)]].concat());
        let touched: Vec<_> = log.lines().collect();
        for stay in told {
            assert!(touched.contains(&stay.commit.0.as_str()), "{}", path(place));
        }
    }
}

#[test]
fn what_stands_now_is_told_without_the_rest() {
    let (fleet, _) = fleet(40, 123456789, 200, true);
    let all = facts(fleet.path(), &Inputs::default(), Other::Absent, observe_history);
    let now = facts(fleet.path(), &Inputs::default(), Other::Absent, observe_status);
    assert_eq!(all.timelines.len(), now.timelines.len());
    let mut left_behind = 0;
    for ((app, environment), whole) in &all.timelines {
        let now = &now.timelines[&(app.clone(), environment.clone())];
        let next = ENVIRONMENTS.iter().skip_while(|one| **one != environment.as_str()).nth(1);
        let next = next.and_then(|next| all.timeline(app, &EnvironmentName::new(next).unwrap())?.now());
        let needed = needed(whole, next.and_then(|stay| stay.version.as_ref()));
        left_behind += usize::from(needed > 1);
        assert_eq!(now.now(), whole.now());
        assert_eq!(now.stays, whole.stays[..needed], "{app} in {environment}");
        let before = |timeline: &Timeline| timeline.stays.get(needed).map(|stay| stay.version.clone());
        assert_eq!(now.earlier.as_ref().map(|one| one.version.clone()), before(whole));
    }
    assert!(left_behind > 5, "{left_behind} environments left behind what runs in the next");
}

/// What stands, and all that came since the version that still runs in the next environment.
fn needed(whole: &Timeline, next: Option<&Version>) -> usize {
    let here = whole.now().and_then(|stay| stay.version.as_ref());
    let Some(next) = next.filter(|next| here.is_some_and(|here| here != *next)) else {
        return whole.stays.len().min(1);
    };
    let left = whole.stays.iter().position(|stay| stay.version.as_ref() == Some(next));
    left.unwrap_or(whole.stays.len())
}

#[test]
fn a_walk_ends_where_it_is_told_to() {
    let (fleet, _) = fleet(20, 987654321, 150, false);
    let all = facts(fleet.path(), &Inputs::default(), Other::Absent, observe_history);
    let mut times: Vec<_> =
        all.timelines.values().flat_map(|one| &one.stays).map(|stay| stay.since).collect();
    times.sort();
    let since = times[times.len() - 40];
    let bounded = Inputs { since: Some(since), ..Inputs::default() };
    let bounded = facts(fleet.path(), &bounded, Other::Absent, observe_history);
    for (key, all) in &all.timelines {
        let bounded = &bounded.timelines[key];
        let later: Vec<_> = all.stays.iter().filter(|stay| stay.since >= since).cloned().collect();
        assert_eq!(bounded.stays, later);
        let before = all.stays.get(later.len()).and_then(|stay| stay.version.as_ref());
        assert_eq!(bounded.earlier.as_ref().and_then(|earlier| earlier.version.as_ref()), before);
        assert_eq!(bounded.cut, Some(Cut::Bounded));
    }
    let limited = Inputs { limit: Some(10), ..Inputs::default() };
    let limited = facts(fleet.path(), &limited, Other::Absent, observe_history);
    let stays: Vec<_> = limited.timelines.values().flat_map(|one| &one.stays).collect();
    assert!(
        (10..14).contains(&stays.len()) && stays.iter().all(|stay| stay.since >= times[times.len() - 14])
    );
}
