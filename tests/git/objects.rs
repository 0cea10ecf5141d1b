//! Reading and writing without index and work tree.

use crate::fixture::{KEY, Place, hoist, new_commit, path};
use hoist::git::Error;
use hoist::model::path::EntryKind;
use hoist::model::plan::Oid;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn a_commit_changes_just_the_given_files_and_keeps_their_modes() {
    let place = Place::with(&[
        (KEY, "newTag: v1\n"),
        ("run.sh", "old\n"),
        ("a/x", "x"),
        ("a.b/x", "x"),
        ("other", "o"),
    ]);
    std::fs::set_permissions(place.path("seed/run.sh"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let tip = place.add("seed", &[]);
    let repo = place.open("seed");
    let files = [(KEY, "newTag: v2\n"), ("run.sh", "new\n"), ("a/new/file", "n")];
    let commit = repo.commit(&new_commit(&tip, &files)).unwrap();
    let changed = place.git("seed", &["diff-tree", "-r", "--no-commit-id", &commit.0]);
    let mut lines: Vec<_> =
        changed.lines().map(|line| (&line[1..14], line.split('\t').next_back().unwrap())).collect();
    lines.sort_by_key(|(_, name)| *name);
    assert_eq!(lines, [("000000 100644", "a/new/file"), ("100644 100644", KEY), ("100755 100755", "run.sh")]);
    assert_eq!(place.git("seed", &["show", &format!("{commit}:a/x")]), "x");
    assert_eq!(place.rev("seed", "HEAD"), tip);
    assert_eq!(place.git("seed", &["for-each-ref", "--format=%(refname)"]), "refs/heads/main");
    place.is_sound("seed");
}

#[test]
fn a_commit_says_what_it_was_given() {
    let place = Place::with(&[("f", "1")]);
    let (repo, tip) = (place.open("seed"), place.rev("seed", "HEAD"));
    let mut new = new_commit(&tip, &[("f", "2")]);
    new.message = "# not a comment\n\n\n  two  \n\n".into();
    let info = repo.info(&repo.commit(&new).unwrap()).unwrap();
    assert_eq!(
        (info.message.as_str(), info.author, info.seconds),
        (new.message.as_str(), hoist(), 1_800_000_000)
    );
    assert_eq!(info.parents, [tip]);
}

#[test]
fn a_commit_is_never_older_than_its_parent() {
    let place = Place::with(&[("f", "1")]);
    let (repo, tip) = (place.open("seed"), place.rev("seed", "HEAD"));
    let mut new = new_commit(&tip, &[("f", "2")]);
    new.seconds = 5;
    assert_eq!(repo.info(&repo.commit(&new).unwrap()).unwrap().seconds, 1_700_000_000);
}

#[test]
fn bytes_stay_as_they_are() {
    let place = Place::with(&[("f", "1")]);
    let (repo, tip) = (place.open("seed"), place.rev("seed", "HEAD"));
    let bytes = b"a\r\nb\xff\0no end".to_vec();
    let mut new = new_commit(&tip, &[]);
    new.files.push((path("f"), bytes.clone()));
    let commit = repo.commit(&new).unwrap();
    assert_eq!(repo.tree(&commit).unwrap().read(&path("f")).unwrap(), Some(bytes));
}

/// A folder, a file, links to both, and a submodule.
fn with_everything() -> Place {
    let place = Place::with(&[("folder/file", "text"), ("file", "text")]);
    std::os::unix::fs::symlink("folder", place.path("seed/link")).unwrap();
    std::os::unix::fs::symlink("file", place.path("seed/file-link")).unwrap();
    let inner = Place::with(&[("x", "x")]);
    place.git("seed", &["submodule", "--quiet", "add", inner.path("seed").to_str().unwrap(), "sub"]);
    place.add("seed", &[]);
    place
}

#[test]
fn a_folder_tells_what_stands_in_it() {
    let place = with_everything();
    let repo = place.open("seed");
    let tree = repo.tree(&place.rev("seed", "HEAD")).unwrap();
    let kinds: Vec<_> = tree.list(None).unwrap().into_iter().map(|entry| (entry.name, entry.kind)).collect();
    let expected = [
        (".gitmodules", EntryKind::File),
        ("file", EntryKind::File),
        ("file-link", EntryKind::Link),
        ("folder", EntryKind::Folder),
        ("link", EntryKind::Link),
        ("sub", EntryKind::Submodule),
    ];
    assert_eq!(kinds, expected.map(|(name, kind)| (name.to_owned(), kind)));
    assert_eq!(tree.list(Some(&path("folder"))).unwrap().len(), 1);
    for nothing in ["missing", "file", "link", "sub", "folder/file/x"] {
        assert_eq!(tree.list(Some(&path(nothing))).unwrap(), [], "{nothing}");
    }
}

#[test]
fn only_a_file_is_read() {
    let place = with_everything();
    let repo = place.open("seed");
    let tree = repo.tree(&place.rev("seed", "HEAD")).unwrap();
    assert_eq!(tree.read(&path("folder/file")).unwrap().unwrap(), b"text");
    for nothing in ["missing", "folder/missing", "link/file", "file/x", "sub/x"] {
        assert_eq!(tree.read(&path(nothing)).unwrap(), None, "{nothing}");
    }
    for other in ["folder", "file-link", "sub"] {
        assert!(matches!(tree.read(&path(other)), Err(Error::NotAFile { .. })), "{other}");
    }
}

#[test]
fn nothing_is_written_over_or_through_a_link_a_submodule_or_a_file() {
    let place = with_everything();
    let (repo, tip) = (place.open("seed"), place.rev("seed", "HEAD"));
    for bad in ["link", "file-link", "link/file", "sub", "sub/x", "folder", "file/x", "file/x/y"] {
        let error = repo.commit(&new_commit(&tip, &[(bad, "text")])).unwrap_err();
        assert!(matches!(&error, Error::InTheWay { path, .. } if path.as_str() == bad), "{bad}: {error}");
    }
    let kept = repo.commit(&new_commit(&tip, &[("folder/file", "new")])).unwrap();
    assert_eq!(
        place.git("seed", &["diff-tree", "-r", "--no-commit-id", "--name-only", &kept.0]),
        "folder/file"
    );
}

#[test]
fn one_app_is_read_and_written_without_the_others_trees() {
    let names: Vec<_> = (0..50).map(|app| format!("apps/app{app}/production/kustomization.yaml")).collect();
    let place = Place::with(&names.iter().map(|name| (name.as_str(), name.as_str())).collect::<Vec<_>>());
    let tip = place.rev("seed", "HEAD");
    for (app, name) in names.iter().enumerate().skip(1) {
        for object in [format!("HEAD:{name}"), format!("HEAD:apps/app{app}")] {
            let id = place.rev("seed", &object).0;
            std::fs::remove_file(place.path(&format!("seed/.git/objects/{}/{}", &id[..2], &id[2..])))
                .unwrap();
        }
    }
    let repo = place.open("seed");
    let tree = repo.tree(&tip).unwrap();
    assert_eq!(tree.list(Some(&path("apps"))).unwrap().len(), 50);
    assert!(tree.read(&path(&names[0])).unwrap().is_some());
    let error = tree.read(&path(&names[1])).unwrap_err();
    assert!(matches!(error, Error::Missing { partial: false, .. }), "{error}");
    let commit = repo.commit(&new_commit(&tip, &[(&names[0], "new")])).unwrap();
    assert_eq!(repo.info(&commit).unwrap().parents, [tip]);
}

#[test]
fn a_commit_or_a_name_is_resolved_and_nothing_else() {
    let place = Place::cloned(&[("f", "1")]);
    place.git("clone", &["tag", "-a", "-m", "t", "v1"]);
    place.git("clone", &["push", "-q", "origin", "HEAD:refs/heads/side"]);
    let tip = place.rev("clone", "HEAD");
    let repo = place.open("clone");
    for good in [&tip.0, &tip.0[..8], "main", "v1", "HEAD", "refs/heads/main", "origin/side", "side"] {
        assert_eq!(repo.resolve(good).unwrap(), Some(tip.clone()), "{good}");
    }
    let missing = "1234567890123456789012345678901234567890";
    for bad in [
        missing,
        "",
        "-x",
        "--all",
        "HEAD~1",
        "main^{tree}",
        ":/change",
        "@",
        "../x",
        "a\nb",
        "HEAD:f",
        "nope",
    ] {
        assert_eq!(repo.resolve(bad).unwrap(), None, "{bad:?}");
    }
}

#[test]
fn an_id_is_whole_or_an_error() {
    let place = Place::with(&[("f", "1")]);
    for bad in ["", "abc", "--help", "z234567890123456789012345678901234567890"] {
        assert!(matches!(place.open("seed").tree(&Oid(bad.into())), Err(Error::Id { .. })), "{bad}");
    }
}

#[test]
fn one_place_of_a_wide_folder_is_changed() {
    let names: Vec<_> = (0..2_000).map(|app| format!("apps/app{app:05}/k.yaml")).collect();
    let place = Place::with(&names.iter().map(|name| (name.as_str(), "x")).collect::<Vec<_>>());
    let (repo, tip) = (place.open("seed"), place.rev("seed", "HEAD"));
    let commit = repo.commit(&new_commit(&tip, &[("apps/app01000/k.yaml", "y")])).unwrap();
    assert_eq!(
        place.git("seed", &["diff-tree", "-r", "--no-commit-id", "--name-only", &commit.0]),
        "apps/app01000/k.yaml"
    );
    place.is_sound("seed");
}
