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
    assert_eq!(table, ["app      production", "api      v0.1.0     now", "web-app  v1.2.2 ↑   now"]);
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
fn status_says_since_when_by_whom_and_what_could_come() {
    let repo = seed();
    let write = |environment, tag, message| {
        repo.write(&overlay("web-app", environment), kustomization("ghcr.io/acme/web-app", tag));
        repo.commit_and_push(message);
    };
    write("dev", "v1.2.4", "ci");
    repo.hoist(&["promote", "web-app", "--to", "staging", "--deliver", "push"])
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_ACTOR", "octocat")
        .exits(0);
    repo.git(&["pull", "--quiet", "--rebase", "origin", "main"]);
    write("dev", "v1.2.5", "ci");
    write("dev", "v1.2.6", "ci");
    write("production", "v1.2.1", "quick fix");
    let status = repo.hoist(&["status", "--format", "json"]).exits(0).json();
    let cells = &status["rows"][0]["cells"];
    let staging = &cells[1];
    assert_eq!((&staging["since"]["how"], &staging["since"]["by"]), (&"promotion".into(), &"octocat".into()));
    assert_eq!((&staging["behind"], &staging["behindBy"]), (&true.into(), &2.into()));
    assert_eq!(staging["could"]["version"], "v1.2.6");
    assert_eq!(staging["could"]["command"], "hoist promote web-app --to staging");
    assert_eq!((&staging["could"]["step"], &staging["unrecorded"]), (&"patch".into(), &false.into()));
    let production = &cells[2];
    assert_eq!((&production["since"]["how"], &production["unrecorded"]), (&"byHand".into(), &true.into()));
    // Staging never ran it: nobody can say how far behind it is.
    assert_eq!((&production["behind"], &production["behindBy"]), (&true.into(), &serde_json::Value::Null));
    // Where versions start, nobody expects a record.
    assert_eq!(cells[0]["unrecorded"], false);
    let text = repo.hoist(&["status"]).exits(0).stdout;
    assert!(text.contains("v1.2.4 ↑2") && text.contains("v1.2.1 ↑ *"), "{text}");
    assert!(text.contains("just now  by octocat, promotion, "), "{text}");
    assert!(text.contains("  hoist promote web-app --to staging      v1.2.4 → v1.2.6  (patch)\n"), "{text}");
}

#[test]
fn what_status_tells_to_type_can_be_typed() {
    let repo = seed();
    for (environment, tag) in [("dev", "v2"), ("staging", "v1"), ("production", "v1")] {
        let file = overlay("it's|`x`", environment);
        repo.write(&file, kustomization("ghcr.io/acme/web-app", tag));
    }
    repo.commit_and_push("an odd name");
    let status = repo.hoist(&["status", "--format", "json"]).exits(0).json();
    let command = status["rows"][0]["cells"][1]["could"]["command"].as_str().unwrap().to_owned();
    assert_eq!(command, r"hoist promote 'it'\''s|`x`' --to staging");
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_hoist")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let ran = std::process::Command::new("sh")
        .args(["-c", &format!("{command} --deliver push")])
        .current_dir(&repo.clone)
        .env("PATH", path)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(
        repo.there(&["show", &format!("main:{}", overlay("it's|`x`", "staging"))]).contains("newTag: v2")
    );
}

#[test]
fn status_tells_what_is_held_and_what_was() {
    let repo = seed();
    for (environment, tag) in [("dev", "v1.2.4"), ("staging", "v1.2.3"), ("production", "v1.2.2")] {
        repo.write(&overlay("web-app", environment), kustomization("ghcr.io/acme/web-app", tag));
        repo.write(&overlay("api", environment), kustomization("ghcr.io/acme/api", tag));
    }
    let holds = "- { app: web-app, version: v1.2.4, environments: [staging], reason: loses orders }
- { app: '*', environments: [production], until: 2999-01-02, reason: year end }
- { app: api, environments: [staging], until: 2020-01-01, reason: long ago }
- { app: gone, environments: [staging], reason: of nobody }
";
    repo.write(".hoist/holds.yaml", holds);
    repo.commit_and_push("holds");
    let status = repo.hoist(&["status", "--format", "json"]).exits(0).json();
    let standings: Vec<_> =
        status["holds"].as_array().unwrap().iter().map(|one| one["standing"].as_str()).collect();
    assert_eq!(standings, [Some("holds"), Some("holds"), Some("expired")]);
    let cell = |row: usize, at: usize| status["rows"][row]["cells"][at].clone();
    assert_eq!((&cell(0, 1)["held"], &cell(1, 1)["held"]), (&false.into(), &true.into()));
    assert_eq!(cell(1, 1)["could"]["heldBy"], "loses orders");
    assert_eq!(cell(0, 2)["could"]["heldBy"], "year end, until 2999-01-02T00:00:00Z");
    let text = repo.hoist(&["status"]).exits(0).stdout;
    assert!(text.contains("⊘ * in production is held until 2999-01-02T00:00:00Z: year end\n"), "{text}");
    assert!(
        text.contains("⊘ api in staging was held until 2020-01-01T00:00:00Z, which is over: long ago\n"),
        "{text}"
    );
    assert!(text.contains("(held: loses orders)\n") && !text.contains("of nobody"), "{text}");
    repo.write(".hoist/holds.yaml", "holds: [\n");
    repo.commit_and_push("broken");
    let status = repo.hoist(&["status", "--format", "json"]).exits(0).json();
    let could = &status["rows"][1]["cells"][1]["could"];
    assert_eq!((&could["version"], &could["heldBy"]), (&"v1.2.4".into(), &"the holds can't be read".into()));
    let text = repo.hoist(&["status"]).exits(0).stdout;
    assert!(text.contains("warning: the holds can't be read, so all is held: .hoist/holds.yaml:"), "{text}");
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
