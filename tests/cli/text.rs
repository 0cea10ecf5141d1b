//! Versions in files that no GitOps tool knows, files that are copied whole, and what a target lacks.

use super::support::Repo;

const CONFIG: &str = r#"
environments: [staging, { name: production, vars: { short: prod } }]
apps:
  - name: api
    path: envs/{env}
    lead: "API_IMAGE=example.com/api:{version}"
    pins:
      - { text: api.env, pattern: "API_IMAGE=example.com/api:{version}" }
      - { text: Dockerfile, pattern: "FROM example.com/api:{version}" }
      - { text: "/.github/workflows/{env}.yaml", pattern: "image: example.com/api:{version} # {env}" }
      - { files: [features.yaml] }
"#;

/// An app whose version stands in an env file, a Dockerfile and a workflow.
fn api() -> Repo {
    let repo = Repo::new();
    repo.write("hoist.yaml", CONFIG);
    for (environment, version) in [("staging", "v1.2.3"), ("production", "v1.2.2")] {
        let folder = format!("envs/{environment}");
        repo.write(
            &format!("{folder}/api.env"),
            format!("# {environment}\r\nAPI_IMAGE=example.com/api:{version}\r\nX=1"),
        );
        repo.write(&format!("{folder}/Dockerfile"), format!("FROM example.com/api:{version} AS run\n"));
        repo.write(
            &format!(".github/workflows/{environment}.yaml"),
            format!("jobs:\n  a:\n    image: example.com/api:{version} # {environment}\n"),
        );
        repo.write(
            &format!("{folder}/features.yaml"),
            format!("# of {environment}\ndark: true\nnew: {version}\n"),
        );
    }
    repo.commit_and_push("api");
    repo
}

const PROMOTE: [&str; 6] = ["promote", "api", "--to", "production", "--deliver", "push"];

fn production(repo: &Repo, file: &str) -> String {
    repo.there(&["show", &format!("main:{file}")])
}

#[test]
fn a_version_moves_in_any_text_and_a_file_is_copied_whole() {
    let repo = api();
    let ran = repo.hoist(&["plan", "api", "--to", "production", "--deliver", "push"]).exits(0);
    insta::assert_snapshot!(ran.stdout, @r"
    api  staging → production   v1.2.2 → v1.2.3  (patch)
      envs/production/api.env:2:27             API_IMAGE=example.com/api:{version}: v1.2.2 → v1.2.3
      envs/production/Dockerfile:1:22          FROM example.com/api:{version}: v1.2.2 → v1.2.3
      .github/workflows/production.yaml:3:28   image: example.com/api:{version} # {env}: v1.2.2 → v1.2.3
      envs/production/features.yaml:1:1        features.yaml: content-3b334b5e3d0207d8 → content-bc8f23cdefce8457, 2 lines differ

      order  pass  staging runs it

    would push a commit to main · nothing was written
    ");
    repo.hoist(&PROMOTE).exits(0);
    let env = production(&repo, "envs/production/api.env");
    assert_eq!(env, "# production\r\nAPI_IMAGE=example.com/api:v1.2.3\r\nX=1");
    assert_eq!(production(&repo, "envs/production/Dockerfile"), "FROM example.com/api:v1.2.3 AS run");
    let workflow = production(&repo, ".github/workflows/production.yaml");
    assert_eq!(workflow, "jobs:\n  a:\n    image: example.com/api:v1.2.3 # production");
    let features = production(&repo, "envs/production/features.yaml");
    assert_eq!(features, "# of staging\ndark: true\nnew: v1.2.3");
    let again = repo.hoist(&PROMOTE).exits(0);
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
}

#[test]
fn a_pattern_must_fit_once() {
    let repo = api();
    repo.write("envs/production/Dockerfile", "FROM example.com/api:v1 AS a\nFROM example.com/api:v2 AS b\n");
    repo.commit_and_push("two stages");
    let ran = repo.hoist(&PROMOTE).exits(4);
    assert!(ran.stderr.contains("envs/production/Dockerfile:2:22:"), "{}", ran.stderr);
    assert!(ran.stderr.contains("a second time, first in line 1"), "{}", ran.stderr);
    repo.write("envs/production/Dockerfile", "FROM example.org/api:v1 AS a\n");
    repo.commit_and_push("another registry");
    let ran = repo.hoist(&PROMOTE).exits(4);
    assert!(ran.stderr.contains("envs/production/Dockerfile:1:1: there is no"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("example.org"), "what is in a text isn't shown: {}", ran.stderr);
}

#[test]
fn a_given_version_goes_to_the_texts_and_no_file_is_asked() {
    let repo = api();
    let ran = repo.hoist(&["promote", "api@v1.2.2", "--to", "staging", "--deliver", "push"]).exits(0);
    assert!(production(&repo, "envs/staging/Dockerfile").contains("api:v1.2.2 "), "{}", ran.stderr);
    assert!(production(&repo, "envs/staging/features.yaml").contains("new: v1.2.3"));
}

#[test]
fn a_file_that_the_target_lacks_is_left_out_or_made() {
    let repo = api();
    repo.git(&["rm", "--quiet", "envs/production/features.yaml"]);
    repo.commit_and_push("no features");
    let ran = repo.hoist(&PROMOTE).exits(0);
    assert!(
        ran.stderr.contains("features.yaml isn't in production: left out; `create` inserts it"),
        "{}",
        ran.stderr
    );
    for deliver in ["worktree", "commit", "push"] {
        repo.git(&["pull", "--quiet", "origin", "main"]);
        repo.hoist(&["promote", "api", "--to", "production", "--deliver", deliver, "--create"]).exits(0);
        let made = "envs/production/features.yaml";
        match deliver {
            "push" => assert!(production(&repo, made).contains("of staging")),
            _ => assert!(repo.read(made).contains("of staging"), "{deliver}"),
        }
        repo.git(&["clean", "--quiet", "--force"]);
        repo.git(&["reset", "--quiet", "--hard", "origin/main"]);
    }
    repo.fsck();
}

#[test]
fn a_file_that_the_source_lacks_stays_in_the_target() {
    let repo = api();
    repo.git(&["rm", "--quiet", "envs/staging/features.yaml"]);
    repo.commit_and_push("no features");
    let ran = repo.hoist(&PROMOTE).exits(0);
    assert!(
        ran.stderr.contains("features.yaml isn't there in staging: production keeps its own"),
        "{}",
        ran.stderr
    );
    assert!(production(&repo, "envs/production/features.yaml").contains("of production"));
}

#[test]
fn a_file_that_is_no_text_is_refused_by_name() {
    let repo = api();
    repo.write("envs/staging/features.yaml", [b'a', 0xff]);
    repo.commit_and_push("bytes");
    let ran = repo.hoist(&PROMOTE).exits(4);
    assert!(ran.stderr.contains("envs/staging/features.yaml:1:2: the file is not UTF-8"), "{}", ran.stderr);
}

#[test]
fn the_content_that_was_approved_is_written() {
    let repo = api();
    repo.hoist(&["plan", "api", "--to", "production", "--deliver", "push", "--out", "plan.json"]).exits(0);
    repo.write("envs/staging/features.yaml", "later: true\n");
    repo.git(&["commit", "--quiet", "--all", "-m", "staging goes on"]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    assert_eq!(production(&repo, "envs/production/features.yaml"), "# of staging\ndark: true\nnew: v1.2.3");
}

#[test]
fn a_content_that_is_not_the_approved_one_is_refused() {
    let repo = api();
    repo.hoist(&["plan", "api", "--to", "production", "--deliver", "push", "--out", "plan.json"]).exits(0);
    let approved = repo.read("plan.json");
    repo.write("plan.json", approved.replace("dark: true", "dark: never"));
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("the plan has another content of features.yaml"), "{}", ran.stderr);
    repo.write("plan.json", approved);
    repo.write("envs/production/features.yaml", "mine: true\n");
    repo.git(&["commit", "--quiet", "--all", "-m", "somebody was faster"]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("the target moved since the plan was made"), "{}", ran.stderr);
}

#[test]
fn a_content_that_never_stood_in_the_source_is_refused() {
    let repo = api();
    repo.hoist(&["plan", "api", "--to", "production", "--deliver", "push", "--out", "plan.json"]).exits(0);
    let text = "# of staging\ndark: true\nnew: v1.2.3\n";
    let forged = "dark: never\n";
    let (old, new) = (hoist::manifest::content_id(text), hoist::manifest::content_id(forged));
    let plan = repo.read("plan.json").replace(&old, &new);
    repo.write("plan.json", plan.replace(&text.replace('\n', "\\n"), &forged.replace('\n', "\\n")));
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains(&format!("{new} of features.yaml never stood in staging")), "{}", ran.stderr);
}

#[test]
fn a_file_is_the_version_where_there_is_nothing_else() {
    let repo = Repo::new();
    repo.write("hoist.yaml", "environments: [staging, { name: production, format: \"p-{version}\" }]\napps: [{ name: web, path: \"{env}\", pins: [{ files: [a.txt] }] }]\n");
    repo.write("staging/a.txt", "one\n");
    repo.write("production/a.txt", "two\n");
    repo.commit_and_push("web");
    let ran = repo.hoist(&["promote", "web@v1", "--to", "production", "--deliver", "push"]).exits(4);
    assert!(ran.stderr.contains("can't be given as a version"), "{}", ran.stderr);
    let ran = repo.hoist(&["promote", "web", "--to", "production", "--deliver", "push"]).exits(0);
    assert!(ran.stderr.contains("content-"), "{}", ran.stderr);
    assert_eq!(production(&repo, "production/a.txt"), "one");
    let status = repo.hoist(&["status"]).exits(0);
    assert!(status.stdout.contains("content-"), "{}", status.stdout);
}
