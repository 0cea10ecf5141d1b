//! What comes from outside is data: refused, or carried as it is.

use super::support::{Repo, kustomization, overlay, seed};
use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;

const HOSTILE: [&str; 10] = [
    "x\n::set-output name=result::promoted",
    "::error::x",
    "##[set-output name=a]b",
    "a%0A::set-env name=PATH::x",
    "a|b",
    "`id`",
    "</details><script>",
    "@team",
    "../../etc/passwd",
    "--upload-pack=touch /tmp/x",
];

/// Nothing in the log would be taken as a command by a runner.
fn is_harmless(text: &str) {
    for line in text.lines() {
        let command = line.trim_start().starts_with("::")
            && !["::group::", "::endgroup::", "::error", "::warning", "::notice", "::add-mask::"]
                .iter()
                .any(|ours| line.starts_with(ours));
        assert!(!command && !line.contains("##["), "{line:?} in\n{text}");
        assert!(!line.starts_with("::error::x"), "{line}");
    }
}

/// Whatever is given to one input, nothing reaches the remote but what was there.
fn refused(input: &str, codes: &[i32]) {
    let repo = seed();
    let before = repo.there(&["for-each-ref"]);
    for value in HOSTILE {
        let mut run = repo.hoist(&[]).env("GITHUB_ACTIONS", "true").env("CI", "true");
        for (name, usual) in [("TO", "production"), ("APP", "web-app"), ("DELIVER", "branch")] {
            run = run.env(&format!("INPUT_{name}"), usual);
        }
        let ran = run.env(&format!("INPUT_{input}"), value).run();
        assert!(codes.contains(&ran.code), "{input}={value:?}: {}\n{}", ran.code, ran.stderr);
        is_harmless(&ran.stderr);
        is_harmless(&ran.stdout);
        assert_eq!(repo.there(&["for-each-ref"]), before, "{input}={value:?}");
    }
}

#[test]
fn an_app_is_a_name() {
    refused("APP", &[2]);
}

#[test]
fn an_environment_is_a_name() {
    refused("TO", &[2]);
    refused("FROM", &[2]);
}

#[test]
fn a_version_is_one_token() {
    refused("VERSION", &[2]);
}

#[test]
fn a_ref_is_a_commit_or_a_name() {
    refused("FROM_REF", &[2]);
}

#[test]
fn a_base_is_a_branch_of_the_remote() {
    refused("BASE", &[1, 2]);
}

#[test]
fn a_scope_is_a_folder() {
    refused("SCOPE", &[2]);
}

#[test]
fn a_branch_is_a_name_that_git_takes() {
    for (value, takes) in HOSTILE.iter().map(|value| (*value, matches!(*value, "##[set-output name=a]b"))) {
        let repo = seed();
        let ran = repo
            .hoist(&["promote", "web-app", "--to", "production", "--deliver", "branch"])
            .env("HOIST_BRANCH", value)
            .run();
        is_harmless(&ran.stderr);
        let names = repo.branches();
        assert!(
            ran.code == 2 || names.iter().any(|name| name == value),
            "{value:?}: {} {names:?}\n{}",
            ran.code,
            ran.stderr
        );
        assert!(!takes || ran.code == 2, "a bracket is no part of a branch");
    }
}

#[test]
fn invalid_utf8_in_an_input_is_told() {
    let repo = seed();
    let ran = repo
        .hoist(&["promote", "--to", "production"])
        .env("HOIST_APP", OsString::from_vec(vec![b'w', 0xff]))
        .exits(2);
    assert!(ran.stderr.contains("UTF-8"), "{}", ran.stderr);
}

#[test]
fn a_hostile_tag_in_a_manifest_is_carried_as_data() {
    for value in HOSTILE {
        let repo = seed();
        let quoted = serde_json::to_string(value).unwrap();
        repo.write(&overlay("web-app", "staging"), kustomization("ghcr.io/acme/web-app", &quoted));
        repo.commit_and_push("hostile");
        let output = repo.remote.with_file_name("output");
        let summary = repo.remote.with_file_name("summary");
        std::fs::write(&output, "").unwrap();
        std::fs::write(&summary, "").unwrap();
        let ran = repo
            .hoist(&["promote", "web-app", "--to", "production", "--deliver", "branch"])
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_STEP_SUMMARY", &summary)
            .run();
        is_harmless(&ran.stderr);
        is_harmless(&ran.stdout);
        let outputs = std::fs::read_to_string(&output).unwrap();
        let results: Vec<_> = outputs.lines().filter(|line| line.starts_with("result<<")).collect();
        assert_eq!(results.len(), 1, "{outputs}");
        let summary = std::fs::read_to_string(&summary).unwrap();
        assert!(!summary.contains("<script>") || summary.contains("`</details><script>"), "{summary}");
        if repo.branches().len() > 1 {
            let message = repo.there(&["log", "-1", "--format=%B", "hoist/production/web-app"]);
            assert!(!message.lines().any(|line| line.starts_with("::")), "{message}");
        }
    }
}

#[test]
fn a_hostile_app_folder_is_data() {
    for name in ["a|b", "`id`", "--upload-pack=x", "##[error]x", "%0A", "</details>"] {
        let repo = seed();
        let folder = name.replace('/', "∕");
        for (environment, tag) in [("dev", "v2"), ("staging", "v2"), ("production", "v1")] {
            repo.write(&overlay(&folder, environment), kustomization("ghcr.io/acme/x", tag));
        }
        repo.commit_and_push("hostile");
        let ran = repo
            .hoist(&["promote", "*", "--to", "production", "--deliver", "push"])
            .env("GITHUB_ACTIONS", "true")
            .run();
        assert!([0, 3].contains(&ran.code), "{name}: {}", ran.stderr);
        is_harmless(&ran.stderr);
    }
}

#[test]
fn a_manifest_with_invalid_utf8_or_nul_is_refused_by_name() {
    for bytes in
        [&b"images:\n  - name: ghcr.io/acme/web-app\n    newTag: \xff\n"[..], b"images:\n  - name: a\0b\n"]
    {
        let repo = seed();
        repo.write(&overlay("web-app", "production"), bytes);
        repo.commit_and_push("bytes");
        let ran = repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(4);
        assert!(ran.stderr.contains(&overlay("web-app", "production")), "{}", ran.stderr);
    }
}

#[test]
fn a_configuration_reaches_no_path_outside() {
    for path in ["../outside/{env}", "/../{env}", "apps/../../{env}", ".git/{env}", "apps\\{env}"] {
        let repo = Repo::new();
        let quoted = serde_json::to_string(path).unwrap();
        repo.write("hoist.yaml", format!("environments: [dev, production]\napps: {quoted}\n"));
        repo.commit_and_push("outside");
        let ran = repo.hoist(&["plan", "--to", "production", "*"]).exits(2);
        assert!(ran.stderr.contains("hoist.yaml:2:"), "{path}: {}", ran.stderr);
    }
}

#[test]
fn a_link_is_never_followed() {
    let repo = seed();
    let outside = repo.remote.with_file_name("outside.yaml");
    std::fs::write(&outside, kustomization("ghcr.io/acme/web-app", "v1.2.2")).unwrap();
    let file = repo.clone.join(overlay("web-app", "production"));
    std::fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink(&outside, &file).unwrap();
    repo.commit_and_push("a link");
    let ran = repo.hoist(&["promote", "web-app", "--to", "production"]).run();
    assert_ne!(ran.code, 0, "{}", ran.stderr);
    assert!(std::fs::read_to_string(&outside).unwrap().contains("v1.2.2"));
}

#[test]
fn a_token_is_never_printed() {
    let repo = seed();
    repo.git(&["remote", "set-url", "origin", "http://user:s3cret-in-url@127.0.0.1:9/none.git"]);
    let ran = repo
        .hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"])
        .env("HOIST_TOKEN", "s3cret-token")
        .exits(1);
    let all = format!("{}{}", ran.stdout, ran.stderr);
    assert!(!all.contains("s3cret"), "{all}");
}

#[test]
fn what_stood_in_a_manifest_stays_on_its_line_of_the_message() {
    let repo = seed();
    let hostile = r#""v1\nSigned-off-by: Boss <boss@example.com>\nHoist-App: x v1 -> v2""#;
    repo.write(&overlay("web-app", "production"), kustomization("ghcr.io/acme/web-app", hostile));
    repo.commit_and_push("hostile");
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "push"]).exits(0);
    let message = repo.there(&["log", "-1", "--format=%B", "main"]);
    let forged = |line: &str| line.starts_with("Signed-off-by") || line.starts_with("Hoist-App: x");
    assert!(!message.lines().any(forged), "{message}");
}
