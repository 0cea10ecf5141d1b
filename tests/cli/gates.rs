//! What holds or refuses, and what becomes of the apps beside it.

use super::support::{Repo, kustomization, overlay, seed};

fn two_apps() -> Repo {
    let repo = seed();
    for (environment, tag) in [("dev", "v2.0.1"), ("staging", "latest"), ("production", "v2.0.0")] {
        repo.write(&overlay("api", environment), kustomization("ghcr.io/acme/api", tag));
    }
    repo.commit_and_push("a second app");
    repo
}

#[test]
fn with_globs_what_is_refused_is_left_out_and_named() {
    let repo = two_apps();
    let ran = repo.hoist(&["promote", "*", "--to", "production", "--deliver", "push"]).exits(3);
    assert!(ran.stderr.contains("latest") && ran.stderr.contains("api"), "{}", ran.stderr);
    assert_eq!(
        repo.there(&["show", "--format=%s", "--name-only", "main"]).lines().last(),
        Some(overlay("web-app", "production").as_str())
    );
}

#[test]
fn partial_is_fine_where_the_configuration_says_so() {
    let repo = two_apps();
    repo.write(
        "hoist.yaml",
        "environments: [dev, staging, production]\napps: apps/{app}/overlays/{env}\nonHeld: pass\n",
    );
    repo.commit_and_push("onHeld");
    repo.hoist(&["promote", "*", "--to", "production", "--deliver", "push"]).exits(0);
}

#[test]
fn with_names_one_that_is_refused_holds_all() {
    let repo = two_apps();
    let before = repo.there(&["rev-parse", "main"]);
    let ran = repo.hoist(&["promote", "api", "web-app", "--to", "production", "--deliver", "push"]).exits(4);
    assert!(ran.stderr.contains("api is refused, and was asked for together with it"), "{}", ran.stderr);
    assert_eq!(repo.there(&["rev-parse", "main"]), before);
}

#[test]
fn environments_before_that_do_not_agree_hold() {
    let repo = seed();
    for (environment, tag) in [("prod-eu", "v1.2.3"), ("prod-us", "v1.2.2"), ("prod-ap", "v1.2.1")] {
        repo.write(&overlay("web-app", environment), kustomization("ghcr.io/acme/web-app", tag));
    }
    repo.write(
        "hoist.yaml",
        "environments:\n  - staging\n  - { name: prod-eu, after: staging }\n  - { name: prod-us, after: staging }\n  \
         - { name: prod-ap, after: [prod-eu, prod-us] }\napps: apps/{app}/overlays/{env}\n",
    );
    repo.commit_and_push("parallel targets");
    let ran = repo.hoist(&["plan", "web-app", "--to", "prod-ap"]).exits(3);
    assert!(ran.stdout.contains("prod-eu runs v1.2.3, prod-us runs v1.2.2"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_hotfix_is_brought_back_without_order() {
    let repo = seed();
    repo.write(&overlay("web-app", "production"), kustomization("ghcr.io/acme/web-app", "v1.2.9"));
    repo.commit_and_push("hotfix");
    repo.hoist(&["promote", "web-app", "--from", "production", "--to", "staging", "--deliver", "push"])
        .exits(0);
    let text = repo.there(&["show", &format!("main:{}", overlay("web-app", "staging"))]);
    assert!(text.contains("newTag: staging-v1.2.9"), "{text}");
}

#[test]
fn a_downgrade_is_done_with_a_warning() {
    let repo = seed();
    repo.write(&overlay("web-app", "production"), kustomization("ghcr.io/acme/web-app", "v1.3.0"));
    repo.commit_and_push("production is ahead");
    let ran = repo.hoist(&["plan", "web-app", "--to", "production"]).exits(0);
    assert!(ran.stdout.contains("goes back: v1.3.0 -> v1.2.3"), "{}", ran.stdout);
}

#[test]
fn a_pin_that_two_environments_share_is_refused() {
    let repo = Repo::new();
    repo.write("deploy/kustomization.yaml", kustomization("ghcr.io/acme/web", "v1"));
    repo.write("values/staging.yaml", "tag: v2\n");
    repo.write(
        "hoist.yaml",
        "environments: [staging, production]\napps:\n  - name: web\n    pins: [{ kustomize: /deploy, images: [ghcr.io/acme/web] }]\n",
    );
    repo.commit_and_push("a shared base");
    let ran = repo.hoist(&["plan", "web", "--to", "production", "--version", "v2"]).exits(4);
    assert!(ran.stdout.contains("is staging's too"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_pin_that_the_target_lacks_is_left_out_or_created() {
    let repo = seed();
    let extra = "  - name: ghcr.io/acme/logs\n    newTag: v7\n";
    let staging = kustomization("ghcr.io/acme/web-app", "staging-v1.2.3") + extra;
    repo.write(&overlay("web-app", "staging"), staging);
    repo.commit_and_push("a sidecar");
    let ran = repo.hoist(&["plan", "web-app", "--to", "production"]).exits(0);
    assert!(ran.stdout.contains("ghcr.io/acme/logs isn't in production"), "{}", ran.stdout);
    repo.hoist(&["promote", "web-app", "--to", "production", "--create", "--deliver", "push"]).exits(0);
    let text = repo.there(&["show", &format!("main:{}", overlay("web-app", "production"))]);
    assert!(
        text.ends_with("newTag: v1.2.3 # what runs here\n  - name: ghcr.io/acme/logs\n    newTag: v7"),
        "{text}"
    );
}

#[test]
fn tag_and_digest_travel_together() {
    let repo = seed();
    let digest = "sha256:2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b";
    let old = "sha256:1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a";
    let with = |tag: &str, digest: &str| {
        kustomization("ghcr.io/acme/web-app", tag) + &format!("    digest: {digest}\n")
    };
    repo.write(&overlay("web-app", "staging"), with("staging-v1.2.3", digest));
    repo.write(&overlay("web-app", "production"), with("v1.2.2", old));
    repo.commit_and_push("digests");
    let refused = repo.hoist(&["plan", "web-app", "--to", "production", "--version", "v1.2.1"]).exits(4);
    assert!(refused.stdout.contains("digest") || refused.stdout.contains("never ran"), "{}", refused.stdout);
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    let text = repo.there(&["show", &format!("main:{}", overlay("web-app", "production"))]);
    assert!(text.contains("newTag: v1.2.3 #") && text.contains(digest), "{text}");
}

#[test]
fn a_broken_file_next_door_stops_nothing() {
    let repo = two_apps();
    repo.write(&overlay("api", "production"), "images: [\n");
    repo.write(&overlay("web-app", "dev"), "images: {{ .Values }}\n  - a\n");
    repo.commit_and_push("broken");
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    let ran = repo.hoist(&["plan", "api", "--to", "production", "--deliver", "push"]).exits(4);
    assert!(ran.stdout.contains(&overlay("api", "production")), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_version_given_in_place_of_a_hotfix_must_have_run_where_it_comes_from() {
    let repo = seed();
    let run = [
        "promote",
        "web-app",
        "--from",
        "production",
        "--to",
        "staging",
        "--version",
        "v9.9.9",
        "--deliver",
        "push",
    ];
    let ran = repo.hoist(&run).exits(4);
    assert!(ran.stderr.contains("v9.9.9 never ran in production"), "{}", ran.stderr);
}

#[test]
fn a_digest_that_goes_with_a_version_must_have_stood_with_it() {
    let digest = |letter: &str| format!("sha256:{}", letter.repeat(64));
    let version = |letter: &str| format!("v1.2.3@{}", digest(letter));
    let plan = |repo: &Repo, version: &str, code: i32| {
        repo.hoist(&["plan", "web-app", "--to", "production", "--version", version]).exits(code).stdout
    };
    let repo = seed();
    assert!(plan(&repo, &version("a"), 3).contains("staging runs v1.2.3 without a digest"));
    let staging = kustomization("ghcr.io/acme/web-app", "staging-v1.2.3");
    repo.write(&overlay("web-app", "staging"), format!("{staging}    digest: {}\n", digest("a")));
    repo.commit_and_push("a digest");
    plan(&repo, &version("a"), 0);
    assert!(plan(&repo, &version("b"), 4).contains("never ran in staging"));
    // Nor does the same tag from elsewhere bring another content.
    repo.write(
        &overlay("web-app", "dev"),
        format!("{staging}    digest: {}\n", digest("b")).replace("staging-", "dev-"),
    );
    repo.commit_and_push("another content");
    let ran = repo.hoist(&["plan", "web-app", "--from", "dev", "--to", "production"]).exits(4);
    assert!(ran.stdout.contains("never ran in staging"), "{}", ran.stdout);
}

#[test]
fn an_environment_behind_a_link_is_not_one_without_versions() {
    let links = [
        ("kustomization.yaml", "apps/web-app/overlays/staging/kustomization.yaml", "real.yaml"),
        ("the folder", "apps/web-app/overlays/staging", "dev"),
    ];
    for (what, link, target) in links {
        let repo = seed();
        repo.write(
            "hoist.yaml",
            "environments: [dev, staging, production]\napps: apps/{app}/overlays/{env}\n",
        );
        repo.git(&["rm", "--quiet", "-r", link]);
        repo.write("apps/web-app/overlays/staging/real.yaml", "x: 1\n");
        let link = repo.clone.join(link);
        std::fs::remove_dir_all(&link).ok();
        std::os::unix::fs::symlink(target, &link).unwrap();
        repo.commit_and_push("a link");
        let run = ["promote", "web-app", "--to", "production", "--version", "v9.9.9", "--deliver", "push"];
        let ran = repo.hoist(&run).run();
        assert!([3, 4].contains(&ran.code), "{what}: {}\n{}", ran.code, ran.stderr);
        assert!(ran.stderr.contains("is a symbolic link"), "{what}: {}", ran.stderr);
    }
}

#[test]
fn an_app_that_stands_in_several_places_moves_in_all_where_they_agree() {
    let repo = Repo::new();
    for cluster in ["eu", "us"] {
        for (environment, tag) in [("staging", "v2"), ("production", "v1")] {
            let file = format!("clusters/{cluster}/web/{environment}/kustomization.yaml");
            repo.write(&file, kustomization("acme/web", tag));
        }
    }
    repo.write("hoist.yaml", "environments: [staging, production]\napps: clusters/{cluster}/{app}/{env}\n");
    repo.commit_and_push("two clusters");
    let run = ["promote", "web", "--to", "production", "--deliver", "push"];
    let tag = |cluster: &str, environment: &str, tag| {
        repo.write(
            &format!("clusters/{cluster}/web/{environment}/kustomization.yaml"),
            kustomization("acme/web", tag),
        );
    };
    tag("eu", "staging", "v3");
    repo.commit_and_push("eu goes first");
    let apart = repo.hoist(&run).exits(4);
    assert!(apart.stderr.contains("`web` runs several versions at once: v3 at"), "{}", apart.stderr);
    tag("eu", "staging", "v2");
    tag("us", "production", "v0");
    repo.commit_and_push("us is behind");
    let ran = repo.hoist(&run).exits(4);
    let named = |cluster, tag| format!("{tag} at clusters/{cluster}/web/production/kustomization.yaml:7:13");
    assert!(
        ran.stderr.contains(&named("eu", "v1")) && ran.stderr.contains(&named("us", "v0")),
        "{}",
        ran.stderr
    );
    repo.hoist(&[&run[..], &["--scope", "clusters/eu"]].concat()).exits(0);
    let there = |cluster| {
        repo.there(&["show", &format!("main:clusters/{cluster}/web/production/kustomization.yaml")])
    };
    assert!(there("eu").contains("newTag: v2") && there("us").contains("newTag: v0"));
    repo.git(&["pull", "--quiet", "--ff-only", "origin", "main"]);
    tag("eu", "production", "v1");
    tag("us", "production", "v1");
    repo.commit_and_push("both run one version");
    repo.hoist(&run).exits(0);
    assert!(there("eu").contains("newTag: v2") && there("us").contains("newTag: v2"));
}

#[test]
fn a_configuration_that_was_given_is_told_and_recorded() {
    let repo = seed();
    let strict = "environments: [dev, staging, { name: production, gates: { soak: 24h } }]\napps: apps/{app}/overlays/{env}\n";
    repo.write("hoist.yaml", strict);
    repo.commit_and_push("a soak");
    let lax = repo.remote.with_file_name("lax.yaml");
    std::fs::write(&lax, strict.replace("gates: { soak: 24h }", "")).unwrap();
    let lax = lax.display().to_string();
    let promote = ["promote", "web-app", "--to", "production", "--deliver", "push"];
    repo.hoist(&promote).exits(3);
    let given = format!(
        "the configuration {lax} counts, not the repository's: its gates alone are asked, and the record says so"
    );
    let planned = repo.hoist(&[&["plan"], &promote[1..], &["--config", &lax]].concat()).exits(0).stdout;
    assert!(planned.contains(&given), "{planned}");
    let branch = [&promote[..5], &["branch", "--config", &lax, "--format", "json"]].concat();
    let body = repo.hoist(&branch).exits(0).json()["plan"]["promotions"][0]["delivery"].to_string();
    assert!(body.contains("not the repository's: its gates alone are asked"), "{body}");
    let ran = repo.hoist(&promote).env("HOIST_CONFIG", lax).exits(0);
    assert!(ran.stderr.contains(&given), "{}", ran.stderr);
    let message = repo.there(&["show", "--format=%B", "--no-patch", "main"]);
    assert!(message.contains("\nHoist-Config: given, not the repository's\n"), "{message}");
    let found = repo.hoist(&["history", "--verify"]).exits(3).stdout;
    assert!(found.contains("whether the repository's gates passed isn't known"), "{found}");
}

#[test]
fn the_repository_s_own_configuration_may_be_given() {
    let repo = seed();
    repo.write("hoist.yaml", "environments: [dev, staging, production]\napps: apps/{app}/overlays/{env}\n");
    repo.commit_and_push("declared");
    let ran = repo
        .hoist(&["promote", "web-app", "--to", "production", "--deliver", "push", "--config", "hoist.yaml"])
        .exits(0);
    assert!(!ran.stderr.contains("not the repository's"), "{}", ran.stderr);
    assert!(!repo.there(&["show", "--format=%B", "--no-patch", "main"]).contains("Hoist-Config"));
}
