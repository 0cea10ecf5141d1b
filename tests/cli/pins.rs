//! Pins of two environments belong together by name, whatever kind of file holds them.

use super::support::{Ran, Repo};

const CONFIG: &str = "environments: [dev, staging, production]\napps: apps/{app}/{env}\n";
const COMMITS: [&str; 2] =
    ["aec0ca5c14dd8d31b95d0ebf00111ec7a365e0ca", "eb89c597a2ab39d0ce0a02f64df30d7e35fbb74a"];

/// A repository of one app: each environment with its files.
fn repo(config: &str, files: &[(&str, &str)]) -> Repo {
    let repo = Repo::new();
    repo.write("hoist.yaml", config);
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.commit_and_push("as it is");
    repo
}

fn promote(repo: &Repo, more: &[&str], code: i32) -> Ran {
    repo.hoist(&[&["promote", "--deliver", "worktree"], more].concat()).exits(code)
}

/// The lines that differ in the work tree, with their files.
fn changed(repo: &Repo) -> Vec<String> {
    let diff = repo.git(&["diff", "--no-color", "-U0"]);
    let lines = diff.lines().filter(|line| line.starts_with(['+', '-']) && !line.starts_with("---"));
    lines.map(|line| line.split("+++ b/apps/web/").last().unwrap().to_owned()).collect()
}

fn component(indent: &str, commit: &str) -> String {
    format!(
        "resources:\n{indent}- ../../base\n{indent}- https://github.com/acme/web/config?ref={commit} # the same\n\
         images:\n{indent}- name: quay.io/acme/web\n{indent}  newTag: {commit}\n"
    )
}

#[test]
fn a_commit_that_stands_in_an_image_and_a_ref_moves_in_lockstep() {
    let [new, old] = COMMITS;
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/staging/kustomization.yaml", &component("", new)),
            ("apps/web/production/base/kustomization.yaml", &component("  ", old)),
            ("apps/web/production/eu/kustomization.yaml", "resources: [../base]\n"),
        ],
    );
    promote(&repo, &["--to", "production"], 0);
    let both = [
        "production/base/kustomization.yaml".to_owned(),
        format!("-  - https://github.com/acme/web/config?ref={old} # the same"),
        format!("+  - https://github.com/acme/web/config?ref={new} # the same"),
        format!("-    newTag: {old}"),
        format!("+    newTag: {new}"),
    ];
    assert_eq!(changed(&repo), both);
    repo.git(&["checkout", "--quiet", "."]);
    let third = "0123456789abcdef0123456789abcdef01234567";
    let ran = promote(&repo, &["--to", "staging", "--version", third], 0);
    assert!(ran.stderr.matches(&format!("→ {third}")).count() == 3, "{}", ran.stderr);
}

#[test]
fn what_the_kustomization_sets_counts_and_not_the_workload_beside_it() {
    let deployment = |tag: &str| {
        format!(
            "kind: Deployment\nspec:\n  template:\n    spec:\n      initContainers:\n      - {{ name: wait, image: 'acme/wait:{tag}' }}\n      \
             containers:\n      - name: web\n        image: acme/web:unset\n"
        )
    };
    let set =
        |tag: &str| format!("resources: [deployment.yaml]\nimages: [{{name: acme/web, newTag: {tag}}}]\n");
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/staging/kustomization.yaml", &set("v2")),
            ("apps/web/staging/deployment.yaml", &deployment("w2")),
            ("apps/web/production/kustomization.yaml", &set("v1")),
            ("apps/web/production/deployment.yaml", &deployment("w1")),
        ],
    );
    promote(&repo, &["--to", "production"], 0);
    let lines = changed(&repo);
    assert!(lines.iter().any(|line| line.contains("newTag: v2")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("acme/wait:w2")), "{lines:?}");
    assert!(repo.read("apps/web/production/deployment.yaml").contains("acme/web:unset"));
}

#[test]
fn one_name_with_several_values_is_refused_with_all_of_them() {
    let pod = |tags: [&str; 2]| {
        let [one, other] = tags;
        format!(
            "kind: Pod\nspec:\n  containers:\n  - image: acme/web:v1\n  - image: acme/log:{one}\n---\n\
             kind: Pod\nspec:\n  containers:\n  - image: acme/log:{other}\n"
        )
    };
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/dev/pods.yaml", &pod(["l4", "l4"])),
            ("apps/web/staging/pods.yaml", &pod(["l2", "l3"])),
            ("apps/web/production/pods.yaml", &pod(["l1", "l1"])),
        ],
    );
    let source = promote(&repo, &["--to", "production"], 4);
    assert!(source.stderr.contains("acme/log has several values in staging: l2 at"), "{}", source.stderr);
    let target = promote(&repo, &["--to", "staging"], 4);
    assert!(target.stderr.contains("acme/log stands there more than once: l2 at"), "{}", target.stderr);
    assert_eq!(changed(&repo), [""; 0]);
}

#[test]
fn a_version_in_a_shared_base_is_refused_and_the_hint_splits_it() {
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/base/kustomization.yaml", "resources: [pod.yaml]\n"),
            ("apps/web/base/pod.yaml", "kind: Pod\nspec:\n  containers:\n  - image: acme/web:v1\n"),
            ("apps/web/staging/kustomization.yaml", "resources: [../base]\n"),
            ("apps/web/production/kustomization.yaml", "resources: [../base]\n"),
        ],
    );
    let ran = promote(&repo, &["--to", "production"], 4);
    let hint =
        "add `images: [{ name: acme/web, newTag: v1 }]` to the kustomization of production and of staging";
    assert!(
        ran.stderr.contains("apps/web/base/pod.yaml:4:12: production has no version of its own"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.replace("\n                     ", " ").contains(hint), "{}", ran.stderr);
    let status = repo.hoist(&["status"]).exits(0);
    assert!(status.stdout.contains("v1 (shared)"), "{}", status.stdout);
    for (environment, tag) in [("staging", "v2"), ("production", "v1")] {
        repo.write(
            &format!("apps/web/{environment}/kustomization.yaml"),
            format!("resources: [../base]\nimages: [{{ name: acme/web, newTag: {tag} }}]\n"),
        );
    }
    repo.commit_and_push("split");
    promote(&repo, &["--to", "production"], 0);
    assert_eq!(changed(&repo).len(), 3);
}

#[test]
fn a_base_that_only_one_environment_reads_is_its_own() {
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/base/kustomization.yaml", "resources: [pod.yaml]\n"),
            ("apps/web/base/pod.yaml", "kind: Pod\nspec:\n  containers:\n  - image: acme/web:v1\n"),
            ("apps/web/staging/pod.yaml", "kind: Pod\nspec:\n  containers:\n  - image: acme/web:v2\n"),
            ("apps/web/production/kustomization.yaml", "resources: [../base]\n"),
        ],
    );
    promote(&repo, &["--to", "production"], 0);
    assert_eq!(changed(&repo), ["base/pod.yaml", "-  - image: acme/web:v1", "+  - image: acme/web:v2"]);
}

#[test]
fn where_the_lead_is_level_the_others_move() {
    let images = |tag: &str| {
        format!("images:\n- {{name: acme/web, newTag: v1}}\n- {{name: acme/log, newTag: {tag}}}\n")
    };
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/staging/kustomization.yaml", &images("l2")),
            ("apps/web/production/kustomization.yaml", &images("l1")),
        ],
    );
    let status = repo.hoist(&["status"]).exits(0).stdout;
    assert!(
        status.contains("v1 ≠") && status.contains("acme/log is l1, and l2 in the environment before"),
        "{status}"
    );
    promote(&repo, &["--to", "production"], 0);
    assert_eq!(changed(&repo).last().unwrap(), "+- {name: acme/log, newTag: l2}");
}

#[test]
fn a_broken_file_next_door_stops_nothing() {
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/staging/pod.yaml", "kind: Pod\nspec:\n  containers:\n  - image: acme/web:v2\n"),
            ("apps/web/staging/values.yaml", "image: <PLACEHOLDER>\n  : {{\n"),
            ("apps/web/production/pod.yaml", "kind: Pod\nspec:\n  containers:\n  - image: acme/web:v1\n"),
            ("apps/web/production/image.yaml", "\timage: x\n"),
        ],
    );
    let ran = promote(&repo, &["--to", "production"], 0);
    assert_eq!(changed(&repo).len(), 3);
    let told = "warning: apps/web/staging/values.yaml:2:3: ";
    assert!(
        ran.stderr.contains(told) && ran.stderr.contains("a version in it doesn't move"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_range_in_the_source_admits_a_version_that_is_given() {
    let values = |version: &str| format!("chart:\n  version: \"{version}\"\n");
    let config = "environments: [staging, production]\napps: [{ path: \"apps/{app}/{env}.yaml\", pins: [{ yaml: ., keys: [chart.version] }] }]\n";
    let repo = repo(
        config,
        &[
            ("apps/web/staging.yaml", &values(">=1.0.0-alpha")),
            ("apps/web/production.yaml", &values(">=1.0.0")),
        ],
    );
    let ran = promote(&repo, &["web", "--to", "production"], 4);
    assert!(ran.stderr.contains("is a range; give the version that is meant"), "{}", ran.stderr);
    let ran = promote(&repo, &["web@6.14.1", "--to", "production"], 0);
    assert!(ran.stderr.contains("claimed, not seen"), "{}", ran.stderr);
    assert_eq!(changed(&repo), ["production.yaml", "-  version: \">=1.0.0\"", "+  version: \"6.14.1\""]);
    let ran = promote(&repo, &["web@0.9.0", "--to", "production"], 4);
    assert!(ran.stderr.contains("0.9.0 never ran in staging"), "{}", ran.stderr);
}

#[test]
fn a_key_beside_the_version_holds_it() {
    let file = |tag: &str, promote: bool| format!("promote_deployment: {promote}\nimage_tag: {tag}\n");
    let config = "environments: [staging, production]\napps:\n  - path: tags/{env}/{app}\n    \
                  pins: [{ yaml: ., keys: [image_tag] }]\n    heldBy: { promote_deployment: false }\n";
    let repo = repo(
        config,
        &[
            ("tags/staging/web", &file("v3", false)),
            ("tags/production/web", &file("v2", true)),
            ("tags/staging/api", &file("v21", true)),
            ("tags/production/api", &file("v175", false)),
            ("tags/staging/pay", &file("9f83e630e631c65c5b405cc32d23020a673339f4", true)),
            ("tags/production/pay", &file("v760", true)),
        ],
    );
    let ran = promote(&repo, &["web", "--to", "production"], 3);
    assert!(ran.stderr.contains("promote_deployment: false at tags/staging/web:1:21"), "{}", ran.stderr);
    let back = promote(&repo, &["api", "--to", "production"], 0);
    assert!(back.stderr.contains("warning: api goes back: v175 -> v21"), "{}", back.stderr);
    let form = promote(&repo, &["pay", "--to", "production"], 0);
    assert!(form.stderr.contains("warning: pay changes its form: v760 -> 9f83e63"), "{}", form.stderr);
}

#[test]
fn a_lock_beside_a_chart_is_told_of() {
    let chart = |version: &str| {
        format!(
            "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n- name: web\n  version: {version}\n"
        )
    };
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/staging/Chart.yaml", &chart("1.3.0")),
            ("apps/web/production/Chart.yaml", &chart("1.2.0")),
            ("apps/web/production/Chart.lock", "dependencies: []\n"),
        ],
    );
    let ran = promote(&repo, &["--to", "production"], 0);
    assert!(
        ran.stderr.contains("`helm dependency update apps/web/production` writes it anew"),
        "{}",
        ran.stderr
    );
    assert_eq!(changed(&repo), ["production/Chart.yaml", "-  version: 1.2.0", "+  version: 1.3.0"]);
}

#[test]
fn a_base_that_another_environment_builds_on_is_shared() {
    let own =
        "resources: [../base]\nimages: [{ name: acme/web, newTag: v2 }, { name: acme/side, newTag: s2 }]\n";
    let repo = repo(
        CONFIG,
        &[
            (
                "apps/web/base/kustomization.yaml",
                "images:\n- {name: acme/web, newTag: v1}\n- {name: acme/side, newTag: s1}\n",
            ),
            ("apps/web/dev/kustomization.yaml", own),
            ("apps/web/staging/kustomization.yaml", "resources: [../base]\n"),
            (
                "apps/web/production/kustomization.yaml",
                "resources: [../base]\nimages: [{ name: acme/web, newTag: v0 }]\n",
            ),
        ],
    );
    let ran = promote(&repo, &["--to", "staging"], 4);
    assert!(ran.stderr.contains("stands in a base that is dev's too"), "{}", ran.stderr);
    assert_eq!(changed(&repo), [""; 0]);
}

#[test]
fn a_key_that_holds_is_read_as_yaml_and_fails_closed() {
    let config = "environments: [staging, production]\napps:\n  - path: tags/{env}/{app}\n    \
                  pins: [{ yaml: ., keys: [image_tag] }]\n    heldBy: { promote: false }\n";
    let held = ["promote: False\n", "promote: \"false\"\n", "promote: [false]\n", "promote: no\n"];
    for (at, says) in held.into_iter().enumerate() {
        let file = format!("image_tag: v2\n{says}");
        let repo =
            repo(config, &[("tags/staging/web", file.as_str()), ("tags/production/web", "image_tag: v1\n")]);
        let ran = promote(&repo, &["--to", "production"], 3);
        assert!(ran.stderr.contains("heldBy  held  promote: "), "{at} {}", ran.stderr);
    }
}

#[test]
fn of_two_images_that_are_called_like_the_app_neither_leads() {
    let images = |one: &str, other: &str| {
        format!(
            "images:\n- {{name: mirror.io/x/web, newTag: {one}}}\n- {{name: ghcr.io/acme/web, newTag: {other}}}\n"
        )
    };
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/staging/kustomization.yaml", &images("v9.0.0", "v1.3.0")),
            ("apps/web/production/kustomization.yaml", &images("v8.0.0", "v1.2.0")),
        ],
    );
    let ran = promote(&repo, &["--to", "production"], 2);
    assert!(ran.stderr.contains("it isn't clear which pin is the version of `web`"), "{}", ran.stderr);
}

#[test]
fn a_digest_that_the_source_lacks_is_not_lost_in_silence() {
    let digest = format!("sha256:{}", "a".repeat(64));
    let repo = repo(
        CONFIG,
        &[
            ("apps/web/staging/kustomization.yaml", "images:\n- name: acme/web\n  newTag: v2\n"),
            (
                "apps/web/production/kustomization.yaml",
                &format!("images:\n- name: acme/web\n  newTag: v1\n  digest: {digest}\n"),
            ),
        ],
    );
    let ran = promote(&repo, &["--to", "production"], 0);
    assert!(ran.stderr.contains("acme/web loses its digest, since staging has none"), "{}", ran.stderr);
}

#[test]
fn an_app_is_not_made_in_a_form_that_nobody_knows() {
    let config = "environments: [staging, production]\napps: [{ path: 'tags/{env}/{app}', pins: [{ yaml: ., keys: [tag] }] }]\n";
    let repo = repo(
        config,
        &[
            ("tags/staging/web", "tag: staging-1.4.1\n"),
            ("tags/production/web", "tag: production-1.4.0\n"),
            ("tags/staging/jobs", "tag: staging-1.4.2\n"),
        ],
    );
    let ran = promote(&repo, &["jobs", "--to", "production", "--create"], 4);
    assert!(ran.stderr.contains("how production writes versions isn't known"), "{}", ran.stderr);
}
