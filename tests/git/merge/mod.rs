//! Merges in memory, judged by `git merge`.

mod bases;
mod clones;
mod judge;
mod keep;
mod looks;
mod rules;
mod story;

use crate::fixture::Place;
use hoist::git::{ConflictKind, Keep, Keeper, Merged, Repo};
use hoist::model::plan::Oid;
use judge::Verdict;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};
use story::{FILE, Files, Story};

/// Files, each a path and its text.
fn files(of: &[(&str, &str)]) -> Files {
    of.iter().map(|(path, text)| (path.as_bytes().to_vec(), (FILE, text.as_bytes().to_vec()))).collect()
}

/// A repository `seed` with two branches `ours` and `theirs` on one commit.
fn fork(base: Files, ours: Files, theirs: Files) -> Place {
    imported(&Story::fork(base, ours, theirs).stream)
}

fn forked(base: &[(&str, &str)], ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> Place {
    fork(files(base), files(ours), files(theirs))
}

/// Their merge, with what `keep` says.
fn with_keep(place: &Place, keep: &Keeper<'_>) -> Merged {
    let (repo, ours, theirs) = (place.open("seed"), place.rev("seed", "ours"), place.rev("seed", "theirs"));
    let bases = repo.merge_bases(&ours, &theirs).unwrap().unwrap();
    repo.merge(&bases, &ours, &theirs, keep).unwrap()
}

fn plain(place: &Place) -> Merged {
    with_keep(place, &|_, _| Keep::Nothing)
}

/// The tree of a merge that is one, as git lists it.
fn listed(place: &Place, merged: &Merged) -> String {
    assert_eq!(merged.conflicts, []);
    let tree = place.open("seed").merged_tree(&place.rev("seed", "ours"), merged).unwrap();
    place.git("seed", &["ls-tree", "-r", "--name-only", &tree.0]).replace('\n', " ")
}

/// The conflicts in short.
fn conflicts(merged: &Merged) -> Vec<(String, ConflictKind)> {
    merged.conflicts.iter().map(|conflict| (conflict.path.to_string(), conflict.kind)).collect()
}

fn imported(stream: &[u8]) -> Place {
    let place = Place::new();
    place.git(".", &["init", "-q", "-b", "main", "seed"]);
    let mut import = Command::new("git")
        .args(["fast-import", "--quiet", "--force"])
        .current_dir(place.path("seed"))
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    import.stdin.take().unwrap().write_all(stream).unwrap();
    assert!(import.wait().unwrap().success());
    place
}

/// What differs from git's merge: nothing, if all is the same; none where git can't be asked.
fn difference(
    place: &Place,
    repo: &Repo,
    name: &str,
    tips: &BTreeMap<String, Oid>,
) -> Option<Result<(), String>> {
    let (ours, theirs) = (format!("{name}-ours"), format!("{name}-theirs"));
    let bases = repo.merge_bases(&tips[&ours], &tips[&theirs]).unwrap().unwrap();
    if judge::is_puzzled(place, "seed", &bases) {
        return None;
    }
    let git = judge::merge(place, "seed", &ours, &theirs)?;
    let merged = repo.merge(&bases, &tips[&ours], &tips[&theirs], &|_, _| Keep::Nothing).unwrap();
    let result = if merged.conflicts.is_empty() {
        let tree = repo.merged_tree(&tips[&ours], &merged).unwrap();
        if git == Verdict::Tree(tree.0.clone()) { Ok(()) } else { Err(format!("other tree: {tree}")) }
    } else {
        judge::agrees(&merged.conflicts, &git)
    };
    let kinds: Vec<_> =
        merged.conflicts.iter().map(|conflict| (conflict.path.to_string(), conflict.kind)).collect();
    Some(result.map_err(|why| format!("{name}: {why}\n{git:?}\n{kinds:?}")))
}

fn tips(place: &Place) -> BTreeMap<String, Oid> {
    let refs = place.git("seed", &["for-each-ref", "--format=%(refname:short) %(objectname)"]);
    let tip = |line: &str| line.split_once(' ').map(|(name, id)| (name.to_owned(), Oid(id.to_owned())));
    refs.lines().filter_map(tip).collect()
}

#[test]
fn two_hundred_random_pairs_of_histories_merge_as_git_merges_them() {
    let number = |name: &str, plain: usize| std::env::var(name).map_or(plain, |text| text.parse().unwrap());
    let (seed, pairs) = (number("HOIST_TEST_SEED", 1), number("HOIST_TEST_PAIRS", 200));
    let mut story = Story::new(seed as u64);
    let names: Vec<_> = (0..pairs + pairs / 5).map(|at| format!("pair{at}")).collect();
    names.iter().for_each(|name| story.pair(name));
    let place = imported(&story.stream);
    let (repo, tips) = (place.open("seed"), tips(&place));
    let judged = names.iter().filter_map(|name| difference(&place, &repo, name, &tips)).take(pairs);
    let judged: Vec<_> = judged.collect();
    let different: Vec<_> =
        judged.iter().filter_map(|result| result.as_ref().err().map(String::as_str)).collect();
    assert_eq!((different.join("\n"), judged.len()), (String::new(), pairs));
}
