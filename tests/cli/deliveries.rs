//! How a promotion reaches the repository.

use super::support::{git, hoist, overlay, seed};

#[test]
fn worktree_edits_the_file_where_it_stands_and_nothing_else() {
    let repo = seed();
    repo.write("untracked.txt", "mine");
    repo.hoist(&["promote", "web-app", "--to", "production"]).exits(0);
    assert_eq!(
        repo.git(&["status", "--porcelain"]),
        format!(" M {}\n?? untracked.txt", overlay("web-app", "production"))
    );
    assert_eq!(repo.git(&["diff", "--numstat"]), format!("1\t1\t{}", overlay("web-app", "production")));
    assert_eq!(repo.branches(), ["main"]);
}

#[test]
fn worktree_keeps_the_mode_of_a_file() {
    let repo = seed();
    let file = overlay("web-app", "production");
    repo.git(&["update-index", "--chmod=+x", &file]);
    repo.git(&["commit", "--quiet", "-m", "executable"]);
    repo.git(&["checkout", "--quiet", "--", "."]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "commit"]).exits(0);
    assert!(repo.git(&["ls-tree", "HEAD", &file]).starts_with("100755"), "the mode stays");
}

#[test]
fn commit_moves_the_local_branch_and_keeps_other_work() {
    let repo = seed();
    repo.write("apps/web-app/base/deployment.yaml", "staged: true\n");
    repo.git(&["add", "--all"]);
    repo.write("untracked.txt", "mine");
    let before = repo.git(&["rev-parse", "HEAD"]);
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "commit"]).exits(0);
    assert_eq!(repo.git(&["rev-parse", "HEAD^"]), before);
    assert_eq!(repo.git(&["show", "--format=", "--name-only", "HEAD"]), overlay("web-app", "production"));
    assert_eq!(
        repo.git(&["status", "--porcelain"]),
        "M  apps/web-app/base/deployment.yaml\n?? untracked.txt"
    );
    assert_eq!(repo.there(&["rev-parse", "main"]), before, "the remote stays");
}

#[test]
fn push_moves_the_base_and_leaves_the_clone_alone() {
    let repo = seed();
    let head = repo.git(&["rev-parse", "HEAD"]);
    let ran = repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    assert_eq!(repo.there(&["rev-parse", "main^"]), head);
    assert_eq!(repo.git(&["rev-parse", "HEAD"]), head);
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert!(ran.stderr.contains("main"), "{}", ran.stderr);
    repo.fsck();
    let again = repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
    assert_eq!(repo.there(&["rev-list", "--count", "main"]), "2");
}

#[test]
fn several_targets_are_several_commits_in_order() {
    let repo = seed();
    repo.write(
        &overlay("web-app", "dev"),
        super::support::kustomization("ghcr.io/acme/web-app", "dev-v1.2.4"),
    );
    repo.commit_and_push("dev has a release");
    let run = ["promote", "web-app", "--to", "staging,production", "--deliver", "push"];
    repo.hoist(&run).exits(0);
    let log = repo.there(&["log", "--reverse", "--format=%s", "-2", "main"]);
    assert_eq!(
        log, "promote(staging): web-app v1.2.3 -> v1.2.4\npromote(production): web-app v1.2.2 -> v1.2.3",
        "each takes what stood before it when the run began"
    );
    repo.fsck();
}

#[test]
fn a_branch_is_updated_in_place_when_the_source_moves_on() {
    let repo = seed();
    let run = ["promote", "web-app", "--to", "production", "--deliver", "branch"];
    repo.hoist(&run).exits(0);
    repo.write(
        &overlay("web-app", "staging"),
        super::support::kustomization("ghcr.io/acme/web-app", "staging-v1.2.4"),
    );
    repo.commit_and_push("staging goes on");
    repo.hoist(&run).exits(0);
    let branch = "hoist/production/web-app";
    assert_eq!(
        repo.there(&["log", "-1", "--format=%s", branch]),
        "promote(production): web-app v1.2.2 -> v1.2.4"
    );
    assert_eq!(repo.there(&["rev-parse", &format!("{branch}^")]), repo.there(&["rev-parse", "main"]));
}

#[test]
fn a_branch_that_somebody_worked_on_is_left_to_them() {
    let repo = seed();
    let run = ["promote", "web-app", "--to", "production", "--deliver", "branch"];
    repo.hoist(&run).exits(0);
    let clone = repo.clone_again("reviewer", &["--branch=hoist/production/web-app"]);
    std::fs::write(clone.join("note.md"), "please wait\n").unwrap();
    git(&clone, &["add", "--all"]);
    git(&clone, &["commit", "--quiet", "-m", "note"]);
    git(&clone, &["push", "--quiet"]);
    let theirs = repo.there(&["rev-parse", "hoist/production/web-app"]);
    repo.write(
        &overlay("web-app", "staging"),
        super::support::kustomization("ghcr.io/acme/web-app", "staging-v1.2.4"),
    );
    repo.commit_and_push("staging goes on");
    let ran = repo.hoist(&run).exits(4);
    assert!(ran.stderr.contains("holds a commit that hoist didn't make"), "{}", ran.stderr);
    assert_eq!(repo.there(&["rev-parse", "hoist/production/web-app"]), theirs);
}

#[test]
fn words_of_the_user_beat_the_templates() {
    let repo = seed();
    repo.hoist(&[
        "promote",
        "web-app",
        "--to",
        "production",
        "--deliver",
        "branch",
        "--branch",
        "release/web",
        "--title",
        "Ship it",
        "--commit-message",
        "ship: {{ app }}",
        "--author",
        "Ana <ana@example.com>",
        "--sign-off",
    ])
    .exits(0);
    let message = repo.there(&["log", "-1", "--format=%an <%ae>%n%B", "release/web"]);
    assert!(
        message.starts_with("Ana <ana@example.com>\nship: {{ app }}\n\nHoist-Action: promote\n"),
        "{message}"
    );
    assert!(message.ends_with("Signed-off-by: Ana <ana@example.com>"), "{message}");
}

#[test]
fn a_repository_without_a_remote_is_its_own_source() {
    let repo = seed();
    repo.git(&["remote", "remove", "origin"]);
    let ran = repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "commit"]).exits(0);
    assert!(ran.stderr.contains("no remote: the local main is the source"), "{}", ran.stderr);
    assert_eq!(repo.git(&["show", "--format=", "--name-only", "HEAD"]), overlay("web-app", "production"));
}

#[test]
fn the_tip_of_the_remote_counts_not_a_stale_clone() {
    let repo = seed();
    let stale = repo.clone_again("stale", &[]);
    repo.write(
        &overlay("web-app", "staging"),
        super::support::kustomization("ghcr.io/acme/web-app", "staging-v1.2.4"),
    );
    repo.commit_and_push("staging goes on");
    hoist(&stale, &["promote", "web-app", "--to", "production", "--deliver", "branch"]).exits(0);
    let text =
        repo.there(&["show", &format!("hoist/production/web-app:{}", overlay("web-app", "production"))]);
    assert!(text.contains("v1.2.4"), "{text}");
}

#[test]
fn a_source_as_of_an_older_commit_can_be_named() {
    let repo = seed();
    let pipeline = repo.git(&["rev-parse", "HEAD"]);
    repo.write(
        &overlay("web-app", "staging"),
        super::support::kustomization("ghcr.io/acme/web-app", "staging-v1.2.4"),
    );
    repo.commit_and_push("staging goes on");
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push", "--from-ref", &pipeline])
        .exits(0);
    let message = repo.there(&["log", "-1", "--format=%B", "main"]);
    assert!(
        message.contains("web-app v1.2.2 -> v1.2.3")
            && message.contains(&format!("Hoist-Source: {pipeline}")),
        "{message}"
    );
    let stranger = repo.git(&["commit-tree", "-m", "x", "HEAD^{tree}"]);
    let plan = ["plan", "web-app", "--to", "production", "--deliver", "push", "--from-ref", &stranger];
    repo.hoist(&plan).exits(2);
}

#[test]
fn a_request_is_never_the_base_nor_anothers_branch() {
    let repo = seed();
    repo.write(
        &overlay("web-app", "dev"),
        super::support::kustomization("ghcr.io/acme/web-app", "dev-v1.2.4"),
    );
    repo.commit_and_push("dev has a release");
    let to = |to, branch| {
        repo.hoist(&["promote", "web-app", "--to", to, "--deliver", "branch", "--branch", branch]).exits(2)
    };
    let before = repo.there(&["for-each-ref"]);
    assert!(to("production", "main").stderr.contains("no request can come from it"));
    assert!(to("staging,production", "x").stderr.contains("would share the branch `x`"));
    assert_eq!(repo.there(&["for-each-ref"]), before);
}

#[test]
fn all_of_one_folder_has_another_branch_than_all_of_another() {
    let repo = super::support::Repo::new();
    for app in ["a/x", "a/y", "b/x2", "b/y2"] {
        for (environment, tag) in [("staging", "v2"), ("production", "v1")] {
            let (team, name) = app.split_once('/').unwrap();
            let text = super::support::kustomization(&format!("acme/{name}"), tag);
            repo.write(&format!("{team}/apps/{name}/{environment}/kustomization.yaml"), text);
        }
    }
    repo.write("hoist.yaml", "environments: [staging, production]\napps: '{team}/apps/{app}/{env}'\n");
    repo.commit_and_push("two teams");
    for scope in ["a", "b"] {
        repo.hoist(&["promote", "*", "--scope", scope, "--to", "production", "--deliver", "branch"]).exits(0);
    }
    assert_eq!(repo.branches().len(), 3, "{:?}", repo.branches());
}

#[test]
fn a_commit_of_hoists_that_somebody_amended_is_left_to_them() {
    let repo = seed();
    let run = ["promote", "web-app", "--to", "production", "--deliver", "branch"];
    repo.hoist(&run).exits(0);
    let clone = repo.clone_again("reviewer", &["--branch=hoist/production/web-app"]);
    std::fs::write(clone.join("note.md"), "please wait\n").unwrap();
    git(&clone, &["add", "--all"]);
    git(&clone, &["commit", "--quiet", "--amend", "--no-edit", "--date=2020-01-01T00:00:00Z"]);
    git(&clone, &["push", "--quiet", "--force"]);
    let theirs = repo.there(&["rev-parse", "hoist/production/web-app"]);
    repo.write(
        &overlay("web-app", "staging"),
        super::support::kustomization("ghcr.io/acme/web-app", "staging-v1.2.4"),
    );
    repo.commit_and_push("staging goes on");
    repo.hoist(&run).exits(4);
    assert_eq!(repo.there(&["rev-parse", "hoist/production/web-app"]), theirs);
}

#[test]
fn a_file_that_git_was_told_not_to_look_at_keeps_its_changes() {
    for deliver in ["worktree", "commit"] {
        let repo = seed();
        let file = overlay("web-app", "production");
        repo.git(&["update-index", "--assume-unchanged", &file]);
        let mine = repo.read(&file) + "# mine\n";
        repo.write(&file, &mine);
        let ran = repo
            .hoist(&["promote", "web-app", "--to", "production", "--deliver", deliver, "--format", "json"])
            .exits(4);
        assert!(ran.stderr.contains("not committed"), "{}", ran.stderr);
        assert_eq!(ran.json()["result"], "refused");
        assert_eq!(repo.read(&file), mine);
    }
}

#[test]
fn a_branch_that_is_being_rebased_is_left_alone() {
    let repo = seed();
    repo.git(&["commit", "--quiet", "--allow-empty", "-m", "local"]);
    repo.write("file", "mine\n");
    repo.git(&["add", "file"]);
    repo.git(&["commit", "--quiet", "-m", "more"]);
    repo.git(&["-c", "sequence.editor=sed -i s/^pick/edit/", "rebase", "--quiet", "-i", "HEAD~1"]);
    let ran = repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "commit"]).exits(4);
    assert!(ran.stderr.contains("`main` is being rebased"), "{}", ran.stderr);
    repo.git(&["rebase", "--continue"]);
    assert_eq!(repo.git(&["log", "-1", "--format=%s", "main"]), "more");
}

#[test]
fn a_branch_that_is_gone_does_not_stand_in_the_way() {
    let repo = seed();
    repo.there(&["branch", "hoist/production", "main"]);
    repo.git(&["fetch", "--quiet"]);
    repo.there(&["branch", "--quiet", "-D", "hoist/production"]);
    let other = repo.clone_again("other", &[]);
    let run = ["promote", "web-app", "--to", "production", "--deliver", "branch"];
    hoist(&other, &run).exits(0);
    let ran = repo.hoist(&run).exits(0);
    assert!(ran.stderr.contains("holds this already"), "{}", ran.stderr);
}

#[test]
fn a_branch_that_is_only_behind_is_not_taken_over() {
    let repo = seed();
    repo.git(&["push", "--quiet", "origin", "main:deploy"]);
    repo.commit_and_push("main goes on");
    let before = repo.there(&["rev-parse", "deploy"]);
    let run = ["promote", "web-app", "--to", "production", "--deliver", "branch", "--branch", "deploy"];
    repo.hoist(&run).exits(4);
    assert_eq!(repo.there(&["rev-parse", "deploy"]), before);
}

#[test]
fn a_file_that_was_edited_so_already_is_no_obstacle() {
    let repo = seed();
    let run = ["promote", "web-app", "--to", "production", "--deliver", "worktree"];
    repo.hoist(&run).exits(0);
    let edited = repo.read(&overlay("web-app", "production"));
    assert!(edited.contains("newTag: v1.2.3"), "{edited}");
    repo.hoist(&run).exits(0);
    assert_eq!(repo.read(&overlay("web-app", "production")), edited);
    repo.write(&overlay("web-app", "production"), edited + "# mine\n");
    repo.hoist(&run).exits(4);
}
