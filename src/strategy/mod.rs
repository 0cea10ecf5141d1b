//! Where environments live in git, and what must change for a target to hold what is wanted.

mod branch;
mod directory;
mod tag;

pub use branch::Branches;
pub use directory::{Step, steps};
pub use tag::{Owners, Tags, version_in};

use crate::model::strategy::StrategyName;

/// Where environments live in git.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Strategy {
    /// Paths of one branch.
    #[default]
    Directory,
    /// A branch each.
    Branch(Branches),
    /// Tags on commits of one branch.
    Tag(Tags),
}

impl Strategy {
    pub fn name(&self) -> StrategyName {
        match self {
            Self::Directory => StrategyName::Directory,
            Self::Branch(_) => StrategyName::Branch,
            Self::Tag(_) => StrategyName::Tag,
        }
    }
}
