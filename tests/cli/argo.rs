//! Versions that Argo CD keeps: in Applications, in elements of ApplicationSets, in `.argocd-source` files.

use super::support::{Repo, kustomization};

/// A repository with a hoist.yaml and some files.
fn repo(hoist: &str, files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    repo.write("hoist.yaml", hoist);
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.commit_and_push("seed");
    repo
}

/// The lines that a promotion changes, without the names of the files.
fn changed(repo: &Repo, apps: &[&str]) -> Vec<String> {
    let args = [&["promote"], apps, &["--to", "production", "--deliver", "commit"]].concat();
    repo.hoist(&args).exits(0);
    let diff = repo.git(&["diff", "--no-color", "-U0", "HEAD~1", "HEAD"]);
    let is_change =
        |line: &&str| line.starts_with(['+', '-']) && !line.starts_with("+++") && !line.starts_with("---");
    diff.lines().filter(is_change).map(str::to_owned).collect()
}

/// Why a promotion to production is refused.
fn refused(repo: &Repo) -> String {
    let plan = repo.hoist(&["plan", "web", "--to", "production"]).exits(4).stdout;
    let words: Vec<_> = plan.split_whitespace().collect();
    let words = words.join(" ");
    let why = words.split_once("manifest refused ").unwrap().1;
    why.split_once(" refused · nothing was written").unwrap().0.to_owned()
}

const ENVIRONMENTS: &str = "environments:
  - { name: staging, vars: { short: stg } }
  - { name: production, vars: { short: prod } }
";

fn application(name: &str, source: &str) -> String {
    format!(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: {name}\nspec:\n  project: default\n{source}"
    )
}

fn git_source(revision: &str) -> String {
    format!(
        "  source:\n    repoURL: https://git.example.com/acme/web.git\n    targetRevision: {revision} # what runs here\n    path: deploy\n"
    )
}

const ELEMENTS: &str = "apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: apps
spec:
  generators:
    - list:
        elements:
          - { env: staging, app: web, tag: v1.5.0, chart: 2.1.0 }
          - { env: production, app: web, tag: v1.4.0, chart: 2.0.0 } # gated
          - { env: staging, app: api, tag: v7.0.1 }
          - { env: production, app: api, tag: v7.0.0 }
  template:
    spec:
      source: { targetRevision: '{{tag}}' }
";

#[test]
fn the_revision_of_an_application_goes_to_the_next_environment() {
    let hoist = format!(
        "{ENVIRONMENTS}apps: [{{ name: web, pins: [{{ application: \"/argocd/web-{{short}}.yaml\" }}] }}]\n"
    );
    let repo = repo(
        &hoist,
        &[
            ("argocd/web-stg.yaml", &application("web-stg", &git_source("v1.5.0"))),
            ("argocd/web-prod.yaml", &application("web-prod", &git_source("v1.4.0"))),
        ],
    );
    let lines =
        ["-    targetRevision: v1.4.0 # what runs here", "+    targetRevision: v1.5.0 # what runs here"];
    assert_eq!(changed(&repo, &["web"]), lines);
}

#[test]
fn applications_of_one_file_are_told_apart_by_name() {
    let hoist = format!(
        "{ENVIRONMENTS}apps:\n  - name: web\n    pins:\n      - application: /argocd/web.yaml\n        keys: [targetRevision, \"images.ghcr.io/acme/{{app}}\"]\n        document: {{ name: \"web-{{short}}\" }}\n    lead: targetRevision\n"
    );
    let images = |tag: &str| format!("    kustomize: {{ images: [ghcr.io/acme/web:{tag}] }}\n");
    let staging = application("web-stg", &(git_source("v1.5.0") + &images("1.5")));
    let production = application("web-prod", &(git_source("v1.4.0") + &images("1.4")));
    let repo = repo(&hoist, &[("argocd/web.yaml", &format!("{production}---\n{staging}"))]);
    let lines = [
        "-    targetRevision: v1.4.0 # what runs here",
        "+    targetRevision: v1.5.0 # what runs here",
        "-    kustomize: { images: [ghcr.io/acme/web:1.4] }",
        "+    kustomize: { images: [ghcr.io/acme/web:1.5] }",
    ];
    let mut changed = changed(&repo, &["web"]);
    changed.sort_by_key(|line| !line.contains("targetRevision"));
    assert_eq!(changed, lines);
}

#[test]
fn environments_that_share_a_file_have_elements_of_their_own() {
    let app = |name: &str, keys: &str| {
        format!(
            "  - name: {name}\n    lead: tag\n    pins:\n      - applicationset: /argocd/apps.yaml\n        match: {{ env: \"{{env}}\", app: \"{{app}}\" }}\n        keys: {keys}\n"
        )
    };
    let hoist = format!("{ENVIRONMENTS}apps:\n{}{}", app("web", "[tag, chart]"), app("api", "[tag]"));
    let repo = repo(&hoist, &[("argocd/apps.yaml", ELEMENTS)]);
    let lines = [
        "-          - { env: production, app: web, tag: v1.4.0, chart: 2.0.0 } # gated",
        "+          - { env: production, app: web, tag: v1.5.0, chart: 2.1.0 } # gated",
        "-          - { env: production, app: api, tag: v7.0.0 }",
        "+          - { env: production, app: api, tag: v7.0.1 }",
    ];
    assert_eq!(changed(&repo, &["*"]), lines, "two apps and three versions, in one file and one run");
}

#[test]
fn a_version_that_two_elements_take_from_one_place_is_shared() {
    let hoist = format!(
        "{ENVIRONMENTS}apps: [{{ name: web, pins: [{{ applicationset: /apps.yaml, match: {{ env: \"{{env}}\" }}, keys: [tag] }}] }}]\n"
    );
    let text = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: apps\nspec:\n  generators:\n    - list:\n        elements:\n          - &all { env: staging, tag: v1 }\n          - { <<: *all, env: production }\n";
    let repo = repo(&hoist, &[("apps.yaml", text)]);
    insta::assert_snapshot!(refused(&repo), @"apps.yaml:9:39: production has no version of its own: tag stands in a base that is staging's too; move it into a file of each environment's own, then promote");
}

#[test]
fn what_the_image_updater_wrote_is_what_runs() {
    let hoist = format!("{ENVIRONMENTS}apps: apps/{{app}}/{{env}}\n");
    let file = |tag: &str| format!("kustomize:\n  images:\n  - ghcr.io/acme/web:{tag}\n");
    let repo = repo(
        &hoist,
        &[
            ("apps/web/staging/kustomization.yaml", &kustomization("ghcr.io/acme/web", "v1.0.0")),
            ("apps/web/staging/.argocd-source-web-stg.yaml", &file("v1.5.0")),
            ("apps/web/production/kustomization.yaml", &kustomization("ghcr.io/acme/web", "v1.0.0")),
            ("apps/web/production/.argocd-source-web-prod.yaml", &file("v1.4.0")),
        ],
    );
    assert_eq!(changed(&repo, &["web"]), ["-  - ghcr.io/acme/web:v1.4.0", "+  - ghcr.io/acme/web:v1.5.0"]);
}

#[test]
fn an_override_is_named_by_its_file() {
    let hoist = format!(
        "{ENVIRONMENTS}apps: [{{ name: web, pins: [{{ overrides: \"/argocd/.argocd-source-web-{{short}}.yaml\" }}] }}]\n"
    );
    let file = |tag: &str| {
        format!(
            "helm:\n  parameters:\n  - name: image.name\n    value: ghcr.io/acme/web\n    forcestring: true\n  - name: image.tag\n    value: {tag}\n    forcestring: true\n"
        )
    };
    let repo = repo(
        &hoist,
        &[
            ("argocd/.argocd-source-web-stg.yaml", &file("v1.5.0@sha256:aa")),
            ("argocd/.argocd-source-web-prod.yaml", &file("v1.4.0@sha256:bb")),
        ],
    );
    assert_eq!(changed(&repo, &["web"]), ["-    value: v1.4.0@sha256:bb", "+    value: v1.5.0@sha256:aa"]);
}

#[test]
fn the_versions_of_an_application_in_the_apps_own_folder_are_found() {
    let hoist = format!("{ENVIRONMENTS}apps: apps/{{app}}/{{env}}\n");
    let source = |version: &str, tag: &str| {
        format!(
            "  sources:\n    - chart: web\n      repoURL: https://charts.example.com\n      targetRevision: {version}\n      kustomize: {{ images: [proxy=registry.example.com:5000/proxy:{tag}] }}\n    - repoURL: https://git.example.com/acme/values.git\n      targetRevision: HEAD\n      ref: values\n"
        )
    };
    let repo = repo(
        &hoist,
        &[
            ("apps/web/staging/app.yaml", &application("web-stg", &source("1.5.0", "v3"))),
            ("apps/web/production/app.yaml", &application("web-prod", &source("1.4.0", "v2"))),
        ],
    );
    let lines = [
        "-      targetRevision: 1.4.0",
        "-      kustomize: { images: [proxy=registry.example.com:5000/proxy:v2] }",
        "+      targetRevision: 1.5.0",
        "+      kustomize: { images: [proxy=registry.example.com:5000/proxy:v3] }",
    ];
    assert_eq!(changed(&repo, &["web"]), lines);
}

#[test]
fn a_source_that_argo_cd_reads_otherwise_is_refused() {
    let cases = [
        "  sourceHydrator:\n    drySource: { repoURL: r, targetRevision: v1, path: p }\n",
        "  source: { repoURL: r, targetRevision: v1 }\n  sources: [{ repoURL: r, targetRevision: v1 }]\n",
        "  sources: [{ repoURL: r, targetRevision: v1 }, { repoURL: s, targetRevision: v1 }]\n",
        "  source: { repoURL: r, helm: { values: 'image: { tag: v1 }' } }\n",
    ];
    let told = cases.map(|source| {
        let key = if source.contains("values") { "values.image.tag" } else { "targetRevision" };
        let hoist = format!(
            "{ENVIRONMENTS}apps: [{{ name: web, pins: [{{ application: \"/web-{{short}}.yaml\", keys: [{key}] }}] }}]\n"
        );
        let repo = repo(
            &hoist,
            &[
                ("web-stg.yaml", &application("web-stg", source)),
                ("web-prod.yaml", &application("web-prod", source)),
            ],
        );
        refused(&repo)
    });
    insta::assert_snapshot!(told.join("\n"), @r"
    web-stg.yaml:8:5: the Application has a `sourceHydrator`, which hoist doesn't write; promote in the files that it hydrates from
    web-stg.yaml:8:13: the Application has `source` and `sources`; take `source` out: Argo CD reads `sources` alone
    web-stg.yaml:7:49: 2 sources of the Application could be meant; say which with `source:`, by number or by its values
    web-stg.yaml:7:41: `helm.values` is one text, whatever keys are in it; write the values as a map, as `helm.valuesObject`
    ");
}

#[test]
fn a_parameter_may_be_called_after_its_environment() {
    let hoist = format!(
        "{ENVIRONMENTS}apps: [{{ name: web, pins: [{{ application: /web.yaml, keys: [\"parameters.{{env}}.tag\"] }}] }}]\n"
    );
    let parameters = "  source:\n    repoURL: r\n    helm:\n      parameters:\n        - { name: staging.tag, value: \"1.5\" }\n        - { name: production.tag, value: \"1.4\" }\n";
    let repo = repo(&hoist, &[("web.yaml", &application("web", parameters))]);
    let lines = [
        "-        - { name: production.tag, value: \"1.4\" }",
        "+        - { name: production.tag, value: \"1.5\" }",
    ];
    assert_eq!(changed(&repo, &["web"]), lines);
}

#[test]
fn clusters_of_one_environment_have_elements_of_their_own() {
    let hoist = format!(
        "{ENVIRONMENTS}apps:\n  - name: web\n    path: clusters/{{env}}/{{cluster}}\n    pins:\n      - applicationset: /argocd/web.yaml\n        match: {{ cluster: \"{{cluster}}\" }}\n        keys: [tag]\n"
    );
    let set = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: web\nspec:\n  generators:\n    - list:\n        elements:\n          - { cluster: stg, tag: v2 }\n          - { cluster: eu, tag: v1 }\n          - { cluster: us, tag: v1 }\n";
    let repo = repo(
        &hoist,
        &[
            ("argocd/web.yaml", set),
            ("clusters/staging/stg/note.md", "stg\n"),
            ("clusters/production/eu/note.md", "eu\n"),
            ("clusters/production/us/note.md", "us\n"),
        ],
    );
    let lines = [
        "-          - { cluster: eu, tag: v1 }",
        "-          - { cluster: us, tag: v1 }",
        "+          - { cluster: eu, tag: v2 }",
        "+          - { cluster: us, tag: v2 }",
    ];
    assert_eq!(changed(&repo, &["web"]), lines);
}

#[test]
fn apps_of_one_file_that_are_held_together_leave_it_alone() {
    let app = |name: &str| {
        format!(
            "  - name: {name}\n    pins:\n      - applicationset: /argocd/apps.yaml\n        match: {{ env: \"{{env}}\", app: \"{{app}}\" }}\n        keys: [tag]\n"
        )
    };
    let hoist = format!("{ENVIRONMENTS}apps:\n{}{}", app("web"), app("api"));
    let repo = repo(&hoist, &[("argocd/apps.yaml", &ELEMENTS.replace("v7.0.1", "latest"))]);
    repo.hoist(&["promote", "api", "web", "--to", "production", "--deliver", "worktree"]).exits(4);
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    let plan = repo.hoist(&["plan", "web", "api", "--to", "production", "--format", "json"]).exits(4).json();
    assert_eq!(plan["plan"]["promotions"][0]["files"], serde_json::json!([]), "{plan:#}");
}
