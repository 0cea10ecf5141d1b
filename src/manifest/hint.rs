//! What to do about a refusal.

use super::Error;
use crate::model::text::visible;

impl Error {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        if let Self::NotFound { near, .. } = self {
            return near.as_ref().map(|near| format!("did you mean `{}`?", visible(near)));
        }
        self.way_out().map(str::to_owned)
    }

    fn way_out(&self) -> Option<&'static str> {
        Some(match self {
            Self::InvalidUtf8 { .. } | Self::Nul { .. } => "save the file as UTF-8 text",
            Self::Parse { .. } => "mend the file first; nothing was written",
            Self::Template { .. } => "promote the file that gives the template its values",
            Self::ComplexKey { .. } => "write the key as one word or in quotes",
            Self::DuplicateKey { .. } => "take one of them out: readers don't agree on which counts",
            Self::MultipleDocuments { .. } => "move the other documents to files of their own",
            Self::AmbiguousDocument { .. } => "say which with `document: { kind: …, name: … }`",
            Self::Alias { .. } => {
                "write the value here: a change of the anchor would move every place that uses it"
            }
            Self::MergeKey { .. } => "write the key here, beside the `<<`: then it is this place's own",
            Self::NotMapping { .. } | Self::NotSequence { .. } => "compare the key path with the file",
            Self::Ambiguous { .. } => "leave one of them, or give them different names",
            Self::Anchored { .. } => "write the value in each place that should have its own",
            Self::Stale { .. } => "the file changed since: plan again",
            Self::DigestPins { .. } => "give the new digest too, or take the old one out",
            Self::TagStale { .. } => "give the new tag too, or take the old one out",
            Self::Layout { .. } => "write the first one by hand; the next promotion edits it",
            Self::NotScalar { .. } => "name a key whose value is a version",
            Self::BlockScalar { .. } | Self::MultiLine { .. } => {
                "write the value on one line, behind its key"
            }
            Self::Tagged { .. } => "take the tag away, or write `!!str`",
            Self::BadValue { .. } => "a version is one line of text",
            Self::TypeMismatch { .. } => "take the quotes away, or give a text",
            Self::Internal { .. } => "nothing was written; please report this with the file",
            Self::NotFound { .. } => return None,
        })
    }
}
