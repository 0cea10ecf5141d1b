//! Where environments live in git, by its word in hoist.yaml.

use serde::Deserialize;

/// The word of a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StrategyName {
    Directory,
    Branch,
    Tag,
}

impl StrategyName {
    pub const ALL: [Self; 3] = [Self::Directory, Self::Branch, Self::Tag];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Branch => "branch",
            Self::Tag => "tag",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }
}
