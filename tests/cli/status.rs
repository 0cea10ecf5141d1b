//! What runs where.

use super::support::{kustomization, overlay, seed};

#[test]
fn status_shows_each_app_in_each_environment() {
    let repo = seed();
    let ran = repo.hoist(&["status"]).exits(0);
    for word in ["web-app", "dev", "staging", "production", "v1.2.3", "v1.2.2", "latest"] {
        assert!(ran.stdout.contains(word), "{word} in\n{}", ran.stdout);
    }
}

#[test]
fn status_is_json_too() {
    let repo = seed();
    repo.write(&overlay("web-app", "dev"), "images: [\n");
    repo.commit_and_push("dev is broken");
    let status = repo.hoist(&["status", "--format", "json"]).exits(0).json();
    assert_eq!(status["environments"], serde_json::json!(["dev", "staging", "production"]));
    let cells = &status["rows"][0]["cells"];
    assert_eq!(cells[0]["state"], "unclear");
    assert_eq!(cells[1]["version"], "v1.2.3");
    assert_eq!(cells[1]["written"], "staging-v1.2.3");
    assert_eq!(cells[2]["behind"], true);
}

#[test]
fn status_looks_at_every_app_of_some_environments() {
    let repo = seed();
    for environment in ["dev", "staging", "production"] {
        repo.write(&overlay("api", environment), kustomization("ghcr.io/acme/api", "v0.1.0"));
    }
    repo.commit_and_push("another app");
    let ran = repo.hoist(&["status", "--in", "prod*"]).exits(0);
    let table: Vec<_> = ran.stdout.lines().take(3).collect();
    assert_eq!(table, ["app      production", "api      v0.1.0", "web-app  v1.2.2 ↑"]);
    let ran = repo.hoist(&["plan", "--to", "production"]).exits(2);
    assert!(ran.stderr.contains("it isn't said which app: there are api, web-app"), "{}", ran.stderr);
}

#[test]
fn a_declared_format_is_the_apps_own_and_no_databases() {
    let repo = seed();
    for (environment, tag, redis) in
        [("dev", "v1.2.4", "7.3"), ("staging", "staging-v1.2.3", "7.2"), ("production", "v1.2.2", "7.2")]
    {
        let text =
            kustomization("ghcr.io/acme/web-app", tag) + &format!("  - name: redis\n    newTag: '{redis}'\n");
        repo.write(&overlay("web-app", environment), text);
    }
    repo.write(
        "hoist.yaml",
        "environments: [dev, { name: staging, format: 'staging-{version}' }, production]\napps: apps/{app}/overlays/{env}\n",
    );
    repo.commit_and_push("a database");
    repo.hoist(&["promote", "web-app", "--to", "staging", "--deliver", "push"]).exits(0);
    let text = repo.there(&["show", &format!("main:{}", overlay("web-app", "staging"))]);
    assert!(text.contains("newTag: staging-v1.2.4 #") && text.contains("newTag: '7.3'"), "{text}");
}

#[test]
fn status_says_which_is_read_where_something_else_is_checked_out() {
    let repo = seed();
    assert!(!repo.hoist(&["status"]).exits(0).stdout.contains("is read"));
    repo.git(&["commit", "--quiet", "--allow-empty", "-m", "only here"]);
    let ran = repo.hoist(&["status"]).exits(0);
    assert!(ran.stdout.contains("main on the remote is read ("), "{}", ran.stdout);
    assert!(ran.stdout.contains("), not what is checked out here ("), "{}", ran.stdout);
}
