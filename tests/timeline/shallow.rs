//! A shallow clone never tells what isn't so.

use crate::fleet::Fleet;
use crate::look::{Other, facts};
use crate::told::as_told;
use hoist::model::inputs::Inputs;
use hoist::model::timeline::{Cut, Timeline};
use hoist::model::version::Version;
use hoist::observe::{observe_history, observe_status};

fn fleet() -> Fleet {
    let mut fleet = Fleet::new(30, 2463534242);
    fleet.unsteady = true;
    (0..120).for_each(|_| fleet.happens());
    fleet.mend();
    fleet.write();
    fleet
}

#[test]
fn a_shallow_clone_is_deepened_and_then_tells_all() {
    let fleet = fleet();
    for observe in [observe_history, observe_status] {
        let (_folder, clone) = fleet.shallow(1);
        let whole = facts(fleet.path(), &Inputs::default(), Other::Absent, observe);
        let found = facts(&clone, &Inputs::default(), Other::Asked, observe);
        assert_eq!(found.timelines, whole.timelines);
    }
}

#[test]
fn what_a_shallow_clone_lacks_is_missing_and_never_wrong() {
    let fleet = fleet();
    let whole = facts(fleet.path(), &Inputs::default(), Other::Absent, observe_history);
    for depth in [1, 2, 7, 40] {
        let (_folder, clone) = fleet.shallow(depth);
        for observe in [observe_history, observe_status] {
            let found = facts(&clone, &Inputs::default(), Other::Absent, observe);
            assert_eq!(found.timelines.len(), whole.timelines.len());
            for (key, whole) in &whole.timelines {
                never_wrong(&found.timelines[key], whole);
            }
        }
        if depth == 1 {
            let found = facts(&clone, &Inputs::default(), Other::Absent, observe_history);
            assert!(found.timelines.values().all(|one| one.stays.is_empty() && one.earlier.is_some()));
        }
    }
}

/// What there is of a timeline is the newest of the whole one; since when, nobody says for sure.
fn never_wrong(found: &Timeline, whole: &Timeline) {
    assert!(matches!(found.cut, Some(Cut::Shallow(_))), "{:?}", found.cut);
    assert_eq!(found.now(), None);
    let rough = |timeline: &Timeline| {
        let stays = timeline.stays.iter().map(as_told);
        stays.map(|stay| crate::judge::Told { since: 0, ..stay }).collect::<Vec<_>>()
    };
    let (ours, all) = (rough(found), rough(whole));
    assert_eq!(ours, all[..ours.len()]);
    for stay in &whole.stays {
        let Some(version) = &stay.version else { continue };
        let stood = found.stood(version, None);
        assert!(!matches!(stood, hoist::model::facts::Stood::Never), "it stood: {version}");
    }
    let never = Version::new("v9").unwrap();
    assert!(matches!(found.stood(&never, None), hoist::model::facts::Stood::Unknown { .. }));
    let earlier = found.earlier.as_ref().and_then(|one| one.version.clone());
    assert!(
        earlier.is_none() || earlier == whole.stays.get(ours.len()).and_then(|stay| stay.version.clone())
    );
}
