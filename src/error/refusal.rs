//! What hoist refuses to write over: exit 4, nothing is written.

use crate::model::name::{AppName, EnvironmentName};
use crate::model::path::RepoPath;
use crate::model::plan::Oid;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("{} {} changes that are not committed", paths(files), if files.len() == 1 { "has" } else { "have" })]
    Dirty { files: Vec<RepoPath> },
    #[error("{what} is behind {remote}: it lacks {}", commit.short())]
    Behind { what: String, remote: String, commit: Oid },
    #[error("whether {what} has all of {remote} isn't known: the clone is shallow")]
    MaybeBehind { what: String, remote: String },
    #[error("what {from} and {into} have in common isn't known: the clone is shallow")]
    CutShort { from: EnvironmentName, into: EnvironmentName },
    #[error("what {of} held as of {} was taken back since", commit.short())]
    TakenBack { commit: Oid, of: EnvironmentName },
    #[error("{path}: both sides changed the same")]
    Conflict { path: String },
    #[error("the plan has nothing to apply: {app} was {fate} when it was made")]
    NothingApproved { app: AppName, fate: &'static str },
    #[error("the plan is no promotion: it was made by `hoist {action}`")]
    NoPromotion { action: &'static str },
    #[error("the branch `{branch}` on the remote holds a commit that hoist didn't make: {} by {author}", commit.short())]
    ForeignBranch { branch: String, commit: Oid, author: String },
}

impl Refusal {
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Dirty { .. } => {
                "commit or stash them first, or use --deliver branch, which leaves your files alone"
                    .to_owned()
            }
            Self::Behind { .. } => {
                "run `git pull` first, or use --deliver branch, which needs no local branch".to_owned()
            }
            Self::MaybeBehind { .. } | Self::CutShort { .. } => {
                "run `git fetch --unshallow` first".to_owned()
            }
            Self::TakenBack { commit, .. } => {
                format!(
                    "go back to a version that stands, or promote what it came from again: {}",
                    commit.short()
                )
            }
            Self::Conflict { .. } => "plan it again: the branches aren't what they were".to_owned(),
            Self::NothingApproved { .. } => "plan it again: `hoist plan` tells what holds it".to_owned(),
            Self::NoPromotion { action } => format!("run `hoist {action}` itself: it plans and judges anew"),
            Self::ForeignBranch { branch, .. } => {
                format!(
                    "somebody worked on it: merge or delete `{branch}`, or choose another name with --branch"
                )
            }
        })
    }
}

fn paths(files: &[RepoPath]) -> String {
    files.iter().map(RepoPath::as_str).collect::<Vec<_>>().join(", ")
}
