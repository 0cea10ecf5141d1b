//! Every version that hoist finds in a file can be changed: just its bytes are others, it reads as it should, and
//! every other version reads as before. Shown on the files of real repositories, on generated ones, and on any bytes.
#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

#[path = "every_pin/check.rs"]
mod check;
#[path = "every_pin/files.rs"]
mod files;
#[path = "scenarios/shared.rs"]
mod shared;

use check::{Tally, every_insertion, every_key, every_pin, every_selector};
use hoist::model::path::RepoPath;
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[test]
fn every_version_of_real_files_is_changed_alone() {
    let mut out = std::io::stderr();
    let Some(folder) = shared::folder("real") else {
        writeln!(out, "no HOIST_SHARED and no ../shared: no real file was looked at").unwrap();
        return;
    };
    let (mut tally, mut wrong) = (Tally::default(), Vec::new());
    for file in all_files(&folder) {
        let path = RepoPath::new(file.strip_prefix(&folder).unwrap().to_str().unwrap()).unwrap();
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        for checked in [every_pin(&path, &text), every_selector(&path, &text), every_key(&path, &text, 12)] {
            match checked {
                Ok(one) => tally.add(one),
                Err(why) => wrong.push(format!("{path}: {why}")),
            }
        }
    }
    writeln!(out, "{tally}").unwrap();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tally.pins > 0 && tally.keys > 0, "{tally}");
}

#[test]
fn odd_texts_are_changed_or_refused_in_plain_words() {
    for text in ["?\n\n\n::", "? a\n:b: 1\n", "? a\n:: x\n", "{? a, :b: 1}", "{\"a\":, b: }", "? \n:\n"] {
        try_every("a/release.yaml", text).unwrap();
    }
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            files.extend(all_files(&entry.path()));
        } else {
            files.push(entry.path());
        }
    }
    files.sort();
    files
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn try_every(path: &str, text: &str) -> Result<Tally, TestCaseError> {
    let path = RepoPath::new(path).unwrap();
    let fail = |why| TestCaseError::fail(format!("{path}: {why}\n{text}"));
    let tally = every_pin(&path, text).map_err(fail)?;
    every_selector(&path, text).map_err(fail)?;
    every_insertion(&path, text).map_err(fail)?;
    every_key(&path, text, 10).map_err(fail)?;
    Ok(tally)
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn every_version_of_a_generated_file_is_changed_alone(file in files::file()) {
        let tally = try_every(file.path, &file.text)?;
        prop_assert_eq!(tally.pins, file.pins, "{}: {}", file.path, file.text);
        prop_assert!(tally.refused.is_empty(), "{tally}\n{}", file.text);
    }

    #[test]
    fn a_file_with_bytes_out_of_place_is_changed_nowhere_else(
        file in files::file(),
        scars in vec((any::<prop::sample::Index>(), files::scar()), 1..4),
    ) {
        let mut text = file.text;
        for (at, scar) in scars {
            let at = text.char_indices().map(|(at, _)| at).nth(at.index(text.chars().count())).unwrap_or(0);
            scar.cut(&mut text, at);
        }
        try_every(file.path, &text)?;
    }

    #[test]
    fn no_bytes_are_changed_anywhere_else(
        path in prop::sample::select(&files::PATHS[..]),
        bytes in vec(any::<u8>(), 0..300),
    ) {
        try_every(path, &String::from_utf8_lossy(&bytes))?;
    }
}
