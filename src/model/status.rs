//! What runs where, since when, and what could be promoted.

use super::history::Way;
use super::name::{AppName, EnvironmentName};
use super::plan::{Note, Oid};
use super::step::Step;
use super::text::Position;
use jiff::Timestamp;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// What ages count from.
    pub now: Timestamp,
    /// In the order in which versions travel.
    pub environments: Vec<EnvironmentName>,
    pub rows: Vec<StatusRow>,
    /// Those that speak of what is shown, expired ones included.
    pub holds: Vec<HoldShown>,
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusRow {
    pub app: AppName,
    /// One for each environment, in their order.
    pub cells: Vec<Cell>,
}

/// What one app runs in one environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "state")]
pub enum Cell {
    /// The app isn't there.
    Absent,
    Runs(Box<Runs>),
    /// It can't be read, and why.
    Unclear {
        why: String,
    },
}

/// The version that an app runs, and what deserves a look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Runs {
    pub version: String,
    /// As it stands in the file.
    pub written: String,
    pub at: Position,
    /// None where the history doesn't show it.
    pub since: Option<Since>,
    /// Why it isn't known since when.
    pub since_unknown: Option<String>,
    /// It changed without a record where hoist promotes to.
    pub unrecorded: bool,
    /// The environment before runs another version.
    pub behind: bool,
    /// How many versions the environment before is ahead, where its history shows that.
    pub behind_by: Option<usize>,
    /// The newest version of the environment before, where it isn't here.
    pub could: Option<Could>,
    /// A hold that counts now speaks of the app here.
    pub held: bool,
    /// `a moving tag`, `a range` or `a placeholder`: what runs isn't known from git.
    pub unfixed: Option<String>,
    /// Pins that differ from the environment before, where the version itself is level.
    pub drift: Vec<Drift>,
    /// The environment that reads the very same place: a shared base.
    pub shared_with: Option<EnvironmentName>,
}

/// When a version came, how, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Since {
    pub at: Timestamp,
    pub how: Way,
    pub by: String,
    pub request: Option<String>,
    pub commit: Oid,
    pub subject: String,
}

/// A version that could come next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Could {
    pub version: String,
    pub from: EnvironmentName,
    pub step: Step,
    /// What to type.
    pub command: String,
    /// The hold that keeps it out.
    pub held_by: Option<String>,
}

/// A pin that isn't as it is in the environment before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    pub pin: String,
    pub here: String,
    pub before: String,
}

/// An entry of `.hoist/holds.yaml`, and whether it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldShown {
    pub app: String,
    pub version: Option<String>,
    pub environments: Vec<EnvironmentName>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub reason: String,
    pub at: Position,
    /// notYet, holds or expired.
    pub standing: super::hold::Standing,
}
