//! What the target lacks: a key, an app that is one file, an app that is a folder.

use super::support::{Ran, Repo, kustomization, overlay, seed};

fn there(repo: &Repo, file: &str) -> String {
    repo.there(&["show", &format!("main:{file}")])
}

/// Apps that are one file in each environment; production has only the first.
fn tags() -> Repo {
    let repo = Repo::new();
    repo.write(
        "hoist.yaml",
        "environments: [{ name: staging, format: \"s-{version}\" }, { name: production, format: \"p-{version}\" }]\n\
         apps:\n  - path: image-tags/{env}/{app}\n    lead: image_tag\n    pins: [{ yaml: ., keys: [image_tag, sidecar] }]\n",
    );
    repo.write("image-tags/staging/web", "# web\nimage_tag: s-v1.2.3 # now\nsidecar: proxy-2\npromote: true");
    repo.write("image-tags/staging/api", "image_tag: s-v1\n");
    repo.write("image-tags/production/api", "image_tag: p-v1\n");
    repo.commit_and_push("tags");
    repo
}

/// What was told, each run of blanks as one: long lines are folded.
fn told(ran: &Ran) -> String {
    ran.stderr.split_whitespace().collect::<Vec<_>>().join(" ")
}

const WEB: [&str; 6] = ["promote", "web", "--to", "production", "--deliver", "push"];

#[test]
fn an_app_that_the_target_lacks_is_refused_with_the_place_that_was_looked_for() {
    let repo = tags();
    let ran = repo.hoist(&WEB).exits(4);
    let expected = "web isn't in production: there is no image-tags/production/web; `create` inserts it";
    assert!(told(&ran).contains(expected), "{}", ran.stderr);
}

#[test]
fn an_app_that_is_one_file_is_copied_with_the_versions_as_the_target_writes_them() {
    let repo = tags();
    let ran = repo.hoist(&["plan", "web", "--to", "production", "--deliver", "push", "--create"]).exits(0);
    insta::assert_snapshot!(ran.stdout, @r"
    web  staging → production   → v1.2.3  (first)
      image-tags/production/web:2:12   image_tag: p-v1.2.3 (new)
      image-tags/production/web:3:10   sidecar: proxy-2 (new)

      order  pass  staging runs it

    warning: image-tags/production/web is copied from image-tags/staging/web: look at what else it says

    would push a commit to main · nothing was written
    ");
    repo.hoist(&[&WEB[..], &["--create"]].concat()).exits(0);
    let web = there(&repo, "image-tags/production/web");
    assert_eq!(web, "# web\nimage_tag: p-v1.2.3 # now\nsidecar: proxy-2\npromote: true");
    let again = repo.hoist(&WEB).exits(0);
    assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
    repo.fsck();
}

#[test]
fn a_copied_app_takes_the_version_that_is_given_for_it() {
    let repo = tags();
    repo.write("image-tags/staging/web", "image_tag: s-v1.2.4\n");
    repo.commit_and_push("staging goes on");
    repo.hoist(&["promote", "web@v1.2.3", "--to", "production", "--deliver", "push", "--create"]).exits(0);
    assert_eq!(there(&repo, "image-tags/production/web"), "image_tag: p-v1.2.3");
}

#[test]
fn an_approved_copy_is_written_unless_the_rest_of_the_file_changed() {
    let repo = tags();
    let plan = ["plan", "web", "--to", "production", "--deliver", "push", "--create", "--out", "plan.json"];
    repo.hoist(&plan).exits(0);
    repo.write(
        "image-tags/staging/web",
        "# web\nimage_tag: s-v1.2.4 # now\nsidecar: proxy-2\npromote: false",
    );
    repo.git(&["commit", "--quiet", "--all", "-m", "the rest changes"]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    let ran = repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
    assert!(ran.stderr.contains("isn't what it was when the plan was made"), "{}", ran.stderr);
    repo.write("image-tags/staging/web", "# web\nimage_tag: s-v1.2.4 # now\nsidecar: proxy-2\npromote: true");
    repo.git(&["commit", "--quiet", "--all", "-m", "the version alone"]);
    repo.git(&["push", "--quiet", "origin", "main"]);
    repo.hoist(&["promote", "--plan", "plan.json"]).exits(0);
    assert!(there(&repo, "image-tags/production/web").contains("p-v1.2.3"));
}

#[test]
fn a_forged_copy_is_refused() {
    let repo = tags();
    let plan = ["plan", "web", "--to", "production", "--deliver", "push", "--create", "--out", "plan.json"];
    repo.hoist(&plan).exits(0);
    repo.write("plan.json", repo.read("plan.json").replace("promote: true", "promote: evil"));
    repo.hoist(&["promote", "--plan", "plan.json"]).exits(4);
}

#[test]
fn an_app_that_is_a_folder_is_refused_with_the_command_that_copies_it() {
    let repo = seed();
    repo.write(&overlay("new+app", "staging"), kustomization("ghcr.io/acme/new", "staging-v1.2.3"));
    repo.write(&overlay("new+app", "dev"), kustomization("ghcr.io/acme/new", "dev-v1"));
    repo.commit_and_push("new");
    for create in [&[][..], &["--create"]] {
        let args = ["promote", "new+app", "--to", "production", "--deliver", "push"];
        let ran = repo.hoist(&[&args[..], create].concat()).exits(4);
        let expected = "`cp -r 'apps/new+app/overlays/staging' 'apps/new+app/overlays/production'`";
        assert!(told(&ran).contains(expected), "{}", ran.stderr);
    }
}

#[test]
fn a_key_that_the_target_lacks_is_put_in_as_the_source_has_it() {
    let repo = Repo::new();
    repo.write(
        "hoist.yaml",
        "environments: [staging, production]\napps:\n  - name: web\n    lead: image.tag\n    pins:\n      - yaml: \"{env}.yaml\"\n        keys: [image.tag, sidecar.image]\n",
    );
    repo.write("staging.yaml", "image:\n  tag: v1.2.3\nsidecar:\n  image: ghcr.io/acme/proxy:v2\n");
    repo.write("production.yaml", "image:\n    tag: \"v1.2.2\"\nport: 1 # c\n");
    repo.commit_and_push("web");
    let ran = repo.hoist(&WEB).exits(0);
    assert!(ran.stderr.contains("sidecar.image isn't in production: left out"), "{}", ran.stderr);
    repo.hoist(&[&WEB[..], &["--create"]].concat()).exits(0);
    let text = there(&repo, "production.yaml");
    assert_eq!(text, "image:\n    tag: \"v1.2.3\"\nport: 1 # c\nsidecar:\n    image: ghcr.io/acme/proxy:v2");
    repo.git(&["pull", "--quiet", "origin", "main"]);
    repo.write("production.yaml", "port: 1\n");
    repo.commit_and_push("no tag");
    let ran = repo.hoist(&WEB).exits(4);
    assert!(told(&ran).contains("image.tag isn't in production.yaml; `create` inserts it"), "{}", ran.stderr);
    repo.git(&["rm", "--quiet", "production.yaml"]);
    repo.commit_and_push("no file");
    let ran = repo.hoist(&WEB).exits(4);
    assert!(told(&ran).contains("`{env}.yaml` of `pins:` isn't there"), "{}", ran.stderr);
}

#[test]
fn a_workload_that_is_one_file_is_copied_with_its_images() {
    let repo = Repo::new();
    repo.write(
        "hoist.yaml",
        "environments: [staging, { name: production, format: \"p-{version}\" }]\napps: apps/{app}/{env}.yaml\n",
    );
    let pod = |tag: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{ name: web }}\nspec:\n  containers:\n    \
             - image: ghcr.io/acme/web:{tag} # app\n      name: web\n    - image: ghcr.io/acme/proxy:v2\n      name: proxy\n"
        )
    };
    repo.write("apps/web/staging.yaml", pod("v1.2.3"));
    repo.write("apps/api/staging.yaml", pod("v1.2.3").replace("/web", "/api"));
    repo.write("apps/api/production.yaml", pod("p-v1.2.2").replace("/web", "/api"));
    repo.commit_and_push("pods");
    let ran = repo.hoist(&["promote", "*", "--to", "production", "--deliver", "push"]).run();
    assert!(
        told(&ran).contains("there is no apps/web/production.yaml; `create` inserts it"),
        "{}",
        ran.stderr
    );
    repo.git(&["pull", "--quiet", "origin", "main"]);
    repo.hoist(&[&WEB[..], &["--create"]].concat()).exits(0);
    assert_eq!(there(&repo, "apps/web/production.yaml") + "\n", pod("p-v1.2.3"));
}
