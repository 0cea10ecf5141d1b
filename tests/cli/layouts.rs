//! Versions wherever an app keeps them: in each kind of file the version moves, and nothing else.

use super::support::{Repo, git};

const CONFIG: &str = "environments: [staging, production]\napps: apps/{app}/envs/{env}\n";

/// A repository with the files of staging and of production: what differs stands between bars, `|old|new|`.
fn repo(config: &str, folder: &str, files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    if !config.is_empty() {
        repo.write("hoist.yaml", config);
    }
    for (name, text) in files {
        repo.write(&path(folder, "staging", name), side(text, 2));
        repo.write(&path(folder, "production", name), side(text, 1));
    }
    repo.commit_and_push("seed");
    repo
}

fn path(folder: &str, environment: &str, name: &str) -> String {
    format!("{}{name}", folder.replace("{env}", environment))
}

/// The text with one side of each `|old|new|`.
fn side(text: &str, side: usize) -> String {
    let pieces: Vec<_> = text.split('|').collect();
    pieces.chunks(3).map(|chunk| format!("{}{}", chunk[0], chunk.get(side).unwrap_or(&""))).collect()
}

/// A promotion to production makes its files those of staging in what stands between bars, and in nothing else.
fn moves(config: &str, folder: &str, files: &[(&str, &str)]) {
    let repo = repo(config, folder, files);
    let ran = repo.hoist(&["promote", "web", "--to", "production"]).exits(0);
    for (name, text) in files {
        assert_eq!(repo.read(&path(folder, "production", name)), side(text, 2), "{name}\n{}", ran.stderr);
        assert_eq!(repo.read(&path(folder, "staging", name)), side(text, 2), "{name}");
    }
    let changed = files.iter().filter(|(_, text)| text.contains('|')).count();
    assert_eq!(repo.git(&["diff", "--name-only"]).lines().count(), changed);
    repo.git(&["commit", "--quiet", "--all", "-m", "promoted"]);
    let again = repo.hoist(&["promote", "web", "--to", "production"]).exits(0);
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
}

const OVERLAYS: &str = "apps/web/overlays/{env}/";
const ENVS: &str = "apps/web/envs/{env}/";

const LOCKSTEP: &str = "kind: Kustomization
resources:
  - https://github.com/acme/web//config?ref=|1f0a|2c9e| # the same commit
  - service.yaml
images:
  - name: ghcr.io/acme/web
    newTag: |1f0a|2c9e| # what runs
  - name: redis
    newTag: '7.2'
";

#[test]
fn a_tag_and_a_remote_base_move_in_lockstep() {
    moves("", OVERLAYS, &[("kustomization.yaml", LOCKSTEP), ("service.yaml", "kind: Service\n")]);
}

#[test]
fn a_given_version_takes_along_what_ran_level_with_it() {
    let repo = repo("", OVERLAYS, &[("kustomization.yaml", LOCKSTEP)]);
    let newest = side(LOCKSTEP, 2).replace("2c9e", "3d7b");
    repo.write("apps/web/overlays/staging/kustomization.yaml", newest);
    repo.commit_and_push("staging goes on");
    repo.hoist(&["promote", "web", "--to", "production", "--version", "2c9e"]).exits(0);
    assert_eq!(repo.read("apps/web/overlays/production/kustomization.yaml"), side(LOCKSTEP, 2));
}

const DEPLOYMENT: &str = "# web
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: |4|1|
  template:
    spec:
      initContainers:
        - { name: migrate, image: 'ghcr.io/acme/web:v1.2.2' }
      containers:
        - name: web
          image: ghcr.io/acme/web:v1.2.2 # what runs
        - name: cache
          image: redis:7.2
";

#[test]
fn the_image_of_a_plain_workload_moves_and_its_replicas_stay() {
    let repo = Repo::new();
    repo.write("hoist.yaml", CONFIG);
    let (before, after) = (side(DEPLOYMENT, 1), side(DEPLOYMENT, 1).replace("v1.2.2", "v1.2.3"));
    repo.write("apps/web/envs/production/web.yaml", &before);
    repo.write("apps/web/envs/staging/web.yaml", side(DEPLOYMENT, 2).replace("v1.2.2", "v1.2.3"));
    repo.commit_and_push("seed");
    let ran = repo.hoist(&["promote", "web", "--to", "production"]).exits(0);
    assert_eq!(repo.read("apps/web/envs/production/web.yaml"), after, "{}", ran.stderr);
    assert_eq!(repo.git(&["diff", "--numstat"]), "2\t2\tapps/web/envs/production/web.yaml");
}

#[test]
fn a_digest_moves_with_the_tag_of_a_workload() {
    let image = |tag: &str, digit: &str| format!("ghcr.io/acme/web:{tag}@sha256:{}", digit.repeat(64));
    let text = format!(
        "kind: Deployment\r\nspec:\r\n  template:\r\n    spec:\r\n      containers:\r\n      - image: |{}|{}|\r\n",
        image("v1.2.2", "1"),
        image("v1.2.3", "2")
    );
    moves(CONFIG, ENVS, &[("web.yaml", &text), ("notes.yaml", "image: of nothing\r\n")]);
}

#[test]
fn the_dependency_of_a_chart_moves_and_its_own_version_stays() {
    let chart = "apiVersion: v2
name: web
version: 1.0.0
dependencies:
  - name: web
    repository: https://charts.example.com
    version: |1.2.2|1.2.3| # the app
";
    moves(CONFIG, ENVS, &[("Chart.yaml", chart), ("values.yaml", "web:\n  ingress: { host: a.example }\n")]);
}

#[test]
fn the_tag_of_helm_values_moves() {
    let values = "replicas: 3
image:
  repository: ghcr.io/acme/web
  tag: |v1.2.2|v1.2.3|   # what runs
redis: { image: { repository: redis, tag: '7.2' } }";
    moves(CONFIG, ENVS, &[("values.yaml", values)]);
    let files =
        "environments: [staging, production]\napps: [{ name: web, path: 'charts/web/values-{env}.yaml' }]\n";
    moves(files, "charts/web/values-{env}.yaml", &[("", values)]);
}

#[test]
fn a_tag_alone_in_both_environments_moves() {
    let files =
        "environments: [staging, production]\napps: [{ name: web, path: 'charts/web/values-{env}.yaml' }]\n";
    let values = "image:\n  tag: |v1.2.2|v1.2.3|\nhost: a.example\n";
    moves(files, "charts/web/values-{env}.yaml", &[("", values)]);
}

#[test]
fn the_charts_of_a_kustomization_and_of_a_generator_move() {
    let charts = "kind: Kustomization
helmCharts:
  - { name: web, repo: 'https://charts.example.com', version: |1.2.2|1.2.3|, releaseName: web }
";
    moves("", OVERLAYS, &[("kustomization.yaml", charts)]);
    let generator = "apiVersion: builtin
kind: HelmChartInflationGenerator
metadata: { name: web }
name: web
repo: oci://registry.example.com/charts
version: |0.1.1871+9730448|0.1.1889+ca96506|
valuesInline: { version: 0.1.1871+9730448 }
";
    let kustomization = "generators: [generator.yaml]\n";
    moves("", OVERLAYS, &[("kustomization.yaml", kustomization), ("generator.yaml", generator)]);
}

#[test]
fn a_selector_takes_only_what_it_names() {
    let config = "environments: [staging, production]
apps:
  - path: apps/{app}/envs/{env}
    pins: [{ kustomize: ., refs: ['https://github.com/acme/web//config'] }]
";
    let repo = repo(config, ENVS, &[("kustomization.yaml", LOCKSTEP)]);
    repo.hoist(&["promote", "web", "--to", "production"]).exits(0);
    let text = repo.read("apps/web/envs/production/kustomization.yaml");
    assert!(text.contains("?ref=2c9e #") && text.contains("newTag: 1f0a #"), "{text}");
}

#[test]
fn one_image_with_two_tags_in_one_environment_is_refused() {
    let values = "web: { image: { repository: web, tag: |v1|v2| } }\nworker: { image: { repository: web, tag: |v1|v3| } }\n";
    let repo = repo(CONFIG, ENVS, &[("values.yaml", values)]);
    let ran = repo.hoist(&["promote", "web", "--to", "production"]).exits(4);
    assert!(ran.stderr.contains("v2") && ran.stderr.contains("v3"), "{}", ran.stderr);
    assert_eq!(git(&repo.clone, &["status", "--porcelain"]), "");
}

#[test]
fn what_a_kustomization_sets_moves_there_and_the_workload_beside_it_stays() {
    let kustomization = "kind: Kustomization
resources: [web.yaml]
images:
  - { name: ghcr.io/acme/web, newTag: |v1.2.2|v1.2.3| }
";
    let workload = "kind: Deployment
spec: { template: { spec: { containers: [{ image: 'ghcr.io/acme/web:v0.0.1' }] } } }
";
    moves("", OVERLAYS, &[("kustomization.yaml", kustomization), ("web.yaml", workload)]);
}

#[test]
fn one_image_in_several_files_moves_in_all_of_them() {
    let job = "kind: CronJob
spec: { jobTemplate: { spec: { template: { spec: { containers: [{ image: 'ghcr.io/acme/web:|v1.2.2|v1.2.3|' }] } } } } }
";
    let pod = "{\"kind\": \"Pod\", \"spec\": {\"containers\": [{\"image\": \"ghcr.io/acme/web:|v1.2.2|v1.2.3|\"}]}}";
    let values = "image: { registry: ghcr.io, repository: acme/web, tag: |v1.2.2|v1.2.3| }\n";
    moves(CONFIG, ENVS, &[("job.yml", job), ("pod.json", pod), ("values.yaml", values)]);
}

#[test]
fn a_chart_that_stands_there_twice_moves_by_its_aliases() {
    let chart = "apiVersion: v2
name: stores
version: 1.0.0
dependencies:
  - { name: redis, alias: web, version: |18.1.0|18.2.0|, repository: 'https://charts.example.com' }
  - { name: redis, alias: queue, version: 17.0.0, repository: 'https://charts.example.com' }
";
    moves(CONFIG, ENVS, &[("Chart.yaml", chart)]);
}
