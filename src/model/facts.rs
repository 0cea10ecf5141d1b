//! All that one run observed: what decide sees of the world.

use super::name::{AppName, EnvironmentName};
use super::path::RepoPath;
use super::pin::Reading;
use super::plan::{Base, Note, Oid};
use super::text::Position;
use super::version::Version;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The commit that all this was read from.
    pub base: Base,
    /// The apps that were asked for, in the order of their names.
    pub apps: Vec<AppFound>,
    pub readings: Vec<Reading>,
    pub troubles: Vec<Trouble>,
    /// The files that hold pins, as they stand at the base.
    pub texts: BTreeMap<RepoPath, String>,
    pub pasts: Vec<Past>,
    pub notes: Vec<Note>,
}

/// An app, and the entry of the configuration's `apps` that found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppFound {
    pub app: AppName,
    pub rule: usize,
    /// Asked for by a glob: it may be left out when it is held.
    pub by_glob: bool,
    /// The version that was asked for it alone: `APP@VERSION`, or the input `version`.
    pub version: Option<String>,
    /// Where it stands: the environments that it has a place in.
    pub environments: Vec<EnvironmentName>,
}

/// A file that should hold pins and can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub app: AppName,
    pub environment: EnvironmentName,
    pub file: RepoPath,
    pub at: Option<Position>,
    pub what: String,
    pub hint: Option<String>,
}

/// Whether a version ever ran in an environment, as the history tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub app: AppName,
    pub environment: EnvironmentName,
    pub version: Version,
    pub answer: Stood,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stood {
    /// It stood there as of this commit.
    At(Oid),
    /// The whole history doesn't have it.
    Never,
    /// The history is cut short, and what there is of it doesn't have it.
    Unknown { why: String },
}
