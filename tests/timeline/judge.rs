//! What the `git` program says of the same history: `git log --first-parent`, with the versions of each path compared.

use crate::fleet::{ENVIRONMENTS, Fleet, Place, path};
use hoist::model::plan::Oid;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// A stay as git tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub version: Option<String>,
    pub digest: Option<String>,
    pub is_broken: bool,
    pub since: i64,
    pub commit: Oid,
    pub last: Oid,
}

/// A commit of the line, oldest first in its list.
struct OnLine {
    commit: Oid,
    /// The latest of its time and those before it.
    time: i64,
    changed: Vec<String>,
}

/// The stays of each place that holds a version at the tip, newest first.
pub(crate) fn told(fleet: &Fleet, apps: usize) -> BTreeMap<Place, Vec<Told>> {
    let line = line(fleet);
    let places: BTreeMap<_, _> = (0..apps)
        .flat_map(|app| (0..ENVIRONMENTS.len()).map(move |environment| (app, environment)))
        .map(|place| (path(place), place))
        .collect();
    let ours = |name: &&String| places.contains_key(*name);
    let asked: Vec<_> = line
        .iter()
        .enumerate()
        .flat_map(|(at, one)| one.changed.iter().filter(ours).map(move |name| (at, name)))
        .collect();
    let names: Vec<_> = asked.iter().map(|(at, name)| format!("{}:{name}", line[*at].commit)).collect();
    let mut held: BTreeMap<Place, Vec<(usize, Option<String>)>> = BTreeMap::new();
    for ((at, name), text) in asked.iter().zip(contents(fleet, &names)) {
        held.entry(places[*name]).or_default().push((*at, text));
    }
    let stays = held.into_iter().map(|(place, held)| (place, stays(&line, &held)));
    stays.filter(|(_, stays)| stays.first().is_some_and(|now| now.version.is_some())).collect()
}

fn line(fleet: &Fleet) -> Vec<OnLine> {
    let log = fleet.git(&[
        "log",
        "--first-parent",
        "-m",
        "--no-renames",
        "--name-only",
        "--reverse",
        "--format=%x01%H %ct",
        "main",
    ]);
    let mut latest = i64::MIN;
    let one = |block: &str| {
        let (head, changed) = block.split_once('\n').unwrap_or((block, ""));
        let (commit, time) = head.split_once(' ').unwrap();
        latest = latest.max(time.parse().unwrap());
        let changed = changed.lines().filter(|name| !name.is_empty()).map(str::to_owned).collect();
        OnLine { commit: Oid(commit.to_owned()), time: latest, changed }
    };
    log.split('\x01').skip(1).map(one).collect()
}

/// What each `commit:path` holds; none where it is missing.
fn contents(fleet: &Fleet, names: &[String]) -> Vec<Option<String>> {
    let mut asked = tempfile::tempfile().unwrap();
    asked.write_all((names.join("\n") + "\n").as_bytes()).unwrap();
    std::io::Seek::rewind(&mut asked).unwrap();
    let mut git = Command::new("git");
    let git = git.current_dir(fleet.path()).args(["cat-file", "--batch"]).stdin(Stdio::from(asked));
    let output = String::from_utf8(git.output().unwrap().stdout).unwrap();
    let mut rest = output.as_str();
    let mut next = || {
        let (head, after) = rest.split_once('\n').unwrap();
        if head.ends_with(" missing") {
            rest = after;
            return None;
        }
        let size: usize = head.rsplit(' ').next().unwrap().parse().unwrap();
        let (text, after) = after.split_at(size);
        rest = &after[1..];
        Some(text.to_owned())
    };
    names.iter().map(|_| next()).collect()
}

type Content = (Option<String>, Option<String>, bool);

fn content(text: Option<&str>) -> Content {
    let Some(text) = text else { return (None, None, false) };
    if text.contains("<<<<<<<") {
        return (None, None, true);
    }
    let value = |key: &str| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.trim().strip_prefix(key)).next().map(str::to_owned)
    };
    (value("newTag: "), value("digest: "), false)
}

/// Changes of the path that changed its version, newest first.
fn stays(line: &[OnLine], held: &[(usize, Option<String>)]) -> Vec<Told> {
    let mut stays: Vec<Told> = Vec::new();
    let mut now = content(None);
    for (at, text) in held {
        let next = content(text.as_deref());
        if next == now {
            continue;
        }
        if let Some(before) = stays.last_mut() {
            before.last = line[*at - 1].commit.clone();
        }
        let (version, digest, is_broken) = next.clone();
        let (commit, since) = (line[*at].commit.clone(), line[*at].time);
        let last = line.last().unwrap().commit.clone();
        stays.push(Told { version, digest, is_broken, since, commit, last });
        now = next;
    }
    stays.reverse();
    stays
}
