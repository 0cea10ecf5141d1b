//! The lines that hold the environments, with the records on them.

use super::begun::begins;
use super::{Home, Sight};
use crate::error::Error;
use crate::git::{CommitInfo, End, Go, OnLine};
use crate::message::request;
use crate::model::facts::Facts;
use crate::model::line::{Line, RecordFound, Whence};
use crate::model::name::EnvironmentName;
use crate::model::plan::Oid;
use crate::model::record::Record;
use crate::model::text::visible;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Walks the line of each environment, back to a time where one is given. One line may hold several environments.
pub(super) fn read(
    sight: &Sight<'_, '_>,
    facts: &mut Facts,
    environments: &[EnvironmentName],
    since: Option<Timestamp>,
) -> Result<(), Error> {
    let mut lines: BTreeMap<&Oid, Line> = BTreeMap::new();
    for name in environments {
        let home = sight.homes.of(name);
        if !lines.contains_key(&home.base.commit) {
            lines.insert(&home.base.commit, line(sight, home, since)?);
        }
    }
    let traced: BTreeMap<&Oid, Rc<Line>> = lines
        .iter()
        .map(|(tip, line)| Ok((*tip, Rc::new(traced(sight, &lines, tip, line)?))))
        .collect::<Result<_, Error>>()?;
    for name in environments {
        if let Some(line) = traced.get(&sight.homes.of(name).base.commit) {
            facts.lines.insert(name.clone(), Rc::clone(line));
        }
    }
    Ok(())
}

fn line(sight: &Sight<'_, '_>, home: &Home<'_>, since: Option<Timestamp>) -> Result<Line, Error> {
    let mut walked: Vec<OnLine> = Vec::new();
    let end = sight.repo.line(&home.base.commit, &[], &mut |commit, _| {
        if since.is_some_and(|since| commit.seconds < since.as_second()) {
            return Ok(Go::Stop);
        }
        walked.push(commit);
        Ok(if begins(sight, home, &commit)? { Go::Begin } else { Go::On })
    })?;
    let mut records = Vec::new();
    let mut latest = i64::MIN;
    // A commit joined the line when it says, but never before its parent.
    for (place, commit) in walked.iter().enumerate().rev() {
        latest = latest.max(commit.seconds);
        let at = Timestamp::from_second(latest).unwrap_or(Timestamp::MAX);
        records.extend(landed(sight, home, &commit.commit.oid(), place, at)?);
    }
    records.reverse();
    let cut = match end {
        End::Cut => Some("the clone is shallow".into()),
        End::Beginning | End::Stopped => None,
    };
    let places: HashMap<_, _> = walked.iter().enumerate().map(|(at, one)| (one.commit.oid(), at)).collect();
    Ok(Line { places, records, cut })
}

/// The records of a commit itself, else those that it brought from beside the line.
fn landed(
    sight: &Sight<'_, '_>,
    home: &Home<'_>,
    commit: &Oid,
    place: usize,
    at: Timestamp,
) -> Result<Vec<RecordFound>, Error> {
    let info = sight.repo.info(commit)?;
    let mut records: Vec<_> = Record::read(&info.message).into_iter().collect();
    let mut author = info.author.name.clone();
    if info.parents.len() > 1 {
        let side = sight.repo.side(commit)?;
        let side: Vec<CommitInfo> =
            side.iter().map(|commit| sight.repo.info(commit)).collect::<Result<_, _>>()?;
        if let (Some(tip), true) = (side.first(), records.is_empty()) {
            author = tip.author.name.clone();
            let brought = side.iter().filter_map(|info| Record::read(&info.message));
            records.extend(brought.filter(|record| is_of(sight, home, record)));
        }
    }
    let found = |record| RecordFound {
        commit: commit.clone(),
        place,
        at,
        author: visible(&author),
        request: request(&info.message),
        subject: visible(info.message.lines().next().unwrap_or_default()),
        record,
        source: Whence::Unsaid,
    };
    Ok(records.into_iter().map(found).collect())
}

/// Whether a record speaks of an environment that this line holds: a merge of another environment's branch brings
/// that one's records too.
fn is_of(sight: &Sight<'_, '_>, home: &Home<'_>, record: &Record) -> bool {
    let name = EnvironmentName::new(&record.environment).ok();
    name.is_some_and(|name| sight.homes.of(&name).base.commit == home.base.commit)
}

/// The line, with the place of each record's source.
fn traced(
    sight: &Sight<'_, '_>,
    lines: &BTreeMap<&Oid, Line>,
    tip: &Oid,
    line: &Line,
) -> Result<Line, Error> {
    let mut line = line.clone();
    for found in &mut line.records {
        let from = found.record.from.as_ref().and_then(|from| EnvironmentName::new(from).ok());
        let home = from.map_or(tip, |from| &sight.homes.of(&from).base.commit);
        found.source = whence(sight, lines, home, tip, found.record.source.as_deref())?;
    }
    Ok(line)
}

fn whence(
    sight: &Sight<'_, '_>,
    lines: &BTreeMap<&Oid, Line>,
    home: &Oid,
    tip: &Oid,
    source: Option<&str>,
) -> Result<Whence, Error> {
    let Some(source) = source else { return Ok(Whence::Unsaid) };
    let commit = Oid(source.to_lowercase());
    if let Some(place) = lines.get(home).and_then(|line| line.place(&commit)) {
        return Ok(Whence::At(place));
    }
    if lines.get(tip).is_some_and(|line| line.place(&commit).is_some()) {
        return Ok(Whence::Beside);
    }
    let is_id = source.len() == 40 && source.chars().all(|c| c.is_ascii_hexdigit());
    let known = if is_id { sight.repo.resolve(source)? } else { None };
    let mut answers = Vec::new();
    for tip in known.iter().flat_map(|_| [home, tip]) {
        answers.push(sight.repo.contains(tip, &commit)?);
    }
    Ok(if answers.contains(&Some(true)) {
        Whence::Beside
    } else if is_id && (answers.contains(&None) || (known.is_none() && sight.repo.is_shallow())) {
        Whence::Unknown
    } else {
        Whence::Nowhere
    })
}
