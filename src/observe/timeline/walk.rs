//! One walk along the line of a branch, for all pins that are asked about.

use super::places::pins;
use super::trace::Trace;
use crate::git::{self, Changed, End, Go, OnLine, Repo};
use crate::model::path::RepoPath;
use crate::observe::begun::begins;
use crate::observe::{Home, Sight};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// How far back a walk goes at most.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::observe) struct Bounds {
    pub since: Option<Timestamp>,
    /// So many changes of versions.
    pub limit: Option<usize>,
}

/// The commits that were passed, newest first, and where that ended.
pub(super) struct Walked {
    pub line: Vec<OnLine>,
    pub end: End,
}

/// The files of all pins, and who looks at each.
struct Watched<'a> {
    files: Vec<&'a RepoPath>,
    by: Vec<Vec<usize>>,
}

/// Follows all pins until each has what it needs.
pub(super) fn walk(
    sight: &Sight<'_, '_>,
    home: &Home<'_>,
    traces: &mut [Trace<'_>],
    bounds: Bounds,
) -> Result<Walked, git::Error> {
    let mut line = Vec::new();
    let mut open = traces.iter().filter(|trace| !trace.is_met).count();
    if open == 0 {
        return Ok(Walked { line, end: End::Stopped });
    }
    let watched = Watched::of(traces);
    // A commit is never older than one before it: when it joined the line is known once all those are.
    let timed = traces.iter().any(|trace| trace.asked.need.is_timed());
    let mut found = 0;
    let repo = sight.repo;
    let end = repo.line(&home.base.commit, &watched.files, &mut |commit, changed| {
        if bounds.since.is_some_and(|since| commit.seconds < since.as_second()) {
            return Ok(Go::Stop);
        }
        line.push(commit);
        if begins(sight, home, &commit)? {
            return Ok(Go::Begin);
        }
        for one in touched(repo, home, &watched, traces, changed)? {
            found += usize::from(traces[one].settle(line.len() - 1));
            open -= usize::from(traces[one].is_met);
        }
        let is_enough = bounds.limit.is_some_and(|limit| found >= limit);
        Ok(match open {
            _ if is_enough => Go::Stop,
            0 if timed => Go::OnWithoutFiles,
            0 => Go::Stop,
            _ => Go::On,
        })
    })?;
    Ok(Walked { line, end })
}

/// Tells each pin what its files held before a commit; those that were told.
fn touched(
    repo: &Repo,
    home: &Home<'_>,
    watched: &Watched<'_>,
    traces: &mut [Trace<'_>],
    changed: &[Changed],
) -> Result<Vec<usize>, git::Error> {
    let mut touched = Vec::new();
    for one in changed {
        let file = watched.files[one.file];
        let (mut places, mut readers) = (Vec::new(), Vec::new());
        for at in &watched.by[one.file] {
            let trace = &mut traces[*at];
            if trace.is_met {
                continue;
            }
            trace.open(&home.tree, file)?;
            touched.push(*at);
            for (place, reader) in trace.places.readers(file) {
                places.push((*at, place));
                readers.push(reader);
            }
        }
        if readers.is_empty() {
            continue;
        }
        let older = one.older.map(|older| repo.content(older)).transpose()?;
        for ((at, place), found) in places.into_iter().zip(pins(file, older.as_deref(), &readers)) {
            traces[at].take(place, found);
        }
    }
    touched.sort_unstable();
    touched.dedup();
    Ok(touched)
}

impl<'a> Watched<'a> {
    fn of(traces: &[Trace<'a>]) -> Self {
        let mut places = BTreeMap::new();
        let mut watched = Self { files: Vec::new(), by: Vec::new() };
        for (at, trace) in traces.iter().enumerate().filter(|(_, trace)| !trace.is_met) {
            for file in trace.places.files() {
                let place = *places.entry(file).or_insert_with(|| {
                    watched.files.push(file);
                    watched.by.push(Vec::new());
                    watched.files.len() - 1
                });
                if watched.by[place].last() != Some(&at) {
                    watched.by[place].push(at);
                }
            }
        }
        watched
    }
}
