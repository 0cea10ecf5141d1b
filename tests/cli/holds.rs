//! Holds: put into git and taken away, by hand and by command, and what they keep out.

use super::support::{Ran, Repo, hoist, kustomization, overlay, seed};

const FILE: &str = ".hoist/holds.yaml";

fn promoted<'a>(repo: &'a Repo, more: &[&'a str]) -> super::support::Run<'a> {
    repo.hoist(&[&["promote", "web-app", "--to", "production", "--deliver", "push"], more].concat())
}

fn held_by(repo: &Repo, text: &str, more: &[&str]) -> Ran {
    repo.write(FILE, text);
    repo.commit_and_push("holds");
    let before = repo.there(&["rev-parse", "main"]);
    let ran = promoted(repo, more).exits(3);
    assert_eq!(repo.there(&["rev-parse", "main"]), before);
    ran
}

fn hold(repo: &Repo, what: &str, more: &[&str]) -> Ran {
    let args = ["hold", what, "--in", "production", "--reason", "leaks memory", "--deliver", "push"];
    repo.hoist(&[&args, more].concat()).exits(0)
}

fn there(repo: &Repo, branch: &str) -> String {
    repo.there(&["show", &format!("{branch}:{FILE}")])
}

#[test]
fn a_hold_is_a_commit_with_its_record_and_keeps_the_version_out() {
    let repo = seed();
    let ran = hold(&repo, "web-app@v1.2.3", &[]);
    insta::assert_snapshot!(ran.shown(&repo), @r"
    web-app v1.2.3  production  (held)
      leaks memory

    inferred: environments: dev, then staging, then production: their names tell the order
    inferred: apps: apps/{app}/overlays/{env}, where each environment has a kustomization

    pushed [commit] to main
    ");
    insta::assert_snapshot!(there(&repo, "main"), @r"
    # What stays out of an environment, and why. `hoist hold` and `hoist unhold` write this file, and so may you.
    - app: web-app
      version: v1.2.3
      environments: [production]
      reason: leaks memory
    ");
    let message = repo.there(&["log", "-1", "--format=%B", "main"]);
    insta::assert_snapshot!(message, @r"
    hold(production): web-app v1.2.3

    leaks memory

    Hoist-Action: hold
    Hoist-Environment: production
    Hoist-App: web-app v1.2.3
    Hoist-Reason: leaks memory
    ");
    assert_eq!(repo.there(&["show", "--format=", "--name-only", "main"]), FILE);
    repo.fsck();
    let ran = promoted(&repo, &[]).exits(3);
    assert!(ran.stderr.contains("holds  held  leaks memory (.hoist/holds.yaml:2:3)"), "{}", ran.stderr);
}

#[test]
fn a_hold_of_a_version_lets_a_newer_one_through() {
    let repo = seed();
    hold(&repo, "web-app@v1.2.3", &[]);
    repo.git(&["pull", "--quiet", "origin", "main"]);
    repo.write(&overlay("web-app", "staging"), kustomization("ghcr.io/acme/web-app", "staging-v1.2.4"));
    repo.commit_and_push("a newer one");
    promoted(&repo, &[]).exits(0);
    assert!(repo.there(&["show", &format!("main:{}", overlay("web-app", "production"))]).contains("v1.2.4"));
}

#[test]
fn the_version_of_a_hold_may_be_written_as_an_environment_writes_it() {
    let repo = seed();
    for version in ["v1.2.3", "staging-v1.2.3"] {
        let text =
            format!("- {{app: web-app, version: {version}, environments: [production], reason: no}}\n");
        held_by(&repo, &text, &[]);
    }
    repo.write(FILE, "- {app: web-app, version: 1.2.3, environments: [production], reason: no}\n");
    repo.commit_and_push("without the v");
    let ran = promoted(&repo, &[]).exits(0);
    assert!(ran.stderr.contains("the hold of 1.2.3 isn't about v1.2.3"), "{}", ran.stderr);
}

#[test]
fn holds_written_by_hand_count_from_their_beginning_to_their_end() {
    let repo = seed();
    let freeze = "- app: '*'\n  environments: [production]\n  from: 2026-12-20\n  until: 2027-01-02T06:00:00Z\n  reason: year end\n";
    repo.write(FILE, freeze);
    repo.commit_and_push("freeze");
    let at = |time: &str| {
        repo.hoist(&["plan", "web-app", "--to", "production", "--deliver", "push", "--at", time])
    };
    let ran = at("2026-12-24T00:00:00Z").exits(3);
    assert!(
        ran.stdout.contains("year end (.hoist/holds.yaml:1:3), until 2027-01-02T06:00:00Z"),
        "{}",
        ran.stdout
    );
    let ran = at("2027-01-02T06:00:00Z").exits(0);
    assert!(ran.stdout.contains("the hold of * ended at 2027-01-02T06:00:00Z: year end"), "{}", ran.stdout);
    let ran = at("2026-12-19T23:59:59Z").exits(0);
    assert!(ran.stdout.contains("the hold of * begins at 2026-12-20T00:00:00Z: year end"), "{}", ran.stdout);
    let json =
        repo.hoist(&["plan", "web-app", "--to", "production", "--at", "2026-12-24", "--format", "json"]);
    let ran = json.env("CI", "true").exits(0);
    let outputs = &ran.json()["plan"]["promotions"][0]["moves"][0]["verdicts"];
    assert!(outputs.to_string().contains(r#""verdict":"later""#), "a request waits: {outputs}");
}

#[test]
fn every_hold_is_named_and_the_last_of_them_counts() {
    let repo = seed();
    let text = "- {app: 'web-*', environments: [production], until: 2099-01-01, reason: one}\n- {app: web-app, environments: production, until: 2099-02-01, reason: two}\n- {app: web-app, environments: [staging], reason: three}\n- {app: api, environments: [production], reason: four}\n";
    let ran = held_by(&repo, text, &["--format", "json"]);
    let json = ran.json();
    assert_eq!(json["outputs"]["held-by"], "holds");
    assert_eq!(json["outputs"]["held-until"], "2099-02-01T00:00:00Z");
    let verdicts = json["plan"]["promotions"][0]["moves"][0]["verdicts"].to_string();
    assert!(verdicts.contains("one (.hoist/holds.yaml:1:3); two (.hoist/holds.yaml:2:3)\""), "{verdicts}");
}

#[test]
fn holds_that_can_not_be_read_hold_everything_and_are_told_by_their_place() {
    let repo = seed();
    let ran = held_by(&repo, "- app: api\n  environments: [prod\n", &[]);
    assert!(ran.stderr.contains("what is held isn't known: .hoist/holds.yaml:"), "{}", ran.stderr);
    repo.write("hoist.yaml", "environments: [dev, staging, production]\n");
    let ran = held_by(&repo, "- {app: api, environments: [prodution], reason: x}\n", &[]);
    assert!(
        ran.stderr.contains(".hoist/holds.yaml:1:29: no environment is named `prodution`"),
        "{}",
        ran.stderr
    );
    for command in ["hold", "unhold"] {
        let args =
            [command, "web-app", "--in", "production", "--reason", "x", "--deliver", "push", "--format=json"];
        let ran = repo.hoist(&args).exits(2);
        assert!(
            ran.json()["error"]["message"].as_str().unwrap().starts_with(".hoist/holds.yaml:1:29:"),
            "{}",
            ran.stdout
        );
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_holds_hides_none() {
    let repo = seed();
    std::os::unix::fs::symlink("elsewhere", repo.clone.join(".hoist")).unwrap();
    repo.commit_and_push("a link");
    let ran = promoted(&repo, &[]).exits(3);
    assert!(ran.stderr.contains(".hoist/holds.yaml: .hoist is no folder"), "{}", ran.stderr);
}

#[test]
fn holds_beside_hoist_yaml_count_where_environments_are_on_another_branch() {
    let repo = seed();
    repo.git(&["push", "--quiet", "origin", "HEAD:environments"]);
    repo.write("hoist.yaml", "base: environments\n");
    repo.write(FILE, "- {app: web-app, environments: [production], reason: frozen}\n");
    repo.commit_and_push("configuration");
    let ran = promoted(&repo, &[]).exits(3);
    assert!(ran.stderr.contains("frozen (main:.hoist/holds.yaml:1:3)"), "{}", ran.stderr);
    hold(&repo, "web-app@v1.2.3", &[]);
    assert!(there(&repo, "environments").contains("leaks memory"), "a hold is where its environment is");
    assert!(there(&repo, "main").contains("frozen"));
}

#[test]
fn the_same_hold_again_writes_nothing_and_another_reason_does() {
    let repo = seed();
    hold(&repo, "web-app@v1.2.3", &[]);
    let before = repo.there(&["rev-parse", "main"]);
    let ran = hold(&repo, "web-app@v1.2.3", &["--format", "json"]);
    assert_eq!(
        (ran.json()["result"].as_str(), ran.json()["changed"].as_bool()),
        (Some("nothing"), Some(false))
    );
    assert_eq!(repo.there(&["rev-parse", "main"]), before);
    hold(&repo, "web-app@v1.2.3", &["--reason", "still leaks", "--until", "2099-01-01"]);
    let text = there(&repo, "main");
    assert!(text.ends_with("  until: 2099-01-01T00:00:00Z\n  reason: still leaks"), "{text}");
    assert_eq!(text.matches("- app:").count(), 1);
}

#[test]
fn a_hold_taken_away_lets_the_version_in() {
    let repo = seed();
    repo.write(FILE, "# ours\n- app: web-app\n  environments: [staging, production] # both\n  reason: x\n");
    repo.commit_and_push("holds");
    let args = ["unhold", "web-app", "--in", "production", "--reason", "mended", "--deliver", "push"];
    repo.hoist(&args).exits(0);
    assert_eq!(there(&repo, "main"), "# ours\n- app: web-app\n  environments: [staging] # both\n  reason: x");
    let message = repo.there(&["log", "-1", "--format=%B", "main"]);
    assert!(
        message.starts_with("unhold(production): web-app\n\nmended\n\nHoist-Action: unhold\n"),
        "{message}"
    );
    assert!(message.contains("Hoist-App: web-app\nHoist-Reason: mended"), "{message}");
    promoted(&repo, &[]).exits(0);
    let ran = repo.hoist(&args).exits(2);
    assert!(
        ran.stderr.contains("no hold of web-app in production is there")
            && ran.stderr.contains("there are web-app in staging"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_request_for_a_hold_is_a_branch_of_its_own() {
    let repo = seed();
    let args = ["hold", "*", "web-app@v1.2.3", "--in", "production,staging", "--reason", "x"];
    let ran = repo.hoist(&args).env("CI", "true").exits(0);
    assert_eq!(
        repo.branches().iter().filter(|branch| branch.starts_with("hoist-hold/")).count(),
        2,
        "{:?}",
        repo.branches()
    );
    assert!(ran.stderr.contains("open a request from it"), "{}", ran.stderr);
    let ran = repo.hoist(&[&args[..], &["--format=json"]].concat()).env("CI", "true").exits(0);
    let json = ran.json();
    assert_eq!((json["result"].as_str(), json["changed"].as_bool()), (Some("requested"), Some(false)));
    assert_eq!(json["outputs"]["apps"], "*,web-app");
    assert_eq!(json["outputs"]["environment"], "staging,production");
    assert_eq!(repo.there(&["rev-list", "--count", "main"]), "1");
}

#[test]
fn several_environments_are_several_commits_upon_each_other() {
    let repo = seed();
    let args = ["hold", "web-app", "--in", "staging,production", "--reason", "x", "--deliver", "push"];
    repo.hoist(&args).exits(0);
    assert_eq!(repo.there(&["rev-list", "--count", "main"]), "3");
    assert_eq!(there(&repo, "main").matches("- app: web-app").count(), 2);
}

#[test]
fn outside_ci_the_file_is_written_here_and_counts_once_it_is_committed() {
    let repo = seed();
    let args = ["hold", "web-app@v1.2.3", "--in", "production", "--reason", "leaks: memory"];
    repo.hoist(&args).exits(0);
    assert!(repo.read(FILE).ends_with("  reason: \"leaks: memory\"\n"));
    let plan = ["plan", "web-app", "--to", "production"];
    let ran = repo.hoist(&plan).exits(0);
    assert!(
        ran.stdout.contains(".hoist/holds.yaml here isn't the one at the tip, which counts"),
        "{}",
        ran.stdout
    );
    let ran = repo.hoist(&args).exits(4);
    assert!(ran.stderr.contains(".hoist/holds.yaml has changes that are not committed"), "{}", ran.stderr);
    repo.commit_and_push("the hold");
    repo.hoist(&plan).exits(3);
}

#[test]
fn what_is_typed_wrong_is_told_and_nothing_is_written() {
    let repo = seed();
    let wrong = |args: &[&str], told: &str| {
        let ran = repo.hoist(args).exits(2);
        assert!(ran.stderr.contains(told), "{args:?}: {}", ran.stderr);
    };
    wrong(&["hold", "web-app", "--in", "production"], "--reason: it isn't said why");
    wrong(&["unhold", "web-app", "--in", "production"], "--reason: it isn't said why");
    wrong(&["hold", "web-app", "--reason", "x"], "it isn't said which environment");
    wrong(&["hold", "web-app", "--in", "prod", "--reason", "x"], "did you mean `production`?");
    wrong(&["hold", "web-ap", "--in", "production", "--reason", "x"], "did you mean `web-app`?");
    wrong(&["hold", "--in", "production", "--reason", "x"], "it isn't said which app: there are web-app");
    wrong(&["unhold", "--in", "production", "--reason", "x"], "it isn't said which app");
    wrong(
        &["hold", "web-app", "--in", "production", "--reason", "x", "--until", "2001-01-01"],
        "would be over already",
    );
    wrong(&["unhold", "web-app", "--in", "production", "--reason", "x"], "there is none at all");
    let ran = repo.hoist(&["hold", "api-*", "--in", "production", "--reason", "x", "--dry-run"]).exits(0);
    assert!(ran.stderr.contains("`api-*` fits no app that is there today"), "{}", ran.stderr);
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
}

#[test]
fn eight_who_hold_at_once_all_have_their_hold() {
    let repo = seed();
    let clones: Vec<_> = (0..8).map(|at| repo.clone_again(&format!("clone{at}"), &[])).collect();
    let children: Vec<_> = clones
        .iter()
        .enumerate()
        .map(|(at, clone)| {
            let what = format!("web-app@v9.9.{at}");
            let args = ["hold", &what, "--in", "production", "--reason", "x", "--deliver", "push"];
            hoist(clone, &args).command().spawn().unwrap()
        })
        .collect();
    for child in children {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    assert_eq!(there(&repo, "main").matches("version: v9.9.").count(), 8);
    repo.fsck();
}
