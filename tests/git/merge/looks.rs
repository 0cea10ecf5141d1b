//! What a merge looks at, and what it leaves behind.

use super::story::{FILE, Files, Story};
use super::{fork, forked, imported, listed, plain, tips};
use crate::fixture::{Place, hoist};
use hoist::git::{Content, Difference, Keep, MergeChange, NewMerge, TreePath};
use hoist::model::plan::Oid;

fn object(place: &Place, id: &Oid) -> std::path::PathBuf {
    place.path(&format!("seed/.git/objects/{}/{}", &id.0[..2], &id.0[2..]))
}

fn wide(text: &str) -> Files {
    let name = |at| format!("big/folder/file{at:04}").into_bytes();
    let files = (0..5000).map(|at| (name(at), (FILE, text.as_bytes().to_vec())));
    files.chain([(b"other/x".to_vec(), (FILE, b"x".to_vec()))]).collect()
}

#[test]
fn a_folder_that_one_side_changed_is_taken_without_a_look_into_it() {
    let mut ours = wide("1");
    ours.insert(b"other/y".to_vec(), (FILE, b"y".to_vec()));
    let place = fork(wide("1"), ours, wide("2"));
    loosen(&place);
    // Neither side's folder is there to be read.
    let folders = ["ours:big", "theirs:big"].map(|name| object(&place, &place.rev("seed", name)));
    for folder in &folders {
        std::fs::rename(folder, folder.with_extension("away")).unwrap();
    }
    let merged = plain(&place);
    for folder in &folders {
        std::fs::rename(folder.with_extension("away"), folder).unwrap();
    }
    let taken = Content::Taken { mode: 0o040_000, id: place.rev("seed", "theirs:big") };
    let big = hoist::model::path::RepoPath::new("big").unwrap();
    assert_eq!(merged.changes, [MergeChange { path: TreePath::from(&big), what: taken }]);
    assert_eq!(listed(&place, &merged).split(' ').count(), 5002);
}

/// Each object in a file of its own.
fn loosen(place: &Place) {
    let packs = place.path("seed/.git/objects/pack");
    for pack in std::fs::read_dir(&packs).unwrap().map(|entry| entry.unwrap().path()) {
        if pack.extension().is_some_and(|name| name == "pack") {
            let away = place.path("away.pack");
            std::fs::rename(&pack, &away).unwrap();
            std::fs::remove_file(pack.with_extension("idx")).unwrap();
            let input = std::fs::File::open(away).unwrap();
            let mut unpack = std::process::Command::new("git");
            unpack.args(["unpack-objects", "-q"]).current_dir(place.path("seed")).stdin(input);
            assert!(unpack.status().unwrap().success());
        }
    }
}

#[test]
fn a_merge_commit_names_its_parents_in_order_and_is_older_than_none() {
    let place = forked(&[("f", "1")], &[("f", "1"), ("a", "a")], &[("f", "2")]);
    let (repo, ours, theirs) = (place.open("seed"), place.rev("seed", "ours"), place.rev("seed", "theirs"));
    let new = NewMerge {
        parents: vec![ours.clone(), theirs.clone()],
        tree: repo.merged_tree(&ours, &plain(&place)).unwrap(),
        message: "promote\n".into(),
        author: hoist(),
        committer: hoist(),
        seconds: 5,
    };
    let made = repo.merge_commit(&new).unwrap();
    let info = repo.info(&made).unwrap();
    assert_eq!((info.parents, info.tree), (vec![ours.clone(), theirs.clone()], new.tree));
    assert_eq!(info.seconds, repo.info(&theirs).unwrap().seconds);
    assert_eq!(place.git("seed", &["fsck", "--strict", "--no-dangling", &made.0]), "");
}

#[test]
fn a_revert_of_a_promotion_is_a_merge_on_its_result() {
    let place = forked(
        &[("f", "1\n2\n3\n4\n5\n")],
        &[("f", "1\n2\n3\n4\n5\n"), ("own", "o")],
        &[("f", "A\n2\n3\n4\n5\n"), ("new", "n")],
    );
    place.git("seed", &["checkout", "-q", "-f", "ours"]);
    place.git("seed", &["merge", "-q", "--no-edit", "theirs"]);
    let promotion = place.rev("seed", "HEAD");
    let tip = place.add("seed", &[("f", "A\n2\n3\n4\nlater\n")]);
    let repo = place.open("seed");
    let tree = |name: &str| place.rev("seed", &format!("{name}^{{tree}}"));
    let (base, before) = (tree(&promotion.0), tree(&format!("{promotion}^1")));
    let reverted = repo.merge_trees(Some(&base), &tree(&tip.0), &before, &|_, _| Keep::Nothing).unwrap();
    assert_eq!(reverted.conflicts, []);
    place.git("seed", &["revert", "--no-edit", "-m", "1", &promotion.0]);
    assert_eq!(repo.merged_tree(&tip, &reverted).unwrap(), tree("HEAD"));
}

#[test]
fn the_files_that_differ_are_those_that_git_lists() {
    let mut story = Story::new(3);
    (0..20).for_each(|at| story.pair(&format!("pair{at}")));
    let place = imported(&story.stream);
    let (repo, tips) = (place.open("seed"), tips(&place));
    for at in 0..20 {
        let (ours, theirs) = (&tips[&format!("pair{at}-ours")], &tips[&format!("pair{at}-theirs")]);
        let output = place
            .try_git("seed", &["diff-tree", "-r", "-z", "--no-renames", "--name-only", &ours.0, &theirs.0])
            .stdout;
        let mut git: Vec<_> =
            output.split(|byte| *byte == 0).filter(|path| !path.is_empty()).map(<[u8]>::to_vec).collect();
        let all = repo.differing(ours, theirs, usize::MAX).unwrap();
        let path = |file: &Difference| file.path.bytes().to_vec();
        let mut found: Vec<_> = all.files.iter().map(path).collect();
        // A file and a folder of one name are one line for git, and two for us.
        git.sort();
        found.sort();
        assert_eq!((found, all.more), (git, false));
        let few = repo.differing(ours, theirs, 2).unwrap();
        assert_eq!((&few.files[..], few.more), (&all.files[..all.files.len().min(2)], all.files.len() > 2));
    }
}

#[test]
fn the_last_change_of_a_path_is_the_one_that_git_tells() {
    let mut story = Story::new(4);
    (0..20).for_each(|at| story.pair(&format!("pair{at}")));
    let place = imported(&story.stream);
    let (repo, tips) = (place.open("seed"), tips(&place));
    for at in 0..20 {
        let (ours, theirs) = (&tips[&format!("pair{at}-ours")], &tips[&format!("pair{at}-theirs")]);
        for file in repo.differing(ours, theirs, 3).unwrap().files {
            let Some(path) = file.path.as_repo_path().filter(|_| file.before.is_some()) else { continue };
            let git = place.git("seed", &["log", "-1", "--format=%H", &ours.0, "--", path.as_str()]);
            assert_eq!(repo.last_change(ours, &file.path).unwrap(), Some(Oid(git)), "{path}");
        }
    }
}
