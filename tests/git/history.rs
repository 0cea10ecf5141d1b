//! Walks through the past, and what a shallow clone knows of it.

use crate::fixture::{KEY, Place, new_commit, path, remote};
use hoist::git::{Repo, Walked};
use hoist::model::plan::Oid;
use std::ops::ControlFlow;

/// The commits at which the file changed, newest first, with what it held.
fn walk(repo: &Repo, tip: &Oid) -> (Vec<(Oid, Option<String>)>, bool) {
    let mut seen = Vec::new();
    let Walked { complete } = repo
        .history(tip, &[path(KEY)], &mut |commit, contents| {
            let text = contents[0].clone().map(|bytes| String::from_utf8(bytes).unwrap());
            seen.push((commit.clone(), text));
            ControlFlow::Continue(())
        })
        .unwrap();
    (seen, complete)
}

#[test]
fn a_walk_visits_what_changed_on_the_first_parent_line() {
    let place = Place::with(&[("other", "0")]);
    let before = place.rev("seed", "HEAD");
    let first = place.add("seed", &[(KEY, "v1")]);
    place.git("seed", &["checkout", "-q", "-b", "side"]);
    place.add("seed", &[(KEY, "v2-on-the-side")]);
    place.add("seed", &[(KEY, "v2")]);
    place.git("seed", &["checkout", "-q", "main"]);
    let unrelated = place.add("seed", &[("other", "1"), ("apps/web/staging/kustomization.yaml", "x")]);
    place.git("seed", &["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    let merge = place.rev("seed", "HEAD");
    let tip = place.add("seed", &[("other", "2")]);
    let (seen, complete) = walk(&place.open("seed"), &tip);
    let texts: Vec<_> = seen.iter().map(|(commit, text)| (commit, text.as_deref())).collect();
    assert_eq!(texts, [(&tip, Some("v2")), (&unrelated, Some("v1")), (&before, None)]);
    assert!(complete && merge != tip && first != before);
}

#[test]
fn a_walk_stops_when_it_is_told() {
    let place = Place::with(&[(KEY, "v1")]);
    let tip = place.add("seed", &[(KEY, "v2")]);
    let mut visits = 0;
    let stop = &mut |_: &Oid, _: &[Option<Vec<u8>>]| {
        visits += 1;
        ControlFlow::Break(())
    };
    place.open("seed").history(&tip, &[path(KEY), path("missing")], stop).unwrap();
    assert_eq!(visits, 1);
}

/// A remote with a line of versions, and a clone that has just the last.
fn shallow() -> (Place, Vec<Oid>) {
    let place = Place::with(&[(KEY, "v0")]);
    let mut commits = vec![place.rev("seed", "HEAD")];
    commits.extend((1..5).map(|version| place.add("seed", &[(KEY, &format!("v{version}"))])));
    place.git(".", &["clone", "-q", "--bare", "seed", "remote.git"]);
    place.clone_as("clone", &["--depth=1"]);
    (place, commits)
}

#[test]
fn a_shallow_walk_says_that_it_is_cut_short_until_it_is_deepened() {
    let (place, commits) = shallow();
    let (repo, tip) = (place.open("clone"), &commits[4]);
    assert!(repo.is_shallow());
    let (seen, complete) = walk(&repo, tip);
    assert_eq!((seen.len(), complete), (1, false));
    remote(&repo).deepen("main").unwrap();
    assert!(!repo.is_shallow());
    let (seen, complete) = walk(&repo, tip);
    assert_eq!((seen.len(), complete), (5, true));
    assert_eq!(repo.info(tip).unwrap().parents, [commits[3].clone()]);
    place.is_sound("clone");
    remote(&repo).deepen("main").unwrap();
}

#[test]
fn a_shallow_clone_knows_what_it_cannot_tell() {
    let (place, commits) = shallow();
    let repo = place.open("clone");
    let own = repo.commit(&new_commit(&commits[4], &[(KEY, "v5")])).unwrap();
    let contains = |tip: &Oid, ancestor: &Oid| repo.contains(tip, ancestor).unwrap();
    assert_eq!(contains(&commits[4], &commits[4]), Some(true));
    assert_eq!(contains(&own, &commits[4]), Some(true));
    assert_eq!(contains(&commits[4], &own), Some(false), "a child is no ancestor");
    assert_eq!(contains(&own, &commits[3]), Some(true), "a parent is named by its child");
    assert_eq!(contains(&own, &commits[0]), None);
    remote(&repo).deepen("main").unwrap();
    assert_eq!(contains(&own, &commits[0]), Some(true));
    let stranger = Oid("1234567890123456789012345678901234567890".into());
    assert_eq!(contains(&own, &stranger), Some(false));
}

#[test]
fn a_shallow_clone_commits_and_pushes() {
    use hoist::git::{Pushed, Update};
    let (place, commits) = shallow();
    let repo = place.open("clone");
    let new = repo.commit(&new_commit(&commits[4], &[(KEY, "v5")])).unwrap();
    assert_eq!(repo.info(&new).unwrap().parents, [commits[4].clone()]);
    let update = Update::branch("main", Some(commits[4].clone()), new.clone());
    assert_eq!(remote(&repo).push(&[update]).unwrap(), Pushed::Done);
    assert_eq!(place.git("remote.git", &["rev-list", "--count", "main"]), "6");
    place.is_sound("remote.git");
}

#[test]
fn a_new_branch_brings_one_commit_into_a_shallow_clone_and_a_known_one_its_news() {
    let (place, commits) = shallow();
    place.git("seed", &["checkout", "-q", "-b", "side", &commits[1].0]);
    let side = place.add("seed", &[("side", "1")]);
    place.git("seed", &["push", "-q", "../remote.git", "side"]);
    place.git("seed", &["checkout", "-q", "main"]);
    let news: Vec<_> = (5..8).map(|version| place.add("seed", &[(KEY, &format!("v{version}"))])).collect();
    place.git("seed", &["push", "-q", "../remote.git", "main"]);
    let repo = place.open("clone");
    assert_eq!(remote(&repo).fetch("side").unwrap(), side);
    assert_eq!(place.git("clone", &["rev-list", "--count", "refs/remotes/origin/side"]), "1");
    assert_eq!(repo.info(&side).unwrap().parents, [commits[1].clone()]);
    assert_eq!(&remote(&repo).fetch("main").unwrap(), &news[2]);
    assert_eq!(place.git("clone", &["rev-list", "--count", "refs/remotes/origin/main"]), "4");
    assert_eq!(repo.contains(&commits[4], &news[2]).unwrap(), Some(false), "the clone is behind");
}
