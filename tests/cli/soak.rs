//! Time in the environment before: the gate soak, and `take: soaked`.

use super::support::{Ran, Repo, hoist, kustomization, overlay};

const DAY: i64 = 24 * 60 * 60;

/// Seconds after 2026-03-01T00:00:00Z, as git takes a date.
fn date(seconds: i64) -> String {
    format!("{} +0000", 1_772_323_200 + seconds)
}

/// dev, staging and production of one app, and a hoist.yaml.
fn repo(production: &str) -> Repo {
    let repo = Repo::new();
    let environments = "environments:\n  - dev\n  - staging\n";
    repo.write(
        "hoist.yaml",
        format!(
            "{environments}  - {{ name: production, {production} }}\napps: apps/{{app}}/overlays/{{env}}\n"
        ),
    );
    write(&repo, "dev", "v1");
    write(&repo, "staging", "v1");
    write(&repo, "production", "v1");
    commit(&repo, -90 * DAY);
    repo
}

fn write(repo: &Repo, environment: &str, version: &str) {
    repo.write(&overlay("web-app", environment), kustomization("ghcr.io/acme/web-app", version));
}

fn commit(repo: &Repo, seconds: i64) {
    repo.git(&["add", "--all"]);
    let mut command = std::process::Command::new("git");
    command.current_dir(&repo.clone).args(["commit", "--quiet", "-m", "change"]);
    command.env("GIT_AUTHOR_DATE", date(seconds)).env("GIT_COMMITTER_DATE", date(seconds));
    assert!(command.status().unwrap().success());
    repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
}

/// A version comes to staging.
fn staged(repo: &Repo, version: &str, seconds: i64) {
    write(repo, "staging", version);
    commit(repo, seconds);
}

fn plan(repo: &Repo, at: &str, more: &[&str]) -> Ran {
    let args = ["plan", "web-app", "--to", "production", "--deliver", "push", "--at", at];
    repo.hoist(&[&args, more].concat()).run()
}

#[test]
fn a_version_stands_in_the_environment_before_to_the_second() {
    let repo = repo("gates: { soak: 24h }");
    staged(&repo, "v2", 0);
    let ran = plan(&repo, "2026-03-01T23:59:59Z", &[]);
    assert!(
        ran.code == 3 && ran.stdout.contains("until 2026-03-02T00:00:00Z"),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
    insta::assert_snapshot!(ran.stdout, @r"
    web-app  staging → production   v1 → v2  (held)
      apps/web-app/overlays/production/kustomization.yaml:7:13   newTag: v1 → v2

      order  pass  staging runs it
      soak   held  23h of 24h in staging, until 2026-03-02T00:00:00Z

    held · nothing was written
    ");
    let ran = plan(&repo, "2026-03-02T00:00:00Z", &[]);
    assert!(ran.code == 0 && ran.stdout.contains("soak   pass  24h of 24h in staging"), "{}", ran.stdout);
}

#[test]
fn a_break_starts_it_anew() {
    let repo = repo("gates: { soak: 24h }");
    staged(&repo, "v2", 0);
    staged(&repo, "v1", DAY / 2);
    staged(&repo, "v2", DAY);
    let ran = plan(&repo, "2026-03-02T12:00:00Z", &[]);
    assert!(ran.code == 3 && ran.stdout.contains("until 2026-03-03T00:00:00Z"), "{}", ran.stdout);
}

#[test]
fn another_change_of_the_file_is_no_break() {
    let repo = repo("gates: { soak: 24h }");
    staged(&repo, "v2", 0);
    let text = repo.read(&overlay("web-app", "staging")).replace("# what runs here", "# this runs here");
    repo.write(&overlay("web-app", "staging"), text);
    commit(&repo, DAY);
    assert_eq!(plan(&repo, "2026-03-02T00:00:01Z", &[]).code, 0);
}

#[test]
fn a_request_opens_at_once_and_says_when() {
    let repo = repo("gates: { soak: 24h }");
    staged(&repo, "v2", 0);
    let ran = repo.hoist(&[
        "plan",
        "web-app",
        "--to",
        "production",
        "--deliver",
        "branch",
        "--at",
        "2026-03-01T01:00:00Z",
    ]);
    let ran = ran.exits(0);
    assert!(
        ran.stdout.contains("soak   later  60m of 24h in staging, until 2026-03-02T00:00:00Z"),
        "{}",
        ran.stdout
    );
}

#[test]
fn of_several_environments_before_the_last_one_counts() {
    let repo = Repo::new();
    repo.write("hoist.yaml", "environments:\n  - staging\n  - { name: eu, after: staging }\n  - { name: us, after: staging }\n  - { name: ap, after: [eu, us], gates: { soak: 24h } }\napps: apps/{app}/overlays/{env}\n");
    for environment in ["staging", "eu", "us", "ap"] {
        write(&repo, environment, "v1");
    }
    commit(&repo, -DAY);
    for (at, environment) in [(0, "staging"), (60, "eu"), (3600, "us")] {
        write(&repo, environment, "v2");
        commit(&repo, at);
    }
    let args = ["plan", "web-app", "--to", "ap", "--deliver", "push", "--at", "2026-03-02T00:30:00Z"];
    let ran = repo.hoist(&args).exits(3);
    assert!(ran.stdout.contains("23h of 24h in us, until 2026-03-02T01:00:00Z"), "{}", ran.stdout);
}

#[test]
fn what_is_unknown_holds_and_a_shallow_clone_is_deepened() {
    let repo = repo("gates: { soak: 24h }");
    staged(&repo, "v2", 0);
    write(&repo, "dev", "v3");
    commit(&repo, 9 * DAY);
    let shallow = repo.clone_again("shallow", &["--depth=1"]);
    let args = ["plan", "web-app", "--to", "production", "--deliver", "push", "--at", "2026-03-01T01:00:00Z"];
    let ran = hoist(&shallow, &args).exits(3);
    assert!(ran.stdout.contains("60m of 24h in staging, until 2026-03-02T00:00:00Z"), "{}", ran.stdout);
}

#[test]
fn what_moves_by_itself_can_not_soak() {
    let repo = repo("gates: { soak: 24h }");
    staged(&repo, "latest", 0);
    let ran = plan(&repo, "2026-04-01T00:00:00Z", &[]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    assert!(
        ran.stderr.contains(
            "how long web-app soaks for production can't be told: staging runs latest, a moving tag"
        ),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_given_version_that_stood_long_enough_before_passes() {
    let repo = repo("gates: { soak: 24h }");
    staged(&repo, "v2", 0);
    staged(&repo, "v3", 2 * DAY);
    staged(&repo, "v4", 2 * DAY + 60);
    let ran = plan(&repo, "2026-03-03T01:00:00Z", &["--version", "v2"]);
    assert!(ran.code == 0 && ran.stdout.contains("2d of 24h in staging"), "{}{}", ran.stdout, ran.stderr);
    let ran = plan(&repo, "2026-03-03T01:00:00Z", &["--version", "v3"]);
    assert!(
        ran.code == 3 && ran.stdout.contains("60s of 24h in staging, where it stands no more"),
        "{}",
        ran.stdout
    );
}

#[test]
fn the_newest_that_soaked_is_taken_with_all_its_pins() {
    let repo = repo("gates: { soak: 24h }, take: soaked");
    let both = |web: &str, logs: &str| {
        format!(
            "{}  - name: ghcr.io/acme/logs\n    newTag: {logs}\n",
            kustomization("ghcr.io/acme/web-app", web)
        )
    };
    repo.write(&overlay("web-app", "production"), both("v1", "l1"));
    for (web, logs, at) in [("v2", "l2", 0), ("v2", "l3", DAY), ("v3", "l4", 2 * DAY)] {
        repo.write(&overlay("web-app", "staging"), both(web, logs));
        commit(&repo, at);
    }
    let ran = plan(&repo, "2026-03-03T01:00:00Z", &[]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    let last = repo.git(&["rev-parse", "HEAD~1"]);
    insta::assert_snapshot!(ran.stdout.replace(&last[..7], "[commit]"), @r"
    web-app  staging → production   v1 → v2  (newer)
      apps/web-app/overlays/production/kustomization.yaml:7:13   newTag: v1 → v2
      apps/web-app/overlays/production/kustomization.yaml:9:13   newTag: l1 → l3

      order  pass  it stood in staging ([commit])
      soak   pass  2d of 24h in staging

    note: web-app takes v2: the newest that stood 24h in staging

    would push a commit to main · nothing was written
    ");
    let ran = plan(&repo, "2026-03-04T00:00:00Z", &[]);
    assert!(
        ran.code == 0 && ran.stdout.contains("v1 → v3") && ran.stdout.contains("l1 → l4"),
        "{}",
        ran.stdout
    );
    let ran = repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    assert!(ran.stderr.contains("v1 → v3"), "{}", ran.stderr);
}

#[test]
fn the_record_names_the_commit_that_the_soaked_version_is_of() {
    let repo = repo("gates: { soak: 24h }, take: soaked");
    staged(&repo, "v2", 0);
    let last = repo.git(&["rev-parse", "HEAD"]);
    // Of a time to come: it hasn't stood at all yet.
    staged(&repo, "v3", 20 * 365 * DAY);
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    let message = repo.there(&["log", "-1", "--format=%B", "main"]);
    assert!(message.contains(&format!("Hoist-Source: {last}\nHoist-App: web-app v1 -> v2\n")), "{message}");
    assert!(message.contains("Hoist-Gate: soak pass "), "{message}");
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(3);
}

#[test]
fn held_versions_are_skipped_and_nothing_goes_back() {
    let repo = repo("gates: { soak: 24h }, take: soaked");
    for (version, at) in [("v2", 0), ("v3", 2 * DAY), ("v4", 4 * DAY), ("v5", 6 * DAY)] {
        staged(&repo, version, at);
    }
    let at = "2026-03-07T01:00:00Z";
    assert!(plan(&repo, at, &[]).stdout.contains("v1 → v4"));
    let holds = "- {app: web-app, version: v4, environments: [production], reason: broken}\n";
    repo.write(".hoist/holds.yaml", holds);
    commit(&repo, 6 * DAY + 1);
    let ran = plan(&repo, at, &[]);
    assert!(ran.code == 0 && ran.stdout.contains("v1 → v3"), "{}{}", ran.stdout, ran.stderr);
    write(&repo, "production", "v3");
    commit(&repo, 6 * DAY + 2);
    let ran = plan(&repo, at, &[]);
    assert!(
        ran.code == 3 && ran.stdout.contains("v3 → v5") && ran.stdout.contains("until 2026-03-08T00:00:00Z"),
        "{}",
        ran.stdout
    );
}

#[test]
fn where_none_has_soaked_it_is_held_until_the_one_that_runs_has() {
    let repo = repo("gates: { soak: 24h }, take: soaked");
    staged(&repo, "v2", 0);
    staged(&repo, "v3", 3600);
    for deliver in ["push", "branch"] {
        let args =
            ["plan", "web-app", "--to", "production", "--deliver", deliver, "--at", "2026-03-01T02:00:00Z"];
        let ran = repo.hoist(&args).exits(3);
        assert!(ran.stdout.contains("60m of 24h in staging, until 2026-03-02T01:00:00Z"), "{}", ran.stdout);
    }
}

#[test]
fn to_take_what_soaked_needs_a_soak() {
    let repo = repo("take: soaked");
    let ran = plan(&repo, "2026-03-01T02:00:00Z", &[]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("hoist.yaml:4:31: `take: soaked` needs `soak` in `gates`"), "{}", ran.stderr);
}

#[test]
fn a_status_says_what_would_be_taken_or_until_when_it_soaks() {
    let could = |take: &str| {
        let repo = repo(take);
        staged(&repo, "v2", 0);
        staged(&repo, "v3", 3 * DAY);
        let ran = repo.hoist(&["status", "--at", "2026-03-04T12:00:00Z"]).exits(0);
        ran.stdout
            .lines()
            .filter(|line| line.contains("hoist promote"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        could("gates: { soak: 24h }"),
        ["  hoist promote web-app --to production   v1 → v3  (held: soak 24h, until 2026-03-05T00:00:00Z)"]
    );
    assert_eq!(
        could("take: soaked, gates: { soak: 24h }"),
        ["  hoist promote web-app --to production   v1 → v2  (newer)"]
    );
    assert_eq!(could("gates: { soak: 1h }"), ["  hoist promote web-app --to production   v1 → v3  (newer)"]);
}

#[test]
fn a_request_that_soaks_says_when_it_may_be_merged() {
    let repo = repo("gates: { soak: 24h }");
    staged(&repo, "v2", 0);
    // A request is opened now: the clock is the one of the commits.
    let args =
        ["plan", "web-app", "--to", "production", "--deliver", "branch", "--at", "2026-03-01T12:00:00Z"];
    let ran = repo.hoist(&[&args[..], &["--format", "json"]].concat()).exits(0);
    assert!(ran.stdout.contains("**Not before 2026-03-02T00:00:00Z**: soak."), "{}", ran.stdout);
    assert!(ran.stdout.contains("\"held-until\": \"2026-03-02T00:00:00Z\""), "{}", ran.stdout);
}
