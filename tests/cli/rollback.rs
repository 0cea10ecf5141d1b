//! The way back: to what ran before, of the version alone, and held from then on.

use super::support::{Repo, git, hoist, kustomization, overlay};

const HOLDS: &str = ".hoist/holds.yaml";

/// staging and production of one app; production ran these versions, one each hour.
fn ran(versions: &[&str]) -> Repo {
    let repo = Repo::new();
    repo.write("hoist.yaml", "environments: [staging, production]\napps: apps/{app}/overlays/{env}\n");
    for (hour, version) in (1..).zip(versions) {
        put(&repo, "web-app", "staging", version);
        put(&repo, "web-app", "production", version);
        repo.commit_at_hour(hour, &format!("web-app {version}"));
    }
    repo
}

fn put(repo: &Repo, app: &str, environment: &str, version: &str) {
    repo.write(&overlay(app, environment), kustomization(&format!("ghcr.io/acme/{app}"), version));
}

/// What the remote's main branch has in a file.
fn there(repo: &Repo, path: &str) -> String {
    repo.there(&["show", &format!("main:{path}")])
}

fn runs(repo: &Repo, app: &str) -> String {
    let text = there(repo, &overlay(app, "production"));
    let line = text.lines().find_map(|line| line.trim().strip_prefix("newTag: ")).unwrap();
    line.split(' ').next().unwrap().to_owned()
}

fn pull(repo: &Repo) {
    repo.git(&["pull", "--quiet", "--ff-only", "origin", "main"]);
}

const BACK: [&str; 6] = ["rollback", "web-app", "--in", "production", "--deliver", "push"];

fn back(more: &[&'static str]) -> Vec<&'static str> {
    [&BACK[..], more].concat()
}

#[test]
fn the_version_goes_back_and_is_held_in_the_same_commit() {
    let repo = ran(&["v1.2.8", "v1.2.9", "v1.3.0"]);
    let ran = repo.hoist(&back(&["--reason", "checkout fails"])).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.2.9");
    assert_eq!(
        repo.there(&["show", "--format=", "--name-only", "main"]),
        format!("{HOLDS}\n{}", overlay("web-app", "production"))
    );
    let message = repo.there(&["show", "--no-patch", "--format=%B", "main"]);
    let then = repo.there(&["rev-parse", "main~2"]);
    for line in [
        "rollback(production): web-app v1.3.0 -> v1.2.9",
        "Hoist-Action: rollback",
        "Hoist-Environment: production",
        "Hoist-App: web-app v1.3.0 -> v1.2.9",
        "Hoist-Reason: checkout fails",
        &format!("Hoist-Source: {then}"),
    ] {
        assert!(message.lines().any(|one| one == line), "{line}\n{message}");
    }
    assert_eq!(message.matches("Hoist-App").count(), 1, "{message}");
    let holds = there(&repo, HOLDS);
    assert!(holds.contains("v1.3.0") && holds.contains("checkout fails"), "{holds}");
    insta::assert_snapshot!(ran.shown(&repo), @r"
    web-app  back in production   v1.3.0 → v1.2.9  (rollback)
      apps/web-app/overlays/production/kustomization.yaml:7:13   newTag: v1.3.0 → v1.2.9

      v1.2.9 ran from 2026-03-01T02:00:00Z to 2026-03-01T03:00:00Z ([commit])

    web-app v1.3.0  production  (held)
      checkout fails

    pushed [commit] to main
    ");
    repo.fsck();
}

#[test]
fn later_edits_of_the_same_file_stay() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    let path = overlay("web-app", "production");
    let edited = repo.read(&path).replace("resources:", "namePrefix: eu- # ours\nresources:");
    repo.write(&path, &edited);
    repo.commit_at_hour(5, "a prefix");
    repo.hoist(&back(&[])).exits(0);
    assert_eq!(there(&repo, &path), edited.replace("v1.3.0", "v1.2.9").trim_end());
}

#[test]
fn a_dry_run_shows_it_and_writes_nothing() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    let before = repo.there(&["rev-parse", "main"]);
    let ran = repo.hoist(&back(&["--dry-run", "--until", "2099-01-01"])).exits(0);
    assert_eq!(repo.there(&["rev-parse", "main"]), before);
    insta::assert_snapshot!(ran.shown(&repo), @r"
    web-app  back in production   v1.3.0 → v1.2.9  (rollback)
      apps/web-app/overlays/production/kustomization.yaml:7:13   newTag: v1.3.0 → v1.2.9

      v1.2.9 ran from 2026-03-01T01:00:00Z to 2026-03-01T02:00:00Z ([commit])

    web-app v1.3.0  production  (held until 2099-01-01T00:00:00Z)
      rolled back from v1.3.0 to v1.2.9

    would go back: push a commit to main · nothing was written
    ");
    let json = repo.hoist(&back(&["--dry-run", "--format", "json"])).exits(0).json();
    let promotion = &json["plan"]["promotions"][0];
    assert_eq!(promotion["action"], "rollback");
    assert_eq!(promotion["moves"][0]["back"]["version"], "v1.2.9");
    assert_eq!(promotion["moves"][0]["back"]["since"], "2026-03-01T01:00:00Z");
    assert_eq!(promotion["held"][0]["version"], "v1.3.0");
    let markdown = repo.hoist(&back(&["--dry-run", "--format", "markdown"])).exits(0).stdout;
    let commit = repo.git(&["rev-parse", "HEAD~1"]);
    insta::assert_snapshot!(markdown.replace(&commit[..7], "[commit]"), @r#"
    ### hoist: planned

    ```mermaid
    flowchart LR
      e0["what ran before"] -->|"web-app v1.2.9"| e1["production"]
    ```

    | app | from | to | runs now | version | |
    | --- | --- | --- | --- | --- | --- |
    | `web-app` |  | `production` | `v1.3.0` | `v1.2.9` | rollback |

    | held | in | | why |
    | --- | --- | --- | --- |
    | `web-app v1.3.0` | `production` | held | rolled back from v1.3.0 to v1.2.9 |

    **Changes**

    - `apps/web-app/overlays/production/kustomization.yaml:7:13` `newTag`: `v1.3.0` → `v1.2.9`

    **Back to**

    - `web-app`: `v1.2.9` ran in `production` from 2026-03-01T01:00:00Z to 2026-03-01T02:00:00Z (`[commit]`)
    "#);
}

#[test]
fn any_version_that_ran_can_come_back() {
    let repo = ran(&["v1.2.7", "v1.2.8", "v1.2.9", "v1.3.0"]);
    repo.hoist(&back(&["--to-version", "v1.2.7"])).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.2.7");
}

#[test]
fn a_version_that_never_ran_is_refused_with_those_that_did() {
    let repo = ran(&["v1.2.8", "v1.2.9", "v1.3.0"]);
    let ran = repo.hoist(&back(&["--to-version", "v9"])).exits(4);
    assert!(
        ran.stderr.contains("v9 never ran in production; there ran v1.3.0, v1.2.9, v1.2.8"),
        "{}",
        ran.stderr
    );
    assert_eq!(runs(&repo, "web-app"), "v1.3.0");
}

#[test]
fn where_nothing_ran_before_there_is_no_way_back() {
    let repo = ran(&["v1.3.0"]);
    let ran = repo.hoist(&back(&[])).exits(4);
    assert!(ran.stderr.contains("no other version ran in production before v1.3.0"), "{}", ran.stderr);
}

#[test]
fn what_is_there_already_is_nothing_to_do() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    let before = repo.there(&["rev-parse", "main"]);
    let ran = repo.hoist(&back(&["--to-version", "v1.3.0"])).exits(0);
    assert!(ran.stderr.contains("nothing to do"), "{}", ran.stderr);
    assert_eq!(repo.there(&["rev-parse", "main"]), before);
}

#[test]
fn a_second_rollback_goes_further_back_and_not_forth() {
    let repo = ran(&["v1.2.8", "v1.2.9", "v1.3.0"]);
    repo.hoist(&back(&[])).exits(0);
    let again = repo.hoist(&back(&[])).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.2.8");
    assert!(again.stderr.contains("v1.3.0 is passed over"), "{}", again.stderr);
    let holds = there(&repo, HOLDS);
    assert!(holds.contains("v1.3.0") && holds.contains("v1.2.9"), "{holds}");
    let third = repo.hoist(&back(&[])).exits(4);
    assert!(third.stderr.contains("v1.2.9, v1.3.0 was rolled back or is held"), "{}", third.stderr);
}

#[test]
fn the_next_promotion_of_the_same_version_is_held_and_a_newer_one_passes() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    repo.hoist(&back(&["--reason", "checkout fails"])).exits(0);
    let promote = ["promote", "web-app", "--to", "production", "--deliver", "push"];
    let held = repo.hoist(&promote).exits(3);
    assert!(held.stderr.contains("checkout fails"), "{}", held.stderr);
    assert_eq!(runs(&repo, "web-app"), "v1.2.9");
    pull(&repo);
    put(&repo, "web-app", "staging", "v1.3.1");
    repo.commit_and_push("a fix");
    repo.hoist(&promote).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.3.1");
}

#[test]
fn a_version_that_is_held_is_no_way_back() {
    let repo = ran(&["v1.2.8", "v1.2.9", "v1.3.0"]);
    repo.write(HOLDS, "- { app: web-app, version: v1.2.9, environments: [production], reason: it leaks }\n");
    repo.commit_at_hour(9, "a hold");
    let named = repo.hoist(&back(&["--to-version", "v1.2.9"])).exits(3);
    assert!(named.stderr.contains("it leaks"), "{}", named.stderr);
    repo.hoist(&back(&[])).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.2.8");
}

#[test]
fn a_plain_revert_is_a_way_back_too() {
    let repo = ran(&["v1.2.8", "v1.2.9", "v1.3.0"]);
    repo.git(&["revert", "--no-edit", "HEAD"]);
    repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
    assert_eq!(runs(&repo, "web-app"), "v1.2.9");
    repo.hoist(&back(&[])).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.2.8");
}

#[test]
fn pins_in_lockstep_go_back_together() {
    let repo = Repo::new();
    repo.write("hoist.yaml", "environments: [production]\napps: apps/{app}/overlays/{env}\n");
    let text = |tag: &str, sidecar: &str, digest: &str| {
        format!(
            "resources:\n  - https://github.com/acme/web-app//deploy?ref={tag}\nimages:\n  - name: ghcr.io/acme/web-app\n    \
             newTag: {tag}\n    digest: sha256:{digest}\n  - name: ghcr.io/acme/logs\n    newTag: {sidecar}\n"
        )
    };
    let (old, new) = ("a".repeat(64), "b".repeat(64));
    for (hour, text) in [text("v1.2.9", "v4", &old), text("v1.3.0", "v5", &new)].into_iter().enumerate() {
        repo.write(&overlay("web-app", "production"), text);
        repo.commit_at_hour(hour as u8, "both");
    }
    let added = "  - name: ghcr.io/acme/proxy\n    newTag: v1\n";
    repo.write(&overlay("web-app", "production"), text("v1.3.0", "v5", &new) + added);
    repo.commit_at_hour(5, "a proxy");
    repo.hoist(&back(&[])).exits(0);
    let want = text("v1.2.9", "v4", &old) + added;
    assert_eq!(there(&repo, &overlay("web-app", "production")), want.trim_end());
}

#[test]
fn a_shallow_clone_is_deepened() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    let clone = repo.clone_again("shallow", &["--depth=1"]);
    hoist(&clone, &BACK).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.2.9");
    repo.fsck();
}

#[test]
fn a_history_that_is_cut_short_for_good_holds() {
    let repo = ran(&["v1.2.8", "v1.2.9", "v1.3.0"]);
    let clone = repo.clone_again("shallow", &["--depth=1"]);
    git(&clone, &["remote", "remove", "origin"]);
    let held = hoist(&clone, &["rollback", "web-app", "--in", "production", "--deliver", "commit"]).exits(3);
    assert!(held.stderr.contains("isn't known: the clone is shallow"), "{}", held.stderr);
    let named =
        ["rollback", "web-app", "--in", "production", "--deliver", "commit", "--to-version", "v1.2.8"];
    let held = hoist(&clone, &named).exits(3);
    assert!(held.stderr.contains("whether v1.2.8 ran in production isn't known"), "{}", held.stderr);
}

#[test]
fn each_delivery_brings_it_back() {
    let path = overlay("web-app", "production");
    let run = |deliver| {
        let repo = ran(&["v1.2.9", "v1.3.0"]);
        let ran = repo.hoist(&["rollback", "web-app", "--in", "production", "--deliver", deliver]).exits(0);
        (repo, ran)
    };
    let (repo, _) = run("worktree");
    assert_eq!(repo.git(&["status", "--porcelain", "-uall"]), format!(" M {path}\n?? {HOLDS}"));
    let (repo, _) = run("commit");
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert!(repo.read(&path).contains("v1.2.9") && repo.read(HOLDS).contains("v1.3.0"));
    let (repo, ran) = run("branch");
    assert_eq!(repo.branches(), ["hoist-rollback/production/web-app", "main"]);
    assert!(ran.stderr.contains("pushed the branch hoist-rollback/production/web-app"), "{}", ran.stderr);
    let again = repo.hoist(&["rollback", "web-app", "--in", "production", "--deliver", "branch"]).exits(0);
    assert!(again.stderr.contains("holds this already"), "{}", again.stderr);
}

#[test]
fn an_environment_has_a_delivery_of_its_own_for_the_way_back() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    let config = "environments:\n  - staging\n  - { name: production, deliver: branch, rollback: { deliver: push } }\n\
                  apps: apps/{app}/overlays/{env}\n";
    repo.write("hoist.yaml", config);
    repo.commit_and_push("a way back");
    repo.hoist(&["rollback", "web-app", "--in", "production"]).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.2.9");
}

#[test]
fn a_hold_that_would_be_over_is_a_mistake() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    let ran = repo.hoist(&back(&["--until", "2026-01-01"])).exits(2);
    assert!(ran.stderr.contains("would be over already"), "{}", ran.stderr);
}

#[test]
fn parallel_environments_go_back_in_one_push() {
    let repo = Repo::new();
    let config = "environments:\n  - staging\n  - { name: prod-eu, after: staging }\n  - { name: prod-us, after: staging }\n\
                  apps: apps/{app}/overlays/{env}\n";
    repo.write("hoist.yaml", config);
    put(&repo, "web-app", "staging", "v3");
    for (hour, (eu, us)) in (1..).zip([("v1", "v1"), ("v2", "v1"), ("v3", "v3")]) {
        put(&repo, "web-app", "prod-eu", eu);
        put(&repo, "web-app", "prod-us", us);
        repo.commit_at_hour(hour, "on");
    }
    repo.hoist(&["rollback", "web-app", "--in", "prod-*", "--deliver", "push"]).exits(0);
    let there = |environment| there(&repo, &overlay("web-app", environment));
    assert!(there("prod-eu").contains("newTag: v2") && there("prod-us").contains("newTag: v1"));
    let again = repo.hoist(&["promote", "web-app", "--to", "prod-*", "--deliver", "push"]).exits(3);
    assert_eq!(again.stderr.matches("holds  held").count(), 2, "{}", again.stderr);
}

#[test]
fn an_automation_that_may_undo_it_is_told() {
    let repo = Repo::new();
    repo.write(
        "hoist.yaml",
        "environments: [production]\napps: [{ name: web, pins: [{ setters: web.yaml }] }]\n",
    );
    for (hour, version) in (1..).zip(["v1", "v2"]) {
        repo.write("web.yaml", format!("tag: {version} # {{\"$imagepolicy\": \"flux-system:web:tag\"}}\n"));
        repo.commit_at_hour(hour, version);
    }
    let ran = repo.hoist(&["rollback", "--in", "production", "--deliver", "push"]).exits(0);
    assert!(ran.stderr.contains("the policy `flux-system:web` writes this value too"), "{}", ran.stderr);
    assert!(there(&repo, "web.yaml").starts_with("tag: v1 # {"));
}

#[test]
fn an_open_promotion_is_warned_about() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    put(&repo, "web-app", "staging", "v1.4.0");
    repo.commit_at_hour(7, "the next");
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "branch"]).exits(0);
    let ran = repo.hoist(&back(&["--dry-run"])).exits(0);
    assert!(
        ran.stderr.contains("`hoist/production/web-app` on the remote proposes v1.4.0 of web-app"),
        "{}",
        ran.stderr
    );
    repo.git(&["fetch", "--quiet", "origin"]);
    repo.git(&["merge", "--quiet", "--squash", "origin/hoist/production/web-app"]);
    let message = repo.git(&["show", "--no-patch", "--format=%B", "origin/hoist/production/web-app"]);
    repo.git(&["commit", "--quiet", "-m", &format!("squashed (#3)\n\n{message}")]);
    repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
    let landed = repo.hoist(&back(&["--dry-run"])).exits(0);
    assert!(!landed.stderr.contains("on the remote proposes"), "{}", landed.stderr);
}

#[test]
fn a_saved_way_back_is_no_promotion() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    let json = repo.hoist(&back(&["--dry-run", "--format", "json"])).exits(0).stdout;
    repo.write("../plan.json", json);
    let ran = repo.hoist(&["promote", "--plan", "../plan.json", "--deliver", "push"]).exits(4);
    assert!(ran.stderr.contains("it was made by `hoist rollback`"), "{}", ran.stderr);
}

#[test]
fn which_app_is_said_where_there_are_several() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    put(&repo, "api", "production", "v2");
    repo.commit_at_hour(8, "another app");
    let ran = repo.hoist(&["rollback", "--in", "production", "--deliver", "push"]).exits(2);
    assert!(ran.stderr.contains("there are api, web-app"), "{}", ran.stderr);
    let both = repo.hoist(&["rollback", "*", "--in", "production", "--deliver", "push"]).exits(3);
    assert!(both.stderr.contains("no other version ran in production before v2"), "{}", both.stderr);
    assert_eq!(runs(&repo, "web-app"), "v1.2.9");
    let two = ["rollback", "*", "--in", "production", "--deliver", "push", "--to-version", "v1.2.9"];
    let ran = repo.hoist(&two).exits(2);
    assert!(ran.stderr.contains("is for one app"), "{}", ran.stderr);
}

#[test]
fn a_freeze_holds_the_way_back_and_says_how_it_is_lifted() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    repo.write(HOLDS, "- {app: '*', environments: [production], until: 2099-01-01, reason: year end}\n");
    repo.commit_at_hour(5, "freeze");
    let ran = repo.hoist(&back(&[])).exits(3);
    let lift =
        "note: .hoist/holds.yaml:1:3: this lifts the hold: hoist unhold '*' --in production --reason …";
    assert!(ran.stderr.contains(lift), "{}", ran.stderr);
    repo.hoist(&["unhold", "*", "--in", "production", "--reason", "an outage", "--deliver", "push"]).exits(0);
    repo.hoist(&back(&[])).exits(0);
    assert_eq!(runs(&repo, "web-app"), "v1.2.9");
}

#[test]
fn a_version_that_a_hold_keeps_is_not_proposed_to_be_taken_all_the_same() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    repo.write(HOLDS, "- {app: web-app, version: v1.2.9, environments: [production], reason: no}\n");
    repo.commit_at_hour(5, "held");
    let ran = repo.hoist(&back(&[])).exits(4);
    let text = ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        text.contains("lift the hold first: hoist unhold web-app@v1.2.9 --in production --reason …"),
        "{}",
        ran.stderr
    );
    assert!(!text.contains("all the same"), "{}", ran.stderr);
}

#[test]
fn a_way_back_in_the_work_tree_says_what_is_still_to_do() {
    let repo = ran(&["v1.2.9", "v1.3.0"]);
    let ran = repo.hoist(&["rollback", "web-app", "--in", "production"]).exits(0);
    assert!(
        ran.stderr.contains("edited 2 files: commit and push them: nothing goes back or is held until then"),
        "{}",
        ran.stderr
    );
}
