//! What holds or refuses a candidate. Each gate sees the candidate alone.

mod held_by;
mod holds;
mod immutable;
mod order;
#[cfg(test)]
mod sample;
mod soak;

pub use holds::Held;
pub use immutable::{Unfixed, unfixed};
pub use soak::Soak;

use crate::model::candidate::Candidate;
use crate::model::plan::Action;
use crate::model::verdict::{GateName, Verdict};
use jiff::Timestamp;

/// A rule of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Order,
    Immutable,
    Soak(Soak),
    Holds,
    HeldBy,
}

impl Gate {
    /// The gates that are asked: those that are on everywhere, the environment's own, and what holds or an app's own
    /// files bring. What goes back was let in before: neither the way nor the time is asked again.
    pub fn of(candidate: &Candidate, soak: Option<Soak>) -> Vec<Self> {
        let is_lifted = match candidate.action {
            Action::Promote => true,
            Action::Rollback | Action::Hold | Action::Unhold => false,
        };
        let has_holds = !(candidate.holds.is_empty() && candidate.unread_holds.is_empty());
        let all = [
            is_lifted.then_some(Self::Order),
            Some(Self::Immutable),
            soak.filter(|_| is_lifted).map(Self::Soak),
            has_holds.then_some(Self::Holds),
            (is_lifted && !candidate.held_by.is_empty()).then_some(Self::HeldBy),
        ];
        all.into_iter().flatten().collect()
    }

    pub fn name(self) -> GateName {
        match self {
            Self::Order => GateName::Order,
            Self::Immutable => GateName::Immutable,
            Self::Soak(_) => GateName::Soak,
            Self::Holds => GateName::Holds,
            Self::HeldBy => GateName::HeldBy,
        }
    }

    pub fn judge(self, candidate: &Candidate) -> Verdict {
        match self {
            Self::Order => order::judge(candidate),
            Self::Immutable => immutable::judge(candidate),
            Self::Soak(soak) => soak.judge(candidate),
            Self::Holds => holds::judge(candidate),
            Self::HeldBy => held_by::judge(candidate),
        }
    }
}

/// Not now. What only waits for a time doesn't keep a request from being opened.
fn held(on_request: bool, why: String, until: Option<Timestamp>) -> Verdict {
    if until.is_some() && on_request { Verdict::Later { why, until } } else { Verdict::Held { why, until } }
}
