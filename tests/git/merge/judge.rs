//! What `git merge -s ort -X no-renames` makes of two branches.

use crate::fixture::Place;
use hoist::git::{Conflict, ConflictKind};
use hoist::model::plan::Oid;
use std::collections::{BTreeMap, BTreeSet};

/// The conflicts of a merge, by path: the ids of the stages (base, ours, theirs), and the lines in question.
type Stages = BTreeMap<Vec<u8>, (BTreeSet<(u8, String)>, Option<String>)>;

/// What came of a merge.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Tree(String),
    Conflicts(Stages),
}

/// Where a folder in one merge base is a file in another, `ort` moves the file when it merges the bases, and before
/// 2.48 then finds that it was renamed, whatever it is told.
pub(crate) fn is_puzzled(place: &Place, at: &str, bases: &[Oid]) -> bool {
    let listed = |base: &Oid| place.try_git(at, &["ls-tree", "-r", "-t", "-z", &base.0]).stdout;
    let lists: Vec<_> = if bases.len() > 1 { bases.iter().map(listed).collect() } else { Vec::new() };
    let entries =
        lists.iter().flat_map(|list| list.split(|byte| *byte == 0)).filter(|entry| !entry.is_empty());
    let mut folders = BTreeMap::new();
    let differs = |entry: &[u8]| {
        let tab = entry.iter().position(|byte| *byte == b'\t').unwrap();
        let is_folder = entry.starts_with(b"040000");
        *folders.entry(entry[tab..].to_vec()).or_insert(is_folder) != is_folder
    };
    entries.into_iter().any(differs)
}

/// Merges in a work tree, and looks at what is left; none where git found a rename, though it was told not to look.
pub(crate) fn merge(place: &Place, at: &str, ours: &str, theirs: &str) -> Option<Verdict> {
    place.git(at, &["checkout", "-q", "-f", "--detach", ours]);
    place.git(at, &["clean", "-ffdxq"]);
    // Before 2.48, `ort` looks for equal files whatever `no-renames` says; see `is_puzzled`.
    let ort = ["-s", "ort", "-X", "find-renames=100%", "-X", "no-renames"];
    let options = [&ort[..], &["--no-ff", "--no-edit", "--allow-unrelated-histories"]].concat();
    let merged = place.try_git(at, &[&["merge"], &options[..], &[theirs]].concat());
    if String::from_utf8_lossy(&merged.stdout).contains("(rename/") {
        return None;
    }
    if merged.status.success() {
        return Some(Verdict::Tree(place.git(at, &["rev-parse", "HEAD^{tree}"])));
    }
    let output = place.try_git(at, &["ls-files", "-u", "-z"]).stdout;
    let mut conflicts = Stages::new();
    for line in output.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let tab = line.iter().position(|byte| *byte == b'\t').unwrap();
        let words = String::from_utf8_lossy(&line[..tab]).into_owned();
        let words: Vec<_> = words.split(' ').collect();
        // git moves a file that a folder stands in the way of: `path~HEAD`.
        let path = line[tab + 1..].split(|byte| *byte == b'~').next().unwrap().to_vec();
        let shown = clashes(place, at, &line[tab + 1..]);
        let conflict = conflicts.entry(path).or_default();
        conflict.0.insert((words[2].parse().unwrap(), words[1].to_owned()));
        conflict.1 = shown;
    }
    assert!(!conflicts.is_empty(), "{}", String::from_utf8_lossy(&merged.stderr));
    Some(Verdict::Conflicts(conflicts))
}

/// The lines between markers of a file that git left behind.
fn clashes(place: &Place, at: &str, path: &[u8]) -> Option<String> {
    use std::os::unix::ffi::OsStrExt as _;
    let path = place.path(at).join(std::ffi::OsStr::from_bytes(path));
    if !std::fs::symlink_metadata(&path).ok()?.is_file() {
        return None;
    }
    let text = String::from_utf8_lossy(&std::fs::read(path).ok()?).into_owned();
    let mut inside = false;
    let mut shown = String::new();
    for line in text.lines().map(|line| line.trim_end_matches('\r')) {
        inside |= line.starts_with("<<<<<<< ");
        if inside {
            let word = line.split(' ').next().unwrap();
            shown += &match word {
                "<<<<<<<" => "<<<<<<< ours".to_owned(),
                ">>>>>>>" => ">>>>>>> theirs".to_owned(),
                _ => line.to_owned(),
            };
            shown.push('\n');
        }
        inside &= !line.starts_with(">>>>>>> ");
    }
    Some(shown).filter(|shown| !shown.is_empty())
}

/// Our conflicts in the judge's words. What git tells otherwise (it splits some paths in two) is not compared.
pub(crate) fn agrees(ours: &[Conflict], git: &Verdict) -> Result<(), String> {
    let Verdict::Conflicts(git) = git else { return Err("git merges it".into()) };
    let paths: BTreeSet<_> = ours.iter().map(|conflict| conflict.path.bytes().to_vec()).collect();
    if !paths.iter().eq(git.keys()) {
        return Err("other paths".into());
    }
    for conflict in ours {
        let (stages, shown) = &git[conflict.path.bytes()];
        if !matches!(conflict.kind, ConflictKind::Type | ConflictKind::Folder) {
            let ids = [(1, &conflict.base), (2, &conflict.ours), (3, &conflict.theirs)];
            let ids: BTreeSet<_> =
                ids.into_iter().filter_map(|(stage, id)| Some((stage, id.as_ref()?.0.clone()))).collect();
            if ids != *stages {
                return Err(format!("{}: other stages", conflict.path));
            }
        }
        let has_lines = matches!(conflict.kind, ConflictKind::BothChanged | ConflictKind::BothAdded);
        if let Some(shown) = shown.as_ref().filter(|_| has_lines)
            && !conflict.diff.contains('…')
            && conflict.diff != *shown
        {
            return Err(format!("{}: other lines:\n{}\n{shown}", conflict.path, conflict.diff));
        }
    }
    Ok(())
}
