//! Whether the commit of a record brought what the record says.

use super::Fault;
use crate::decide::history::{Change, changes};
use crate::model::line::{Line, RecordFound};
use crate::model::record::AppLine;
use crate::model::timeline::Timeline;
use crate::model::verified::Level;
use crate::model::version::Version;

pub(super) fn landed(line: &Line, timeline: &Timeline, found: &RecordFound, says: &AppLine) -> Option<Fault> {
    let Some(change) = changes(timeline).find(|change| *change.stay.commit == found.commit) else {
        return brought_nothing(line, timeline, found, says);
    };
    let Change { stay, left, .. } = &change;
    let brought = stay.version.as_ref().map_or("nothing", Version::as_str);
    if brought != says.to {
        let shown = change.to.as_deref().unwrap_or("nothing");
        let what = format!("the record says {}, and the commit brought {shown}", said(says));
        let level = if is_same_otherwise(brought, &says.to) { Level::Unknown } else { Level::Wrong };
        return Some(Fault(level, what));
    }
    let came_from = left.map(Version::as_str);
    let is_clear = left.is_some() || change.from.is_none();
    let agrees = came_from == says.from.as_deref()
        || came_from.zip(says.from.as_deref()).is_some_and(|(stood, said)| is_same_otherwise(stood, said));
    if is_clear && !agrees {
        let stood = change.from.as_deref().unwrap_or("nothing");
        let what = format!("the record says {}, and {stood} stood there before", said(says));
        return Some(Fault(Level::Wrong, what));
    }
    None
}

/// `staging-v1.2.3` may be v1.2.3 in the form that the environment once had: formats are those of now.
fn is_same_otherwise(stood: &str, said: &str) -> bool {
    stood.strip_suffix(said).is_some_and(|affix| affix.ends_with(['-', '_', '/', '.']))
}

/// Fine where only other pins moved; else the commit may lie where nobody can look.
fn brought_nothing(line: &Line, timeline: &Timeline, found: &RecordFound, says: &AppLine) -> Option<Fault> {
    if says.from.as_ref() == Some(&says.to) {
        return None;
    }
    let is_seen = |commit| line.place(commit).is_some_and(|place| found.place <= place);
    let reaches = timeline.stays.iter().any(|stay| is_seen(&stay.commit));
    match &timeline.cut {
        Some(cut) if !reaches => {
            Some(Fault(Level::Unknown, format!("what the commit brought isn't known: {cut}")))
        }
        Some(_) | None => {
            let what = format!("the record says {}, and the commit doesn't change that", said(says));
            Some(Fault(Level::Wrong, what))
        }
    }
}

/// A rollback goes to what ran there before.
pub(super) fn rolled_back(
    line: &Line,
    timeline: &Timeline,
    found: &RecordFound,
    says: &AppLine,
) -> Option<Fault> {
    let is_it = |version: Option<&Version>| version.is_some_and(|version| version.as_str() == says.to);
    let is_older = |commit| line.place(commit).is_some_and(|place| found.place < place);
    let mut stays = timeline.stays.iter();
    let ran = stays.any(|stay| is_it(stay.version.as_ref()) && is_older(&stay.commit))
        || timeline.earlier.as_ref().is_some_and(|earlier| is_it(earlier.version.as_ref()));
    match &timeline.cut {
        _ if ran => None,
        Some(cut) => {
            Some(Fault(Level::Unknown, format!("whether {} ran before isn't known: {cut}", says.to)))
        }
        None => Some(Fault(Level::Wrong, format!("it goes back to {}, which never ran there", says.to))),
    }
}

fn said(says: &AppLine) -> String {
    match &says.from {
        Some(from) => format!("{from} -> {}", says.to),
        None => format!("-> {}", says.to),
    }
}
