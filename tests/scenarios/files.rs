//! All files of a folder, and what should be different in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every file by its path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// What should be different afterwards.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// On one line, one text is another. Without a number it is the only line that has it.
    Line { file: String, line: Option<usize>, from: String, to: String },
    /// There is one file more, equal to another.
    Copy { of: String, to: String },
}

/// The files of a folder, but for git's own.
pub(crate) fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, below: &str, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{below}{}", entry.file_name().into_string().unwrap());
        if name == ".git" {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// The files with the changes made: what the project itself would have.
pub(crate) fn changed(files: &Files, changes: &[Change]) -> Files {
    let mut files = files.clone();
    for change in changes {
        match change {
            Change::Line { file, line, from, to } => {
                let text = String::from_utf8(files[file].clone()).unwrap();
                files.insert(file.clone(), replaced(&text, *line, from, to).into_bytes());
            }
            Change::Copy { of, to } => {
                assert!(!files.contains_key(to), "{to} is there already");
                files.insert(to.clone(), files[of].clone());
            }
        }
    }
    files
}

fn replaced(text: &str, line: Option<usize>, from: &str, to: &str) -> String {
    let mut lines: Vec<_> = text.split_inclusive('\n').map(str::to_owned).collect();
    let has = |at: &usize| lines[*at].matches(from).count() == 1;
    let at: Vec<_> = line.map_or_else(|| (0..lines.len()).filter(has).collect(), |line| vec![line - 1]);
    assert!(at.len() == 1 && has(&at[0]), "`{from}` stands in the lines {at:?}");
    lines[at[0]] = lines[at[0]].replace(from, to);
    lines.concat()
}

/// Where two folders differ, line by line.
pub(crate) fn differences(expected: &Files, got: &Files) -> Vec<String> {
    let names: BTreeSet<_> = expected.keys().chain(got.keys()).collect();
    let differ = names.into_iter().filter(|name| expected.get(*name) != got.get(*name));
    differ.flat_map(|name| by_line(name, expected.get(name), got.get(name))).collect()
}

fn by_line(name: &str, expected: Option<&Vec<u8>>, got: Option<&Vec<u8>>) -> Vec<String> {
    let (Some(expected), Some(got)) = (expected, got) else {
        let what = if got.is_some() { "is there" } else { "is not there" };
        return vec![format!("{name} {what}")];
    };
    let lines = |bytes: &[u8]| -> Vec<_> {
        String::from_utf8_lossy(bytes).split_inclusive('\n').map(str::to_owned).collect()
    };
    let (expected, got) = (lines(expected), lines(got));
    let pairs = (0..expected.len().max(got.len())).map(|at| (at + 1, expected.get(at), got.get(at)));
    pairs
        .filter(|(_, expected, got)| expected != got)
        .map(|(line, expected, got)| format!("{name}:{line} expected {expected:?}, got {got:?}"))
        .collect()
}
