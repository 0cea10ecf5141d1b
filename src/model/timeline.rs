//! What ran in an environment, since when, and who brought it.

use super::plan::{Action, Oid};
use super::record::Record;
use super::version::Version;
use jiff::Timestamp;

/// The versions of one app in one environment, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    pub stays: Vec<Stay>,
    /// Why older stays may be missing; none where the whole history was seen.
    pub cut: Option<String>,
}

/// The time that one version stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// None where the environment held no version of the app.
    pub version: Option<Version>,
    pub digest: Option<String>,
    /// When the commit that brought it joined the line: never before its parent did.
    pub since: Timestamp,
    /// The commit that brought it.
    pub commit: Oid,
    /// The newest commit of the line at which it still stood.
    pub last: Oid,
    pub brought: Brought,
}

/// How a version came, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    pub how: How,
    /// The record's actor, else the author.
    pub by: String,
    /// The forge's number of the request that it came by: `#12`, `!12`.
    pub request: Option<String>,
    pub record: Option<Record>,
    /// The first line of the message.
    pub subject: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// The record of the commit speaks of this app, environment and version.
    Recorded(Action),
    /// By a plain `git revert` of this commit.
    Reverted(Oid),
    /// Nothing tells: a change by hand, or of another tool.
    Unrecorded,
}

impl Timeline {
    /// The stay that goes on.
    pub fn now(&self) -> Option<&Stay> {
        self.stays.first()
    }

    pub fn is_complete(&self) -> bool {
        self.cut.is_none()
    }
}
