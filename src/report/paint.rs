//! Colours of the text report. Where they aren't wanted, they are stripped as the text is printed.

use crate::model::plan::Fate;
use crate::model::verdict::Verdict;

#[derive(Debug, Clone, Copy)]
pub(super) enum Paint {
    Bold,
    Dim,
    Red,
    Green,
    Yellow,
    Cyan,
}

impl Paint {
    pub(super) fn on(self, text: &str) -> String {
        let code = match self {
            Self::Bold => 1,
            Self::Dim => 2,
            Self::Red => 31,
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Cyan => 36,
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    pub(super) fn of_verdict(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Pass { .. } => Self::Green,
            Verdict::Held { .. } => Self::Yellow,
            Verdict::Refused { .. } => Self::Red,
            Verdict::Later { .. } => Self::Cyan,
        }
    }

    pub(super) fn of_fate(fate: Fate) -> Self {
        match fate {
            Fate::Moves => Self::Green,
            Fate::Level => Self::Dim,
            Fate::Held => Self::Yellow,
            Fate::Refused => Self::Red,
        }
    }
}

/// The text without its colours.
pub(super) fn stripped(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}
