//! What the records say, compared with what the commits did.

use super::plan::Oid;
use jiff::Timestamp;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    pub now: Timestamp,
    /// How many records were compared.
    pub records: usize,
    /// How many changes of versions were looked at.
    pub changes: usize,
    /// Newest first.
    pub findings: Vec<Finding>,
}

/// Something that doesn't hold, or can't be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    pub level: Level,
    pub at: Timestamp,
    pub commit: Oid,
    /// As the record names it.
    pub environment: String,
    pub app: Option<String>,
    pub what: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// The record says what isn't so.
    Wrong,
    /// A version changed, and no record speaks of it, after hoist came to that environment.
    Unrecorded,
    /// It can't be compared.
    Unknown,
    /// The record leaves something out that hoist writes in a CI.
    Incomplete,
}

impl Verified {
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|one| one.level == level).count()
    }

    /// 4 where something doesn't hold, 3 where that can't be told of all, else 0.
    pub fn exit_code(&self) -> u8 {
        if self.count(Level::Wrong) + self.count(Level::Unrecorded) > 0 {
            4
        } else if self.count(Level::Unknown) > 0 {
            3
        } else {
            0
        }
    }
}

impl Level {
    pub const ALL: [Self; 4] = [Self::Wrong, Self::Unrecorded, Self::Unknown, Self::Incomplete];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Unrecorded => "unrecorded",
            Self::Unknown => "unknown",
            Self::Incomplete => "incomplete",
        }
    }
}
