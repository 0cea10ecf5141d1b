//! One environment's branch merged into another's, and what stands in the way.

use super::plan::{Base, Oid};
use serde::{Deserialize, Serialize};

/// The environment before, merged into this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Merge {
    /// The branch that is merged, at this commit; of a rollback, this environment's own, as it was.
    pub of: Base,
    /// What both sides are compared with.
    pub bases: Vec<Oid>,
    /// Globs of paths that stay the target's own: what either side keeps.
    pub keep: Vec<String>,
    /// Of a rollback: the commits whose changes are taken back, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undoes: Vec<Oid>,
    /// The target has no branch yet: it begins with this.
    #[serde(default)]
    pub begins: bool,
    /// The files that differ from the target afterwards.
    pub paths: Vec<String>,
    /// Files in which the target stays other than the source, beside those that it keeps.
    pub drift: Drift,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
}

/// What was changed on the target alone, and stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    pub paths: Vec<String>,
    /// There are more than these.
    pub more: bool,
}

/// A path at which the two sides don't agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    pub path: String,
    /// `both changed it`.
    pub what: String,
    pub target: Option<Touch>,
    pub source: Option<Touch>,
    /// The lines in question; empty where there are none to see.
    pub diff: String,
}

/// The commit that last changed a path on one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    pub commit: Oid,
    pub subject: String,
    pub author: String,
}

impl Merge {
    /// Somebody has to resolve it, in the request.
    pub fn is_stuck(&self) -> bool {
        !self.conflicts.is_empty()
    }

    /// Both sides changed the file, or the folder that it is in.
    pub fn is_open(&self, file: &str) -> bool {
        let is_it =
            |path: &str| file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.conflicts.iter().any(|one| is_it(&one.path))
    }

    /// There is nothing that the target doesn't have.
    pub fn is_level(&self) -> bool {
        self.paths.is_empty() && self.conflicts.is_empty() && !self.begins
    }
}
