//! One rule at a time.

use super::judge::{self, Verdict};
use super::story::{EXECUTABLE, FILE, Files, LINK, SUBMODULE};
use super::{conflicts, files, fork, forked, listed, plain};
use crate::fixture::Place;
use hoist::git::{ConflictKind, Content, Keep};

/// What git makes of `ours` and `theirs` is what we make of them.
fn agrees(place: &Place) {
    let (git, merged) = (judge::merge(place, "seed", "ours", "theirs").unwrap(), plain(place));
    if let Verdict::Tree(tree) = &git {
        assert_eq!(conflicts(&merged), []);
        assert_eq!(place.open("seed").merged_tree(&place.rev("seed", "ours"), &merged).unwrap().0, *tree);
    } else {
        judge::agrees(&merged.conflicts, &git).unwrap();
    }
}

fn one(mode: &'static str, bytes: &[u8]) -> Files {
    [(b"f".to_vec(), (mode, bytes.to_vec())), (b"g".to_vec(), (FILE, b"g".to_vec()))].into()
}

#[test]
fn texts_of_every_kind_merge_as_git_merges_them() {
    let cases: &[(&str, &str, &str)] = &[
        ("1\n2\n3\n4\n5\n", "1\nA\n3\n4\n5\n", "1\n2\n3\n4\nB\n"),
        ("1\r\n2\r\n3\r\n4\r\n", "A\r\n2\r\n3\r\n4\r\n", "1\r\n2\r\n3\r\nB\r\n"),
        ("1\r\n2\r\n3\r\n", "1\n2\n3\n", "1\r\n2\r\nB\r\n"),
        ("1\n2\n3", "A\n2\n3", "1\n2\n3\n"),
        ("1\n2\n3", "1\n2\nA", "1\n2\nB"),
        ("1", "", "1\n"),
        ("", "a\n", "b\n"),
        ("", "a\n", "a\n"),
        ("a\n", "", ""),
        ("a\nb\n", "a\n", "b\n"),
        ("a\n", "a\na\n", "a\na\na\n"),
        ("1\n2\n3\n4\n", "1\nA\n3\n4\n", "1\n2\nB\n4\n"),
        ("1\n2\n3\n4\n", "1\nA\n4\n", "1\nA\nB\n4\n"),
        ("\u{feff}a\nb\nc\n", "a\nb\nc\n", "\u{feff}a\nb\nC\n"),
    ];
    for (base, ours, theirs) in cases {
        agrees(&forked(&[("f", base), ("g", "g")], &[("f", ours), ("g", "g")], &[("f", theirs), ("g", "g")]));
    }
}

#[test]
fn a_file_without_lines_is_taken_whole_or_a_conflict() {
    let place = fork(one(FILE, b"\0a"), one(FILE, b"\0b"), one(FILE, b"\0c"));
    agrees(&place);
    let merged = plain(&place);
    assert_eq!(conflicts(&merged), [("f".to_owned(), ConflictKind::BothChanged)]);
    assert_eq!(merged.conflicts[0].diff, "");
    agrees(&fork(one(FILE, b"\0a"), one(FILE, b"\0a"), one(FILE, b"\0c")));
}

#[test]
fn the_executable_bit_is_merged_on_its_own() {
    let text = |first, last| format!("{first}\n2\n3\n4\n{last}\n").into_bytes();
    let place =
        fork(one(FILE, &text("1", "5")), one(EXECUTABLE, &text("1", "B")), one(FILE, &text("A", "5")));
    agrees(&place);
    let Content::Text { mode, bytes } = &plain(&place).changes[0].what else { panic!() };
    assert_eq!((*mode, &bytes[..]), (0o100_755, &text("A", "B")[..]));
    let nothing = files(&[("g", "g")]);
    let place = fork(nothing, one(EXECUTABLE, b"x"), one(FILE, b"x"));
    agrees(&place);
    assert_eq!(conflicts(&plain(&place)), [("f".to_owned(), ConflictKind::Mode)]);
}

#[test]
fn links_and_submodules_are_never_merged_nor_entered() {
    let (old, one_way, other_way) = ([b'1'; 40], [b'2'; 40], [b'3'; 40]);
    let cases: [(&str, [&[u8]; 3], ConflictKind); 2] = [
        (LINK, [b"a", b"b", b"c"], ConflictKind::BothChanged),
        (SUBMODULE, [&old, &one_way, &other_way], ConflictKind::Submodule),
    ];
    for (mode, [base, ours, theirs], kind) in cases {
        let place = fork(one(mode, base), one(mode, ours), one(mode, theirs));
        agrees(&place);
        assert_eq!(conflicts(&plain(&place)), [("f".to_owned(), kind)]);
        agrees(&fork(one(mode, base), one(mode, base), one(mode, theirs)));
        agrees(&fork(one(mode, base), files(&[("g", "g")]), one(mode, theirs)));
    }
    let place = fork(one(FILE, b"text"), one(LINK, b"g"), one(FILE, b"other"));
    agrees(&place);
    assert_eq!(conflicts(&plain(&place)), [("f".to_owned(), ConflictKind::Type)]);
}

#[test]
fn a_moved_overlay_is_a_reported_conflict_and_no_guess() {
    let overlay = "images:\n- name: web\n  newTag: v1\nreplicas: 2\n";
    let newer = overlay.replace("v1", "v2");
    let place = forked(&[("prod/k.yaml", overlay)], &[("live/k.yaml", overlay)], &[("prod/k.yaml", &newer)]);
    let merged = plain(&place);
    assert_eq!(conflicts(&merged), [("prod/k.yaml".to_owned(), ConflictKind::DeletedHere)]);
    assert_eq!(merged.conflicts[0].diff, "-  newTag: v1\n+  newTag: v2\n");
}

#[test]
fn a_conflict_shows_the_lines_of_both_sides_and_no_more_than_fit() {
    let place =
        forked(&[("f", "tag: v1\nend\n")], &[("f", "tag: v2\nend\n")], &[("f", "tag: \u{1b}[31mv3\nend\n")]);
    insta::assert_snapshot!(plain(&place).conflicts[0].diff, @r"
    <<<<<<< ours
    tag: v2
    =======
    tag: \u{1b}[31mv3
    >>>>>>> theirs
    ");
    let long = |word: &str| (0..50).map(|at| format!("{word} {at}\n")).collect::<String>();
    let place = forked(&[("f", "base\n")], &[("f", &long("one"))], &[("f", &long("two"))]);
    let diff = &plain(&place).conflicts[0].diff;
    assert_eq!((diff.lines().count(), diff.lines().last()), (21, Some("… 83 more lines")));
}

#[test]
fn a_file_where_a_folder_stays_is_a_conflict() {
    let cases = [
        (
            forked(&[("g", "g")], &[("g", "g"), ("d", "file")], &[("g", "g"), ("d/x", "1")]),
            vec![("d", ConflictKind::Folder)],
        ),
        (
            forked(&[("g", "g"), ("d/x", "1")], &[("g", "g"), ("d", "file")], &[("g", "g"), ("d/x", "2")]),
            vec![("d/x", ConflictKind::DeletedHere), ("d", ConflictKind::Folder)],
        ),
    ];
    for (place, expected) in cases {
        agrees(&place);
        let expected: Vec<_> = expected.into_iter().map(|(path, kind)| (path.to_owned(), kind)).collect();
        assert_eq!(conflicts(&plain(&place)), expected);
    }
    agrees(&forked(
        &[("g", "g"), ("d/x", "1"), ("d/y", "2")],
        &[("g", "g"), ("d/y", "2")],
        &[("g", "g"), ("d", "file")],
    ));
}

#[test]
fn names_that_are_no_utf_8_are_merged_like_others() {
    let named = |name: &[u8], text: &str| -> Files {
        [(name.to_vec(), (FILE, text.as_bytes().to_vec())), (b"g".to_vec(), (FILE, b"g".to_vec()))].into()
    };
    let name = b"caf\xe9/\xff\n";
    agrees(&fork(named(name, "1\n2\n3\n4\n"), named(name, "A\n2\n3\n4\n"), named(name, "1\n2\n3\nB\n")));
    let place = fork(named(name, "1"), named(name, "2"), named(name, "3"));
    agrees(&place);
    let path = &plain(&place).conflicts[0].path;
    assert_eq!((path.bytes(), path.as_repo_path()), (&name[..], None));
    assert_eq!(path.to_string(), "caf\u{fffd}/\u{fffd}\\n");
}

#[test]
fn a_folder_that_becomes_empty_goes() {
    let place = forked(
        &[("d/e/x", "1"), ("d/e/y", "1"), ("g", "g")],
        &[("d/e/x", "1"), ("g", "g")],
        &[("d/e/y", "1"), ("g", "g")],
    );
    agrees(&place);
    assert_eq!(listed(&place, &plain(&place)), "g");
    agrees(&forked(&[("x", "1"), ("y", "1")], &[("x", "1")], &[("y", "1")]));
}

#[test]
fn folders_without_end_are_refused() {
    let deep = |folders: usize, text: &str| -> Files {
        [([b"d/".repeat(folders), b"f".to_vec()].concat(), (FILE, text.as_bytes().to_vec()))].into()
    };
    let merged = |folders| {
        let place = fork(deep(folders, "1"), deep(folders, "2"), deep(folders, "3"));
        let [base, ours, theirs] = ["ours~", "ours", "theirs"].map(|name| place.rev("seed", name));
        place.open("seed").merge(&[base], &ours, &theirs, &|_, _| Keep::Nothing)
    };
    assert_eq!(merged(500).unwrap().conflicts.len(), 1);
    assert!(
        merged(600)
            .unwrap_err()
            .to_string()
            .starts_with("can't compare the trees: folders are nested too deep")
    );
}
