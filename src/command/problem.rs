//! Inputs that can't be used: all of them at once, each with where it came from.

use crate::model::delivery::BadSignature;
use crate::model::name::BadName;
use crate::model::path::BadPath;
use crate::model::text::{nearest, visible};
use crate::model::version::BadVersion;
use std::fmt;

/// Everything that is wrong with what was typed or set.
#[derive(Debug, thiserror::Error)]
pub(super) struct Problems(pub(super) Vec<Problem>);

/// One input that can't be used.
#[derive(Debug, thiserror::Error)]
#[error("{origin}: {what}")]
pub(super) struct Problem {
    /// The flag or the variable.
    pub(super) origin: String,
    pub(super) what: What,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum What {
    #[error("the text is not UTF-8")]
    NotUtf8,
    #[error("the value is empty")]
    Empty,
    #[error("`{}` is neither true nor false", visible(text))]
    NotBoolean { text: String },
    #[error("`{}` is none of {}", visible(text), words.join(", "))]
    NotOneOf { text: String, words: Vec<&'static str> },
    #[error("`{what}` is not built yet")]
    NotYet { what: String },
    #[error("`{}` is no time", visible(text))]
    NotTime { text: String },
    #[error("`{}` has {why}", visible(text))]
    BadText { text: String, why: &'static str },
    #[error("the token has a blank or a line break in it")]
    BadToken,
    #[error("`{}` is no glob: {why}", visible(text))]
    BadGlob { text: String, why: String },
    #[error("{} can't be read: {why}", visible(file))]
    Unreadable { file: String, why: String },
    #[error("it isn't said why: a hold is somebody's word")]
    NoReason,
    #[error("{clash}")]
    Clash { clash: &'static str },
    #[error(transparent)]
    Name(#[from] BadName),
    #[error(transparent)]
    Version(#[from] BadVersion),
    #[error(transparent)]
    Path(#[from] BadPath),
    #[error(transparent)]
    Signature(#[from] BadSignature),
}

impl Problems {
    /// What the user can do about it.
    pub(super) fn hint(&self) -> Option<String> {
        let mut hints: Vec<String> = Vec::new();
        for hint in self.0.iter().filter_map(|problem| problem.what.hint()) {
            if !hints.contains(&hint) {
                hints.push(hint);
            }
        }
        (!hints.is_empty()).then(|| hints.join("\n"))
    }
}

impl What {
    fn hint(&self) -> Option<String> {
        match self {
            Self::NotBoolean { .. } => Some("write true or false".to_owned()),
            Self::NotOneOf { text, words } => {
                nearest(text, words.iter().copied()).map(|near| format!("did you mean `{near}`?"))
            }
            Self::NotYet { .. } => Some("take it out: what isn't built is refused, never ignored".to_owned()),
            Self::NoReason => Some("say it with --reason: it is recorded".to_owned()),
            Self::NotTime { .. } => {
                Some("write a date like 2026-03-01, or a time like 2026-03-01T12:00:00Z".to_owned())
            }
            Self::Empty => Some("leave it out, or give it a value".to_owned()),
            Self::NotUtf8
            | Self::BadText { .. }
            | Self::BadToken
            | Self::BadGlob { .. }
            | Self::Signature(_)
            | Self::Unreadable { .. }
            | Self::Clash { .. }
            | Self::Name(_)
            | Self::Version(_)
            | Self::Path(_) => None,
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}
