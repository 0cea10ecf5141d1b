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
    for version in ["v1.2.3", "staging-v1.2.3", "1.2.3", "staging-1.2.3"] {
        let text =
            format!("- {{app: web-app, version: {version}, environments: [production], reason: no}}\n");
        held_by(&repo, &text, &[]);
    }
    repo.write(FILE, "- {app: web-app, version: 1.2.30, environments: [production], reason: no}\n");
    repo.commit_and_push("another version");
    promoted(&repo, &[]).exits(0);
}

#[test]
fn what_is_held_names_the_command_that_lifts_it_and_it_does() {
    let repo = seed();
    let text = "- {app: '*', environments: [production], reason: year end}\n- {app: web-app, version: v1.2.3, environments: [production], reason: no}\n";
    let ran = held_by(&repo, text, &[]);
    for command in
        ["hoist unhold '*' --in production --reason", "hoist unhold web-app@v1.2.3 --in production --reason"]
    {
        assert!(ran.stderr.contains(&format!("this lifts the hold: {command} …")), "{}", ran.stderr);
    }
    let unhold = |what: &str| {
        repo.hoist(&["unhold", what, "--in", "production", "--reason", "x", "--deliver", "push"])
    };
    let ran = unhold("web-app").exits(2);
    assert!(
        ran.stderr.contains(
            "it is held all the same, and this lifts it:\n      hoist unhold '*' --in production --reason …"
        ),
        "{}",
        ran.stderr
    );
    unhold("*").exits(0);
    unhold("web-app@v1.2.3").exits(0);
    promoted(&repo, &[]).exits(0);
}

#[test]
fn a_clone_that_is_behind_the_holds_is_told_to_pull() {
    let repo = seed();
    hold(&repo, "web-app@v1.2.9", &[]);
    repo.git(&["pull", "--quiet", "origin", "main"]);
    hold(&repo, "web-app@v1.2.10", &[]);
    let warned = || {
        let ran = repo.hoist(&["plan", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
        let line = ran.stdout.lines().find_map(|line| line.split_once("which counts: "));
        line.map(|(_, todo)| todo.to_owned())
    };
    assert_eq!(warned().as_deref(), Some("run `git pull`"));
    repo.git(&["pull", "--quiet", "origin", "main"]);
    assert_eq!(warned(), None);
    repo.write(FILE, "[]\n");
    assert_eq!(warned().as_deref(), Some("commit it and push"));
    repo.git(&["commit", "--quiet", "-am", "mine"]);
    assert_eq!(warned().as_deref(), Some("push it"));
}

#[test]
fn a_hold_that_takes_the_place_of_another_tells_what_that_said() {
    let repo = seed();
    hold(&repo, "*", &["--until", "2099-01-02"]);
    let ran = hold(&repo, "*", &["--reason", "me too", "--until", "2099-01-01"]);
    insta::assert_snapshot!(ran.shown(&repo), @r"
    *  production  (held until 2099-01-01T00:00:00Z)
      me too
      was held until 2099-01-02T00:00:00Z: leaks memory

    inferred: environments: dev, then staging, then production: their names tell the order
    inferred: apps: apps/{app}/overlays/{env}, where each environment has a kustomization
    warning: the hold of * in production is shorter now: it was until 2099-01-02T00:00:00Z: leaks memory

    pushed [commit] to main
    ");
    let message = repo.there(&["log", "-1", "--format=%B", "main"]);
    assert!(
        message.starts_with(
            "hold(production): *\n\nme too\n* was held until 2099-01-02T00:00:00Z: leaks memory\n\nHoist-Action: hold\n"
        ),
        "{message}"
    );
    let longer = hold(&repo, "*", &["--reason", "me too"]);
    assert!(!longer.stderr.contains("is shorter now"), "{}", longer.stderr);
    let ended = hold(&repo, "*", &["--reason", "me too", "--until", "2099-01-01"]);
    assert!(ended.stderr.contains("is shorter now: it was without an end: me too"), "{}", ended.stderr);
}

#[test]
fn a_version_that_nothing_ran_is_held_with_a_warning() {
    let repo = seed();
    let ran = hold(&repo, "web-app@v1.2.33", &["--dry-run"]);
    assert!(
        ran.stderr.contains("v1.2.33 of web-app runs nowhere and never ran; did you mean v1.2.3?"),
        "{}",
        ran.stderr
    );
    for known in ["web-app@v1.2.3", "web-app@1.2.2", "web-app@staging-v1.2.3"] {
        let ran = hold(&repo, known, &["--dry-run"]);
        assert!(!ran.stderr.contains("never ran"), "{known}: {}", ran.stderr);
    }
    repo.write(&overlay("web-app", "production"), kustomization("ghcr.io/acme/web-app", "v1.2.4"));
    repo.commit_and_push("by hand");
    let ran = hold(&repo, "web-app@v1.2.2", &["--dry-run"]);
    assert!(!ran.stderr.contains("never ran"), "it ran before: {}", ran.stderr);
}

#[test]
fn a_hold_of_an_app_that_is_not_there_is_warned_about() {
    let repo = seed();
    repo.write(&overlay("api", "staging"), kustomization("ghcr.io/acme/api", "v1"));
    repo.write(FILE, "- {app: web-ap, environments: [production], reason: x}\n- {app: api, environments: [production], reason: y}\n- {app: gone, environments: [production], reason: z}\n");
    repo.commit_and_push("a slip");
    let slip = ".hoist/holds.yaml:1:3: no app is named `web-ap`, so this hold holds nothing: did you mean `web-app`?";
    let gone = ".hoist/holds.yaml:3:3: `gone` fits no app that is there: this hold holds nothing";
    let ran = repo.hoist(&["status"]).exits(0);
    assert!(ran.stdout.contains(slip) && ran.stdout.contains(gone), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("holds nothing").count(), 2, "{}", ran.stdout);
    let ran = promoted(&repo, &["--dry-run"]).exits(0);
    assert!(ran.stderr.contains(slip) && !ran.stderr.contains(gone), "{}", ran.stderr);
}

#[test]
fn a_group_is_held_by_its_name_as_its_apps() {
    let repo = seed();
    repo.write(&overlay("api", "production"), kustomization("ghcr.io/acme/api", "v1"));
    repo.write(
        "hoist.yaml",
        "environments: [dev, staging, production]\napps: apps/{app}/overlays/{env}\ngroups: { shop: [web-app, api] }\n",
    );
    repo.commit_and_push("a group");
    hold(&repo, "shop", &[]);
    let text = there(&repo, "main");
    assert!(text.contains("- app: web-app\n") && text.contains("- app: api\n"), "{text}");
    let status = repo.hoist(&["status", "shop"]).exits(0).stdout;
    assert!(
        status.contains("web-app in production is held") && status.contains("api in production"),
        "{status}"
    );
    repo.hoist(&["history", "shop"]).exits(0);
    repo.hoist(&["unhold", "shop", "--in", "production", "--reason", "x", "--deliver", "push"]).exits(0);
    assert!(!there(&repo, "main").contains("- app:"));
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
    let ran = repo.hoist(&args).exits(0);
    assert!(
        ran.stderr.contains("edited 1 file: commit and push it: it holds nothing until then"),
        "{}",
        ran.stderr
    );
    assert!(repo.read(FILE).ends_with("  reason: \"leaks: memory\"\n"));
    let plan = ["plan", "web-app", "--to", "production"];
    let ran = repo.hoist(&plan).exits(0);
    assert!(
        ran.stdout.contains(".hoist/holds.yaml here isn't the one at the tip, which counts"),
        "{}",
        ran.stdout
    );
    let unhold = ["unhold", "web-app@v1.2.3", "--in", "production", "--reason", "x", "--deliver", "push"];
    let ran = repo.hoist(&unhold).exits(2);
    assert!(ran.stderr.contains("which counts: commit it and push"), "{}", ran.stderr);
    // The same once more is written already; another would write over it.
    repo.hoist(&args).exits(0);
    let other = ["hold", "web-app@v1.2.2", "--in", "production", "--reason", "leaks too"];
    let ran = repo.hoist(&other).exits(4);
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
    wrong(
        &["hold", "*", "--in", "production", "--reason", "x", "--from", "2026-12-20"],
        "as `from: 2026-12-20` in its entry of .hoist/holds.yaml",
    );
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
