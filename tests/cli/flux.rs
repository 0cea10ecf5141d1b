//! Markers, `HelmReleases` and lines that automation writes too.

use super::support::{Ran, Repo};

const CONFIG: &str = "environments: [staging, production]\napps: apps/{app}/{env}\n";

fn repo(config: &str, staging: (&str, &str), production: (&str, &str)) -> Repo {
    let repo = Repo::new();
    repo.write("hoist.yaml", config);
    for (environment, (file, text)) in [("staging", staging), ("production", production)] {
        repo.write(&format!("apps/web/{environment}/{file}"), text);
    }
    repo.commit_and_push("as it is");
    repo
}

fn promote(repo: &Repo, more: &[&str], code: i32) -> Ran {
    repo.hoist(&[&["promote", "--to", "production", "--deliver", "worktree"], more].concat()).exits(code)
}

/// The lines that differ in the work tree.
fn changed(repo: &Repo) -> Vec<String> {
    let diff = repo.git(&["diff", "--no-color", "-U0"]);
    let is_line =
        |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
    diff.lines().filter(is_line).map(str::to_owned).collect()
}

/// A workload with its markers: the whole image, and its tag once more.
fn marked(policy: &str, tag: &str, label: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          \
         image: ghcr.io/acme/web:{tag} # {{\"$imagepolicy\": \"flux-system:{policy}\"}}\n          env:\n            \
         # {{\"$imagepolicy\": \"flux-system:{policy}:tag\"}}\n            - '{label}'\n  other: w1 # {{\"$imagepolicy\": \"flux-system:other:tag\"}}\n"
    )
}

/// A patch of a release, as an environment keeps it.
fn release(version: &str, host: &str) -> String {
    format!(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: web\nspec:\n  chart:\n    spec:\n      \
         version: {version} # what may run\n  values:\n    host: {host}\n"
    )
}

fn kustomization(tag: &str, policy: &str) -> String {
    format!(
        "images:\n- name: ghcr.io/acme/web\n  newTag: {tag} #{{\"$imagepolicy\": \"flux-system:{policy}:tag\"}}\n"
    )
}

#[test]
fn every_value_of_a_policy_moves_and_the_markers_stay() {
    let config = "environments: [staging, production]\napps:\n  - name: web\n    path: apps/web/{env}\n    \
                  pins: [{ setters: web.yaml, policy: ['flux-system:web-{env}'] }]\n";
    let (staging, production) =
        (marked("web-staging", "v1.3.0", "v1.3.0"), marked("web-production", "v1.2.0", "v1.2.0"));
    let repo = repo(config, ("web.yaml", &staging), ("web.yaml", &production));
    let ran = promote(&repo, &[], 0);
    assert_eq!(
        changed(&repo),
        [
            r#"-          image: ghcr.io/acme/web:v1.2.0 # {"$imagepolicy": "flux-system:web-production"}"#,
            r#"+          image: ghcr.io/acme/web:v1.3.0 # {"$imagepolicy": "flux-system:web-production"}"#,
            "-            - 'v1.2.0'",
            "+            - 'v1.3.0'",
        ]
    );
    assert!(
        ran.stderr.contains("the policy `flux-system:web-production` writes this value too"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_policy_named_like_the_app_leads_where_a_file_has_several() {
    let config = "environments: [staging, production]\napps:\n  - name: web\n    path: apps/web/{env}\n    \
                  pins: [{ setters: web.yaml }]\n";
    let (staging, production) = (marked("web", "v1.3.0", "v1.3.0"), marked("web", "v1.2.0", "v1.2.0"));
    let repo = repo(config, ("web.yaml", &staging), ("web.yaml", &production));
    promote(&repo, &["--version", "v1.3.0"], 0);
    assert_eq!(repo.read("apps/web/production/web.yaml"), staging);
}

#[test]
fn values_of_one_policy_that_differ_are_refused() {
    let config = "environments: [staging, production]\napps:\n  - name: web\n    path: apps/web/{env}\n    \
                  pins: [{ setters: web.yaml, policy: ['flux-system:web'] }]\n";
    let (staging, production) = (marked("web", "v1.3.0", "v1.3.0"), marked("web", "v1.2.0", "v1.1.0"));
    let repo = repo(config, ("web.yaml", &staging), ("web.yaml", &production));
    let ran = promote(&repo, &[], 4);
    assert!(ran.stderr.contains("v1.2.0 at apps/web/production/web.yaml:8:18"), "{}", ran.stderr);
    assert!(ran.stderr.contains("v1.1.0 at apps/web/production/web.yaml:11:15"), "{}", ran.stderr);
    assert_eq!(changed(&repo), [""; 0]);
}

#[test]
fn a_range_of_a_chart_stays_behind_until_a_version_is_given() {
    let files = [release("\">=1.0.0-alpha\"", "staging"), release("\">=1.0.0\"", "production")];
    let repo = repo(CONFIG, ("release.yaml", &files[0]), ("release.yaml", &files[1]));
    let ran = promote(&repo, &[], 4);
    let why = ">=1.0.0-alpha of web is a range; give the version that is meant";
    assert!(ran.stderr.contains(why), "{}", ran.stderr);
    assert_eq!(changed(&repo), [""; 0]);
    promote(&repo, &["--version", "6.14.1"], 0);
    let lines = [r#"-      version: ">=1.0.0" # what may run"#, r#"+      version: "6.14.1" # what may run"#];
    assert_eq!(changed(&repo), lines);
}

#[test]
fn a_line_that_a_policy_writes_too_is_told() {
    let file = "kustomization.yaml";
    let (staging, production) = (kustomization("v1.3.0", "web-staging"), kustomization("v1.2.0", "web"));
    let repo = repo(CONFIG, (file, &staging), (file, &production));
    let ran = promote(&repo, &[], 0);
    assert_eq!(repo.read(&format!("apps/web/production/{file}")), kustomization("v1.3.0", "web"));
    insta::assert_snapshot!(warning(&ran), @"warning: apps/web/production/kustomization.yaml:3:11: a marker stands here: the policy `flux-system:web` writes this value too, and its next run may undo this; suspend its automation, or let the policy follow");
}

#[test]
fn a_policy_that_both_environments_share_moves_both_at_once() {
    let file = "kustomization.yaml";
    let (staging, production) = (kustomization("v1.3.0", "web"), kustomization("v1.2.0", "web"));
    let repo = repo(CONFIG, (file, &staging), (file, &production));
    insta::assert_snapshot!(warning(&promote(&repo, &[], 0)), @"warning: apps/web/production/kustomization.yaml:3:11: the policy `flux-system:web` is marked here and in staging: Flux moves both at once, and its next run may undo this; give production a policy of its own");
}

#[test]
fn where_nothing_moves_no_automation_is_told() {
    let file = "kustomization.yaml";
    let text = kustomization("v1.3.0", "web");
    let repo = repo(CONFIG, (file, &text), (file, &text));
    assert_eq!(warning(&promote(&repo, &[], 0)), "");
}

#[test]
fn an_image_in_the_values_of_a_release_keeps_its_marker() {
    let release = |tag: &str, policy: &str| {
        format!(
            "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {{ name: web }}\nspec:\n  values:\n    java:\n      \
             image: acr.io/acme/web:{tag} #{{\"$imagepolicy\": \"flux-system:{policy}\"}}\n      replicas: 7\n"
        )
    };
    let (staging, production) = (
        release("prod-70c027f-20250521100535", "web-staging"),
        release("prod-95cbe45-20231023145741", "web"),
    );
    let repo = repo(CONFIG, ("web.yaml", &staging), ("web.yaml", &production));
    let ran = promote(&repo, &[], 0);
    assert_eq!(repo.read("apps/web/production/web.yaml"), release("prod-70c027f-20250521100535", "web"));
    assert!(warning(&ran).contains("`flux-system:web`"), "{}", ran.stderr);
}

/// The warnings that a person sees.
fn warning(ran: &Ran) -> String {
    ran.stderr.lines().filter(|line| line.starts_with("warning")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_policy_that_no_marker_has_is_told_by_its_name() {
    let config = "environments: [staging, production]\napps:\n  - name: web\n    path: apps/web/{env}\n    \
                  pins: [{ setters: web.yaml, policy: ['flux-system:wbe'] }]\n";
    let (staging, production) = (marked("web", "v1.3.0", "v1.3.0"), marked("web", "v1.2.0", "v1.2.0"));
    let repo = repo(config, ("web.yaml", &staging), ("web.yaml", &production));
    let ran = promote(&repo, &[], 2);
    assert!(
        ran.stderr.contains("flux-system:wbe") && ran.stderr.contains("flux-system:web`"),
        "{}",
        ran.stderr
    );
}
