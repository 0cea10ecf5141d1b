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
