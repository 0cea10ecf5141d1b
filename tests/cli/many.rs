//! Files with very many pins, of one app or of many: each is read and written once.

use super::support::{Repo, overlay, seed};

/// So many that reading the file anew for each would take minutes.
const MANY: usize = 600;

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn a_file_with_very_many_images_of_an_app_moves_as_one() {
    let repo = Repo::new();
    for (environment, tag) in [("dev", "v2"), ("production", "v1")] {
        let images = lines(MANY, |at| format!("- name: acme/web-{at}\n  newTag: {tag} # {at}\n"));
        repo.write(&overlay("web", environment), format!("images:\n{images}"));
    }
    repo.write(
        "hoist.yaml",
        "environments: [dev, production]\napps: [{ path: 'apps/{app}/overlays/{env}', lead: acme/web-0 }]\n",
    );
    repo.commit_and_push("many images");
    repo.hoist(&["promote", "web", "--to", "production", "--deliver", "worktree"]).exits(0);
    let [dev, production] = ["dev", "production"].map(|environment| repo.read(&overlay("web", environment)));
    assert_eq!(production, dev);
}

/// Apps whose versions stand in one file for each environment.
fn one_file(count: usize) -> Repo {
    let repo = Repo::new();
    for (environment, tag) in [("dev", "v2"), ("production", "v1")] {
        let values = lines(count, |at| format!("app-{at}:\n  tag: {tag} # {at}\n"));
        repo.write(&format!("values/{environment}.yaml"), values);
    }
    let apps = lines(count, |at| {
        format!("  - {{ name: app-{at}, pins: [{{ yaml: 'values/{{env}}.yaml', keys: [app-{at}.tag] }}] }}\n")
    });
    repo.write("hoist.yaml", format!("environments: [dev, production]\napps:\n{apps}"));
    repo.commit_and_push("many apps");
    repo
}

#[test]
fn very_many_apps_of_one_file_move_as_one() {
    let repo = one_file(MANY);
    repo.hoist(&["promote", "*", "--to", "production", "--deliver", "worktree"]).exits(0);
    assert_eq!(repo.read("values/production.yaml"), repo.read("values/dev.yaml"));
}

#[test]
fn an_app_that_is_held_leaves_its_line_in_a_file_of_many() {
    let repo = one_file(4);
    let dev = repo.read("values/dev.yaml").replace("tag: v2 # 2", "tag: latest # 2");
    repo.write("values/dev.yaml", dev);
    repo.commit_and_push("a moving tag");
    let ran = repo.hoist(&["promote", "*", "--to", "production", "--deliver", "worktree"]).exits(3);
    assert!(ran.stderr.contains("left out: app-2 (refused by immutable)"), "{}", ran.stderr);
    let expected = repo.read("values/dev.yaml").replace("latest", "v1");
    assert_eq!(repo.read("values/production.yaml"), expected);
}

#[test]
fn two_apps_that_share_a_place_write_it_once() {
    let repo = one_file(2);
    let apps = "environments: [dev, production]\napps:\n  - { name: one, pins: [{ yaml: 'values/{env}.yaml', keys: [app-0.tag] }] }\n  \
                - { name: two, lead: app-1.tag, pins: [{ yaml: 'values/{env}.yaml', keys: [app-1.tag, app-0.tag] }] }\n";
    repo.write("hoist.yaml", apps);
    repo.commit_and_push("a shared key");
    let plan = repo.hoist(&["plan", "*", "--to", "production", "--deliver", "worktree"]).exits(0);
    assert_eq!(plan.stdout.matches("values/production.yaml:2:").count(), 1, "{}", plan.stdout);
    repo.hoist(&["promote", "*", "--to", "production", "--deliver", "worktree"]).exits(0);
    assert_eq!(repo.read("values/production.yaml"), repo.read("values/dev.yaml"));
}

#[test]
fn several_patterns_of_one_file_are_written_at_once() {
    let repo = Repo::new();
    for (environment, tag) in [("dev", "v2"), ("production", "v1")] {
        repo.write(&format!("{environment}.env"), format!("A=acme/a:{tag}\nB=acme/b:{tag}\n"));
    }
    repo.write(
        "hoist.yaml",
        "environments: [dev, production]\napps:\n  - name: a\n    lead: 'A=acme/a:{version}'\n    pins:\n      \
         - { text: '{env}.env', pattern: 'A=acme/a:{version}' }\n      - { text: '{env}.env', pattern: 'B=acme/b:{version}' }\n",
    );
    repo.commit_and_push("two patterns");
    repo.hoist(&["promote", "a", "--to", "production", "--deliver", "worktree"]).exits(0);
    assert_eq!(repo.read("production.env"), repo.read("dev.env"));
}

#[test]
fn what_a_kustomization_names_and_nobody_can_read_is_told() {
    let repo = seed();
    let text = "resources: [patches, twice]\nimages:\n- name: ghcr.io/acme/web-app\n  newTag: v1.2.2\n";
    repo.write(&overlay("web-app", "production"), text);
    for name in ["kustomization.yaml", "kustomization.yml"] {
        repo.write(&format!("apps/web-app/overlays/production/twice/{name}"), "resources: []\n");
    }
    std::os::unix::fs::symlink("../dev", repo.clone.join("apps/web-app/overlays/production/patches"))
        .unwrap();
    repo.commit_and_push("a link");
    let ran = repo.hoist(&["plan", "web-app", "--to", "production"]).exits(0);
    for word in ["production/patches is a symbolic link", "production/twice has kustomization.yaml and"] {
        assert!(ran.stdout.contains(word), "{word} in\n{}", ran.stdout);
    }
}
