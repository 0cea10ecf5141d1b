//! What two histories have in common, also where they are cut short.

use super::story::Story;
use super::{imported, tips};
use crate::fixture::Place;
use hoist::git::{Keep, Repo};
use hoist::model::plan::Oid;
use std::collections::BTreeSet;

fn git(place: &Place, at: &str, ours: &Oid, theirs: &Oid) -> BTreeSet<Oid> {
    let output = place.try_git(at, &["merge-base", "--all", &ours.0, &theirs.0]).stdout;
    String::from_utf8(output).unwrap().lines().map(|line| Oid(line.to_owned())).collect()
}

#[test]
fn the_bases_are_those_that_git_finds() {
    let mut story = Story::new(11);
    let names: Vec<_> = (0..60).map(|at| format!("pair{at}")).collect();
    names.iter().for_each(|name| story.pair(name));
    let place = imported(&story.stream);
    let (repo, tips) = (place.open("seed"), tips(&place));
    let mut numbers = BTreeSet::new();
    for name in names {
        let (ours, theirs) = (&tips[&format!("{name}-ours")], &tips[&format!("{name}-theirs")]);
        let bases = repo.merge_bases(ours, theirs).unwrap().unwrap();
        numbers.insert(bases.len());
        assert_eq!(bases.into_iter().collect::<BTreeSet<_>>(), git(&place, "seed", ours, theirs), "{name}");
    }
    assert_eq!(numbers, BTreeSet::from([0, 1, 2, 3]));
}

/// A remote whose two branches parted after ten commits and went on for five each.
fn remote() -> Place {
    let place = Place::with(&[("f", "0")]);
    for at in 1..10 {
        place.add("seed", &[("f", &at.to_string())]);
    }
    place.git("seed", &["branch", "side"]);
    for branch in ["main", "side"] {
        place.git("seed", &["checkout", "-q", branch]);
        for at in 0..5 {
            place.add("seed", &[(branch, &at.to_string())]);
        }
    }
    place.git(".", &["clone", "-q", "--bare", "seed", "remote.git"]);
    place
}

fn bases(repo: &Repo, place: &Place) -> Option<Vec<Oid>> {
    let tip = |name: &str| place.rev("clone", &format!("refs/remotes/origin/{name}"));
    repo.merge_bases(&tip("main"), &tip("side")).unwrap()
}

#[test]
fn a_shallow_clone_answers_only_what_it_knows() {
    let place = remote();
    let right = Some(
        git(&place, "seed", &place.rev("seed", "main"), &place.rev("seed", "side"))
            .into_iter()
            .collect::<Vec<_>>(),
    );
    for (depth, expected) in [(1, None), (5, None), (6, right.clone()), (8, right.clone())] {
        let _gone = std::fs::remove_dir_all(place.path("clone"));
        place.clone_as("clone", &[&format!("--depth={depth}"), "--no-single-branch"]);
        let repo = place.open("clone");
        assert!(repo.is_shallow());
        assert_eq!(bases(&repo, &place), expected, "depth {depth}");
        place.git("clone", &["fetch", "-q", "--unshallow"]);
        assert_eq!(bases(&repo, &place), right, "deepened from {depth}");
    }
}

#[test]
fn a_base_that_the_cut_may_hide_is_not_denied() {
    // What `side` merged from `main` long ago is hidden, what it merged before is not.
    let place = remote();
    let hidden = place.rev("seed", "main");
    place.git("seed", &["checkout", "-q", "side"]);
    place.git("seed", &["merge", "-q", "--no-edit", &hidden.0]);
    for at in 0..5 {
        place.add("seed", &[("side", &format!("more {at}"))]);
    }
    place.git("seed", &["push", "-q", "../remote.git", "side"]);
    place.clone_as("clone", &["--depth=3", "--no-single-branch"]);
    let repo = place.open("clone");
    assert_eq!(bases(&repo, &place), None);
    place.git("clone", &["fetch", "-q", "--unshallow"]);
    assert_eq!(bases(&repo, &place), Some(vec![hidden]));
}

#[test]
fn a_commit_that_is_missing_is_an_error() {
    let place = remote();
    let missing = Oid("1".repeat(40));
    assert!(place.open("seed").merge_bases(&place.rev("seed", "main"), &missing).is_err());
}

#[test]
fn a_merge_of_crossed_histories_writes_nothing() {
    let mut story = Story::new(5);
    let names: Vec<_> = (0..40).map(|at| format!("pair{at}")).collect();
    names.iter().for_each(|name| story.pair(name));
    let place = imported(&story.stream);
    let (repo, tips) = (place.open("seed"), tips(&place));
    let before = place.git("seed", &["count-objects", "-v"]);
    let mut crossed = 0;
    for name in names {
        let (ours, theirs) = (&tips[&format!("{name}-ours")], &tips[&format!("{name}-theirs")]);
        let bases = repo.merge_bases(ours, theirs).unwrap().unwrap();
        crossed += usize::from(bases.len() > 1);
        repo.merge(&bases, ours, theirs, &|_, _| Keep::Nothing).unwrap();
    }
    assert_eq!(place.git("seed", &["count-objects", "-v"]), before);
    assert!(crossed > 5, "{crossed}");
}
