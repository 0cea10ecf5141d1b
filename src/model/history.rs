//! What happened to the environments, newest first.

use super::name::EnvironmentName;
use super::plan::{Action, Note, Oid};
use super::timeline::How;
use jiff::Timestamp;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// What ages count from.
    pub now: Timestamp,
    pub entries: Vec<Entry>,
    /// What can't be shown, and why.
    pub missing: Vec<String>,
    pub notes: Vec<Note>,
}

/// One thing that happened to one app in one environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// When its commit joined the line.
    pub at: Timestamp,
    pub environment: EnvironmentName,
    /// A name; of a hold perhaps a glob.
    pub app: String,
    pub from: Option<String>,
    /// None where the app went away, and of a hold on every version.
    pub to: Option<String>,
    pub how: Way,
    pub by: String,
    pub request: Option<String>,
    pub commit: Oid,
    pub subject: String,
    pub reason: Option<String>,
    pub until: Option<String>,
    pub overrides: Vec<String>,
    pub approved_by: Vec<String>,
    pub run: Option<String>,
}

/// How a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    Promotion,
    Rollback,
    /// A plain `git revert`: a rollback without a record.
    Revert,
    /// The first version that an app had there, without a record.
    First,
    /// No record speaks of it.
    ByHand,
    Hold,
    Unhold,
}

impl Way {
    pub fn of(how: &How) -> Self {
        match how {
            How::Recorded(action) => Self::of_action(*action),
            How::Reverted(_) => Self::Revert,
            How::Unrecorded => Self::ByHand,
        }
    }

    pub fn of_action(action: Action) -> Self {
        match action {
            Action::Promote => Self::Promotion,
            Action::Rollback => Self::Rollback,
            Action::Hold => Self::Hold,
            Action::Unhold => Self::Unhold,
        }
    }

    /// The word for people.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Promotion => "promotion",
            Self::Rollback => "rollback",
            Self::Revert => "revert",
            Self::First => "first",
            Self::ByHand => "by hand",
            Self::Hold => "hold",
            Self::Unhold => "unhold",
        }
    }

    /// Back to what ran before.
    pub fn is_back(self) -> bool {
        match self {
            Self::Rollback | Self::Revert => true,
            Self::Promotion | Self::First | Self::ByHand | Self::Hold | Self::Unhold => false,
        }
    }
}
