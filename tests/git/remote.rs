//! Asking a remote and fetching from it.

use crate::fixture::{KEY, Place, new_commit, path, remote};
use hoist::git::{Credentials, Error, Head};

#[test]
fn a_fetch_brings_the_tip_and_touches_nothing_else() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let tip = place.add("seed", &[(KEY, "v2")]);
    place.git("seed", &["tag", "v2"]);
    place.git("seed", &["push", "-q", "../remote.git", "main", "v2"]);
    let before = place.rev("clone", "HEAD");
    let repo = place.open("clone");
    assert_eq!(remote(&repo).fetch("main").unwrap(), tip);
    assert_eq!(repo.tree(&tip).unwrap().read(&path(KEY)).unwrap().unwrap(), b"v2");
    assert_eq!(place.rev("clone", "refs/remotes/origin/main"), tip);
    assert_eq!(place.rev("clone", "HEAD"), before);
    assert_eq!(place.git("clone", &["tag"]), "");
    assert!(!place.path("clone/.git/FETCH_HEAD").exists());
    place.is_sound("clone");
}

#[test]
fn what_is_here_already_is_not_fetched() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let repo = place.open("clone");
    let new = repo.commit(&new_commit(&place.rev("clone", "HEAD"), &[(KEY, "v2")])).unwrap();
    place.git("clone", &["push", "-q", "origin", &format!("{new}:refs/heads/main")]);
    place.git("clone", &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    // A transfer would fail: the remote's objects are out of reach.
    std::fs::rename(place.path("remote.git/objects"), place.path("aside")).unwrap();
    std::fs::create_dir(place.path("remote.git/objects")).unwrap();
    std::fs::create_dir(place.path("remote.git/objects/pack")).unwrap();
    let fetched = remote(&repo).fetch("main");
    std::fs::remove_dir_all(place.path("remote.git/objects")).unwrap();
    std::fs::rename(place.path("aside"), place.path("remote.git/objects")).unwrap();
    match fetched {
        Ok(tip) => assert_eq!(tip, new),
        // git drops refs to objects that it doesn't have from what it lists.
        Err(error) => assert!(matches!(error, Error::EmptyRemote { .. }), "{error}"),
    }
    assert_eq!(remote(&repo).fetch("main").unwrap(), new);
    assert_eq!(place.rev("clone", "refs/remotes/origin/main"), new);
}

#[test]
fn the_default_branch_is_the_remotes_head() {
    let place = Place::cloned(&[("f", "1")]);
    let there = remote(&place.open("clone"));
    assert_eq!(there.default_branch().unwrap(), "main");
    place.git("seed", &["push", "-q", "../remote.git", "main:refs/heads/trunk"]);
    place.git("remote.git", &["symbolic-ref", "HEAD", "refs/heads/trunk"]);
    assert_eq!(there.default_branch().unwrap(), "trunk");
    place.git("remote.git", &["symbolic-ref", "HEAD", "refs/heads/gone"]);
    let error = there.default_branch().unwrap_err();
    assert_eq!(error.hint().unwrap(), "name one with --base: main, trunk");
    place.git("remote.git", &["update-ref", "-d", "refs/heads/trunk"]);
    assert_eq!(there.default_branch().unwrap(), "main", "the only one");
}

#[test]
fn a_branch_that_is_missing_names_the_nearest() {
    let place = Place::cloned(&[("f", "1")]);
    let error = remote(&place.open("clone")).fetch("mian").unwrap_err();
    assert!(
        matches!(&error, Error::NoBranch { branch, near: Some(near), .. } if branch == "mian" && near == "main")
    );
}

#[test]
fn an_empty_remote_says_so() {
    let place = Place::with(&[("f", "1")]);
    place.git(".", &["init", "-q", "--bare", "empty.git"]);
    place.git("seed", &["remote", "add", "origin", "../empty.git"]);
    let there = remote(&place.open("seed"));
    assert!(matches!(there.fetch("main"), Err(Error::EmptyRemote { .. })));
    assert!(matches!(there.default_branch(), Err(Error::EmptyRemote { .. })));
}

#[test]
fn tips_are_those_of_exactly_these_branches() {
    let place = Place::cloned(&[("f", "1")]);
    place.git("seed", &["push", "-q", "../remote.git", "main:refs/heads/x/refs/heads/main"]);
    let there = remote(&place.open("clone"));
    let tips = there.tips(&["main", "missing"]).unwrap();
    assert_eq!(tips.into_iter().collect::<Vec<_>>(), [("main".to_owned(), place.rev("seed", "main"))]);
    assert!(there.tips(&[]).unwrap().is_empty());
}

#[test]
fn a_branch_name_is_never_an_option() {
    let place = Place::cloned(&[("f", "1")]);
    let there = remote(&place.open("clone"));
    for bad in
        ["", "-x", "--upload-pack=touch /tmp/x", "a b", "a\nb", "*", "a..b", "../x", "x.lock", "a:b", "@{u}"]
    {
        assert!(matches!(there.fetch(bad), Err(Error::Name { .. })), "{bad:?}");
        assert!(matches!(there.tips(&[bad]), Err(Error::Name { .. })), "{bad:?}");
    }
}

#[test]
fn origin_is_the_remote_else_the_only_one() {
    let place = Place::with(&[("f", "1")]);
    let there = |place: &Place| {
        place.open("seed").remote(&Credentials::default()).map(|found| found.map(|it| it.url_shown()))
    };
    assert_eq!(there(&place).unwrap(), None);
    place.git("seed", &["remote", "add", "up", "/srv/up.git"]);
    assert_eq!(there(&place).unwrap().unwrap(), "/srv/up.git");
    place.git("seed", &["remote", "add", "down", "/srv/down.git"]);
    let error = there(&place).unwrap_err();
    assert_eq!(error.to_string(), "several remotes, and none is called origin: down, up");
    place.git("seed", &["remote", "add", "origin", "https://user:s3cret@example.com/o.git"]);
    assert_eq!(there(&place).unwrap().unwrap(), "https://example.com/o.git");
}

#[test]
fn a_remote_that_is_not_there_is_unreachable_in_gits_words() {
    let place = Place::with(&[("f", "1")]);
    place.git("seed", &["remote", "add", "origin", "../nowhere.git"]);
    let error = remote(&place.open("seed")).fetch("main").unwrap_err();
    assert!(error.to_string().contains("does not appear to be a git repository"), "{error}");
    assert!(matches!(error, Error::Unreachable { .. }));
}

#[test]
fn a_command_as_a_url_is_not_run() {
    let place = Place::with(&[("f", "1")]);
    let trap = place.path("trap");
    place.git("seed", &["remote", "add", "origin", &format!("ext::sh -c 'touch {}'", trap.display())]);
    let error = remote(&place.open("seed")).fetch("main").unwrap_err();
    assert!(error.to_string().contains("'ext' not allowed"), "{error}");
    place.git("seed", &["config", "remote.origin.url", &format!("--upload-pack=touch {}", trap.display())]);
    assert!(remote(&place.open("seed")).fetch("main").is_err());
    assert!(!trap.exists());
}

#[test]
fn submodules_are_left_alone() {
    let inner = Place::with(&[("x", "x")]);
    let place = Place::with(&[(KEY, "v1")]);
    place.git("seed", &["submodule", "--quiet", "add", inner.path("seed").to_str().unwrap(), "sub"]);
    place.add("seed", &[]);
    place.git(".", &["clone", "-q", "--bare", "seed", "remote.git"]);
    place.clone_as("clone", &["--recurse-submodules"]);
    place.git("clone", &["config", "fetch.recurseSubmodules", "true"]);
    inner.add("seed", &[("x", "y")]);
    place.git("seed/sub", &["pull", "-q"]);
    let tip = place.add("seed", &[]);
    place.git("seed", &["push", "-q", "../remote.git", "main"]);
    std::fs::rename(inner.path("seed"), inner.path("gone")).unwrap();
    let repo = place.open("clone");
    assert_eq!(remote(&repo).fetch("main").unwrap(), tip);
    let commit = repo.commit(&new_commit(&tip, &[(KEY, "v2")])).unwrap();
    assert_eq!(place.rev("clone", &format!("{commit}:sub")), place.rev("clone", &format!("{tip}:sub")));
}

#[test]
fn a_detached_head_and_an_unborn_branch_are_told() {
    let place = Place::cloned(&[("f", "1")]);
    let tip = place.rev("clone", "HEAD");
    let head = |name: &str| place.open(name).head().unwrap();
    assert_eq!(head("clone"), Head { branch: Some("main".into()), commit: Some(tip.clone()) });
    place.git("clone", &["checkout", "-q", "--detach"]);
    assert_eq!(head("clone"), Head { branch: None, commit: Some(tip.clone()) });
    assert_eq!(place.open("clone").branch("main").unwrap(), Some(tip));
    assert_eq!(place.open("clone").branch("nope").unwrap(), None);
    place.git(".", &["init", "-q", "-b", "main", "empty"]);
    assert_eq!(head("empty"), Head { branch: Some("main".into()), commit: None });
}
