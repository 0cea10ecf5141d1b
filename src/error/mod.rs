//! The sum of the parts' errors: what happened, what to do about it, and the exit code.

mod ask;
mod refusal;

pub use ask::Ask;
pub use refusal::Refusal;

use crate::model::plan::Oid;
use crate::{config, git, manifest, message};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Git(#[from] git::Error),
    #[error(transparent)]
    Config(#[from] config::Problems),
    #[error(transparent)]
    Route(#[from] config::RouteError),
    #[error(transparent)]
    Lead(#[from] config::LeadError),
    #[error(transparent)]
    Holds(#[from] config::holds::Error),
    #[error(transparent)]
    Manifest(#[from] manifest::Error),
    #[error(transparent)]
    Message(#[from] message::Error),
    #[error(transparent)]
    Ask(#[from] Ask),
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody else's push came first; the run starts over from what they left.
    #[error("`{branch}` moved on while this ran{}", winner.as_ref().map(|by| format!(": it is at {} now", by.short())).unwrap_or_default())]
    LostRace { branch: String, winner: Option<Oid> },
    /// An error, and what may be behind it.
    #[error("{error}")]
    Beside { error: Box<Self>, note: String },
}

impl Error {
    /// The same error, with one thing more to know.
    pub fn beside(self, note: String) -> Self {
        Self::Beside { error: Box::new(self), note }
    }

    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Git(error) => error.hint(),
            Self::Config(problems) => problems.hint(),
            Self::Route(error) => error.hint(),
            Self::Lead(error) => error.hint(),
            Self::Holds(error) => error.hint(),
            Self::Manifest(error) => error.hint(),
            Self::Message(error) => error.hint(),
            Self::Ask(ask) => ask.hint(),
            Self::Refused(refusal) => refusal.hint(),
            Self::LostRace { .. } => {
                Some("many promote at once: run it again, nothing was written".to_owned())
            }
            Self::Beside { error, note } => {
                Some(error.hint().into_iter().chain([note.clone()]).collect::<Vec<_>>().join("\n"))
            }
        }
    }

    /// 1: the world; 2: what was typed or configured; 4: refused.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Git(error) => of_git(error),
            Self::LostRace { .. } => 1,
            Self::Beside { error, .. } => error.exit_code(),
            Self::Config(_)
            | Self::Route(_)
            | Self::Lead(_)
            | Self::Holds(_)
            | Self::Message(_)
            | Self::Ask(_) => 2,
            Self::Manifest(_) | Self::Refused(_) => 4,
        }
    }

    pub fn lost_race(&self) -> bool {
        matches!(self, Self::LostRace { .. })
    }
}

fn of_git(error: &git::Error) -> u8 {
    use git::Error as Git;
    match error {
        Git::NotARepository { .. }
        | Git::Id { .. }
        | Git::Name { .. }
        | Git::Remotes { .. }
        | Git::NoUrl { .. }
        | Git::NoDefaultBranch { .. }
        | Git::NoBranch { .. }
        | Git::Bare => 2,
        Git::InTheWay { .. }
        | Git::NotAFile { .. }
        | Git::Index { .. }
        | Git::Sparse { .. }
        | Git::Moved { .. }
        | Git::TagThere { .. }
        | Git::CheckedOut { .. }
        | Git::Rebased { .. } => 4,
        Git::Owner { .. }
        | Git::Unsupported { .. }
        | Git::NoProgram
        | Git::Failed { .. }
        | Git::Missing { .. }
        | Git::EmptyRemote { .. }
        | Git::Unreachable { .. }
        | Git::Denied { .. }
        | Git::Redirects { .. }
        | Git::Rejected { .. } => 1,
    }
}
