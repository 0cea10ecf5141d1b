//! `hoist demo` and `hoist init`: the first things that a newcomer runs.

use super::support::{git, hoist, seed};

#[test]
fn the_demo_shows_the_three_strategies_a_conflict_and_a_rollback() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("here");
    std::fs::create_dir(&here).unwrap();
    // Nothing that is set around it changes the story.
    let ran = hoist(&here, &["demo", "--dir", "kept"])
        .env("HOIST_TO", "nowhere")
        .env("HOIST_DELIVER", "commit")
        .exits(0);
    for words in [
        "dev → staging",
        "staging → production",
        "v9.9.9 never ran in staging",
        "Hoist-App: web-app v1.2.9 -> v1.3.0",
        "back in production   v1.3.0 → v1.2.9  (rollback)",
        "holds  held  checkout is slow",
        "staging and production changed the same: apps/web-app/config.yaml",
        "tag v1.3.0-production on ",
    ] {
        assert!(ran.stdout.contains(words), "{words} in\n{}", ran.stdout);
    }
    let there = |chapter: &str, line: &[&str]| git(&here.join("kept").join(chapter).join("remote.git"), line);
    assert_eq!(there("directory", &["rev-list", "--count", "main"]), "4");
    assert_eq!(there("branch", &["rev-list", "--count", "--merges", "env/production"]), "2");
    let tags = "v1.3.0-dev\nv1.3.0-production\nv1.3.0-staging";
    assert_eq!(there("tag", &["tag", "--points-at", "v1.3.0-dev^{}"]), tags);
    for chapter in ["directory", "branch", "tag"] {
        assert_eq!(there(chapter, &["fsck", "--strict", "--no-dangling"]), "", "{chapter}");
    }
    let again = hoist(&here, &["demo", "--dir", "kept"]).exits(2);
    insta::assert_snapshot!(again.stderr, @"error: --dir: the folder isn't empty");
}

#[test]
fn init_writes_what_it_infers_and_overwrites_nothing() {
    let repo = seed();
    let plan = ["plan", "web-app", "--to", "production", "--deliver", "push"];
    let before = repo.hoist(&plan).exits(0).stdout;
    let ran = repo.hoist(&["init"]).exits(0);
    assert_eq!(ran.stdout, repo.read("hoist.yaml"));
    assert!(ran.stdout.contains("\napps: apps/{app}/overlays/{env}\n"), "{}", ran.stdout);
    insta::assert_snapshot!(repo.hoist(&["init"]).exits(2).stderr, @"error: hoist.yaml: it is there already, and hoist overwrites nothing");
    repo.commit_and_push("what hoist init wrote");
    let after = repo.hoist(&plan).exits(0).stdout;
    assert_eq!(before.lines().next(), after.lines().next(), "it means what was inferred");
}

#[cfg(unix)]
#[test]
fn init_follows_no_link_out_of_the_repository() {
    let repo = seed();
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), repo.clone.join(".github")).unwrap();
    let ran = repo.hoist(&["init", "--workflow", "github"]).exits(2);
    assert!(ran.stderr.contains("a symbolic link is on the way"), "{}", ran.stderr);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
    assert!(!repo.clone.join("hoist.yaml").exists(), "nothing is written");
}
