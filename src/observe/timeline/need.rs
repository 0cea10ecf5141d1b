//! How much of a pin's past is needed: a walk goes on until all have enough.

use super::trace::Trace;
use crate::model::timeline::Content;

/// What is asked of one pin's past. Where several things are, all must be answered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::observe) struct Need {
    /// Since when what stands now stands.
    pub now: bool,
    /// All that ever stood.
    pub all: bool,
    /// Whether these ever stood.
    pub stood: Vec<Content>,
}

impl Need {
    /// Times are asked for, and not only versions.
    pub(super) fn is_timed(&self) -> bool {
        self.now || self.all
    }

    pub(super) fn is_met(&self, trace: &Trace<'_>) -> bool {
        !self.all
            && (!self.now || trace.has_changed())
            && self.stood.iter().all(|content| trace.has_seen(content))
    }
}
