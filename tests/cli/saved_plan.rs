//! A plan that was saved fixes its versions.

use super::support::{Repo, kustomization, overlay, seed};

fn planned() -> Repo {
    let repo = seed();
    repo.hoist(&["plan", "web-app", "--to", "production", "--deliver", "push", "--out", "plan.json"])
        .exits(0);
    repo
}

fn production(repo: &Repo) -> String {
    repo.there(&["show", &format!("main:{}", overlay("web-app", "production"))])
}

#[test]
fn it_is_applied_with_its_versions_although_the_source_moved_on() {
    let repo = planned();
    repo.write(&overlay("web-app", "staging"), kustomization("ghcr.io/acme/web-app", "staging-v1.2.4"));
    repo.git(&["add", "apps"]);
    repo.git(&["commit", "--quiet", "-m", "staging goes on"]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    assert!(production(&repo).contains("newTag: v1.2.3 #"), "{}", ran.stderr);
    let again = repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
}

#[test]
fn it_is_refused_where_the_target_moved() {
    let repo = planned();
    repo.write(&overlay("web-app", "production"), kustomization("ghcr.io/acme/web-app", "v1.2.1"));
    repo.git(&["add", "apps"]);
    repo.git(&["commit", "--quiet", "-m", "somebody was faster"]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("the target moved since the plan was made"), "{}", ran.stderr);
    assert!(production(&repo).contains("v1.2.1"));
}

#[test]
fn a_forged_plan_moves_no_more_than_a_typed_version_would() {
    let repo = planned();
    let plan = repo.read("plan.json").replace("v1.2.3", "v6.6.6");
    repo.write("plan.json", plan);
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("v6.6.6 never ran in staging"), "{}", ran.stderr);
    assert!(production(&repo).contains("v1.2.2"));
}

#[test]
fn a_file_that_is_no_plan_is_told() {
    let repo = seed();
    repo.write("plan.json", "{}");
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(2);
    assert!(ran.stderr.contains("plan.json"), "{}", ran.stderr);
}

/// The plan that was saved, with something in it changed by hand.
fn edit(repo: &Repo, change: impl FnOnce(&mut serde_json::Value)) {
    let mut document: serde_json::Value = serde_json::from_str(&repo.read("plan.json")).unwrap();
    change(&mut document["plan"]["promotions"]);
    repo.write("plan.json", document.to_string());
}

#[test]
fn what_it_writes_is_the_version_that_the_gates_judge() {
    let repo = planned();
    edit(&repo, |promotions| promotions[0]["moves"][0]["changes"][0]["to"] = "v9.9.9".into());
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("the plan is for v1.2.3, and would leave v9.9.9"), "{}", ran.stderr);
    assert!(production(&repo).contains("newTag: v1.2.2 "));
}

#[test]
fn a_digest_that_was_put_in_by_hand_never_ran_before() {
    let repo = digests("a", "b");
    edit(&repo, |promotions| {
        let changes = promotions[0]["moves"][0]["changes"].as_array_mut().unwrap();
        let digest = changes.iter_mut().find(|change| change["field"] == "digest").unwrap();
        digest["to"] = digest_of("c").into();
    });
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("never ran in staging"), "{}", ran.stderr);
    assert!(production(&repo).contains(&digest_of("b")));
}

#[test]
fn a_digest_that_stays_is_no_reason_to_refuse() {
    let repo = digests("a", "a");
    repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    assert!(production(&repo).contains("newTag: v1.2.3 ") && production(&repo).contains(&digest_of("a")));
}

fn digest_of(letter: &str) -> String {
    format!("sha256:{}", letter.repeat(64))
}

/// A plan between two environments with digests.
fn digests(staging: &str, production: &str) -> Repo {
    let repo = seed();
    for (environment, tag, digest) in
        [("staging", "staging-v1.2.3", staging), ("production", "v1.2.2", production)]
    {
        let text = kustomization("ghcr.io/acme/web-app", tag);
        repo.write(&overlay("web-app", environment), format!("{text}    digest: {}\n", digest_of(digest)));
    }
    repo.commit_and_push("digests");
    repo.hoist(&["plan", "web-app", "--to", "production", "--deliver", "push", "--out", "plan.json"])
        .exits(0);
    repo
}

#[test]
fn each_of_its_environments_gets_its_own_version() {
    let repo = seed();
    repo.write(&overlay("web-app", "dev"), kustomization("ghcr.io/acme/web-app", "dev-v1.2.4"));
    repo.commit_and_push("dev has a release");
    repo.hoist(&["plan", "web-app", "--to", "staging,production", "--deliver", "push", "--out", "plan.json"])
        .exits(0);
    repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    let log = repo.there(&["log", "--reverse", "--format=%s", "-2", "main"]);
    assert_eq!(
        log,
        "promote(staging): web-app v1.2.3 -> v1.2.4\npromote(production): web-app v1.2.2 -> v1.2.3"
    );
}

#[test]
fn its_branches_are_those_that_it_names() {
    for (requests, names) in [
        ("one", &["hoist/production/all", "main"][..]),
        ("each", &["hoist/production/api", "hoist/production/web-app", "main"]),
    ] {
        let repo = seed();
        for (environment, tag) in [("dev", "v2"), ("staging", "v2"), ("production", "v1")] {
            repo.write(&overlay("api", environment), kustomization("ghcr.io/acme/api", tag));
        }
        let config = "environments: [dev, staging, production]\napps: apps/{app}/overlays/{env}\n";
        repo.write("hoist.yaml", format!("{config}requests: {requests}\n"));
        repo.commit_and_push("a second app");
        repo.hoist(&["plan", "*", "--to", "production", "--deliver", "branch", "--out", "plan.json"])
            .exits(0);
        repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
        assert_eq!(repo.branches(), names, "{requests}");
    }
}

#[test]
fn a_pin_that_it_puts_in_is_put_in() {
    let repo = seed();
    repo.write(&overlay("web-app", "production"), "resources: []\n");
    repo.commit_and_push("no images");
    repo.hoist(&[
        "plan",
        "web-app",
        "--to",
        "production",
        "--deliver",
        "push",
        "--create",
        "--out",
        "plan.json",
    ])
    .exits(0);
    repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    assert!(production(&repo).contains("newTag: v1.2.3"), "{}", production(&repo));
}

#[test]
fn a_pin_that_the_configuration_names_otherwise_since_is_no_pin_of_it() {
    let repo = seed();
    let config = |pins: &str| {
        let pins = format!("{pins}{{ kustomize: ., images: [ghcr.io/acme/web-app] }}");
        let app = format!("  - name: web-app\n    path: apps/web-app/overlays/{{env}}\n    pins: [{pins}]\n");
        repo.write("hoist.yaml", format!("environments: [dev, staging, production]\napps:\n{app}"));
        repo.git(&["add", "hoist.yaml"]);
        repo.git(&["commit", "--quiet", "-m", "configuration"]);
        repo.git(&["push", "--quiet", "origin", "main"]);
    };
    config("");
    repo.hoist(&["plan", "web-app", "--to", "production", "--deliver", "push", "--out", "plan.json"])
        .exits(0);
    config("{ kustomize: ., images: [other] }, ");
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("the target moved since the plan was made"), "{}", ran.stderr);
}

#[test]
fn a_plan_in_which_all_was_refused_is_no_approval() {
    let repo = seed();
    let plan = [
        "plan",
        "web-app",
        "--to",
        "production",
        "--version",
        "v9.9.9",
        "--deliver",
        "push",
        "--out",
        "plan.json",
    ];
    repo.hoist(&plan).exits(4);
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("web-app was refused when it was made"), "{}", ran.stderr);
}

#[test]
fn that_a_plan_was_saved_is_said() {
    let repo = seed();
    let ran = repo.hoist(&["plan", "web-app", "--to", "production", "--out", "plan.json"]).exits(0);
    assert_eq!(ran.stderr, "saved the plan to plan.json\n");
}
