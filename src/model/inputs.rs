//! What a run was asked to do, after flags, variables and defaults were put together.

use super::delivery::Deliver;
use super::hold::is_glob;
use super::plan::{Action, Plan};
use super::strategy::StrategyName;
use super::version::Version;
use jiff::Timestamp;

/// The inputs of a run. Names are still as typed: the configuration knows what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inputs {
    pub action: Action,
    /// Environments to promote to: names or globs.
    pub to: Vec<String>,
    pub from: Option<String>,
    pub from_ref: Option<String>,
    pub apps: Vec<Asked>,
    pub version: Option<Version>,
    pub scope: Option<String>,
    pub create: bool,
    pub deliver: Option<Deliver>,
    pub base: Option<String>,
    pub dry_run: bool,
    /// A configuration to be tried instead of the repository's.
    pub config: Option<GivenFile>,
    pub path: Option<String>,
    pub at: Option<Timestamp>,
    /// Where environments live, where nothing declares it.
    pub strategy: Option<StrategyName>,
    /// What a first tag points at.
    pub tagged: Option<String>,
    /// Where a rollback goes; else to the version before.
    pub to_version: Option<Version>,
    pub reason: Option<String>,
    /// When a hold ends.
    pub until: Option<Timestamp>,
    /// How far back to look.
    pub since: Option<Timestamp>,
    pub limit: Option<usize>,
    /// A plan that was approved: its versions are fixed.
    pub saved: Option<Plan>,
    pub words: Words,
    pub run: Run,
}

/// A file outside the repository's history, read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenFile {
    pub name: String,
    pub text: String,
}

/// An app as it was asked for: a name or a glob, perhaps with its own version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub app: String,
    pub version: Option<Version>,
    /// Nobody named it: another app of its group was asked for.
    pub along: Option<Along>,
}

/// Why an app comes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Along {
    pub group: String,
    /// The other one was asked for by a glob.
    pub by_glob: bool,
}

/// Words that the user chose instead of the templates'.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub branch: Option<String>,
    pub commit_message: Option<String>,
    pub title: Option<String>,
    pub body: Option<String>,
    pub author: Option<String>,
    pub sign_off: bool,
}

/// What the CI says of this run. Names of actors are its word, not authentication.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    pub in_ci: bool,
    pub actor: Option<String>,
    pub url: Option<String>,
}

impl Asked {
    pub fn is_glob(&self) -> bool {
        is_glob(&self.app)
    }
}
