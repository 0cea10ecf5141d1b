//! The commands by name.

use crate::model::plan::Action;

/// A command that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandName {
    Promote,
    Plan,
    Rollback,
    Status,
    History,
    Hold,
    Unhold,
    Init,
    Schema,
    Completions,
    Man,
    Demo,
}

impl CommandName {
    pub const ALL: [Self; 12] = [
        Self::Promote,
        Self::Plan,
        Self::Rollback,
        Self::Status,
        Self::History,
        Self::Hold,
        Self::Unhold,
        Self::Init,
        Self::Schema,
        Self::Completions,
        Self::Man,
        Self::Demo,
    ];
    pub(super) const WORDS: [&'static str; 12] = [
        "promote",
        "plan",
        "rollback",
        "status",
        "history",
        "hold",
        "unhold",
        "init",
        "schema",
        "completions",
        "man",
        "demo",
    ];
    /// Commands that are known and not built yet.
    pub(super) const LATER: [&'static str; 5] = ["land", "check", "explain", "runbook", "doctor"];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Promote => "promote",
            Self::Plan => "plan",
            Self::Rollback => "rollback",
            Self::Status => "status",
            Self::History => "history",
            Self::Hold => "hold",
            Self::Unhold => "unhold",
            Self::Init => "init",
            Self::Schema => "schema",
            Self::Completions => "completions",
            Self::Man => "man",
            Self::Demo => "demo",
        }
    }

    /// Something goes *to* an environment; the others look or act *in* one.
    pub(super) fn lifts(self) -> bool {
        matches!(self, Self::Promote | Self::Plan)
    }

    /// Something is written, unless it is only tried.
    pub(super) fn writes(self) -> bool {
        matches!(self, Self::Promote | Self::Rollback | Self::Hold | Self::Unhold)
    }

    /// What it does to an environment.
    pub(super) fn action(self) -> Action {
        match self {
            Self::Rollback => Action::Rollback,
            Self::Hold => Action::Hold,
            Self::Unhold => Action::Unhold,
            Self::Promote
            | Self::Plan
            | Self::Status
            | Self::History
            | Self::Init
            | Self::Schema
            | Self::Completions
            | Self::Man
            | Self::Demo => Action::Promote,
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.as_str() == word)
    }
}
