//! Environments that are tags on one commit.

use super::support::{Repo, git, hoist};
use std::path::Path;

/// dev, staging and production as tags, without pins.
const PLAIN: &str = "tags: \"{version}-{short}\"
environments:
  - { name: dev, vars: { short: dev } }
  - { name: staging, vars: { short: staging } }
  - { name: production, vars: { short: prod } }
apps: [{ name: web-app }]
";

const PINNED: &str = "tags: \"{version}-{short}\"
environments:
  - { name: dev, vars: { short: dev } }
  - { name: staging, vars: { short: staging } }
  - { name: production, vars: { short: prod } }
apps: [{ name: web-app, pins: [{ application: \"argocd/web-app-{short}.yaml\" }] }]
";

fn repo(config: &str) -> Repo {
    let repo = Repo::new();
    repo.write("hoist.yaml", config);
    repo.write("deployment.yaml", "image: web-app\n");
    repo.commit_and_push("seed");
    repo
}

/// An Application for each environment that names its tag.
fn pinned() -> Repo {
    let repo = repo(PINNED);
    for short in ["dev", "staging", "prod"] {
        repo.write(&application(short), application_of(&format!("v1.2.2-{short}")));
    }
    repo.commit_and_push("applications");
    for short in ["dev", "staging", "prod"] {
        annotate(&repo, &format!("v1.2.2-{short}"), "main~1");
    }
    repo
}

/// An annotated tag on the remote that somebody made by hand.
fn annotate(repo: &Repo, name: &str, on: &str) {
    let who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
    repo.there(&[&who[..], &["tag", "-a", "-m", "by hand", name, on]].concat());
}

fn application(short: &str) -> String {
    format!("argocd/web-app-{short}.yaml")
}

fn application_of(revision: &str) -> String {
    format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{ name: web-app }}\nspec:\n  source:\n    \
         repoURL: https://git.example.com/acme/web-app.git\n    targetRevision: {revision} # the tag\n    path: .\n"
    )
}

fn promote(repo: &Repo, version: &str, to: &str, code: i32) -> super::support::Ran {
    let run = ["promote", &format!("web-app@{version}"), "--to", to, "--deliver", "push", "--format", "json"];
    repo.hoist(&run).exits(code)
}

fn tags(at: &Path) -> Vec<String> {
    let format = "%(refname:short) %(objecttype) %(*objectname)%(objectname)";
    let all = git(at, &["for-each-ref", &format!("--format={format}"), "refs/tags"]);
    all.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

fn on(repo: &Repo, tag: &str) -> String {
    repo.there(&["rev-parse", &format!("{tag}^{{commit}}")])
}

#[test]
fn three_tags_stand_on_one_commit() {
    let repo = repo(PLAIN);
    let seed = repo.git(&["rev-parse", "HEAD"]);
    promote(&repo, "v1.2.3", "dev", 0);
    repo.write("deployment.yaml", "image: web-app # later\n");
    repo.commit_and_push("what comes after");
    let (head, status) = (repo.git(&["rev-parse", "HEAD"]), repo.git(&["status", "--porcelain"]));
    for to in ["staging", "production"] {
        let ran =
            repo.hoist(&["promote", "web-app", "--to", to, "--deliver", "push", "--format", "json"]).exits(0);
        assert_eq!(ran.json()["result"], "promoted");
        assert_eq!(ran.json()["outputs"]["commit"], seed.as_str());
    }
    assert_eq!(tags(&repo.remote), ["v1.2.3-dev tag", "v1.2.3-prod tag", "v1.2.3-staging tag"]);
    for tag in ["v1.2.3-dev", "v1.2.3-staging", "v1.2.3-prod"] {
        assert_eq!(on(&repo, tag), seed, "{tag}");
    }
    assert_eq!(repo.there(&["rev-parse", "main"]), head, "the branch stays");
    assert_eq!((repo.git(&["rev-parse", "HEAD"]), repo.git(&["status", "--porcelain"])), (head, status));
    assert_eq!(tags(&repo.clone), [""; 0], "the clone has no tag that its user didn't make");
    repo.fsck();
}

#[test]
fn a_tag_holds_the_record() {
    let repo = repo(PLAIN);
    let seed = repo.git(&["rev-parse", "HEAD"]);
    promote(&repo, "v1.2.3", "dev", 0);
    promote(&repo, "v1.2.3", "staging", 0);
    let text = repo.there(&["cat-file", "-p", "v1.2.3-staging"]);
    let (head, message) = text.split_once("\n\n").unwrap();
    assert!(head.starts_with(&format!(
        "object {seed}\ntype commit\ntag v1.2.3-staging\ntagger Dev <dev@example.com> "
    )));
    insta::assert_snapshot!(message.replace(&seed, "[seed]").replace(&seed[..7], "[seed]"), @r"
    promote(staging): web-app v1.2.3

    Hoist-Action: promote
    Hoist-Environment: staging
    Hoist-From: dev
    Hoist-Source: [seed]
    Hoist-App: web-app -> v1.2.3
    Hoist-Gate: order pass dev runs it
    Hoist-Gate: immutable pass nothing moves by itself
    ");
}

#[test]
fn an_equal_tag_is_nothing_to_do_and_says_whose_it_is() {
    let repo = repo(PLAIN);
    promote(&repo, "v1.2.3", "dev", 0);
    let ran = promote(&repo, "v1.2.3", "dev", 0);
    assert_eq!(
        (ran.json()["changed"].as_bool(), ran.json()["result"].as_str()),
        (Some(false), Some("nothing"))
    );
    assert!(
        ran.stderr.contains("tag v1.2.3-dev stands on") && ran.stderr.contains("Dev <dev@example.com>"),
        "{}",
        ran.stderr
    );
    // Also one that has no object of its own.
    repo.there(&["update-ref", "refs/tags/v1.2.3-staging", "main"]);
    let ran = promote(&repo, "v1.2.3", "staging", 0);
    assert_eq!(ran.json()["result"], "nothing");
    assert_eq!(tags(&repo.remote), ["v1.2.3-dev tag", "v1.2.3-staging commit"]);
}

#[test]
fn a_tag_elsewhere_is_refused_and_left_alone() {
    let repo = repo(PLAIN);
    promote(&repo, "v1.2.3", "dev", 0);
    repo.write("deployment.yaml", "other\n");
    repo.commit_and_push("other");
    repo.git(&["tag", "-a", "-m", "mine", "v1.2.3-staging"]);
    repo.git(&["push", "--quiet", "origin", "v1.2.3-staging"]);
    let (before, first, other) =
        (tags(&repo.remote), on(&repo, "v1.2.3-dev"), repo.git(&["rev-parse", "HEAD"]));
    let ran = promote(&repo, "v1.2.3", "staging", 4);
    assert_eq!(tags(&repo.remote), before);
    for part in [&first[..7], &other[..7], "Dev <dev@example.com>", "tags are never moved"] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert_eq!(on(&repo, "v1.2.3-staging"), other);
}

#[test]
fn a_version_goes_only_where_it_has_a_tag_before() {
    let repo = repo(PLAIN);
    promote(&repo, "v1.2.3", "dev", 0);
    let ran = promote(&repo, "v1.2.4", "staging", 4);
    assert!(
        ran.stderr.contains("v1.2.4 never ran in dev, which runs v1.2.3: there is no tag v1.2.4-dev"),
        "{}",
        ran.stderr
    );
    let ran = promote(&repo, "v1.2.3", "production", 4);
    assert!(
        ran.stderr.contains("v1.2.3 never ran in staging: there is no tag v1.2.3-staging"),
        "{}",
        ran.stderr
    );
    let ran = repo.hoist(&["promote", "web-app", "--to", "dev", "--deliver", "push"]).exits(2);
    assert!(ran.stderr.contains("needs a version"), "{}", ran.stderr);
}

#[test]
fn a_first_tag_points_at_what_ref_names_or_at_a_plain_tag() {
    let repo = repo(PLAIN);
    let seed = repo.git(&["rev-parse", "HEAD"]);
    repo.write("deployment.yaml", "later\n");
    repo.commit_and_push("later");
    let later = repo.git(&["rev-parse", "HEAD"]);
    let first = |version: &str, more: &[&str], code| {
        let run = ["promote", "--version", version, "--to", "dev", "--deliver", "push"];
        repo.hoist(&[&run[..], more].concat()).exits(code)
    };
    first("v1", &[], 0);
    assert_eq!(on(&repo, "v1-dev"), later, "the tip");
    first("v2", &["--ref", &seed], 0);
    assert_eq!(on(&repo, "v2-dev"), seed, "a commit");
    repo.there(&["branch", "release/3", &seed]);
    first("v3", &["--ref", "release/3"], 0);
    assert_eq!(on(&repo, "v3-dev"), seed, "a branch of the remote");
    annotate(&repo, "v4", &seed);
    first("v4", &[], 0);
    assert_eq!(on(&repo, "v4-dev"), seed, "the commit of the plain tag");
    repo.there(&["tag", "v5", &seed]);
    let ran = first("v5", &["--ref", "main"], 4);
    assert!(ran.stderr.contains("v5 is on") && ran.stderr.contains("`main` is on"), "{}", ran.stderr);
    first("v6", &["--ref", "nowhere"], 2);
    assert_eq!(tags(&repo.remote).len(), 6, "{:?}", tags(&repo.remote));
}

#[test]
fn pins_that_name_the_tag_move_with_it_in_one_push() {
    let repo = pinned();
    let seed = on(&repo, "v1.2.2-dev");
    repo.write("deployment.yaml", "v3\n");
    repo.commit_and_push("v3");
    let third = repo.git(&["rev-parse", "HEAD"]);
    promote(&repo, "v1.2.3", "dev", 0);
    assert_eq!(on(&repo, "v1.2.3-dev"), third);
    let ran = promote(&repo, "v1.2.3", "staging", 0);
    assert_eq!(ran.json()["outputs"]["tag"], "v1.2.3-staging");
    assert_eq!(on(&repo, "v1.2.3-staging"), third, "not the commit that moves the pin");
    assert_eq!(
        repo.there(&["show", &format!("main:{}", application("staging"))]) + "\n",
        application_of("v1.2.3-staging")
    );
    assert_eq!(
        repo.there(&["show", "--format=", "--numstat", "main"]),
        format!("1\t1\t{}", application("staging"))
    );
    assert_eq!(on(&repo, "v1.2.2-staging"), seed);
    let again = promote(&repo, "v1.2.3", "staging", 0);
    assert_eq!(again.json()["result"], "nothing");
    let again = promote(&repo, "v1.2.3", "dev", 0);
    assert_eq!(again.json()["result"], "nothing", "{}", again.stderr);
    assert_eq!(repo.there(&["rev-list", "--count", &format!("{third}..main")]), "2");
    repo.fsck();
}

#[test]
fn a_kustomization_and_a_git_repository_of_flux_name_tags_too() {
    let config = "tags: \"{app}/{version}-{env}\"\nenvironments: [dev, prod]\napps:\n  - name: web\n    lead: spec.ref.tag\n    pins:\n      \
                  - { kustomize: \"clusters/{env}\" , refs: [\"https://git.example.com/acme/web.git//deploy\"] }\n      \
                  - { yaml: \"clusters/{env}/source.yaml\", keys: [spec.ref.tag] }\n      \
                  - { yaml: \"clusters/{env}/values.yaml\", keys: [image.tag] }\n";
    let repo = repo(config);
    let file = |env: &str, name: &str| format!("clusters/{env}/{name}");
    let remote = "https://git.example.com/acme/web.git//deploy?ref=";
    for env in ["dev", "prod"] {
        let tag = format!("web/v1-{env}");
        let kustomization = format!("resources:\n  - {remote}{tag} # web\n");
        repo.write(&file(env, "kustomization.yaml"), kustomization);
        let source = format!("kind: GitRepository\nspec:\n  ref:\n    tag: {tag} # web\n");
        repo.write(&file(env, "source.yaml"), source);
        repo.write(&file(env, "values.yaml"), "image: { tag: v1 }\n");
    }
    repo.commit_and_push("clusters");
    for env in ["dev", "prod"] {
        annotate(&repo, &format!("web/v1-{env}"), "main");
    }
    let run = |app: &str, to: &str| {
        repo.hoist(&["promote", app, "--to", to, "--deliver", "push"]).exits(0);
        let show = |name: &str| repo.there(&["show", &format!("main:{}", file(to, name))]);
        (show("kustomization.yaml"), show("source.yaml"), show("values.yaml"))
    };
    for (app, to) in [("web@v2", "dev"), ("web", "prod")] {
        let (kustomization, source, values) = run(app, to);
        let tag = format!("web/v2-{to}");
        assert_eq!(kustomization, format!("resources:\n  - {remote}{tag} # web"));
        assert_eq!(source, format!("kind: GitRepository\nspec:\n  ref:\n    tag: {tag} # web"));
        assert_eq!(values, "image: { tag: v2 }", "what is no tag of an environment is written as it was");
    }
    assert_eq!(on(&repo, "web/v2-prod"), on(&repo, "web/v2-dev"));
    repo.fsck();
}

#[test]
fn a_pin_that_follows_a_branch_names_the_tag_from_its_first_promotion_on() {
    let repo = repo(PINNED);
    repo.write(&application("prod"), application_of("HEAD"));
    repo.commit_and_push("production follows the tip");
    promote(&repo, "v1.2.3", "dev", 0);
    promote(&repo, "v1.2.3", "staging", 0);
    assert_eq!(
        tags(&repo.remote),
        ["v1.2.3-dev tag", "v1.2.3-staging tag"],
        "without a file there is no pin"
    );
    promote(&repo, "v1.2.3", "production", 0);
    let text = repo.there(&["show", &format!("main:{}", application("prod"))]);
    assert_eq!(text + "\n", application_of("v1.2.3-prod"));
    assert_eq!(on(&repo, "v1.2.3-prod"), on(&repo, "v1.2.3-dev"));
}

#[test]
fn a_server_that_refuses_the_branch_gets_no_tag() {
    let repo = pinned();
    let hook = repo.remote.join("hooks/update");
    std::fs::write(&hook, "#!/bin/sh\ncase $1 in refs/heads/*) echo no >&2; exit 1;; esac\n").unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let before = (tags(&repo.remote), repo.there(&["rev-parse", "main"]));
    promote(&repo, "v1.2.3", "dev", 1);
    assert_eq!((tags(&repo.remote), repo.there(&["rev-parse", "main"])), before);
}

#[test]
fn eight_processes_race_for_one_tag_and_one_wins() {
    for config in [PLAIN, PINNED] {
        let repo = if config == PLAIN { repo(config) } else { pinned() };
        let clones: Vec<_> = (0..8).map(|at| repo.clone_again(&format!("clone-{at}"), &[])).collect();
        for (at, clone) in clones.iter().enumerate() {
            git(clone, &["config", "user.name", &format!("Racer {at}")]);
        }
        let run = ["promote", "web-app@v9", "--to", "dev", "--deliver", "push", "--format", "json"];
        let ran: Vec<_> = std::thread::scope(|scope| {
            let racers: Vec<_> =
                clones.iter().map(|clone| scope.spawn(|| hoist(clone, &run).exits(0))).collect();
            racers.into_iter().map(|racer| racer.join().unwrap()).collect()
        });
        let won: Vec<_> = ran.iter().filter(|one| one.json()["changed"] == true).collect();
        assert_eq!(won.len(), 1);
        let tagger = repo.there(&["for-each-ref", "--format=%(taggername)", "refs/tags/v9-dev"]);
        for one in ran.iter().filter(|one| one.json()["changed"] == false) {
            assert!(one.stderr.contains("stands on") && one.stderr.contains(&tagger), "{}", one.stderr);
        }
        repo.fsck();
    }
}

#[test]
fn racers_with_another_commit_are_refused_and_told_whose_it_is() {
    let repo = repo(PLAIN);
    let commits: Vec<_> = (0..4)
        .map(|at| {
            repo.write("deployment.yaml", format!("{at}\n"));
            repo.commit_and_push("next");
            repo.git(&["rev-parse", "HEAD"])
        })
        .collect();
    let clones: Vec<_> = (0..4).map(|at| repo.clone_again(&format!("clone-{at}"), &[])).collect();
    let ran: Vec<_> = std::thread::scope(|scope| {
        let race = |(clone, commit): (&std::path::PathBuf, &String)| {
            let run = ["promote", "web-app@v9", "--to", "dev", "--deliver", "push", "--ref", commit];
            hoist(clone, &run).run()
        };
        let racers: Vec<_> =
            clones.iter().zip(&commits).map(|pair| scope.spawn(move || race(pair))).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    let winner = on(&repo, "v9-dev");
    for (one, commit) in ran.iter().zip(&commits) {
        assert_eq!(one.code, if *commit == winner { 0 } else { 4 }, "{}", one.stderr);
        assert!(*commit == winner || one.stderr.contains(&winner[..7]), "{}", one.stderr);
    }
}

#[test]
fn apps_of_one_repository_have_tags_of_their_own() {
    let config =
        "tags: \"{app}/{version}-{env}\"\nenvironments: [dev, prod]\napps: [{ name: web }, { name: api }]\n";
    let repo = repo(config);
    let run = |apps: &str, to: &str, code| {
        repo.hoist(&["promote", apps, "--to", to, "--deliver", "push"]).exits(code)
    };
    run("web@v1,api@v2", "dev", 0);
    repo.there(&["tag", "api/v3", "main"]);
    run("api@v3", "dev", 0);
    run("*", "prod", 0);
    let all = [
        "api/v2-dev tag",
        "api/v3 commit",
        "api/v3-dev tag",
        "api/v3-prod tag",
        "web/v1-dev tag",
        "web/v1-prod tag",
    ];
    assert_eq!(tags(&repo.remote), all);
    let record = repo.there(&["cat-file", "-p", "web/v1-prod"]);
    assert!(record.contains("Hoist-App: web -> v1") && !record.contains("Hoist-App: api"), "{record}");
}

#[test]
fn apps_are_found_in_folders_that_all_environments_share() {
    let repo = repo("tags: \"{app}-{version}-{env}\"\nenvironments: [dev, prod]\napps: services/{app}\n");
    for app in ["web", "web-api"] {
        let text = "images: [{ name: x, newTag: v0 }]\n";
        repo.write(&format!("services/{app}/kustomization.yaml"), text);
    }
    repo.commit_and_push("services");
    repo.hoist(&["promote", "web@v1,web-api@v2", "--to", "dev", "--deliver", "push"]).exits(0);
    repo.hoist(&["promote", "*", "--to", "prod", "--deliver", "push"]).exits(0);
    assert_eq!(
        tags(&repo.remote),
        ["web-api-v2-dev tag", "web-api-v2-prod tag", "web-v1-dev tag", "web-v1-prod tag"]
    );
    assert_eq!(repo.there(&["rev-list", "--count", "main"]), "2", "no file has changed");
}

#[test]
fn apps_need_no_name_where_tags_are_shared() {
    let repo = repo("tags: \"{version}-{env}\"\nenvironments: [dev, prod]\n");
    let ran = repo.hoist(&["promote", "--version", "v1", "--to", "dev", "--deliver", "push"]).exits(0);
    assert!(ran.stderr.contains("apps: remote, which has all the tags"), "{}", ran.stderr);
    repo.hoist(&["promote", "--to", "prod", "--deliver", "push"]).exits(0);
    assert_eq!(tags(&repo.remote), ["v1-dev tag", "v1-prod tag"]);
}

#[test]
fn a_clone_of_depth_1_without_tags_sees_what_the_remote_has() {
    let repo = pinned();
    repo.write("deployment.yaml", "v3\n");
    repo.commit_and_push("v3");
    promote(&repo, "v1.2.3", "dev", 0);
    for at in 0..3 {
        repo.git(&["pull", "--quiet", "--no-tags", "origin", "main"]);
        repo.write("deployment.yaml", format!("{at}\n"));
        repo.commit_and_push("on");
    }
    let clone = repo.clone_again("shallow", &["--depth=1", "--no-tags"]);
    let run = |to: &str| {
        hoist(&clone, &["promote", "web-app", "--to", to, "--deliver", "push", "--format", "json"]).exits(0)
    };
    assert_eq!(run("staging").json()["outputs"]["version"], "v1.2.3");
    assert_eq!(run("production").json()["outputs"]["commit"].as_str().map(str::len), Some(40));
    assert_eq!(on(&repo, "v1.2.3-prod"), on(&repo, "v1.2.3-dev"));
    assert_eq!(run("production").json()["changed"], false);
    hoist(&clone, &["promote", "web-app@v1.2.3", "--to", "dev", "--deliver", "push"]).exits(0);
    assert_eq!(git(&clone, &["tag"]), "");
    repo.fsck();
}

#[test]
fn the_remote_counts_where_a_local_tag_says_something_else() {
    let repo = repo(PLAIN);
    promote(&repo, "v1.2.3", "dev", 0);
    repo.git(&["commit", "--quiet", "--allow-empty", "-m", "mine"]);
    repo.git(&["tag", "v1.2.3-dev"]);
    repo.git(&["tag", "v1.9.0-dev"]);
    let run = ["promote", "web-app", "--to", "staging", "--deliver", "push"];
    let ran = repo.hoist(&run).exits(0);
    assert!(
        ran.stderr.contains("the tag v1.2.3-dev is on") && ran.stderr.contains("on the remote, which counts"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("the tag v1.9.0-dev is only here"), "{}", ran.stderr);
    assert_eq!(tags(&repo.remote), ["v1.2.3-dev tag", "v1.2.3-staging tag"]);
    assert_eq!(on(&repo, "v1.2.3-staging"), repo.there(&["rev-parse", "main"]));
}

#[test]
fn a_request_makes_no_tag_and_says_how_it_is_made() {
    let repo = pinned();
    promote(&repo, "v1.2.3", "dev", 0);
    let before = tags(&repo.remote);
    let run = |deliver: &str, code| {
        let run = ["promote", "web-app", "--to", "staging", "--deliver", deliver, "--format", "json"];
        repo.hoist(&run).exits(code)
    };
    let ran = run("branch", 0);
    assert_eq!(ran.json()["result"], "requested");
    assert!(
        ran.stderr.contains("the tag v1.2.3-staging isn't there yet")
            && ran.stderr.contains("--deliver push"),
        "{}",
        ran.stderr
    );
    assert_eq!(tags(&repo.remote), before);
    repo.git(&["fetch", "--quiet"]);
    repo.git(&["push", "--quiet", "origin", "origin/hoist/staging/web-app:main"]);
    let waits = run("branch", 3);
    assert!(waits.stderr.contains("isn't there yet"), "{}", waits.stderr);
    let main = repo.there(&["rev-parse", "main"]);
    assert_eq!(run("push", 0).json()["outputs"]["tag"], "v1.2.3-staging");
    assert_eq!(
        (repo.there(&["rev-parse", "main"]), on(&repo, "v1.2.3-staging")),
        (main, on(&repo, "v1.2.3-dev"))
    );
    assert_eq!(run("push", 0).json()["result"], "nothing");
}

#[test]
fn a_tag_alone_needs_a_push_or_a_commit() {
    let repo = repo(PLAIN);
    let run = |deliver: &[&str], code| {
        repo.hoist(&[&["promote", "web-app@v1", "--to", "dev"], deliver].concat()).exits(code)
    };
    let ran = run(&["--deliver", "branch"], 2);
    assert!(ran.stderr.contains("--deliver push"), "{}", ran.stderr);
    run(&["--deliver", "worktree"], 2);
    let ran = run(&[], 0);
    assert!(ran.stderr.contains("made the tag v1-dev"), "{}", ran.stderr);
    assert_eq!((tags(&repo.clone), tags(&repo.remote)), (vec!["v1-dev tag".to_owned()], vec![]));
    let ran = run(&[], 0);
    assert!(ran.stderr.contains("nothing to do"), "{}", ran.stderr);
    repo.git(&["push", "--quiet", "origin", "v1-dev"]);
    let in_ci = ["promote", "web-app@v2", "--to", "dev"];
    repo.hoist(&in_ci).env("CI", "true").exits(0);
    assert_eq!(tags(&repo.remote), ["v1-dev tag", "v2-dev tag"]);
}

#[test]
fn a_commit_here_takes_its_tag_along() {
    let repo = pinned();
    repo.git(&["fetch", "--quiet", "--tags"]);
    let ran = repo.hoist(&["promote", "web-app@v1.2.3", "--to", "dev", "--deliver", "commit"]).exits(0);
    assert!(ran.stderr.contains("and made the tag v1.2.3-dev"), "{}", ran.stderr);
    assert_eq!(repo.git(&["rev-parse", "v1.2.3-dev^{commit}"]), repo.git(&["rev-parse", "HEAD^"]));
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert_eq!(repo.read(&application("dev")), application_of("v1.2.3-dev"));
    repo.git(&["push", "--quiet", "--atomic", "origin", "main", "v1.2.3-dev"]);
    assert_eq!(promote(&repo, "v1.2.3", "staging", 0).json()["result"], "promoted");
}

#[test]
fn a_saved_plan_tags_the_commit_that_was_approved() {
    let repo = repo(PLAIN);
    let seed = repo.git(&["rev-parse", "HEAD"]);
    repo.hoist(&["plan", "web-app@v1", "--to", "dev", "--deliver", "push", "--out", "plan.json"]).exits(0);
    assert_eq!(tags(&repo.remote), [""; 0]);
    repo.write("deployment.yaml", "later\n");
    repo.git(&["add", "deployment.yaml"]);
    repo.git(&["commit", "--quiet", "-m", "later"]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    assert_eq!(on(&repo, "v1-dev"), seed);
    repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
}

#[test]
fn status_tells_what_tags_and_pins_say() {
    let repo = repo(PLAIN);
    promote(&repo, "v1.2.3", "dev", 0);
    promote(&repo, "v1.2.3", "staging", 0);
    promote(&repo, "v1.2.4", "dev", 0);
    let status = repo.hoist(&["status", "--format", "json"]).exits(0).json();
    let cells = &status["rows"][0]["cells"];
    let said = |at: usize| (cells[at]["version"].as_str(), cells[at]["since"]["how"].as_str());
    assert_eq!(said(0), (Some("v1.2.4"), Some("promotion")));
    assert_eq!(said(1), (Some("v1.2.3"), Some("promotion")));
    assert_eq!((&cells[1]["behindBy"], &cells[2]["state"]), (&1.into(), &"absent".into()));
    let repo = pinned();
    repo.write(&application("prod"), application_of("v1.2.9-prod"));
    repo.commit_and_push("by hand");
    let ran = repo.hoist(&["status"]).exits(0);
    let warning = "warning: argocd/web-app-prod.yaml:7:21: web-app in production names the tag v1.2.9-prod, which isn't there";
    assert!(ran.stdout.contains(warning) && ran.stdout.contains("v1.2.9 ↑"), "{}", ran.stdout);
}

#[test]
fn an_environment_that_takes_a_hotfix_back_tags_its_commit() {
    let repo = repo(&PLAIN.replace("{ name: production,", "{ name: production, entry: true,"));
    promote(&repo, "v1.2.3", "dev", 0);
    repo.write("deployment.yaml", "fixed\n");
    repo.commit_and_push("fix");
    promote(&repo, "v1.2.4", "production", 0);
    let run = ["promote", "web-app", "--from", "production", "--to", "dev", "--deliver", "push"];
    repo.hoist(&run).exits(0);
    assert_eq!(on(&repo, "v1.2.4-dev"), on(&repo, "v1.2.4-prod"));
}

#[test]
fn several_environments_before_must_have_the_version_on_one_commit() {
    let config = "tags: \"{version}-{env}\"\nenvironments: [eu, { name: us, after: [], entry: true }, { name: prod, after: [eu, us] }]\napps: [{ name: web-app }]\n";
    let repo = repo(config);
    promote(&repo, "v1", "eu", 0);
    let ran = promote(&repo, "v1", "prod", 4);
    assert!(ran.stderr.contains("v1 never ran in us"), "{}", ran.stderr);
    repo.write("deployment.yaml", "other\n");
    repo.commit_and_push("other");
    promote(&repo, "v1", "us", 0);
    let ran = promote(&repo, "v1", "prod", 4);
    assert!(ran.stderr.contains("v1-eu is on") && ran.stderr.contains("v1-us is on"), "{}", ran.stderr);
}

#[test]
fn a_pattern_that_tells_no_environments_apart_is_a_mistake() {
    let cases = [
        ("tags: \"{version}\"\nenvironments: [dev, prod]\n", "gives dev and prod the same tags"),
        (
            "tags: \"{version}-{shrt}\"\nenvironments: [{ name: dev, vars: { short: d } }]\n",
            "did you mean `short`?",
        ),
        ("tags: \"{version}-{env} x\"\nenvironments: [dev]\n", "no tag that git takes"),
        (
            "tags: \"{version}-{version}-{env}\"\nenvironments: [dev]\n",
            "expected a pattern of tags with `{version}` once",
        ),
        ("tags: \"{app}/{version}-{env}\"\nenvironments: [dev]\n", "name the apps in `apps:`"),
        ("tags: \"{version}-{env}\"\n", "name them in `environments:`"),
    ];
    for (config, told) in cases {
        let repo = repo(config);
        let ran = repo.hoist(&["promote", "--version", "v1", "--to", "dev", "--deliver", "push"]).exits(2);
        assert!(ran.stderr.contains(told), "{config}: {}", ran.stderr);
    }
}

#[test]
fn what_is_no_tag_is_refused() {
    let repo = repo(PLAIN);
    let ran = promote(&repo, "release/1", "dev", 4);
    assert!(ran.stderr.contains("can't be the name of a tag"), "{}", ran.stderr);
    let ran = promote(&repo, "latest", "dev", 4);
    assert!(ran.stderr.contains("is a moving tag"), "{}", ran.stderr);
    annotate(&repo, "latest-dev", "main");
    let ran = repo.hoist(&["promote", "web-app", "--to", "staging", "--deliver", "push"]).exits(4);
    assert!(ran.stderr.contains("immutable"), "{}", ran.stderr);
    assert_eq!(tags(&repo.remote), ["latest-dev tag"]);
}

#[test]
fn a_rollback_moves_pins_back_to_an_older_tag_and_makes_none() {
    let repo = pinned();
    promote(&repo, "v1.2.3", "dev", 0);
    let before = tags(&repo.remote);
    let run = ["rollback", "web-app", "--in", "dev", "--deliver", "push"];
    repo.hoist(&run).exits(0);
    let text = repo.there(&["show", &format!("main:{}", application("dev"))]);
    assert_eq!(text + "\n", application_of("v1.2.2-dev"));
    assert_eq!(tags(&repo.remote), before);
    let plain = self::repo(PLAIN);
    promote(&plain, "v1", "dev", 0);
    promote(&plain, "v2", "dev", 0);
    let ran = plain.hoist(&run).exits(2);
    assert!(ran.stderr.contains("nothing names the tag in git"), "{}", ran.stderr);
}

#[test]
fn a_tag_that_would_say_something_of_another_environment_is_refused() {
    let repo = repo(
        "tags: \"{version}-{env}\"\nenvironments: [dev, { name: eu-prod, after: dev }, { name: prod, after: dev }]\n\
         apps: [{ name: web-app }]\n",
    );
    promote(&repo, "v1-eu", "dev", 0);
    let ran = promote(&repo, "v1-eu", "prod", 4);
    assert!(ran.stderr.contains("`v1-eu-prod` would say that eu-prod runs v1 of web-app"), "{}", ran.stderr);
    assert_eq!(tags(&repo.remote), ["v1-eu-dev tag"]);
}

#[test]
fn the_name_of_a_tag_that_leads_to_no_commit_is_taken() {
    let repo = repo(PLAIN);
    let blob = repo.there(&["rev-parse", "main:hoist.yaml"]);
    repo.there(&["tag", "v1.2.3-dev", &blob]);
    let ran = promote(&repo, "v1.2.3", "dev", 4);
    assert!(ran.stderr.contains("the tag v1.2.3-dev leads to no commit"), "{}", ran.stderr);
}

#[test]
fn a_plan_leaves_the_history_of_a_shallow_clone_as_deep_as_it_is() {
    let repo = repo(PLAIN);
    (0..20).for_each(|at| repo.commit_and_push(&format!("commit {at}")));
    let clone = repo.clone_again("shallow", &["--depth", "12", "--no-tags"]);
    // Tags that came after the clone, on commits that it has.
    for env in ["dev", "staging"] {
        annotate(&repo, &format!("v1.2.3-{env}"), "main~3");
    }
    hoist(&clone, &["plan", "web-app", "--to", "production"]).exits(0);
    assert_eq!(git(&clone, &["rev-list", "--count", "HEAD"]), "12");
}

#[test]
fn records_of_tags_are_verified() {
    let repo = repo(PLAIN);
    for to in ["dev", "staging", "production"] {
        promote(&repo, "v1.2.3", to, 0);
    }
    let verify = |code| repo.hoist(&["history", "--verify"]).exits(code).stdout;
    assert!(verify(0).contains("\n3 records and 3 changes compared: "), "{}", verify(0));
    annotate(&repo, "v9-prod", "main");
    assert!(verify(4).contains("v9-prod: a tag without a record, by Ann <ann@example.com>"), "{}", verify(4));
    let words = "promote\n\nHoist-Action: promote\nHoist-Environment: production\nHoist-From: staging\n\
                 Hoist-App: web-app v1.2.3 -> v8\n";
    let who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];
    repo.there(&[&who[..], &["tag", "-a", "-m", words, "v8-prod", "main"]].concat());
    assert!(verify(4).contains("v8-prod: v8 has no tag in staging"), "{}", verify(4));
    let lies = words.replace("v8", "v7").replace("production", "staging");
    repo.there(&[&who[..], &["tag", "-a", "-m", &lies, "v6-prod", "main"]].concat());
    let told = verify(4);
    assert!(told.contains("v6-prod: the record speaks of staging"), "{told}");
    assert!(told.contains("v6-prod: the record doesn't say that web-app came to v6"), "{told}");
}

#[test]
fn a_tag_that_was_made_here_is_the_one_that_is_pushed() {
    let repo = repo(PLAIN);
    let made = ["promote", "web-app@v1.2.3", "--to", "dev", "--deliver", "commit"];
    repo.hoist(&made).exits(0);
    let here = repo.git(&["rev-parse", "v1.2.3-dev"]);
    promote(&repo, "v1.2.3", "dev", 0);
    assert_eq!(repo.there(&["rev-parse", "v1.2.3-dev"]), here);
    repo.git(&["fetch", "--tags", "origin"]);
    // What somebody made by hand has no record, and isn't pushed in its place.
    repo.git(&["tag", "-a", "-m", "by hand", "v1.2.4-dev"]);
    promote(&repo, "v1.2.4", "dev", 0);
    assert!(repo.there(&["cat-file", "-p", "v1.2.4-dev"]).contains("Hoist-App: web-app v1.2.3 -> v1.2.4"));
    repo.fsck();
}

#[test]
fn ref_goes_back_from_a_name_and_takes_a_tracking_name() {
    let repo = repo(PLAIN);
    let seed = repo.git(&["rev-parse", "HEAD"]);
    repo.commit_and_push("second");
    let tip = repo.git(&["rev-parse", "HEAD"]);
    let cases = [("v1", "HEAD~1", &seed), ("v2", "origin/main", &tip), ("v3", "origin/main^", &seed)];
    for (version, from, commit) in cases {
        let run =
            ["promote", &format!("web-app@{version}"), "--to", "dev", "--deliver", "push", "--ref", from];
        repo.hoist(&run).exits(0);
        assert_eq!(on(&repo, &format!("{version}-dev")), *commit, "{from}");
    }
    let run = ["promote", "web-app@v4", "--to", "dev", "--deliver", "push", "--ref", "origin/nothing"];
    let error = repo.hoist(&run).exits(2).stderr;
    assert!(error.contains("`~2` or `^` behind it go back"), "{error}");
}
