//! Environments are paths of one branch: pins of the target are written where they stand.

use crate::model::name::EnvironmentName;
use crate::model::pin::Reading;
use crate::model::plan::Change;
use crate::model::wanted::Wanted;

/// What one wanted pin asks of the target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'a> {
    Write {
        held: &'a Reading,
        wanted: &'a Wanted,
    },
    Insert {
        wanted: &'a Wanted,
    },
    /// The target does without it.
    Leave {
        wanted: &'a Wanted,
    },
    LeadMissing {
        wanted: &'a Wanted,
    },
    Doubled {
        held: Vec<&'a Reading>,
    },
    /// The place is another environment's too.
    Shared {
        held: &'a Reading,
        with: &'a EnvironmentName,
    },
    /// The approved plan found it here, and it is gone.
    Gone {
        wanted: &'a Wanted,
    },
    /// The target isn't as it was when the plan was approved.
    Moved {
        held: &'a Reading,
        wanted: &'a Wanted,
    },
}

/// Pins belong together by name, never by position. A pin that only the target has stays.
pub fn steps<'a>(held: &'a [Reading], wanted: &'a [Wanted], create: bool) -> Vec<Step<'a>> {
    wanted.iter().flat_map(|wanted| steps_of(held, wanted, create)).collect()
}

/// One name may stand in several places, which move together as long as they hold the same.
fn steps_of<'a>(held: &'a [Reading], wanted: &'a Wanted, create: bool) -> Vec<Step<'a>> {
    let named: Vec<_> = held.iter().filter(|reading| reading.pin.name == wanted.pin).collect();
    match named.as_slice() {
        [] if create || wanted.is_approved_insertion() => vec![Step::Insert { wanted }],
        [] if !wanted.approved.is_empty() => vec![Step::Gone { wanted }],
        [] if wanted.is_lead => vec![Step::LeadMissing { wanted }],
        [] => vec![Step::Leave { wanted }],
        [first, others @ ..] if others.iter().any(|other| !other.holds_same(first)) => {
            vec![Step::Doubled { held: named }]
        }
        all => all.iter().map(|held| write(held, wanted)).collect(),
    }
}

fn write<'a>(held: &'a Reading, wanted: &'a Wanted) -> Step<'a> {
    match &held.shared_with {
        Some(with) => Step::Shared { held, with },
        None if has_moved(held, wanted) => Step::Moved { held, wanted },
        None => Step::Write { held, wanted },
    }
}

/// Whether a field holds neither what the approved plan found nor what it would write.
fn has_moved(held: &Reading, wanted: &Wanted) -> bool {
    let here = |change: &&Change| change.file == held.pin.file;
    let mut approved = wanted.approved.iter().filter(here).peekable();
    if !wanted.approved.is_empty() && approved.peek().is_none() {
        return true;
    }
    approved.any(|change| {
        let now = held.pin.field(change.field).map(|written| &written.text);
        now != change.from.as_ref() && now != change.to.as_ref()
    })
}

impl Step<'_> {
    /// Why the app can't move, if this step stands in its way, and what to do.
    pub fn refusal(&self) -> Option<String> {
        match self {
            // Where a lead pin was looked for is told by who knows the files.
            Self::Write { .. } | Self::Insert { .. } | Self::Leave { .. } | Self::LeadMissing { .. } => None,
            Self::Doubled { held } => {
                let values: Vec<_> = held.iter().map(ToString::to_string).collect();
                let name = held.first().map_or("", |one| one.pin.name.name.as_str());
                Some(format!("{name} stands there more than once: {}", values.join(", ")))
            }
            Self::Shared { held, with } => Some(format!(
                "{}: {} stands in a file that is {with}'s too; give each environment an entry of its own, then promote",
                held.pin.at().map_or_else(|| held.pin.file.to_string(), ToString::to_string),
                held.pin.name,
            )),
            Self::Gone { wanted } => {
                Some(format!("the target moved since the plan was made: {} isn't there", wanted.pin))
            }
            Self::Moved { held, .. } => {
                Some(format!("the target moved since the plan was made: it has {held}"))
            }
        }
    }
}
