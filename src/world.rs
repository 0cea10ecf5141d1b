//! What a run meets.

use crate::git;
use jiff::Timestamp;

/// What a run meets: the repository, its remote, the time, and somebody to be told how far it is.
pub struct World {
    pub repo: git::Repo,
    /// None where the repository has no remote.
    pub remote: Option<git::Remote>,
    pub now: Timestamp,
    pub say: Box<dyn Fn(&str)>,
}
