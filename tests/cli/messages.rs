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
    hint: did you mean `web-app`? there is web-app
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
    hint: there is web-app
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

#[test]
fn a_key_that_the_values_do_not_have() {
    let repo = seed();
    for environment in ["staging", "production"] {
        repo.write(&format!("charts/billing/values-{environment}.yaml"), "image:\n  tag: v1\n");
    }
    let config = |file: &str, key: &str| {
        format!(
            "environments: [staging, production]\napps:\n  - name: billing\n    path: charts/billing\n    \
             pins: [{{ yaml: '{file}', keys: [{key}] }}]\n"
        )
    };
    repo.write("hoist.yaml", config("values-{env}.yaml", "image.tga"));
    repo.commit_and_push("a wrong key");
    let plan = ["promote", "--to", "production", "--deliver", "branch"];
    insta::assert_snapshot!(reads(&repo, &plan, 2), @"
    error: billing has no pin: charts/billing/values-staging.yaml:2:3: there is no `tga`
    hint: did you mean `tag`?
    ");
    repo.write("hoist.yaml", config("value-{env}.yaml", "image.tag"));
    repo.commit_and_push("a wrong file");
    insta::assert_snapshot!(reads(&repo, &plan, 4), @"
    billing  staging → production   ?  (refused)
      manifest  refused  `value-{env}.yaml` of `pins:` isn't there in staging; mend its path

    refused · nothing was written
    ");
}

#[test]
fn a_format_that_the_source_is_not_written_in() {
    let repo = seed();
    repo.write(
        "hoist.yaml",
        "environments: [dev, { name: staging, format: 'stg-{version}' }, production]\napps: apps/{app}/overlays/{env}\n",
    );
    repo.commit_and_push("a wrong format");
    insta::assert_snapshot!(reads(&repo, &["promote", "--to", "production", "--deliver", "branch"], 4), @"
    web-app  staging → production   v1.2.2 → staging-v1.2.3  (refused)
      manifest  refused  apps/web-app/overlays/staging/kustomization.yaml:7:13: `staging-v1.2.3` isn't written as stg-{version};
                         mend `format:` of staging

    inferred: format: dev writes dev-{version}, as its files show

    refused · nothing was written
    ");
}

#[test]
fn a_version_that_is_no_tag() {
    let version =
        ["promote", "--to", "dev", "--version", "ghcr.io/acme/web-app:v1.2.4", "--deliver", "branch"];
    insta::assert_snapshot!(reads(&seed(), &version, 4), @"
    web-app  → dev   latest → ghcr.io/acme/web-app:v1.2.4  (refused)
      manifest  refused  `ghcr.io/acme/web-app:v1.2.4` is no tag of an image;
                         give the tag alone: letters, digits and . _ - only

    inferred: environments: dev, then staging, then production: their names tell the order
    inferred: apps: apps/{app}/overlays/{env}, where each environment has a kustomization
    inferred: format: dev writes dev-{version}, as its files show
    inferred: format: staging writes staging-{version}, as its files show

    refused · nothing was written
    ");
    let two = ["plan", "web-app@v1", "--to", "dev", "--version", "v2"];
    insta::assert_snapshot!(reads(&seed(), &two, 2), @"error: --version: an app has its version behind `@` already: leave one out");
    let colon = ["plan", "web-app:v1", "--to", "dev"];
    insta::assert_snapshot!(reads(&seed(), &colon, 2), @"
    error: no app is named `web-app:v1`
    hint: a version stands behind an `@`: `web-app@v1`; there is web-app
    ");
}

#[test]
fn a_configuration_that_is_not_pushed_yet() {
    let repo = seed();
    repo.write("hoist.yaml", "environments: [dev, qa]\napps: apps/{app}/overlays/{env}\n");
    insta::assert_snapshot!(reads(&repo, &["plan", "web-app", "--to", "qa"], 2), @"
    error: no environment is named `qa`
    hint: there are dev, staging, production
          hoist.yaml here isn't at the tip, and doesn't count yet; --config hoist.yaml tries it
    ");
    let status = repo.hoist(&["status"]).exits(0).stdout;
    assert!(status.contains("warning: hoist.yaml here isn't at the tip"), "{status}");
}

#[test]
fn a_branch_to_review_that_holds_the_environments() {
    let repo = seed();
    let branch = ["promote", "web-app", "--to", "production", "--deliver", "branch", "--branch", "main"];
    insta::assert_snapshot!(reads(&repo, &branch, 2), @"
    error: `main` is where the environments are: no request can come from it
    hint: choose another branch, or --deliver push
    ");
    assert_eq!(repo.branches(), ["main"]);
    let odd = ["promote", "web-app", "--to", "production", "--deliver", "branch", "--branch", "a b"];
    insta::assert_snapshot!(reads(&repo, &odd, 2), @r#"error: a branch can't be named "a b": git takes no blanks, control characters or any of ~ ^ : ? * [ \ in it"#);
}

#[test]
fn a_repository_without_a_commit() {
    let repo = seed();
    repo.git(&["remote", "remove", "origin"]);
    repo.git(&["switch", "--quiet", "--orphan", "new"]);
    insta::assert_snapshot!(reads(&repo, &["status"], 2), @"
    error: this repository has no commit yet
    hint: commit the manifests first: hoist reads what is committed
    ");
}

#[test]
fn an_environment_is_said_as_the_command_takes_it() {
    let repo = seed();
    insta::assert_snapshot!(reads(&repo, &["promote", "web-app", "production"], 2), @"
    error: it isn't said which environment
    hint: did you mean `--to production`? say it with --to, HOIST_TO or an action's `to`: dev, staging, production
    ");
    insta::assert_snapshot!(reads(&repo, &["hold", "web-app", "--reason", "x"], 2), @"
    error: it isn't said which environment
    hint: say it with --in, HOIST_TO or an action's `to`: dev, staging, production
    ");
    insta::assert_snapshot!(reads(&repo, &["rollback", "web-app", "--to", "v1.2.2"], 2), @"
    error: no environment is named `v1.2.2`
    hint: there are dev, staging, production; a version to go back to is said with --to-version
    ");
}

#[test]
fn times_and_commits_say_what_is_taken() {
    let repo = seed();
    insta::assert_snapshot!(reads(&repo, &["history", "--since", "02.01.2027"], 2), @"
    error: --since: `02.01.2027` is no time
    hint: write a date like 2026-03-01, or a time like 2026-03-01T12:00:00Z
    ");
    let from = |from| ["promote", "web-app", "--to", "production", "--from-ref", from];
    insta::assert_snapshot!(reads(&repo, &from("nonsense~1"), 2), @"
    error: no commit or ref is named `nonsense~1`
    hint: name a branch, a tag, the id of a commit, or HEAD; `~2` or `^` behind it go back from there
    ");
}
