//! What a person reads when something is wrong: what, where, and what to do next.

use super::support::{Repo, kustomization, overlay, seed};
use std::os::unix::fs::PermissionsExt as _;

/// What a person reads of a run that ends like this.
fn reads(repo: &Repo, args: &[&str], code: i32) -> String {
    repo.hoist(args).exits(code).shown(repo)
}

const PROMOTE: [&str; 4] = ["promote", "web-app", "--to", "production"];

#[test]
fn an_unknown_app() {
    let repo = seed();
    insta::assert_snapshot!(reads(&repo, &["promote", "web-ap", "--to", "production"], 2), @"
    error: no app is named `web-ap`
    hint: did you mean `web-app`? there are web-app
    ");
}

#[test]
fn an_unknown_environment() {
    let repo = seed();
    insta::assert_snapshot!(reads(&repo, &["promote", "web-app", "--to", "prodution"], 2), @"
    error: no environment is named `prodution`
    hint: did you mean `production`? there are dev, staging, production
    ");
}

#[test]
fn a_misspelt_key() {
    let repo = seed();
    repo.write(
        "hoist.yaml",
        "enviroments: [dev, staging, production]\napps:\n  - path: apps/{app}/overlays/{env}\n    pin: [images]\n",
    );
    repo.commit_and_push("misspelt");
    insta::assert_snapshot!(reads(&repo, &PROMOTE, 2), @"
    error: hoist.yaml:1:1: unknown key `enviroments`: did you mean `environments`?
           hoist.yaml:4:5: unknown key `pin`: did you mean `pins`?
    hint: docs/configuration.md has every key; `hoist schema` prints them for an editor
    ");
}

#[test]
fn a_pattern_that_matches_nothing() {
    let repo = seed();
    repo.write("hoist.yaml", "environments: [dev, staging, production]\napps: services/{app}/envs/{env}\n");
    repo.commit_and_push("elsewhere");
    insta::assert_snapshot!(reads(&repo, &PROMOTE, 2), @"
    error: no app is found
    hint: nothing fits services/{app}/envs/{env}: mend `apps:` in hoist.yaml
    ");
    let repo = seed();
    insta::assert_snapshot!(reads(&repo, &["promote", "api-*", "--to", "production"], 2), @"
    error: no app is named `api-*`
    hint: there are web-app
    ");
}

#[test]
fn a_dirty_work_tree() {
    let repo = seed();
    repo.write(&overlay("web-app", "production"), kustomization("ghcr.io/acme/web-app", "v1.2.2-mine"));
    insta::assert_snapshot!(reads(&repo, &PROMOTE, 4), @"
    error: apps/web-app/overlays/production/kustomization.yaml has changes that are not committed
    hint: commit or stash them first, or use --deliver branch, which leaves your files alone
    ");
    assert!(repo.read(&overlay("web-app", "production")).contains("v1.2.2-mine"));
}

#[test]
fn a_branch_that_is_behind() {
    let repo = seed();
    repo.commit_and_push("somebody else's");
    repo.git(&["reset", "--quiet", "--hard", "HEAD^"]);
    insta::assert_snapshot!(reads(&repo, &["promote", "web-app", "--to", "production", "--deliver", "commit"], 4), @"
    error: `main` is behind `main` on the remote: it lacks [commit]
    hint: run `git pull` first, or use --deliver branch, which needs no local branch
    ");
}

#[test]
fn no_remote() {
    let repo = seed();
    repo.git(&["remote", "remove", "origin"]);
    insta::assert_snapshot!(reads(&repo, &["promote", "web-app", "--to", "production", "--deliver", "push"], 2), @"
    error: this repository has no remote, and `push` needs one
    hint: use --deliver worktree or commit, or `git remote add origin URL`
    ");
}

#[test]
fn no_git_program() {
    let repo = seed();
    let ran = repo
        .hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"])
        .env("PATH", "/nowhere")
        .exits(1);
    insta::assert_snapshot!(ran.shown(&repo), @"
    error: there is no `git` program, and hoist needs it to reach a remote
    hint: install git, or put it on the PATH
    ");
}

#[test]
fn no_permission_to_push() {
    let repo = seed();
    hook(&repo, "echo 'You are not allowed to push code to this project.' >&2; exit 1");
    insta::assert_snapshot!(reads(&repo, &["promote", "web-app", "--to", "production", "--deliver", "branch"], 1), @"
    error: the remote refused `hoist/production/web-app`: pre-receive hook declined: You are not allowed to push code to this project.
    hint: the token may not push: GitHub needs `permissions: contents: write`, GitLab a token with write_repository
    ");
    assert_eq!(repo.branches(), ["main"]);
}

#[test]
fn a_protected_branch() {
    let repo = seed();
    let protect = "while read old new ref; do [ $ref = refs/heads/main ] && \
                   { echo \"error: GH006: Protected branch update failed for $ref.\" >&2; exit 1; }; done; exit 0";
    hook(&repo, protect);
    insta::assert_snapshot!(reads(&repo, &["promote", "web-app", "--to", "production", "--deliver", "push"], 1), @"
    error: the remote refused `main`: pre-receive hook declined: error: GH006: Protected branch update failed for refs/heads/main.
    hint: the branch is protected: use --deliver branch, or let this token push to it
    ");
}

/// A server that refuses pushes, with its own words.
fn hook(repo: &Repo, script: &str) {
    let hook = repo.remote.join("hooks/pre-receive");
    std::fs::create_dir_all(hook.parent().unwrap()).unwrap();
    std::fs::write(&hook, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
}
