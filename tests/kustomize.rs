//! The real kustomize as the judge: before and after a promotion, only the intended image differs.
//! `.ci/run kustomize` builds it and runs this; `HOIST_KUSTOMIZE` names the program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]
#![allow(clippy::print_stdout, reason = "it shows what kustomize built")]

#[path = "cli/support.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the other tests of the binary")]
mod support;

use std::path::Path;
use std::process::Command;
use support::{Repo, git, overlay, seed};

/// What kustomize builds of production, at a commit of the remote.
fn built(repo: &Repo, branch: &str, folder: &Path) -> String {
    let kustomize = std::env::var("HOIST_KUSTOMIZE").expect("HOIST_KUSTOMIZE names the kustomize program");
    git(
        repo.remote.parent().unwrap(),
        &["clone", "--quiet", "--branch", branch, repo.remote.to_str().unwrap(), folder.to_str().unwrap()],
    );
    let overlay = folder.join(overlay("web-app", "production"));
    let output = Command::new(kustomize).arg("build").arg(overlay.parent().unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "needs the kustomize program: run `.ci/run kustomize`"]
fn kustomize_builds_the_promoted_image_and_nothing_else_differs() {
    let repo = seed();
    repo.hoist(&["promote", "web-app", "--to", "production", "--deliver", "branch"]).exits(0);
    let top = repo.remote.parent().unwrap();
    let before = built(&repo, "main", &top.join("before"));
    let after = built(&repo, "hoist/production/web-app", &top.join("after"));
    assert!(after.contains("image: ghcr.io/acme/web-app:v1.2.3"), "{after}");
    assert_eq!(before.replace("web-app:v1.2.2", "web-app:v1.2.3"), after);
    println!(
        "before: image: ghcr.io/acme/web-app:v1.2.2\nafter:  image: ghcr.io/acme/web-app:v1.2.3\nnothing else differs"
    );
}
