//! Apps of a group are promoted together or not at all, and go back to one moment.

use super::support::{Repo, kustomization, overlay};

const CONFIG: &str = "environments: [staging, production]\napps: apps/{app}/overlays/{env}\ngroups:\n  \
                      checkout: [cart, payments]\n";

fn repo(config: &str) -> Repo {
    let repo = Repo::new();
    repo.write("hoist.yaml", config);
    repo
}

fn put(repo: &Repo, app: &str, environment: &str, version: &str) {
    repo.write(&overlay(app, environment), kustomization(&format!("ghcr.io/acme/{app}"), version));
}

/// cart, payments and web are a version further in staging.
fn three(config: &str) -> Repo {
    let repo = repo(config);
    for app in ["cart", "payments", "web"] {
        put(&repo, app, "staging", "v2");
        put(&repo, app, "production", "v1");
    }
    repo.commit_and_push("seed");
    repo
}

/// What production runs on the remote's main branch.
fn run(repo: &Repo, apps: &[&str]) -> String {
    let version = |app: &&str| {
        let text = repo.there(&["show", &format!("main:{}", overlay(app, "production"))]);
        let line = text.lines().find_map(|line| line.trim().strip_prefix("newTag: ")).unwrap();
        line.split(' ').next().unwrap().to_owned()
    };
    apps.iter().map(version).collect::<Vec<_>>().join(" ")
}

const ALL: [&str; 3] = ["cart", "payments", "web"];

fn to_production(app: &str) -> [&str; 6] {
    ["promote", app, "--to", "production", "--deliver", "push"]
}

#[test]
fn asking_for_one_app_brings_the_others_along() {
    let repo = three(CONFIG);
    let ran = repo.hoist(&to_production("payments")).exits(0);
    assert_eq!(run(&repo, &ALL), "v2 v2 v1");
    assert_eq!(repo.there(&["rev-list", "--count", "main"]), "2");
    assert!(ran.stderr.contains("cart comes along: it is of the group checkout"), "{}", ran.stderr);
}

#[test]
fn the_name_of_a_group_stands_for_its_apps() {
    let repo = three(CONFIG);
    repo.hoist(&["promote", "checkout", "--to", "production", "--deliver", "branch"]).exits(0);
    assert_eq!(repo.branches(), ["hoist/production/checkout", "main"]);
    let again = repo.hoist(&["promote", "cart", "--to", "production", "--deliver", "branch"]).exits(0);
    assert!(again.stderr.contains("hoist/production/checkout holds this already"), "{}", again.stderr);
}

#[test]
fn one_that_is_stuck_holds_its_group() {
    let repo = three(CONFIG);
    put(&repo, "payments", "staging", "latest");
    repo.commit_and_push("a moving tag");
    let ran = repo.hoist(&to_production("cart")).exits(4);
    assert!(
        ran.stderr.contains("payments is refused, and is with it in the group checkout"),
        "{}",
        ran.stderr
    );
    assert_eq!(run(&repo, &ALL), "v1 v1 v1");
}

#[test]
fn with_globs_a_group_is_left_out_whole() {
    let repo = three(CONFIG);
    put(&repo, "payments", "staging", "latest");
    repo.commit_and_push("a moving tag");
    repo.hoist(&to_production("*")).exits(3);
    assert_eq!(run(&repo, &ALL), "v1 v1 v2");
    let glob = repo.hoist(&to_production("c*")).exits(4);
    assert!(glob.stderr.contains("payments comes along"), "{}", glob.stderr);
    assert_eq!(run(&repo, &ALL), "v1 v1 v2");
}

#[test]
fn what_a_group_that_is_left_out_would_write_is_not_written() {
    let repo = repo(
        "environments: [staging, production]\ngroups: { checkout: [cart, payments] }\napps:\n  \
         - { name: cart, pins: [{ yaml: \"{env}.yaml\", keys: [cart] }] }\n  \
         - { name: payments, pins: [{ yaml: \"{env}.yaml\", keys: [payments] }] }\n  \
         - { name: web, pins: [{ yaml: \"{env}.yaml\", keys: [web] }] }\n",
    );
    repo.write("staging.yaml", "cart: v2\npayments: latest\nweb: v2\n");
    repo.write("production.yaml", "cart: v1\npayments: v1\nweb: v1\n");
    repo.commit_and_push("one file for all");
    repo.hoist(&to_production("*")).exits(3);
    assert_eq!(repo.there(&["show", "main:production.yaml"]), "cart: v1\npayments: v1\nweb: v2");
}

#[test]
fn where_each_app_has_a_request_a_group_has_one() {
    let repo = three(&format!("{CONFIG}requests: each\n"));
    repo.hoist(&["promote", "*", "--to", "production", "--deliver", "branch"]).exits(0);
    assert_eq!(repo.branches(), ["hoist/production/checkout", "hoist/production/web", "main"]);
    let changed = repo.there(&["diff", "--name-only", "main", "hoist/production/checkout"]);
    assert_eq!(changed, format!("{}\n{}", overlay("cart", "production"), overlay("payments", "production")));
}

#[test]
fn an_app_that_is_nowhere_is_a_mistake_in_the_group() {
    let repo = three(&CONFIG.replace("payments]", "paymnets]"));
    for asked in ["cart", "*", "checkout"] {
        let ran = repo.hoist(&to_production(asked)).exits(2);
        assert!(ran.stderr.contains("`paymnets`"), "{}", ran.stderr);
    }
    let ran = repo.hoist(&to_production("cart")).exits(2);
    assert!(ran.stderr.contains("did you mean `payments`?"), "{}", ran.stderr);
}

#[test]
fn where_versions_start_only_what_was_given_moves() {
    let repo = three(CONFIG);
    repo.hoist(&["promote", "cart@v3", "--to", "staging", "--deliver", "push"]).exits(0);
    let text = |app: &str| repo.there(&["show", &format!("main:{}", overlay(app, "staging"))]);
    assert!(text("cart").contains("newTag: v3") && text("payments").contains("newTag: v2"));
}

/// Hour by hour: what cart and payments ran in production.
fn ran(hours: &[(&str, &str)]) -> Repo {
    let repo = repo(CONFIG);
    for (hour, (cart, payments)) in (1..).zip(hours) {
        put(&repo, "cart", "production", cart);
        put(&repo, "payments", "production", payments);
        repo.commit_at_hour(hour, "by hand");
    }
    repo
}

fn back(more: &[&'static str]) -> Vec<&'static str> {
    [&["rollback", "cart", "--in", "production", "--deliver", "push"][..], more].concat()
}

const BOTH: [&str; 2] = ["cart", "payments"];

#[test]
fn a_group_goes_back_to_the_moment_before_its_last_change() {
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("c1", "p1"), ("c2", "p2")], "c1 p1"),
        (&[("c1", "p1"), ("c1", "p2"), ("c2", "p2")], "c1 p2"),
        (&[("c1", "p1"), ("c2", "p1"), ("c2", "p2")], "c2 p1"),
        (&[("c1", "p1"), ("c2", "p1")], "c1 p1"),
    ];
    for (hours, want) in cases {
        let repo = ran(hours);
        repo.hoist(&back(&[])).exits(0);
        assert_eq!(run(&repo, &BOTH), want, "{hours:?}");
    }
}

#[test]
fn a_group_goes_back_twice() {
    let repo = ran(&[("c0", "p0"), ("c1", "p1"), ("c2", "p1"), ("c3", "p3")]);
    repo.hoist(&back(&[])).exits(0);
    assert_eq!(run(&repo, &BOTH), "c2 p1");
    repo.hoist(&back(&[])).exits(0);
    assert_eq!(run(&repo, &BOTH), "c1 p1");
    let held = repo.there(&["show", "main:.hoist/holds.yaml"]);
    for version in ["c3", "p3", "c2"] {
        assert!(held.contains(version), "{version}\n{held}");
    }
    assert!(!held.contains("version: p1"), "{held}");
}

#[test]
fn an_older_version_of_one_takes_the_others_to_that_time() {
    let repo = ran(&[("c0", "p0"), ("c1", "p1"), ("c2", "p1"), ("c3", "p3")]);
    repo.hoist(&back(&["--to-version", "c0"])).exits(0);
    assert_eq!(run(&repo, &BOTH), "c0 p0");
}

#[test]
fn an_app_that_came_later_stays() {
    let repo = repo(CONFIG);
    put(&repo, "cart", "production", "c1");
    put(&repo, "payments", "staging", "p1");
    repo.commit_at_hour(1, "cart");
    put(&repo, "cart", "production", "c2");
    put(&repo, "payments", "production", "p1");
    repo.commit_at_hour(2, "payments comes");
    let ran = repo.hoist(&back(&[])).exits(0);
    assert_eq!(run(&repo, &BOTH), "c1 p1");
    assert!(ran.stderr.contains("payments ran no version in production then, and stays"), "{}", ran.stderr);
}
