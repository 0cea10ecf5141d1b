//! A checkout that belongs to another user; trust is for the whole process, so it has its own.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops here")]

#[path = "git/fixture.rs"]
#[allow(dead_code, reason = "the repositories are shared with tests/git")]
mod fixture;

use fixture::{KEY, Place, new_commit, remote};
use hoist::git::{Pushed, Repo, Update};
use std::os::unix::fs::chown;

#[test]
fn a_trusted_checkout_of_another_user_is_promoted() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let tip = place.rev("clone", "HEAD");
    // Only root can give a folder away; elsewhere there is nothing to see.
    if ["clone/.git", "clone"].iter().any(|name| chown(place.path(name), Some(4711), None).is_err()) {
        return;
    }
    let repo = Repo::open(&place.path("clone"), true).unwrap();
    let there = remote(&repo);
    assert_eq!(there.fetch("main").unwrap(), tip);
    let new = repo.commit(&new_commit(&tip, &[(KEY, "v2")])).unwrap();
    let update = Update::branch("main", Some(tip), new.clone());
    assert_eq!(there.push(&[update]).unwrap(), Pushed::Done);
    assert_eq!(place.rev("remote.git", "main"), new);
}
