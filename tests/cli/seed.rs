//! The main job: a CI job's inputs become a pushed branch with its description.

use super::support::{Repo, git, hoist, overlay, seed};
use std::path::{Path, PathBuf};

/// The environment of a GitHub job in a fresh depth-1 clone.
struct Job {
    clone: PathBuf,
    output: PathBuf,
    summary: PathBuf,
}

impl Job {
    fn new(repo: &Repo, name: &str) -> Self {
        let clone = repo.clone_again(name, &["--depth=1"]);
        git(&clone, &["checkout", "--quiet", "--detach"]);
        let beside = |file: &str| clone.with_file_name(format!("{name}-{file}"));
        let (output, summary) = (beside("output"), beside("summary"));
        std::fs::write(&output, "").unwrap();
        std::fs::write(&summary, "").unwrap();
        Self { clone, output, summary }
    }

    fn run(&self, inputs: &[(&str, &str)]) -> super::support::Ran {
        let mut run = hoist(&self.clone, &[])
            .env("GITHUB_ACTIONS", "true")
            .env("CI", "true")
            .env("GITHUB_ACTOR", "octocat")
            .env("GITHUB_OUTPUT", &self.output)
            .env("GITHUB_STEP_SUMMARY", &self.summary)
            .env("GITHUB_WORKSPACE", &self.clone);
        for (name, value) in inputs {
            run = run.env(&format!("INPUT_{name}"), *value);
        }
        run.run()
    }

    /// The step's outputs: the heredoc form of each.
    fn outputs(&self) -> std::collections::BTreeMap<String, String> {
        let text = std::fs::read_to_string(&self.output).unwrap();
        let mut lines = text.lines();
        let mut outputs = std::collections::BTreeMap::new();
        while let Some((name, delimiter)) = lines.next().and_then(|line| line.split_once("<<")) {
            let value: Vec<_> = lines.by_ref().take_while(|line| *line != delimiter).collect();
            outputs.insert(name.to_owned(), value.join("\n"));
        }
        outputs
    }
}

fn is_clean(clone: &Path) {
    assert_eq!(git(clone, &["status", "--porcelain", "--untracked-files=all"]), "");
}

const PRODUCTION: [(&str, &str); 3] = [("TO", "production"), ("APP", "web-app"), ("DELIVER", "branch")];

#[test]
fn a_job_pushes_one_branch_that_changes_one_tag() {
    let repo = seed();
    let job = Job::new(&repo, "job");
    let ran = job.run(&PRODUCTION);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);

    assert_eq!(repo.branches(), ["hoist/production/web-app", "main"]);
    let branch = "hoist/production/web-app";
    assert_eq!(repo.there(&["rev-list", "--count", &format!("main..{branch}")]), "1");
    let diff = repo.there(&["diff", "--no-color", "-U0", "main", branch]);
    let changed: Vec<_> = diff.lines().filter(|line| line.starts_with(['+', '-'])).collect();
    let file = overlay("web-app", "production");
    let expected = [
        format!("--- a/{file}"),
        format!("+++ b/{file}"),
        "-    newTag: v1.2.2 # what runs here".to_owned(),
        "+    newTag: v1.2.3 # what runs here".to_owned(),
    ];
    assert_eq!(changed, expected);
    repo.fsck();
    is_clean(&job.clone);
    assert_eq!(git(&job.clone, &["rev-parse", "HEAD"]), repo.there(&["rev-parse", "main"]), "HEAD stays");

    let message = repo.there(&["log", "-1", "--format=%B", branch]);
    for line in [
        "promote(production): web-app v1.2.2 -> v1.2.3",
        "Hoist-Action: promote",
        "Hoist-Environment: production",
        "Hoist-From: staging",
        "Hoist-App: web-app v1.2.2 -> v1.2.3",
        "Hoist-Actor: octocat",
    ] {
        assert!(message.lines().any(|one| one == line), "{line} in\n{message}");
    }
    let trailers = repo.there(&["log", "-1", "--format=%(trailers:key=Hoist-Environment,valueonly)", branch]);
    assert_eq!(trailers.trim(), "production", "git itself reads the record as trailers");

    let outputs = job.outputs();
    let output = |name: &str| outputs.get(name).map(String::as_str).unwrap_or_default();
    assert_eq!(output("result"), "requested");
    assert_eq!(output("changed"), "true");
    assert_eq!(output("version"), "v1.2.3");
    assert_eq!(output("previous"), "v1.2.2");
    assert_eq!(output("environment"), "production");
    assert_eq!(output("branch"), branch);
    assert_eq!(output("commit"), repo.there(&["rev-parse", branch]));
    assert_eq!(output("title"), "promote(production): web-app v1.2.2 -> v1.2.3");
    let body = std::fs::read_to_string(output("body-file")).unwrap();
    assert!(body.contains("`v1.2.2` → `v1.2.3`"), "{body}");
    let summary = std::fs::read_to_string(&job.summary).unwrap();
    assert!(summary.contains("```mermaid") && summary.contains("v1.2.3"), "{summary}");
}

#[test]
fn a_second_run_changes_nothing_and_says_so() {
    let repo = seed();
    assert_eq!(Job::new(&repo, "first").run(&PRODUCTION).code, 0);
    let before = repo.there(&["for-each-ref"]);
    let second = Job::new(&repo, "second");
    let ran = second.run(&PRODUCTION);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(repo.there(&["for-each-ref"]), before);
    let outputs = second.outputs();
    assert_eq!((outputs["result"].as_str(), outputs["changed"].as_str()), ("requested", "false"));
    assert!(ran.stderr.contains("already"), "{}", ran.stderr);
}

#[test]
fn a_version_that_never_ran_before_is_refused_after_the_clone_was_deepened() {
    let repo = seed();
    repo.commit_and_push("second, so that depth 1 hides something");
    let job = Job::new(&repo, "job");
    let ran = job.run(&[&PRODUCTION[..], &[("VERSION", "v9.9.9")]].concat());
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("v9.9.9 never ran in staging"), "{}", ran.stderr);
    assert_eq!(git(&job.clone, &["rev-parse", "--is-shallow-repository"]), "false");
    assert_eq!(repo.branches(), ["main"]);
    is_clean(&job.clone);
    assert_eq!(job.outputs()["result"], "refused");
}

#[test]
fn a_version_is_held_where_the_clone_can_not_be_deepened() {
    let repo = seed();
    repo.commit_and_push("second, so that depth 1 hides something");
    let job = Job::new(&repo, "job");
    // The remote is shallow itself now: nobody can tell.
    let shallow = repo.clone_again("shallow.git", &["--depth=1", "--bare"]);
    git(&job.clone, &["remote", "set-url", "origin", &format!("file://{}", shallow.display())]);
    let ran = job.run(&[&PRODUCTION[..], &[("VERSION", "v9.9.9")]].concat());
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("isn't known") && ran.stderr.contains("shallow"), "{}", ran.stderr);
    assert_eq!(job.outputs()["result"], "held");
}

#[test]
fn a_version_that_stood_there_once_may_still_go_on() {
    let repo = seed();
    repo.write(
        &overlay("web-app", "staging"),
        super::support::kustomization("ghcr.io/acme/web-app", "staging-v1.2.4"),
    );
    repo.commit_and_push("staging goes on");
    let job = Job::new(&repo, "job");
    let ran = job.run(&[&PRODUCTION[..], &[("VERSION", "v1.2.3")]].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("it stood in staging"), "{}", ran.stderr);
}

#[test]
fn a_moving_tag_does_not_travel() {
    let repo = seed();
    let job = Job::new(&repo, "job");
    let ran = job.run(&[("TO", "staging"), ("APP", "web-app"), ("DELIVER", "branch")]);
    assert_eq!(ran.code, 4, "{}", ran.stderr);
    assert!(ran.stderr.contains("dev-latest") && ran.stderr.contains("moving tag"), "{}", ran.stderr);
    assert_eq!(repo.branches(), ["main"]);
}

#[test]
fn a_version_may_start_where_the_configuration_lets_it() {
    let repo = seed();
    repo.write(
        "hoist.yaml",
        "environments:\n  - dev\n  - { name: staging, entry: true }\n  - production\napps: apps/{app}/overlays/{env}\n",
    );
    repo.commit_and_push("staging is an entry");
    let job = Job::new(&repo, "job");
    let ran = job.run(&[("TO", "staging"), ("APP", "web-app"), ("DELIVER", "branch"), ("VERSION", "v1.2.4")]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let file = overlay("web-app", "staging");
    let text = repo.there(&["show", &format!("hoist/staging/web-app:{file}")]);
    assert!(text.contains("newTag: staging-v1.2.4 # what runs here"), "{text}");
}

#[test]
fn what_the_configuration_leaves_out_is_inferred() {
    let repo = seed();
    repo.write("hoist.yaml", "onHeld: pass\nenvironments: [staging, production]\n");
    repo.commit_and_push("environments alone");
    let ran = repo.hoist(&["plan", "web-app", "--to", "production", "--format", "json"]).exits(0);
    assert_eq!(ran.json()["outputs"]["version"], "v1.2.3");
    repo.write("hoist.yaml", "apps: apps/{app}/overlays/{env}\n");
    repo.commit_and_push("apps alone");
    repo.hoist(&["plan", "web-app", "--to", "production"]).exits(0);
}
