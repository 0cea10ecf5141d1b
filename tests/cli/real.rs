//! Parts of real repositories, beside the checkout: with no configuration, what their own people promoted moves.

use super::support::Repo;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Trees whose layout is a usual one.
const USUAL: [&str; 7] = [
    "argocd-applicationset-examples",
    "flux2-kustomize-helm-example",
    "govuk-image-tags",
    "konflux-helm-generator",
    "konflux-mintmaker",
    "kubefirst-metaphor",
    "podinfo",
];

/// Where the trees are; nothing where they aren't. A place that is named must be there.
fn trees() -> Option<PathBuf> {
    match std::env::var_os("HOIST_SHARED") {
        Some(shared) => Some(PathBuf::from(shared).join("real")),
        None => {
            Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real")).filter(|real| real.is_dir())
        }
    }
}

fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, to) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            copied(&path, &to);
        } else {
            std::fs::write(&to, std::fs::read(&path).unwrap()).unwrap();
        }
    }
}

/// Promotes as a scenario says, and nothing but what it expects has changed.
fn promoted(repo: &Repo, name: &str, scenario: &Value) {
    let promotion = &scenario["promotion"];
    let mut args = vec!["promote".to_owned(), "--deliver".to_owned(), "worktree".to_owned()];
    for key in ["app", "from", "to", "version", "scope"] {
        args.extend(promotion[key].as_str().map(|value| format!("--{key}={value}")));
    }
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    repo.hoist(&args).exits(0);
    let mut expected: Vec<String> = Vec::new();
    for change in scenario["expected_changes"].as_array().unwrap() {
        let text = |key: &str| change[key].as_str().unwrap();
        expected.push(format!("{}:{} {} → {}", text("file"), change["line"], text("from"), text("to")));
        let line = usize::try_from(change["line"].as_u64().unwrap()).unwrap() - 1;
        let (old, new) = (repo.git(&["show", &format!("HEAD:{}", text("file"))]), repo.read(text("file")));
        let old = old.lines().nth(line).unwrap();
        assert_eq!(new.lines().nth(line).unwrap(), old.replace(text("from"), text("to")), "{name}");
    }
    let changed = repo.git(&["diff", "--unified=0", "--no-color"]);
    let added = changed.lines().filter(|line| line.starts_with('+') && !line.starts_with("+++")).count();
    assert_eq!(added, expected.len(), "{name}: {changed}\n{expected:?}");
    repo.commit_and_push(name);
}

#[test]
fn usual_layouts_of_real_repositories_need_no_configuration() {
    let Some(trees) = trees() else {
        println!("no HOIST_SHARED and no ../shared: real repositories aren't here");
        return;
    };
    for name in USUAL {
        let scenario = std::fs::read_to_string(trees.join(name).join("scenario.json")).unwrap();
        let scenario: Value = serde_json::from_str(&scenario).unwrap();
        let repo = Repo::new();
        copied(&trees.join(name).join("tree"), &repo.clone);
        repo.commit_and_push("seed");
        promoted(&repo, name, &scenario);
        if scenario["follow_up"].is_object() {
            promoted(&repo, name, &scenario["follow_up"]);
        }
    }
}
