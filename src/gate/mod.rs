//! What holds or refuses a candidate. Each gate sees the candidate alone.

mod held_by;
mod immutable;
mod order;
mod soak;

pub use immutable::{Unfixed, unfixed};
pub use soak::Soak;

use crate::model::candidate::Candidate;
use crate::model::plan::{Action, GateName, Verdict};

/// A rule of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Order,
    Immutable,
    HeldBy,
}

impl Gate {
    /// The gates that are on everywhere, and the one that an app's own files bring.
    pub fn of(candidate: &Candidate) -> Vec<Self> {
        if candidate.action == Action::Rollback {
            // What ran there may run there again, in whatever order versions go.
            return vec![Self::Immutable];
        }
        let own = (!candidate.held_by.is_empty()).then_some(Self::HeldBy);
        [Self::Order, Self::Immutable].into_iter().chain(own).collect()
    }

    pub fn name(self) -> GateName {
        match self {
            Self::Order => GateName::Order,
            Self::Immutable => GateName::Immutable,
            Self::HeldBy => GateName::HeldBy,
        }
    }

    pub fn judge(self, candidate: &Candidate) -> Verdict {
        match self {
            Self::Order => order::judge(candidate),
            Self::Immutable => immutable::judge(candidate),
            Self::HeldBy => held_by::judge(candidate),
        }
    }
}
