//! A version on its way into one environment: all that a gate sees.

use super::facts::{HeldBy, Stood};
use super::hold::Hold;
use super::name::{AppName, EnvironmentName};
use super::plan::Action;
use super::version::Version;
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub action: Action,
    pub now: Timestamp,
    pub app: AppName,
    pub environment: EnvironmentName,
    pub version: Version,
    /// The digest that travels with it.
    pub digest: Option<String>,
    /// Somebody gave the version; else it is what the source runs.
    pub given: bool,
    /// The source ran it before: it is the newest that stood there long enough.
    pub chosen: bool,
    /// A version may start in this environment.
    pub entry: bool,
    /// The source comes after the target and runs the version: a hotfix on its way back.
    pub brought_back: bool,
    /// Each environment that the version must have stood in.
    pub before: Vec<Before>,
    /// The pins that would change, the lead pin first.
    pub travels: Vec<Traveller>,
    /// It goes there by a request: what only waits for a time is settled when that lands.
    pub on_request: bool,
    /// The holds that speak of the app, the environment and the version, whatever their time.
    pub holds: Vec<Hold>,
    /// Why holds that may speak of it can't be read.
    pub unread_holds: Vec<String>,
    /// What stands beside the version in the source and says: no further.
    pub held_by: Vec<HeldBy>,
}

/// What is known of the version in an environment before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    pub environment: EnvironmentName,
    pub runs: Runs,
    /// The digest that stands there with it.
    pub digest: Option<String>,
    /// The history's answer; none where it wasn't asked.
    pub stood: Option<Stood>,
    /// How long the version stood there; none where that wasn't asked.
    pub soaked: Option<Soaked>,
}

/// How long a version stood somewhere without a break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Soaked {
    /// It stands there since then.
    Since(Timestamp),
    /// It stood there, and does no more.
    Ended { since: Timestamp, until: Timestamp },
    /// The history doesn't show it.
    Unseen { why: String },
}

/// What an environment before runs now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runs {
    Version(Version),
    /// It has no version of the app in git.
    Nothing,
    /// It can't be read.
    Unclear {
        why: String,
    },
}

/// One pin's value on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traveller {
    /// What the pin is called.
    pub pin: String,
    /// The bare version.
    pub version: Version,
    /// The version as it stands where it comes from: `dev-latest`.
    pub as_found: Version,
    pub has_digest: bool,
}
