//! What holds or refuses a candidate. Each gate sees the candidate alone.

mod immutable;
mod order;

pub use immutable::{Unfixed, unfixed};

use crate::model::candidate::Candidate;
use crate::model::plan::{GateName, Verdict};

/// A rule of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    Order,
    Immutable,
}

impl Gate {
    /// The gates that are on everywhere.
    pub const ALWAYS: [Self; 2] = [Self::Order, Self::Immutable];

    pub fn name(self) -> GateName {
        match self {
            Self::Order => GateName::Order,
            Self::Immutable => GateName::Immutable,
        }
    }

    pub fn judge(self, candidate: &Candidate) -> Verdict {
        match self {
            Self::Order => order::judge(candidate),
            Self::Immutable => immutable::judge(candidate),
        }
    }
}
