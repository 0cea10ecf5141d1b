//! Whether what was promoted had stood where the record says, and in all that comes before.

use super::{Court, Fault};
use crate::gate::{Unfixed, unfixed};
use crate::model::line::{RecordFound, Whence};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::range;
use crate::model::record::{AppLine, Record};
use crate::model::timeline::{Stay, Timeline, Unclear};
use crate::model::verified::Level;
use crate::model::version::Version;
use std::collections::BTreeSet;

/// The commit that the record calls its source.
pub(super) fn named(found: &RecordFound) -> Option<Fault> {
    let source = found.record.source.as_deref()?;
    match found.source {
        Whence::Nowhere => {
            let what = format!("its source {} isn't in the history", short(source));
            Some(Fault(Level::Wrong, what))
        }
        Whence::Unknown => {
            let what = format!("whether its source {} is in the history isn't known", short(source));
            Some(Fault(Level::Unknown, what))
        }
        Whence::Unsaid | Whence::At(_) | Whence::Beside => None,
    }
}

pub(super) fn promoted(
    court: &Court<'_>,
    app: &AppName,
    found: &RecordFound,
    says: &AppLine,
) -> Option<Fault> {
    let version = Version::new(&says.to).ok()?;
    let faults =
        before(court, &found.record).into_iter().filter_map(|name| stood(court, app, found, &name, &version));
    // What is wrong is told before what can't be told.
    faults.min_by_key(|Fault(level, _)| *level)
}

/// Where the version must have stood: nowhere if it may start here, or if somebody broke the gate and said so.
pub(super) fn before(court: &Court<'_>, record: &Record) -> BTreeSet<EnvironmentName> {
    let is_overridden = record.overrides.iter().any(|one| one.starts_with("order"));
    if court.environment.entry || is_overridden {
        return BTreeSet::new();
    }
    let from = record.from.as_ref().and_then(|from| EnvironmentName::new(from).ok());
    match from {
        Some(from) if court.config.comes_after(&from, &court.environment.name) => BTreeSet::from([from]),
        from => court.environment.after.iter().cloned().chain(from).collect(),
    }
}

fn stood(
    court: &Court<'_>,
    app: &AppName,
    found: &RecordFound,
    before: &EnvironmentName,
    version: &Version,
) -> Option<Fault> {
    // Where no version of the app is in git, none can have stood.
    let timeline = court.facts.timeline(app, before).filter(|timeline| has_any(timeline))?;
    let mut there = timeline.stays.iter().filter(|stay| holds(stay, version));
    if there.clone().any(|stay| is_earlier(court, found, before, stay)) {
        return None;
    }
    let earlier = timeline.earlier.as_ref();
    if earlier.is_some_and(|one| is_it(one.version.as_ref(), one.unclear.as_deref(), version)) {
        let what = format!("since when {before} runs {version} isn't known");
        return is_needed(timeline).then_some(Fault(Level::Unknown, what));
    }
    if let Some(cut) = &timeline.cut {
        return Some(Fault(Level::Unknown, format!("whether {version} ran in {before} isn't known: {cut}")));
    }
    let what = match there.next_back() {
        Some(later) => format!("{version} came to {before} only afterwards ({})", later.commit.short()),
        None => format!("{version} never ran in {before}"),
    };
    Some(Fault(Level::Wrong, what))
}

/// What stood before the oldest stay that is known stood before all of them.
fn is_needed(timeline: &Timeline) -> bool {
    timeline.stays.is_empty()
}

fn has_any(timeline: &Timeline) -> bool {
    let any = |version: Option<&Version>, unclear: bool| version.is_some() || unclear;
    timeline.stays.iter().any(|stay| any(stay.version.as_ref(), stay.unclear.is_some()))
        || timeline.earlier.as_ref().is_some_and(|one| any(one.version.as_ref(), one.unclear.is_some()))
        || timeline.cut.is_some()
}

fn holds(stay: &Stay, version: &Version) -> bool {
    is_it(stay.version.as_ref(), stay.unclear.as_deref(), version)
}

/// The version itself, one of several, or what lies in a range that stood there.
fn is_it(stands: Option<&Version>, unclear: Option<&Unclear>, version: &Version) -> bool {
    match (stands, unclear) {
        (Some(stands), _) if stands == version => true,
        (Some(stands), _) => {
            let sought = version.semver().filter(|_| unfixed(stands) == Some(Unfixed::Range));
            sought.and_then(|sought| range::admits(stands.as_str(), &sought)) == Some(true)
        }
        (None, Some(Unclear::Several(all))) => all.iter().any(|one| one.version == *version),
        (None, Some(Unclear::Broken(_)) | None) => false,
    }
}

/// Whether a stay began before the version was promoted: on one line by their places, else by the source's place,
/// else by their times.
fn is_earlier(court: &Court<'_>, found: &RecordFound, before: &EnvironmentName, stay: &Stay) -> bool {
    let line = court.facts.lines.get(before);
    let place = line.and_then(|line| line.place(&stay.commit));
    let same_line = line.is_some_and(|line| line.place(&found.commit) == Some(found.place));
    let named = found.record.from.as_deref() == Some(before.as_str());
    match (place, &found.source) {
        (Some(place), _) if same_line => found.place < place,
        (Some(place), Whence::At(source)) if named => *source <= place,
        (_, Whence::Unsaid | Whence::At(_) | Whence::Beside | Whence::Nowhere | Whence::Unknown) => {
            stay.since <= found.at
        }
    }
}

fn short(commit: &str) -> String {
    commit.chars().take(7).collect()
}
