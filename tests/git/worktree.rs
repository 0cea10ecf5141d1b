//! The local branch and the files of the work tree.

use crate::fixture::{KEY, Place, new_commit, path};
use hoist::git::{Error, Repo};
use hoist::model::path::RepoPath;
use hoist::model::plan::Oid;
use std::os::unix::fs::{PermissionsExt as _, symlink};

fn made(place: &Place, files: &[(&str, &str)]) -> (Repo, Oid, Oid) {
    let (repo, tip) = (place.open("seed"), place.rev("seed", "HEAD"));
    let new = repo.commit(&new_commit(&tip, files)).unwrap();
    (repo, tip, new)
}

fn paths(names: &[&str]) -> Vec<RepoPath> {
    names.iter().map(|name| path(name)).collect()
}

#[test]
fn a_file_is_dirty_where_it_or_its_index_entry_differs() {
    let files = [
        ("clean", "1"),
        ("changed", "1"),
        ("staged", "1"),
        ("gone", "1"),
        ("back", "1"),
        (".gitignore", "ignored\n"),
    ];
    let place = Place::with(&files);
    place.write("seed/changed", "2");
    place.write("seed/staged", "2");
    place.write("seed/back", "2");
    place.git("seed", &["add", "staged", "back"]);
    place.write("seed/back", "1");
    std::fs::remove_file(place.path("seed/gone")).unwrap();
    place.write("seed/untracked/file", "1");
    place.write("seed/ignored", "1");
    let all =
        ["clean", "changed", "staged", "gone", "back", "untracked/file", "ignored", "missing", "untracked"];
    let dirty = place.open("seed").dirty(&paths(&all)).unwrap();
    assert_eq!(
        dirty,
        paths(&["changed", "staged", "gone", "back", "untracked/file", "ignored", "untracked"])
    );
}

#[test]
fn a_name_with_wildcards_means_just_that_file() {
    let place = Place::with(&[("a*", "1"), ("ab", "1"), ("[x]", "1")]);
    place.write("seed/ab", "2");
    let (repo, _, new) = made(&place, &[("a*", "new"), ("[x]", "new")]);
    assert_eq!(repo.dirty(&paths(&["a*", "[x]"])).unwrap(), []);
    repo.write_files(&new, &paths(&["a*", "[x]"])).unwrap();
    assert_eq!((place.read("seed/a*").as_str(), place.read("seed/ab").as_str()), ("new", "2"));
    assert_eq!(place.read("seed/[x]"), "new");
}

#[test]
fn writing_files_touches_neither_index_nor_anything_else() {
    let place = Place::with(&[(KEY, "v1"), ("run.sh", "1"), ("other", "1"), ("staged", "1")]);
    std::fs::set_permissions(place.path("seed/run.sh"), std::fs::Permissions::from_mode(0o755)).unwrap();
    place.add("seed", &[]);
    place.write("seed/other", "mine");
    place.write("seed/staged", "mine");
    place.git("seed", &["add", "staged"]);
    let (repo, tip, new) =
        made(&place, &[(KEY, "v2"), ("run.sh", "2"), ("a/new/file", "n"), ("other", "theirs")]);
    let index = std::fs::read(place.path("seed/.git/index")).unwrap();
    repo.write_files(&new, &paths(&[KEY, "run.sh", "a/new/file"])).unwrap();
    assert_eq!(std::fs::read(place.path("seed/.git/index")).unwrap(), index);
    let status = place.git("seed", &["status", "--porcelain", "-uall"]);
    let mut lines: Vec<_> = status.lines().map(str::trim).collect();
    lines.sort_unstable();
    assert_eq!(lines, ["?? a/new/file", "M  staged", &format!("M {KEY}"), "M other", "M run.sh"]);
    assert_eq!((place.read(&format!("seed/{KEY}")), place.read("seed/other")), ("v2".into(), "mine".into()));
    assert_eq!(std::fs::metadata(place.path("seed/run.sh")).unwrap().permissions().mode() & 0o111, 0o111);
    assert_eq!(place.rev("seed", "HEAD"), tip);
}

#[test]
fn line_endings_are_written_as_the_repository_wants_them() {
    let place = Place::with(&[(".gitattributes", "*.txt eol=crlf\n"), ("a.txt", "1\n")]);
    let (repo, _, new) = made(&place, &[("a.txt", "2\n")]);
    repo.write_files(&new, &paths(&["a.txt"])).unwrap();
    assert_eq!(place.read("seed/a.txt"), "2\r\n");
}

#[test]
fn nothing_is_written_over_or_through_a_link() {
    let place = Place::with(&[("folder/file", "1"), ("file", "1")]);
    let (repo, tip, new) = made(&place, &[("folder/file", "2"), ("file", "2")]);
    place.write("outside/file", "outside");
    std::fs::remove_dir_all(place.path("seed/folder")).unwrap();
    symlink(place.path("outside"), place.path("seed/folder")).unwrap();
    std::fs::remove_file(place.path("seed/file")).unwrap();
    symlink(place.path("outside/file"), place.path("seed/file")).unwrap();
    for name in ["folder/file", "file"] {
        let error = repo.write_files(&new, &paths(&[name])).unwrap_err();
        assert!(matches!(&error, Error::InTheWay { path, .. } if path.as_str() == name), "{error}");
        assert!(repo.advance("main", &tip, &new, &paths(&[name])).is_err());
        assert!(matches!(repo.work_file(&path(name)), Err(Error::InTheWay { .. })));
    }
    assert_eq!(place.read("outside/file"), "outside");
    assert_eq!(place.rev("seed", "HEAD"), tip, "the branch stays where the files can't follow");
}

#[test]
fn a_file_of_the_work_tree_is_read_as_it_stands() {
    let place = Place::with(&[("f", "1")]);
    place.write("seed/f", "mine");
    let repo = place.open("seed");
    assert_eq!(repo.work_file(&path("f")).unwrap().unwrap(), b"mine");
    assert_eq!(repo.work_file(&path("missing/f")).unwrap(), None);
}

#[test]
fn a_checked_out_branch_moves_on_with_just_its_files() {
    let place = Place::with(&[(KEY, "v1"), ("other", "1"), ("staged", "1")]);
    place.write("seed/other", "mine");
    place.write("seed/staged", "mine");
    place.git("seed", &["add", "staged"]);
    let (repo, tip, new) = made(&place, &[(KEY, "v2"), ("a/new", "n")]);
    repo.advance("main", &tip, &new, &paths(&[KEY, "a/new"])).unwrap();
    assert_eq!(place.rev("seed", "main"), new);
    assert_eq!(place.git("seed", &["status", "--porcelain", "-uall"]), " M other\nM  staged");
    assert_eq!(place.read(&format!("seed/{KEY}")), "v2");
    assert_eq!(place.git("seed", &["reflog", "-1", "--format=%gs", "main"]), "hoist: commit");
    assert!(place.try_git("seed", &["fsck", "--strict"]).status.success());
}

#[test]
fn a_branch_that_moved_is_not_moved_again() {
    let place = Place::with(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, &[(KEY, "v2")]);
    let theirs = place.add("seed", &[("other", "1")]);
    let error = repo.advance("main", &tip, &new, &paths(&[KEY])).unwrap_err();
    assert!(matches!(error, Error::Moved { .. }), "{error}");
    assert_eq!((place.rev("seed", "main"), place.read(&format!("seed/{KEY}"))), (theirs, "v1".into()));
    place.is_sound("seed");
}

#[test]
fn a_branch_that_is_not_checked_out_moves_alone() {
    let place = Place::with(&[(KEY, "v1")]);
    let (repo, tip, new) = made(&place, &[(KEY, "v2")]);
    place.git("seed", &["checkout", "-q", "-b", "work"]);
    repo.advance("main", &tip, &new, &paths(&[KEY])).unwrap();
    assert_eq!((place.rev("seed", "main"), place.rev("seed", "HEAD")), (new, tip));
    place.is_sound("seed");
}

#[test]
fn a_branch_that_another_work_tree_stands_on_stays() {
    let place = Place::with(&[(KEY, "v1")]);
    let (_, tip, new) = made(&place, &[(KEY, "v2")]);
    place.git("seed", &["worktree", "add", "-q", "-b", "side", "../linked"]);
    let advance = |at: &str, branch: &str| place.open(at).advance(branch, &tip, &new, &paths(&[KEY]));
    assert!(matches!(advance("seed", "side"), Err(Error::CheckedOut { .. })));
    assert!(matches!(advance("linked", "main"), Err(Error::CheckedOut { .. })));
    advance("linked", "side").unwrap();
    assert_eq!((place.rev("linked", "HEAD"), place.read(&format!("linked/{KEY}"))), (new, "v2".into()));
    place.is_sound("linked");
    place.is_sound("seed");
}

#[test]
fn what_a_sparse_checkout_leaves_out_stays_out() {
    let place = Place::with(&[(KEY, "v1"), ("docs/page", "1")]);
    place.git("seed", &["sparse-checkout", "set", "docs"]);
    let (repo, tip, new) = made(&place, &[(KEY, "v2"), ("docs/page", "2")]);
    let both = paths(&[KEY, "docs/page"]);
    assert_eq!(repo.dirty(&both).unwrap(), []);
    assert!(matches!(repo.write_files(&new, &both), Err(Error::Sparse { .. })));
    repo.advance("main", &tip, &new, &both).unwrap();
    assert!(!place.path(&format!("seed/{KEY}")).exists());
    assert_eq!(place.read("seed/docs/page"), "2");
    assert_eq!(place.rev("seed", "main"), new);
    place.is_sound("seed");
}

#[test]
fn a_bare_repository_has_no_files_to_write() {
    let place = Place::cloned(&[(KEY, "v1")]);
    let (repo, tip) = (place.open("remote.git"), place.rev("remote.git", "main"));
    let new = repo.commit(&new_commit(&tip, &[(KEY, "v2")])).unwrap();
    assert_eq!((repo.root(), repo.dirty(&paths(&[KEY])).unwrap()), (None, vec![]));
    assert!(matches!(repo.write_files(&new, &paths(&[KEY])), Err(Error::Bare)));
    repo.advance("main", &tip, &new, &paths(&[KEY])).unwrap();
    assert_eq!(place.rev("remote.git", "main"), new);
}
