//! Why a manifest is not read or not edited; nothing is written then.

use crate::model::text::{Position, visible};

/// One variant for each refusal. The order is the one in which they are looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("{at}: the file is not UTF-8")]
    InvalidUtf8 { at: Position },
    #[error("{at}: the file has a NUL byte")]
    Nul { at: Position },
    #[error("{at}: the file is not valid YAML: {what}")]
    Parse { at: Position, what: String },
    #[error("{at}: the file is a template, or the value is one")]
    Template { at: Position },
    #[error("{at}: a key is not a plain text")]
    ComplexKey { at: Position },
    #[error("{at}: the key `{}` stands twice, first in line {first}", visible(key))]
    DuplicateKey { at: Position, key: String, first: usize },
    #[error("{at}: a second document begins, and `{what}` is one document")]
    MultipleDocuments { at: Position, what: &'static str },
    #[error("{at}: `{}` is found in {count} documents of the file", visible(what))]
    AmbiguousDocument { at: Position, what: String, count: usize },
    #[error("{at}: there is no `{}`", visible(what))]
    NotFound { at: Position, what: String, near: Option<String> },
    #[error("{at}: `{}` is an alias, `{}`", visible(what), visible(alias))]
    Alias { at: Position, what: String, alias: String },
    #[error("{at}: `{}` comes from elsewhere through `<<`", visible(what))]
    MergeKey { at: Position, what: String },
    #[error("{at}: `{}` is looked for in something that is no map", visible(what))]
    NotMapping { at: Position, what: String },
    #[error("{at}: `{}` is looked for in something that is no list", visible(what))]
    NotSequence { at: Position, what: String },
    #[error("{at}: `{}` is there {count} times", visible(what))]
    Ambiguous { at: Position, what: String, count: usize },
    #[error("{at}: `{}` fits here a second time, first in line {first}", visible(pattern))]
    FitsTwice { at: Position, pattern: String, first: usize },
    #[error(
        "{at}: `&{}` is used elsewhere in the file, so that a change here changes it there too",
        visible(anchor)
    )]
    Anchored { at: Position, anchor: String },
    #[error("{at}: the value is `{}`, not `{}`", visible(found), visible(expected))]
    Stale { at: Position, found: String, expected: String },
    #[error("{at}: the image has a digest, and the digest is what runs, whatever the tag says")]
    DigestPins { at: Position },
    #[error("{at}: the image has a tag that would not match the new digest")]
    TagStale { at: Position },
    #[error("{at}: the Application has `source` and `sources`")]
    SourceAndSources { at: Position },
    #[error("{at}: the Application has a `sourceHydrator`, which hoist doesn't write")]
    SourceHydrator { at: Position },
    #[error("{at}: {count} sources of the Application could be meant")]
    AmbiguousSource { at: Position, count: usize },
    #[error("{at}: the marker of the policy `{}` stands at no value that Flux would write", visible(policy))]
    MarkerTarget { at: Position, policy: String },
    #[error("{at}: the policy `{}` has a digest of its own here, and none is given", visible(policy))]
    NoDigest { at: Position, policy: String },
    #[error("{at}: the digest has a key of its own, and none is to stand there")]
    DigestApart { at: Position },
    #[error("{at}: {what}")]
    Layout { at: Position, what: &'static str },
    #[error("{at}: the value is a map or a list")]
    NotScalar { at: Position },
    #[error("{at}: the value is a block of text after `|` or `>`")]
    BlockScalar { at: Position },
    #[error("{at}: `helm.values` is one text, whatever keys are in it")]
    TextOfValues { at: Position },
    #[error("{at}: the value has the tag `{}`", visible(tag))]
    Tagged { at: Position, tag: String },
    #[error("{at}: the value goes over several lines")]
    MultiLine { at: Position },
    #[error("{at}: `{}` can't be written here: {why}", visible(value))]
    BadValue { at: Position, value: String, why: &'static str },
    #[error("{at}: `{}` is no text, and the value here is in quotes", visible(value))]
    TypeMismatch { at: Position, value: String },
    /// What was written does not read as it should. It is never let out.
    #[error("{file}: the edit would have changed more than it should: {what}")]
    Internal { file: String, what: String },
}

impl Error {
    /// The word by which tests and tools know the refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidUtf8 { .. } => "invalid-utf8",
            Self::Nul { .. } => "nul",
            Self::Parse { .. } => "parse",
            Self::Template { .. } => "template",
            Self::ComplexKey { .. } => "complex-key",
            Self::DuplicateKey { .. } => "duplicate-key",
            Self::MultipleDocuments { .. } => "multiple-documents",
            Self::AmbiguousDocument { .. } => "ambiguous-document",
            Self::NotFound { .. } => "not-found",
            Self::Alias { .. } => "alias",
            Self::MergeKey { .. } => "merge-key",
            Self::NotMapping { .. } => "not-mapping",
            Self::NotSequence { .. } => "not-sequence",
            Self::Ambiguous { .. } | Self::FitsTwice { .. } => "ambiguous",
            Self::Anchored { .. } => "anchored",
            Self::Stale { .. } => "stale",
            Self::DigestPins { .. } => "digest-pins",
            Self::TagStale { .. } => "tag-stale",
            Self::SourceAndSources { .. } => "source-and-sources",
            Self::SourceHydrator { .. } => "source-hydrator",
            Self::AmbiguousSource { .. } => "ambiguous-source",
            Self::MarkerTarget { .. } => "marker-target",
            Self::NoDigest { .. } => "no-digest",
            Self::DigestApart { .. } | Self::Layout { .. } => "layout",
            Self::NotScalar { .. } => "not-scalar",
            Self::BlockScalar { .. } | Self::TextOfValues { .. } => "block-scalar",
            Self::Tagged { .. } => "tagged",
            Self::MultiLine { .. } => "multi-line",
            Self::BadValue { .. } => "bad-value",
            Self::TypeMismatch { .. } => "type-mismatch",
            Self::Internal { .. } => "internal",
        }
    }
}
