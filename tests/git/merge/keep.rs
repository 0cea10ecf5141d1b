//! Paths that stay as they are in `ours`.

use super::{conflicts, forked, listed, plain, with_keep};
use hoist::git::{Keep, MergeChange};
use hoist::model::path::EntryKind;

const BASE: &[(&str, &str)] = &[("app/k", "v1"), ("app/old", "x"), ("env/one", "1"), ("env/sub/two", "2")];

/// Keeps what stands in `env/sub`, and files called `own`.
fn some(path: &str, kind: EntryKind) -> Keep {
    match kind {
        EntryKind::Folder if path == "env/sub" => Keep::All,
        EntryKind::Folder => Keep::Below,
        EntryKind::File | EntryKind::Link | EntryKind::Submodule if path.ends_with("own") => Keep::All,
        EntryKind::File | EntryKind::Link | EntryKind::Submodule => Keep::Nothing,
    }
}

fn changed(changes: &[MergeChange]) -> Vec<String> {
    changes.iter().map(|change| change.path.to_string()).collect()
}

#[test]
fn what_is_kept_is_neither_changed_nor_added_nor_removed() {
    let theirs = [
        ("app/k", "v2"),
        ("app/own", "theirs"),
        ("env/one", "changed"),
        ("env/sub/new", "n"),
        ("new/own", "t"),
        ("new/x", "x"),
    ];
    let place = forked(BASE, BASE, &theirs);
    let merged = with_keep(&place, &some);
    assert_eq!(changed(&merged.changes), ["app/k", "app/old", "env/one", "new/x"]);
    assert_eq!(listed(&place, &merged), "app/k env/one env/sub/two new/x");
}

#[test]
fn what_is_kept_is_no_conflict() {
    let ours =
        [("app/k", "v1"), ("app/old", "x"), ("env/one", "1"), ("env/sub/two", "ours"), ("own", "ours")];
    let theirs =
        [("app/k", "v1"), ("app/old", "x"), ("env/one", "1"), ("env/sub/two", "theirs"), ("own", "theirs")];
    let place = forked(BASE, &ours, &theirs);
    assert_eq!(conflicts(&plain(&place)).len(), 2);
    let merged = with_keep(&place, &some);
    assert_eq!((merged.changes, merged.conflicts), (Vec::new(), Vec::new()));
}

#[test]
fn a_folder_that_was_removed_there_keeps_what_is_kept() {
    let place = forked(BASE, BASE, &[("app/k", "v1"), ("app/old", "x")]);
    assert_eq!(listed(&place, &with_keep(&place, &some)), "app/k app/old env/sub/two");
    assert_eq!(listed(&place, &plain(&place)), "app/k app/old");
}

#[test]
fn a_file_there_in_place_of_a_folder_that_keeps_something_is_a_conflict() {
    let place = forked(BASE, BASE, &[("app/k", "v1"), ("app/old", "x"), ("env", "file")]);
    assert_eq!(conflicts(&with_keep(&place, &some)), [("env".to_owned(), hoist::git::ConflictKind::Folder)]);
    assert_eq!(listed(&place, &plain(&place)), "app/k app/old env");
}

#[test]
fn a_folder_is_looked_into_only_where_something_is_kept() {
    let theirs = [("app/k", "v2"), ("app/old", "y"), ("env/one", "3"), ("env/sub/two", "3")];
    let place = forked(BASE, BASE, &theirs);
    let only_env = |path: &str, kind| if path.starts_with("env") { some(path, kind) } else { Keep::Nothing };
    let merged = with_keep(&place, &only_env);
    assert_eq!(changed(&merged.changes), ["app", "env/one"]);
}
