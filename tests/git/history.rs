//! Walks through the past, and what a shallow clone knows of it.

use crate::fixture::{KEY, Place, new_commit, path, remote};
use hoist::git::{End, Go, Repo};
use hoist::model::path::RepoPath;
use hoist::model::plan::Oid;

/// One commit that changed the file: what it holds before and after.
type Change = (Oid, Option<String>, Option<String>);

/// The commits of the line that changed the file, newest first, and where the walk ended.
fn walk(repo: &Repo, tip: &Oid) -> (Vec<Change>, End) {
    let mut seen = Vec::new();
    let text = |content| String::from_utf8(repo.content(content).unwrap()).unwrap();
    let end = repo
        .line(tip, &[&path(KEY)], &mut |on_line, changed| {
            for one in changed {
                seen.push((on_line.commit.oid(), one.older.map(text), one.newer.map(text)));
            }
            Ok(Go::On)
        })
        .unwrap();
    (seen, end)
}

#[test]
fn a_walk_tells_what_changed_on_the_first_parent_line() {
    let place = Place::with(&[("other", "0")]);
    let first = place.add("seed", &[(KEY, "v1")]);
    place.git("seed", &["checkout", "-q", "-b", "side"]);
    place.add("seed", &[(KEY, "v2-on-the-side")]);
    place.add("seed", &[(KEY, "v2")]);
    place.git("seed", &["checkout", "-q", "main"]);
    place.add("seed", &[("other", "1"), ("apps/web/staging/kustomization.yaml", "x")]);
    place.git("seed", &["merge", "-q", "--no-ff", "-m", "merge", "side"]);
    let merge = place.rev("seed", "HEAD");
    let tip = place.add("seed", &[("other", "2")]);
    let (seen, end) = walk(&place.open("seed"), &tip);
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(seen, [(merge, text("v1"), text("v2")), (first, None, text("v1"))]);
    assert_eq!(end, End::Beginning);
}

#[test]
fn a_walk_stops_when_it_is_told() {
    let place = Place::with(&[(KEY, "v1")]);
    let tip = place.add("seed", &[(KEY, "v2")]);
    let mut visits = 0;
    let stop = &mut |_, _: &[_]| {
        visits += 1;
        Ok(Go::Stop)
    };
    let end = place.open("seed").line(&tip, &[&path(KEY), &path("missing")], stop).unwrap();
    assert_eq!((visits, end), (1, End::Stopped));
}

#[test]
fn only_files_count_and_a_folder_or_a_link_in_their_place_is_none() {
    let place = Place::with(&[("a", "file"), ("b", "file"), ("c/d", "file"), ("e", "file")]);
    place.git("seed", &["rm", "-q", "a", "b", "c/d"]);
    std::os::unix::fs::symlink("target", place.path("seed/b")).unwrap();
    place.git("seed", &["update-index", "--chmod=+x", "e"]);
    let tip = place.add("seed", &[("a/below", "x"), ("c", "now a file")]);
    let files: Vec<RepoPath> = ["e", "c/d", "a", "c", "b", "a/below"].map(path).to_vec();
    let mut seen = Vec::new();
    place
        .open("seed")
        .line(&tip, &files.iter().collect::<Vec<_>>(), &mut |_, changed| {
            let shown = |one: &hoist::git::Changed| {
                (files[one.file].to_string(), one.older.is_some(), one.newer.is_some())
            };
            seen.extend(changed.iter().map(shown));
            Ok(Go::On)
        })
        .unwrap();
    seen.sort();
    let want = [("a", true, false), ("a/below", false, true), ("b", true, false), ("c", false, true)];
    let mut want: Vec<_> = want.map(|(name, older, newer)| (name.to_owned(), older, newer)).to_vec();
    want.push(("c/d".to_owned(), true, false));
    assert_eq!(seen, want);
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
    let (seen, end) = walk(&repo, tip);
    assert_eq!((seen.len(), end), (0, End::Cut));
    remote(&repo).deepen("main").unwrap();
    assert!(!repo.is_shallow());
    let (seen, end) = walk(&repo, tip);
    assert_eq!((seen.len(), end), (4, End::Beginning));
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

#[test]
fn what_a_merge_brought_is_told_whatever_the_clocks_say() {
    for (seconds, skew) in [(0, "of one second"), (3600, "the line's clock is behind")] {
        for at in 0..6 {
            let place = Place::with(&[("other", "0")]);
            let base = place.add("seed", &[(KEY, &format!("v{at}"))]);
            place.git("seed", &["checkout", "-q", "-b", "side"]);
            let side = place.add("seed", &[(KEY, "side")]);
            place.git("seed", &["checkout", "-q", "main"]);
            place.add("seed", &[("other", "1")]);
            let date = format!("{} +0000", 1_700_000_000 - seconds);
            let command = format!("GIT_COMMITTER_DATE='{date}' git commit -q --amend --no-edit");
            place.git("seed", &["-c", &format!("alias.dated=!{command}"), "dated"]);
            place.git("seed", &["merge", "-q", "--no-ff", "-m", "merge", "side"]);
            let merge = place.rev("seed", "HEAD");
            assert_eq!(place.open("seed").side(&merge).unwrap(), [side], "{skew}: {base}");
        }
    }
}

#[test]
fn steps_back_are_those_of_git() {
    let place = Place::with(&[("a", "1")]);
    place.add("seed", &[("a", "2")]);
    place.git("seed", &["switch", "-q", "-c", "side", "HEAD~1"]);
    place.add("seed", &[("b", "1")]);
    place.git("seed", &["switch", "-q", "main"]);
    place.git("seed", &["merge", "-q", "--no-edit", "side"]);
    let repo = place.open("seed");
    for text in ["HEAD", "HEAD~1", "main^", "main~2", "HEAD^2", "HEAD^2^", "HEAD~1^0", "main^^", "main~0"] {
        assert_eq!(repo.resolve_back(text).unwrap(), Some(place.rev("seed", text)), "{text}");
    }
    for text in ["HEAD~9", "HEAD^3", "HEAD~x", "HEAD^{tree}", "HEAD~1:a", "~1", "HEAD~99999999999", "HEAD~1é"]
    {
        assert_eq!(repo.resolve_back(text).unwrap(), None, "{text}");
    }
}
