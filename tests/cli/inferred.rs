//! Usual layouts: a plan without a hoist.yaml, and the same plan with the one that `hoist init` writes.

use super::support::{Repo, kustomization};
use serde_json::Value;

/// A repository of these files; `{v}` in a text is another version in each environment.
struct Layout {
    name: &'static str,
    /// What stands before and after the environment's name, and the text.
    files: &'static [(&'static str, &'static str)],
    environments: [&'static str; 3],
    app: &'static str,
}

const LAYOUTS: [Layout; 9] = [
    Layout {
        name: "overlays",
        files: &[(
            "apps/web/overlays/{env}/kustomization.yaml",
            "images:\n  - name: acme/web\n    newTag: {v}\n",
        )],
        environments: ["dev", "staging", "production"],
        app: "web",
    },
    Layout {
        name: "plain files",
        files: &[(
            "guestbook/{env}/deployment.yaml",
            "kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: ui\n        image: acme/ui:{v}\n",
        )],
        environments: ["eng-dev", "eng-stg", "eng-prod"],
        app: "guestbook",
    },
    Layout {
        name: "a folder for each app",
        files: &[
            (
                "registry/environments/{env}/web/Chart.yaml",
                "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - name: web\n    version: {v}\n    repository: https://example.com\n",
            ),
            ("registry/environments/{env}/web/values.yaml", "host: <HOST>\n\tbroken: [\n"),
            (
                "registry/environments/{env}/web.yaml",
                "kind: Application\nspec:\n  source: { targetRevision: HEAD }\n",
            ),
        ],
        environments: ["development", "staging", "production"],
        app: "web",
    },
    Layout {
        name: "a file of values for each environment",
        files: &[("charts/web/values-{env}.yaml", "image:\n  repository: acme/web\n  tag: {v}\n")],
        environments: ["dev", "qa", "live"],
        app: "web",
    },
    Layout {
        name: "one key in a file for each app",
        files: &[("image-tags/{env}/web", "image_tag: {v}\nautomatic: true\n")],
        environments: ["integration", "staging", "production"],
        app: "web",
    },
    Layout {
        name: "rings",
        files: &[(
            "components/web/rings/{env}/base/kustomization.yaml",
            "images:\n  - name: acme/web\n    newTag: {v}\n",
        )],
        environments: ["ring-0", "ring-1", "ring-2"],
        app: "web",
    },
    Layout {
        name: "Flux",
        files: &[
            (
                "apps/{env}/web-values.yaml",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: web }\nspec:\n  chart:\n    \
                 spec:\n      chart: web\n      version: {v}\n",
            ),
            (
                "apps/{env}/api-values.yaml",
                "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: api }\nspec:\n  chart:\n    \
                 spec:\n      chart: api\n      version: 0.1.0\n",
            ),
            ("apps/{env}/kustomization.yaml", "resources: [../base]\npatches: [{ path: web-values.yaml }]\n"),
            ("clusters/{env}/apps.yaml", "kind: Kustomization\nspec: { path: ./apps/{env} }\n"),
        ],
        environments: ["dev", "staging", "production"],
        app: "web",
    },
    Layout {
        name: "patches",
        files: &[(
            "apps/team/web/{env}.yaml",
            "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: web }\nspec:\n  values:\n    \
             image: acme/web:{v}\n",
        )],
        environments: ["demo", "perftest", "prod"],
        app: "web",
    },
    Layout {
        name: "a JSON file",
        files: &[(
            "cluster-config/web/{env}/config.json",
            "{ \"version\": \"{v}\", \"cluster\": { \"name\": \"x\" } }\n",
        )],
        environments: ["dev", "stage", "prod"],
        app: "web",
    },
];

impl Layout {
    /// Versions 1.2.3, 1.2.2 and 1.2.1, one after the other.
    fn repo(&self) -> Repo {
        let repo = Repo::new();
        for (environment, version) in self.environments.iter().zip(["1.2.3", "1.2.2", "1.2.1"]) {
            for (path, text) in self.files {
                repo.write(&path.replace("{env}", environment), text.replace("{v}", version));
            }
        }
        repo.commit_and_push("seed");
        repo
    }
}

/// A plan without its notes.
fn plan(repo: &Repo, args: &[&str]) -> Value {
    let ran = repo.hoist(&[&["plan", "--format", "json"], args].concat());
    let mut plan = ran.run().json();
    plan["plan"]["notes"] = Value::Null;
    plan
}

#[test]
fn a_usual_layout_needs_no_hoist_yaml_and_init_writes_what_gives_the_same_plan() {
    for layout in LAYOUTS {
        let repo = layout.repo();
        let to = layout.environments[1];
        let inferred = plan(&repo, &[layout.app, "--to", to]);
        let moved = &inferred["plan"]["promotions"][0]["moves"][0];
        assert_eq!(
            (&moved["app"], &moved["to"]),
            (&layout.app.into(), &"1.2.3".into()),
            "{}: {inferred}",
            layout.name
        );
        repo.hoist(&["init"]).exits(0);
        let written = repo.read("hoist.yaml");
        let with_file = plan(&repo, &[layout.app, "--to", to, "--config", "hoist.yaml"]);
        assert_eq!(with_file, inferred, "{}:\n{written}", layout.name);
        // What is found doesn't depend on what was asked for.
        let all = plan(&repo, &["*", "--to", to]);
        let all = all["plan"]["promotions"][0]["files"].as_array().unwrap();
        let files = inferred["plan"]["promotions"][0]["files"].as_array().unwrap();
        assert!(files.iter().all(|file| all.contains(file)), "{}", layout.name);
    }
}

#[test]
fn elements_of_an_applicationset_are_environments_and_its_twin_is_left_alone() {
    let set = |go: bool, key: &str| {
        format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: web\nspec:\n  goTemplate: {go}\n  \
             generators:\n    - list:\n        elements:\n          - {{ env: production, rev: v1.2.2 }}\n          \
             - {{ env: staging, rev: v1.2.3 }}\n  template:\n    metadata:\n      name: 'web'\n    spec:\n      source:\n        \
             repoURL: https://example.com/web\n        targetRevision: '{key}'\n        path: deploy\n"
        )
    };
    let repo = Repo::new();
    repo.write("argocd/web.yaml", set(true, "{{.rev}}"));
    repo.write("argocd/web-fasttemplate.yaml", set(false, "{{rev}}"));
    repo.commit_and_push("seed");
    let inferred = plan(&repo, &["--to", "production"]);
    let files = inferred["plan"]["promotions"][0]["files"].as_array().unwrap();
    let moved = set(true, "{{.rev}}").replace("v1.2.2", "v1.2.3");
    assert_eq!(files.as_slice(), [serde_json::json!({ "path": "argocd/web.yaml", "text": moved })]);
    repo.hoist(&["init"]).exits(0);
    assert_eq!(plan(&repo, &["--to", "production", "--config", "hoist.yaml"]), inferred);
    assert!(
        repo.read("hoist.yaml")
            .contains("# argocd/web-fasttemplate.yaml: it has the elements of argocd/web.yaml too")
    );
}

#[test]
fn an_environment_where_all_moves_can_still_be_named() {
    let repo = Repo::new();
    for app in ["a", "b", "c"] {
        repo.write(&format!("image-tags/test/{app}"), "image_tag: latest\n");
        for (environment, version) in [("integration", "v3"), ("staging", "v2"), ("production", "v1")] {
            repo.write(&format!("image-tags/{environment}/{app}"), format!("image_tag: {version}\n"));
        }
    }
    repo.commit_and_push("seed");
    let ran = repo.hoist(&["plan", "a", "--to", "staging"]).exits(0);
    let told = "test stands outside the chain: 3 of 3 versions there move";
    assert!(ran.stdout.contains(told), "{}", ran.stdout);
    let ran = repo.hoist(&["plan", "a", "--to", "staging", "--from", "test"]).exits(4);
    assert!(ran.stdout.contains("latest of image_tag is a moving tag"), "{}", ran.stdout);
    repo.hoist(&["init"]).exits(0);
    let written = repo.read("hoist.yaml");
    assert!(written.contains("  - test\n  - name: integration\n    after: []\n  - staging\n"), "{written}");
}

#[test]
fn files_beside_the_apps_are_none() {
    let repo = Repo::new();
    for environment in ["dev", "prod"] {
        for file in ["web.yaml", "README.md", "OWNERS", "kustomization.yaml"] {
            repo.write(&format!("env/{environment}/{file}"), "resources: [web]\n");
        }
        repo.write(&format!("env/{environment}/web/kustomization.yaml"), kustomization("acme/web", "v1"));
        repo.write(&format!("env/{environment}/api/kustomization.yaml"), kustomization("acme/api", "v1"));
    }
    repo.commit_and_push("seed");
    let rows = repo.hoist(&["status", "--format", "json"]).exits(0).json();
    let apps: Vec<_> = rows["rows"].as_array().unwrap().iter().map(|row| row["app"].clone()).collect();
    assert_eq!(apps, ["api", "web"]);
}

#[test]
fn a_scope_shows_one_of_several_layouts() {
    let repo = Repo::new();
    for environment in ["dev", "staging", "production"] {
        let path = format!("deploy/overlays/{environment}/kustomization.yaml");
        repo.write(&path, kustomization("acme/podinfo", "1.0.0"));
    }
    repo.write("charts/podinfo/values-prod.yaml", "image:\n  repository: acme/podinfo\n  tag: 6.14.1\n");
    repo.commit_and_push("seed");
    let args = ["--to", "prod", "--scope", "charts/podinfo", "--version", "6.15.0"];
    let inferred = plan(&repo, &args);
    let files = &inferred["plan"]["promotions"][0]["files"];
    assert!(files.to_string().contains("charts/podinfo/values-prod.yaml"), "{inferred}");
    let ran = repo.hoist(&["plan", "--to", "prod", "--scope", "deploy/overlays"]).exits(2);
    assert!(ran.stderr.contains("there are dev, staging, production"), "{}", ran.stderr);
    repo.hoist(&["init"]).exits(0);
    assert_eq!(plan(&repo, &[args.as_slice(), &["--config", "hoist.yaml"]].concat()), inferred);
}

#[test]
fn branches_and_tags_that_look_like_environments_are_told() {
    let repo = Repo::new();
    repo.write("kustomization.yaml", kustomization("acme/web", "v1"));
    repo.commit_and_push("seed");
    for name in ["env/dev", "env/prod", "env/prod-next"] {
        repo.git(&["push", "--quiet", "origin", &format!("HEAD:refs/heads/{name}")]);
    }
    repo.git(&["tag", "v1.2.3-dev"]);
    repo.git(&["tag", "v1.2.2-prod"]);
    insta::assert_snapshot!(repo.hoist(&["plan", "--to", "prod"]).exits(2).stderr, @r"
    error: no layout that hoist knows is found in this repository
    hint: the branches env/dev, env/prod look like environments: `--strategy branch` takes them
          tags such as v1.2.2-prod look like environments: name them with `tags:` in hoist.yaml, as docs/tags.md shows
          looked for folders and files that are named like environments, with versions in them: docs/layouts.md
          declare a layout of your own, or the one environment that there is, in hoist.yaml: docs/configuration.md
    ");
}
