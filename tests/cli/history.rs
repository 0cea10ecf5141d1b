//! What happened, whether the records hold, and what it comes to.

use super::support::{Repo, git, hoist, kustomization, overlay, seed};
use serde_json::{Value, json};

/// dev → staging → production; staging starts at what dev had, and each step is promoted.
fn promoted() -> Repo {
    let repo = seed();
    set(&repo, "dev", "v1.2.4", "ci: web-app v1.2.4");
    repo.hoist(&["promote", "web-app", "--to", "staging", "--deliver", "push"]).exits(0);
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    update(&repo);
    repo
}

fn update(repo: &Repo) {
    repo.git(&["fetch", "--quiet", "origin"]);
    repo.git(&["reset", "--quiet", "--hard", "origin/main"]);
}

/// Writes a version as anybody could, in the form that the environment has.
fn set(repo: &Repo, environment: &str, tag: &str, message: &str) {
    let tag = if environment == "staging" { format!("staging-{tag}") } else { tag.to_owned() };
    repo.write(&overlay("web-app", environment), kustomization("ghcr.io/acme/web-app", &tag));
    repo.commit_and_push(message);
}

fn tip(repo: &Repo) -> String {
    repo.there(&["rev-parse", "main"])
}

fn record(environment: &str, from: &str, source: &str, line: &str) -> String {
    format!(
        "promote({environment}): {line}\n\nHoist-Action: promote\nHoist-Environment: {environment}\nHoist-From: {from}\n\
         Hoist-Source: {source}\nHoist-App: {line}\nHoist-Actor: octocat\n"
    )
}

fn entries(repo: &Repo, args: &[&str]) -> Vec<Value> {
    let all = [&["history", "--format", "json"], args].concat();
    let told = repo.hoist(&all).exits(0).json();
    assert_eq!(told["version"], 1);
    told["entries"].as_array().unwrap().clone()
}

fn told(entry: &Value) -> String {
    let text = |key: &str| entry[key].as_str().unwrap_or("-").to_owned();
    format!("{} {} {} {} {}", text("environment"), text("app"), text("from"), text("to"), text("how"))
}

/// The findings, as `level environment app: what`, with commits made equal.
fn findings(repo: &Repo, code: i32) -> Vec<String> {
    let told = repo.hoist(&["history", "--verify", "--format", "json"]).exits(code).json();
    assert_eq!((&told["version"], &told["exitCode"]), (&json!(1), &json!(code)));
    let one = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}: {}", text("level"), text("environment"), text("app"), text("what"))
    };
    told["findings"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn every_change_is_told_newest_first() {
    let repo = promoted();
    set(&repo, "production", "v9", "quick fix");
    repo.git(&["revert", "--no-edit", "HEAD"]);
    repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
    let all: Vec<_> = entries(&repo, &[]).iter().map(told).collect();
    assert_eq!(
        all,
        [
            "production web-app v9 v1.2.4 revert",
            "production web-app v1.2.4 v9 byHand",
            "production web-app v1.2.2 v1.2.4 promotion",
            "staging web-app v1.2.3 v1.2.4 promotion",
            "dev web-app dev-latest v1.2.4 byHand",
            "dev web-app - dev-latest first",
            "staging web-app - v1.2.3 first",
            "production web-app - v1.2.2 first",
        ]
    );
    let newest: Vec<_> = entries(&repo, &["--in", "production", "--limit", "2"]).iter().map(told).collect();
    assert_eq!(newest, all[..2]);
    assert_eq!(entries(&repo, &["--since", "2999-01-01"]).len(), 0);
    assert_eq!(entries(&repo, &["web-app", "--in", "stag*"]).len(), 2);
}

#[test]
fn a_history_is_text_a_sheet_and_a_table_too() {
    let repo = promoted();
    let text = repo.hoist(&["history", "--in", "production"]).exits(0).stdout;
    let head: Vec<_> = text.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(head, ["when", "(UTC)", "environment", "app", "version", "how", "by", "commit"]);
    assert!(text.contains("v1.2.2 → v1.2.4  promotion  Dev"), "{text}");
    let sheet = repo.hoist(&["history", "--in", "production", "--format", "csv"]).exits(0).stdout;
    let lines: Vec<_> = sheet.split("\r\n").collect();
    assert!(lines[0].starts_with("time,environment,app,from,to,how,by,request,commit,reason,"), "{sheet}");
    assert!(lines[1].contains(",production,web-app,v1.2.2,v1.2.4,promotion,Dev,,"), "{sheet}");
    assert_eq!((lines.len(), lines[3]), (4, ""));
    let table = repo.hoist(&["history", "--format", "markdown"]).exits(0).stdout;
    assert!(
        table.contains("| `production` | `web-app` | `v1.2.2` | `v1.2.4` | promotion | Dev |"),
        "{table}"
    );
    let error = repo.hoist(&["status", "--format", "csv"]).exits(2).stderr;
    assert!(error.contains("--format: `csv` is for `hoist history` only"), "{error}");
    let error = repo.hoist(&["history", "--verify", "--summary"]).exits(2).stderr;
    assert!(error.contains("two reports: ask for one"), "{error}");
}

#[test]
fn records_that_hold_are_told_to_hold() {
    let repo = promoted();
    let found = findings(&repo, 0);
    let incomplete = |environment| format!("incomplete {environment} -: the record has no Hoist-Actor");
    assert_eq!(found, [incomplete("production"), incomplete("staging")]);
    let text = repo.hoist(&["history", "--verify"]).exits(0).stdout;
    assert!(text.ends_with("2 records and 6 changes compared: 2 incomplete\n"), "{text}");
    assert!(text.contains("the record has no Hoist-Actor; nor have 1 older\n"), "{text}");
    assert_eq!(text.matches("no Hoist-Actor").count(), 1, "what is left out is told once: {text}");
}

#[test]
fn a_record_that_says_another_version_is_found() {
    let repo = promoted();
    set(&repo, "production", "v9", &record("production", "staging", &tip(&repo), "web-app v1.2.4 -> v1.2.3"));
    let found = findings(&repo, 4);
    assert_eq!(
        found[0],
        "wrong production web-app: the record says v1.2.4 -> v1.2.3, and the commit brought v9"
    );
    assert!(found[1..].iter().all(|one| one.starts_with("incomplete")), "{found:?}");
}

#[test]
fn a_record_of_nothing_or_of_another_app_is_found() {
    let repo = promoted();
    let source = tip(&repo);
    for environment in ["dev", "staging", "production"] {
        repo.write(&overlay("api", environment), kustomization("ghcr.io/acme/api", "v1"));
    }
    repo.commit_and_push("api");
    repo.commit_and_push(&record("production", "staging", &source, "web-app v1.2.4 -> v1.2.5"));
    set(&repo, "production", "v1.2.3", &record("production", "staging", &source, "api v1 -> v2"));
    repo.commit_and_push(&record("lab", "staging", &source, "web-app v1.2.4 -> v1.2.5"));
    repo.commit_and_push("x\n\nHoist-Action: promote\nHoist-Environment: production\nHoist-Actor: octocat\n");
    let mut found = findings(&repo, 4);
    found.retain(|one| !one.starts_with("incomplete"));
    found.sort();
    assert_eq!(
        found,
        [
            "unknown lab -: no environment is named `lab` now",
            "unrecorded production web-app: v1.2.4 -> v1.2.3 beside the record of its commit, by Dev",
            "wrong production -: the record names no app",
            "wrong production api: the record says v1 -> v2, and the commit doesn't change that",
            "wrong production web-app: the record says v1.2.4 -> v1.2.5, and the commit doesn't change that",
        ]
    );
}

#[test]
fn a_promotion_that_skipped_its_source_is_found() {
    let repo = promoted();
    set(&repo, "production", "v9", &record("production", "staging", &tip(&repo), "web-app v1.2.4 -> v9"));
    assert_eq!(findings(&repo, 4)[0], "wrong production web-app: v9 never ran in staging");
    // That it comes there later doesn't make it right.
    set(&repo, "staging", "v9", "too late");
    let found = findings(&repo, 4);
    assert!(
        found[0].starts_with("wrong production web-app: v9 came to staging only afterwards ("),
        "{found:?}"
    );
}

#[test]
fn an_override_is_no_skipped_source_and_is_told() {
    let repo = promoted();
    let words = record("production", "staging", &tip(&repo), "web-app v1.2.4 -> v9")
        + "Hoist-Override: order: an outage\nHoist-Reason: an outage\n";
    set(&repo, "production", "v9", &words);
    assert!(findings(&repo, 0).iter().all(|one| one.starts_with("incomplete")));
    let newest = entries(&repo, &["--limit", "1"]);
    assert_eq!(
        (&newest[0]["overrides"][0], &newest[0]["reason"]),
        (&json!("order: an outage"), &json!("an outage"))
    );
}

#[test]
fn a_source_outside_the_history_is_found() {
    let repo = promoted();
    repo.git(&["switch", "--quiet", "--orphan", "elsewhere"]);
    repo.git(&["commit", "--quiet", "--allow-empty", "-m", "elsewhere"]);
    let elsewhere = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["switch", "--quiet", "main"]);
    for (at, source) in [elsewhere.as_str(), "main", &"ab".repeat(20)].into_iter().enumerate() {
        let version = format!("v1.3.{at}");
        let before = if at == 0 { "v1.2.4".to_owned() } else { format!("v1.3.{}", at - 1) };
        set(
            &repo,
            "staging",
            &version,
            &record("staging", "dev", &tip(&repo), &format!("web-app {before} -> {version}")),
        );
        let line = format!("web-app {before} -> {version}");
        set(&repo, "production", &version, &record("production", "staging", source, &line));
    }
    let found = findings(&repo, 4);
    let of_sources: Vec<_> = found.iter().filter(|one| one.contains("its source")).collect();
    assert_eq!(of_sources.len(), 3, "{found:?}");
    let short = &elsewhere[..7];
    assert!(of_sources[2].ends_with(&format!("its source {short} isn't in the history")), "{found:?}");
}

#[test]
fn a_rollback_to_what_never_ran_is_found() {
    let repo = promoted();
    let words =
        |line: &str| record("production", "staging", &tip(&repo), line).replace("promote", "rollback");
    set(&repo, "production", "v1.2.2", &words("web-app v1.2.4 -> v1.2.2"));
    set(&repo, "production", "v0.9", &words("web-app v1.2.2 -> v0.9"));
    let mut found = findings(&repo, 4);
    found.retain(|one| !one.starts_with("incomplete"));
    assert_eq!(found, ["wrong production web-app: it goes back to v0.9, which never ran there"]);
    let ways: Vec<_> = entries(&repo, &["--in", "production", "--limit", "2"]).iter().map(told).collect();
    assert_eq!(ways[1], "production web-app v1.2.4 v1.2.2 rollback");
}

#[test]
fn an_edit_by_hand_is_found_where_hoist_promotes_to() {
    let repo = seed();
    set(&repo, "production", "v1.2.1", "before hoist came");
    assert_eq!(findings(&repo, 0), Vec::<String>::new());
    set(&repo, "dev", "v1.2.4", "ci");
    repo.hoist(&["promote", "web-app", "--to", "staging", "--deliver", "push"]).exits(0);
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    update(&repo);
    assert!(findings(&repo, 0).iter().all(|one| one.starts_with("incomplete")));
    set(&repo, "production", "v9", "quick fix");
    assert_eq!(findings(&repo, 4)[0], "unrecorded production web-app: v1.2.4 -> v9 without a record, by Dev");
    repo.git(&["revert", "--no-edit", "HEAD"]);
    repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
    assert_eq!(findings(&repo, 4).iter().filter(|one| one.starts_with("unrecorded")).count(), 1);
    let since = repo.hoist(&["history", "--verify", "--since", "2999-01-01"]).exits(0).stdout;
    assert_eq!(since, "0 records and 0 changes compared: all hold\n");
}

/// The commit message of a promotion, in the words of each forge.
fn squashes(words: &str) -> [(String, &'static str); 3] {
    let (title, body) = words.split_once('\n').unwrap();
    let (body, trailers) = (body.trim(), "Co-authored-by: Mona <mona@example.com>");
    [
        (format!("{title} (#12)\n\n{body}\n\n{trailers}\n"), "#12"),
        (format!("{title} (#13)\n\n* {title}\n\n{body}\n\n* fix a typo\n\n---------\n\n{trailers}\n"), "#13"),
        (
            format!("{title}\n\n* {title}\n\n{body}\n\n* fix a typo\n\nSee merge request acme/deploy!14\n"),
            "!14",
        ),
    ]
}

#[test]
fn records_of_squashed_requests_are_read_as_each_forge_writes_them() {
    for at in 0..3 {
        let repo = promoted();
        let version = "v1.3.0";
        set(&repo, "dev", version, "ci");
        let words = record("staging", "dev", &tip(&repo), &format!("web-app v1.2.4 -> {version}"));
        let (message, request) = squashes(&words)[at].clone();
        set(&repo, "staging", version, &message);
        let newest = &entries(&repo, &["--limit", "1"])[0];
        assert_eq!(told(newest), "staging web-app v1.2.4 v1.3.0 promotion");
        assert_eq!((&newest["request"], &newest["by"]), (&json!(request), &json!("octocat")), "{message}");
        assert!(findings(&repo, 0).iter().all(|one| one.starts_with("incomplete")), "{message}");
    }
}

#[test]
fn a_record_is_read_through_the_merge_of_its_request() {
    let merges = [
        ("Merge pull request #21 from acme/hoist/staging/web-app\n\npromote", "#21"),
        (
            "Merge branch 'hoist/staging/web-app' into 'main'\n\npromote\n\nSee merge request acme/deploy!22",
            "!22",
        ),
    ];
    for (message, request) in merges {
        let repo = promoted();
        set(&repo, "dev", "v1.3.0", "ci");
        repo.hoist(&["promote", "web-app", "--to", "staging", "--deliver", "branch"]).exits(0);
        repo.commit_and_push("something else");
        repo.git(&["fetch", "--quiet", "origin"]);
        repo.git(&["merge", "--quiet", "--no-ff", "-m", message, "origin/hoist/staging/web-app"]);
        repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
        let newest = &entries(&repo, &["--limit", "1"])[0];
        assert_eq!(told(newest), "staging web-app v1.2.4 v1.3.0 promotion");
        assert_eq!((&newest["request"], &newest["commit"]), (&json!(request), &json!(tip(&repo))));
        assert!(findings(&repo, 0).iter().all(|one| one.starts_with("incomplete")), "{message}");
    }
}

#[test]
fn holds_are_told_beside_the_versions() {
    let repo = promoted();
    let hold =
        ["hold", "web-app@v1.3.0", "--in", "production", "--reason", "loses orders", "--deliver", "push"];
    repo.hoist(&[&hold[..], &["--until", "2999-01-01"]].concat()).exits(0);
    repo.hoist(&["hold", "web-*", "--in", "staging", "--reason", "year end", "--deliver", "push"]).exits(0);
    let unhold = ["unhold", "web-app@v1.3.0", "--in", "production", "--reason", "fixed", "--deliver", "push"];
    repo.hoist(&unhold).exits(0);
    let newest = entries(&repo, &["--limit", "3"]);
    let all: Vec<_> = newest.iter().map(told).collect();
    assert_eq!(
        all,
        ["production web-app - v1.3.0 unhold", "staging web-* - - hold", "production web-app - v1.3.0 hold",]
    );
    assert_eq!(
        (&newest[2]["reason"], &newest[2]["until"]),
        (&json!("loses orders"), &json!("2999-01-01T00:00:00Z"))
    );
    assert!(findings(&repo, 0).iter().all(|one| one.starts_with("incomplete")));
    assert_eq!(
        repo.hoist(&["history", "--summary", "--format", "json"]).exits(0).json()["environments"][2]["changes"],
        1
    );
}

#[test]
fn the_figures_count_what_happened() {
    let repo = promoted();
    set(&repo, "production", "v9", "quick fix");
    repo.git(&["revert", "--no-edit", "HEAD"]);
    repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
    let told = repo.hoist(&["history", "--summary", "--format", "json"]).exits(0).json();
    let production = &told["environments"][2];
    assert_eq!(production["changes"], 3);
    let counts = ["promotions", "rollbacks", "unrecorded"].map(|key| production[key].as_u64().unwrap());
    assert_eq!(counts, [1, 1, 1]);
    assert_eq!(production["rollbackShare"], 0.5, "one of two that went forward");
    let lead = &told["leads"][1];
    assert_eq!(
        (&lead["from"], &lead["to"], &lead["versions"]),
        (&json!("staging"), &json!("production"), &json!(1))
    );
    let text = repo.hoist(&["history", "--summary"]).exits(0).stdout;
    assert!(text.contains("staging → production  1"), "{text}");
    let sheet =
        repo.hoist(&["history", "--summary", "--in", "production", "--format", "csv"]).exits(0).stdout;
    assert!(sheet.contains("production,,rollbacks,1\r\n") && !sheet.contains("\r\ndev,"), "{sheet}");
}

#[test]
fn a_history_that_is_cut_short_is_told_and_never_made_up() {
    let repo = promoted();
    // The remote itself has no more: nothing can be fetched.
    let top = repo.remote.parent().unwrap();
    let url = format!("file://{}", repo.remote.display());
    git(top, &["clone", "--quiet", "--bare", "--depth", "1", &url, "shallow.git"]);
    git(top, &["clone", "--quiet", &format!("file://{}", top.join("shallow.git").display()), "cut"]);
    let cut = top.join("cut");
    let told = hoist(&cut, &["history", "--format", "json"]).exits(0).json();
    assert_eq!(told["entries"], json!([]));
    let missing = told["missing"][0].as_str().unwrap();
    assert!(missing.starts_with("older changes of web-app in dev: the clone is shallow"), "{missing}");
    let status = hoist(&cut, &["status", "--format", "json"]).exits(0).json();
    let production = &status["rows"][0]["cells"][2];
    assert_eq!((&production["version"], &production["since"]), (&json!("v1.2.4"), &json!(null)));
    assert!(production["sinceUnknown"].as_str().unwrap().contains("shallow"), "{production}");
    // The newest record is there; what its commit brought isn't.
    let verified = hoist(&cut, &["history", "--verify"]).exits(3).stdout;
    assert!(verified.contains("what the commit brought isn't known: the clone is shallow"), "{verified}");
    // Where the rest can be fetched, it is.
    let clone = repo.clone_again("again", &["--depth", "1"]);
    let told = hoist(&clone, &["history", "--format", "json"]).exits(0).json();
    assert_eq!(told["entries"].as_array().unwrap().len(), 6);
}

/// A merge of one commit beside the line, each with words of its own.
fn merged(repo: &Repo, environment: &str, tag: &str, beside: &str, words: &str) {
    repo.git(&["switch", "--quiet", "-c", "side"]);
    repo.write(&overlay("web-app", environment), kustomization("ghcr.io/acme/web-app", tag));
    repo.git(&["commit", "--quiet", "--all", "-m", beside]);
    repo.git(&["switch", "--quiet", "main"]);
    repo.git(&["merge", "--quiet", "--no-ff", "-m", words, "side"]);
    repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
}

#[test]
fn a_hold_brings_no_version_whatever_its_record_says() {
    let repo = promoted();
    for action in ["hold", "unhold"] {
        let words = record("production", "staging", &tip(&repo), "web-app v1.2.4 -> v9");
        set(&repo, "production", "v9", &words.replace("Action: promote", &format!("Action: {action}")));
        assert_eq!(
            findings(&repo, 4)[0],
            "unrecorded production web-app: v1.2.4 -> v9 without a record, by Dev"
        );
        let newest =
            entries(&repo, &["--in", "production"]).iter().map(told).find(|one| one.contains("byHand"));
        assert_eq!(newest.as_deref(), Some("production web-app v1.2.4 v9 byHand"));
        repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
        repo.git(&["push", "--quiet", "--force", "origin", "HEAD:main"]);
    }
}

#[test]
fn a_record_beside_a_merge_with_its_own_is_compared_too() {
    let repo = promoted();
    let beside = record("production", "staging", &tip(&repo), "web-app v1.2.4 -> v9");
    let own = record("staging", "dev", &tip(&repo), "web-app v9").replace("promote", "hold");
    merged(&repo, "production", "v9", &beside, &own);
    assert_eq!(findings(&repo, 4)[0], "wrong production web-app: v9 never ran in staging");
}

#[test]
fn a_record_that_a_merge_repeats_counts_once() {
    let repo = promoted();
    set(&repo, "dev", "v1.2.5", "ci");
    repo.hoist(&["promote", "web-app", "--to", "staging", "--deliver", "push"]).exits(0);
    update(&repo);
    let words = record("production", "staging", &tip(&repo), "web-app v1.2.4 -> v1.2.5");
    merged(&repo, "production", "v1.2.5", &words, &format!("Merge pull request #12 from x\n\n{words}"));
    let told = repo.hoist(&["history", "--verify", "--format", "json"]).exits(0).json();
    assert_eq!(told["records"], 4);
}

#[test]
fn two_records_in_one_message_are_two() {
    let repo = promoted();
    set(&repo, "dev", "v1.2.5", "ci");
    let source = tip(&repo);
    repo.write(&overlay("web-app", "production"), kustomization("ghcr.io/acme/web-app", "v9"));
    let words = record("production", "staging", &source, "web-app v1.2.4 -> v9");
    let honest = record("staging", "dev", &source, "web-app v1.2.4 -> v1.2.5");
    set(&repo, "staging", "v1.2.5", &format!("squashed (#12)\n\n{honest}\n{words}"));
    let mut found = findings(&repo, 4);
    found.retain(|one| !one.starts_with("incomplete"));
    assert_eq!(found, ["wrong production web-app: v9 never ran in staging"]);
    let newest: Vec<_> = entries(&repo, &["--limit", "2"]).iter().map(told).collect();
    assert_eq!(newest, ["staging web-app v1.2.4 v1.2.5 promotion", "production web-app v1.2.4 v9 promotion"]);
}

#[test]
fn a_revert_goes_back_to_what_stood_before() {
    let repo = promoted();
    let promotion = tip(&repo);
    set(&repo, "production", "v9", &format!("Revert \"x\"\n\nThis reverts commit {promotion}.\n"));
    assert_eq!(findings(&repo, 4)[0], "unrecorded production web-app: v1.2.4 -> v9 without a record, by Dev");
    // Two taken back at once.
    let first = tip(&repo);
    set(&repo, "production", "v10", "quick fix");
    let words = format!("Revert both\n\nThis reverts commit {}.\nThis reverts commit {first}.\n", tip(&repo));
    set(&repo, "production", "v1.2.4", &words);
    let newest = entries(&repo, &["--limit", "1"]);
    assert_eq!(
        told(&newest[0]),
        "production web-app v10 v1.2.4 byHand",
        "nothing takes a revert's word back"
    );
    set(&repo, "production", "v11", "quick fix");
    let first = tip(&repo);
    set(&repo, "production", "v12", "quick fix");
    let words = format!("Revert both\n\nThis reverts commit {}.\nThis reverts commit {first}.\n", tip(&repo));
    set(&repo, "production", "v1.2.4", &words);
    let newest = entries(&repo, &["--limit", "1"]);
    assert_eq!(told(&newest[0]), "production web-app v12 v1.2.4 revert");
}

#[test]
fn what_comes_beside_the_first_record_is_found() {
    let repo = seed();
    let api = |environment: &str, tag: &str| {
        repo.write(&overlay("api", environment), kustomization("ghcr.io/acme/api", tag));
    };
    for environment in ["dev", "staging", "production"] {
        api(environment, "v1");
    }
    set(&repo, "dev", "v1.2.4", "ci");
    api("staging", "v7");
    set(&repo, "staging", "v1.2.4", &record("staging", "dev", &tip(&repo), "web-app v1.2.3 -> v1.2.4"));
    assert_eq!(
        findings(&repo, 4)[0],
        "unrecorded staging api: v1 -> v7 beside the record of its commit, by Dev"
    );
}

#[test]
fn two_promotions_that_both_went_back_are_all_of_them() {
    let repo = promoted();
    repo.hoist(&["rollback", "web-app", "--in", "production", "--deliver", "push"]).exits(0);
    let told = repo.hoist(&["history", "--summary", "--format", "json"]).exits(0).json();
    assert_eq!(told["environments"][2]["rollbackShare"], 1.0);
}

#[test]
fn one_version_is_asked_for() {
    let repo = promoted();
    let all: Vec<_> = entries(&repo, &["web-app@v1.2.3"]).iter().map(told).collect();
    assert_eq!(all, ["staging web-app v1.2.3 v1.2.4 promotion", "staging web-app - v1.2.3 first"]);
    let error = repo.hoist(&["history", "web-app@v1.2.3", "--verify"]).exits(2).stderr;
    assert!(error.contains("APP: this report is of all versions: name the app alone"), "{error}");
}
