//! Repositories of every shape.

use crate::fixture::{KEY, Place, new_commit, path, remote};
use hoist::git::{Error, Pushed, Repo, Update};

#[test]
fn a_folder_that_is_no_repository_says_so() {
    let place = Place::new();
    let Err(error) = Repo::open(&place.path("missing"), false) else { panic!() };
    assert!(matches!(error, Error::NotARepository { .. }), "{error}");
}

#[test]
fn a_folder_inside_finds_the_root() {
    let place = Place::with(&[(KEY, "v1")]);
    let repo = place.open("seed/apps/web");
    assert_eq!(repo.root().unwrap().canonicalize().unwrap(), place.path("seed").canonicalize().unwrap());
}

#[test]
fn a_repository_of_another_user_is_refused() {
    let place = Place::with(&[(KEY, "v1")]);
    // Only root can give a folder away; elsewhere there is nothing to see.
    if std::os::unix::fs::chown(place.path("seed/.git"), Some(4711), None).is_err()
        || std::os::unix::fs::chown(place.path("seed"), Some(4711), None).is_err()
    {
        return;
    }
    let Err(error) = Repo::open(&place.path("seed"), false) else { panic!() };
    assert!(matches!(error, Error::Owner { .. }), "{error}");
    assert!(error.hint().unwrap().contains("safe.directory"));
}

#[test]
fn what_cannot_be_read_is_named() {
    let place = Place::new();
    place.git(".", &["init", "-q", "--object-format=sha256", "long"]);
    let Err(error) = Repo::open(&place.path("long"), false) else { panic!() };
    assert_eq!(error.to_string(), "this repository uses SHA-256 object ids, which hoist can't read yet");
    place.git(".", &["init", "-q", "table"]);
    place.git("table", &["config", "core.repositoryFormatVersion", "1"]);
    place.git("table", &["config", "extensions.refStorage", "reftable"]);
    let Err(error) = Repo::open(&place.path("table"), false) else { panic!() };
    assert_eq!(error.to_string(), "this repository uses the reftable format, which hoist can't read yet");
}

#[test]
fn a_linked_work_tree_promotes_like_any_other() {
    let place = Place::cloned(&[(KEY, "v1")]);
    place.git("clone", &["worktree", "add", "-q", "-b", "side", "../linked"]);
    promotes(&place, "linked");
    place.is_sound("clone");
}

#[test]
fn a_detached_clone_with_sparse_files_promotes_like_any_other() {
    let place = Place::cloned(&[(KEY, "v1"), ("docs/page", "x")]);
    place.git("clone", &["checkout", "-q", "--detach"]);
    place.git("clone", &["sparse-checkout", "set", "--sparse-index", "docs"]);
    promotes(&place, "clone");
}

#[test]
fn a_relative_url_is_meant_from_the_work_tree() {
    let place = Place::cloned(&[(KEY, "v1")]);
    place.git("clone", &["remote", "set-url", "origin", "../remote.git"]);
    promotes(&place, "clone/apps");
}

#[test]
fn a_bare_clone_promotes_like_any_other() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let url = place.path("remote.git");
    place.git(".", &["clone", "-q", "--mirror", url.to_str().unwrap(), "mirror.git"]);
    place.add("seed", &[("other", "1")]);
    place.git("seed", &["push", "-q", "../remote.git", "main"]);
    promotes(&place, "mirror.git");
}

#[test]
fn a_partial_clone_fetches_what_it_lacks() {
    for filter in ["--filter=blob:none", "--filter=tree:0"] {
        let place = Place::cloned(&[(KEY, "v1"), ("apps/api/production/kustomization.yaml", "v7")]);
        place.git("remote.git", &["config", "uploadpack.allowFilter", "true"]);
        place.git("remote.git", &["config", "uploadpack.allowAnySHA1InWant", "true"]);
        place.clone_as("partial", &["--no-checkout", filter]);
        promotes_without_status(&place, "partial");
    }
}

#[test]
fn a_partial_clone_without_its_remote_says_what_is_missing() {
    let place = Place::cloned(&[(KEY, "v1")]);
    place.git("remote.git", &["config", "uploadpack.allowFilter", "true"]);
    place.clone_as("partial", &["--no-checkout", "--filter=blob:none"]);
    std::fs::rename(place.path("remote.git"), place.path("gone.git")).unwrap();
    let (repo, tip) = (place.open("partial"), place.rev("partial", "HEAD"));
    let error = repo.tree(&tip).unwrap().read(&path(KEY)).unwrap_err();
    assert!(matches!(error, Error::Missing { partial: true, .. }), "{error}");
    assert!(error.hint().unwrap().contains("partial clone"));
}

fn promotes(place: &Place, at: &str) {
    let status =
        |at| String::from_utf8_lossy(&place.try_git(at, &["status", "--porcelain"]).stdout).into_owned();
    let before = status(at);
    promotes_without_status(place, at);
    assert_eq!(status(at), before);
}

fn promotes_without_status(place: &Place, at: &str) {
    let repo = place.open(at);
    let there = remote(&repo);
    let tip = there.fetch("main").unwrap();
    assert_eq!(repo.tree(&tip).unwrap().read(&path(KEY)).unwrap().unwrap(), b"v1");
    let new = repo.commit(&new_commit(&tip, &[(KEY, "v2")])).unwrap();
    let update = Update::branch("main", Some(tip), new.clone());
    assert_eq!(there.push(&[update]).unwrap(), Pushed::Done);
    assert_eq!(place.git("remote.git", &["diff-tree", "-r", "--no-commit-id", "--name-only", &new.0]), KEY);
    place.is_sound("remote.git");
}
