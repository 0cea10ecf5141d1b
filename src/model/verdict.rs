//! What gates say.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The rule that gave a verdict. `manifest` speaks for the files themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GateName {
    Order,
    Immutable,
    Soak,
    Holds,
    HeldBy,
    /// What the history says of a way back.
    Timeline,
    Manifest,
    /// Where environments are tags: the tags themselves.
    Tag,
    /// Where environments are branches: the files that are merged.
    Merge,
    /// What was asked for together moves together.
    Together,
}

/// What a gate says of a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "verdict")]
pub enum Verdict {
    Pass { why: String },
    Held { why: String, until: Option<Timestamp> },
    Refused { why: String },
    Later { why: String, until: Option<Timestamp> },
}

impl GateName {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Immutable => "immutable",
            Self::Soak => "soak",
            Self::Holds => "holds",
            Self::HeldBy => "heldBy",
            Self::Timeline => "timeline",
            Self::Manifest => "manifest",
            Self::Tag => "tag",
            Self::Merge => "merge",
            Self::Together => "together",
        }
    }

    /// Gates that are on for everybody are printed only when they have something to say.
    pub fn is_quiet(self) -> bool {
        match self {
            Self::Order | Self::Soak => false,
            Self::Immutable
            | Self::Holds
            | Self::HeldBy
            | Self::Timeline
            | Self::Manifest
            | Self::Tag
            | Self::Merge
            | Self::Together => true,
        }
    }
}

impl Verdict {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Pass { .. } => "pass",
            Self::Held { .. } => "held",
            Self::Refused { .. } => "refused",
            Self::Later { .. } => "later",
        }
    }

    pub fn why(&self) -> &str {
        match self {
            Self::Pass { why } | Self::Held { why, .. } | Self::Refused { why } | Self::Later { why, .. } => {
                why
            }
        }
    }

    pub fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Held { until, .. } | Self::Later { until, .. } => *until,
            Self::Pass { .. } | Self::Refused { .. } => None,
        }
    }
}

impl fmt::Display for GateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
