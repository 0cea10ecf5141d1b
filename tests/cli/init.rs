//! `hoist init --workflow`: a workflow for the forge, beside hoist.yaml.

use super::support::{Repo, git, kustomization, seed};

#[test]
fn a_github_workflow_is_written_beside_hoist_yaml() {
    let repo = seed();
    let ran = repo.hoist(&["init", "--workflow", "github"]).exits(0);
    assert_eq!(
        ran.stderr,
        "wrote hoist.yaml: look at it, commit it\nwrote .github/workflows/promote.yml: look at it, commit it\n"
    );
    let text = repo.read(".github/workflows/promote.yml");
    let tree = hoist::yaml::Tree::parse(&text).unwrap();
    let root = &tree.documents[0];
    let keys: Vec<_> = root.as_map().unwrap().iter().filter_map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["name", "on", "permissions", "jobs"]);
    assert!(text.contains("options: [\"dev\", \"staging\", \"production\"]"), "{text}");
    assert!(text.contains(concat!("uses: hoist-tools/hoist@v", env!("CARGO_PKG_VERSION"))), "{text}");
    assert!(text.contains("permissions: {}\n"), "{text}");
    // What is there stays, and then nothing is written at all.
    std::fs::remove_file(repo.clone.join("hoist.yaml")).unwrap();
    let ran = repo.hoist(&["init", "--workflow", "github"]).exits(2);
    assert!(ran.stderr.contains(".github/workflows/promote.yml: it is there already"), "{}", ran.stderr);
    assert!(!repo.clone.join("hoist.yaml").exists());
}

#[test]
fn a_gitlab_job_is_written_for_each_environment_that_comes_after_another() {
    let repo = seed();
    repo.hoist(&["init", "--workflow", "gitlab"]).exits(0);
    let text = repo.read(".gitlab-ci.yml");
    let tree = hoist::yaml::Tree::parse(&text).unwrap();
    let keys: Vec<_> =
        tree.documents[0].as_map().unwrap().iter().filter_map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["include", "promote-staging", "promote-production"]);
}

#[test]
fn a_gitlab_file_that_is_there_is_left_alone_and_the_jobs_are_printed() {
    let repo = seed();
    repo.write(".gitlab-ci.yml", "stages: [deploy]\n");
    let ran = repo.hoist(&["init", "--workflow", "gitlab"]).exits(0);
    assert_eq!(repo.read(".gitlab-ci.yml"), "stages: [deploy]\n");
    assert!(ran.stdout.contains("\npromote-production:\n  extends: .hoist\n"), "{}", ran.stdout);
    assert!(
        ran.stderr.contains(".gitlab-ci.yml is there already: add what is printed to it"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_forge_that_nobody_knows_is_refused() {
    let repo = seed();
    let ran = repo.hoist(&["init", "--workflow", "svn"]).exits(2);
    assert!(ran.stderr.contains("github, gitlab"), "{}", ran.stderr);
    assert_eq!(git(&repo.clone, &["status", "--porcelain"]), "");
}

#[test]
fn a_workflow_is_added_to_a_configuration_that_is_there() {
    let repo = seed();
    let declared = "environments: [staging, live]\napps: apps/{app}/overlays/{env}\n";
    repo.write("hoist.yaml", declared);
    let ran = repo.hoist(&["init", "--workflow", "github"]).exits(0);
    assert_eq!(ran.stderr, "wrote .github/workflows/promote.yml: look at it, commit it\n");
    assert_eq!(repo.read("hoist.yaml"), declared);
    let text = repo.read(".github/workflows/promote.yml");
    assert!(text.contains("options: [\"staging\", \"live\"]"), "{text}");
    repo.hoist(&["init"]).exits(2);
    repo.write("hoist.yaml", "environmets: []\n");
    let ran = repo.hoist(&["init", "--workflow", "gitlab"]).exits(2);
    assert!(ran.stderr.contains("hoist.yaml:1:1: unknown key `environmets`"), "{}", ran.stderr);
}

#[test]
fn environments_that_are_branches_are_written_down() {
    let repo = Repo::new();
    repo.write("README.md", "the environments are branches\n");
    repo.commit_and_push("begin");
    let desk = repo.clone_again("desk", &[]);
    std::fs::create_dir_all(desk.join("apps/web")).unwrap();
    let web = kustomization("ghcr.io/acme/web", "v1.0.0");
    std::fs::write(desk.join("apps/web/kustomization.yaml"), web).unwrap();
    git(&desk, &["add", "--all"]);
    git(&desk, &["commit", "--quiet", "-m", "web"]);
    for environment in ["dev", "staging", "production"] {
        git(&desk, &["push", "--quiet", "origin", &format!("HEAD:refs/heads/env/{environment}")]);
    }
    repo.hoist(&["init", "--workflow", "github"]).exits(0);
    let text = repo.read("hoist.yaml");
    let plain: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    insta::assert_snapshot!(plain.join("\n"), @r"
    branches: env/{env}
    environments:
      - dev
      - staging
      - production
    apps: apps/{app}
    ");
    repo.commit_and_push("configuration");
    let ran = repo.hoist(&["status"]).exits(0);
    assert!(ran.stdout.contains("v1.0.0"), "{}", ran.stdout);
}
