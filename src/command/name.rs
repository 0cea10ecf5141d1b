//! The commands by name.

/// A command that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandName {
    Promote,
    Plan,
    Status,
    Init,
    Schema,
    Completions,
    Man,
    Demo,
}

impl CommandName {
    pub const ALL: [Self; 8] = [
        Self::Promote,
        Self::Plan,
        Self::Status,
        Self::Init,
        Self::Schema,
        Self::Completions,
        Self::Man,
        Self::Demo,
    ];
    pub(super) const WORDS: [&'static str; 8] =
        ["promote", "plan", "status", "init", "schema", "completions", "man", "demo"];
    /// Commands that are known and not built yet.
    pub(super) const LATER: [&'static str; 9] =
        ["rollback", "land", "check", "explain", "history", "hold", "unhold", "runbook", "doctor"];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Promote => "promote",
            Self::Plan => "plan",
            Self::Status => "status",
            Self::Init => "init",
            Self::Schema => "schema",
            Self::Completions => "completions",
            Self::Man => "man",
            Self::Demo => "demo",
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.as_str() == word)
    }
}
