//! Any bytes as a manifest, through every selector.
#![no_main]

#[path = "../../tests/every_pin/check.rs"]
mod check;

use hoist::manifest::text;
use hoist::model::path::RepoPath;

/// The name of a file tells what may be in it: the length of the text chooses one.
const PATHS: [&str; 8] = [
    "a/kustomization.yaml",
    "a/Chart.yaml",
    "a/values.yaml",
    "a/values.json",
    "a/.argocd-source-web.yaml",
    "a/requirements.yaml",
    "a/release.yaml",
    "a/web",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(path) = RepoPath::new(PATHS[bytes.len() % PATHS.len()]) else { return };
    let Ok(text) = text(&path, bytes) else { return };
    let checks = [
        check::every_pin(&path, text),
        check::every_key(&path, text, 4),
        check::every_selector(&path, text),
        check::every_insertion(&path, text),
    ];
    for why in checks.into_iter().filter_map(Result::err) {
        panic!("{path}: {why}");
    }
});
