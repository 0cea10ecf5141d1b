//! `files:` a whole file, copied from one environment to the next.

use super::slot::Edit;
use super::source::no_nul;
use super::{Error, Want};
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, PinKind, PinName, SelectorName, Written};
use crate::model::text::Position;
use crate::model::wanted::Wish;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// One file. Its content is what moves; what stands for it as a version is a short id of the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    /// Its path as it is written in hoist.yaml: what the pin is called in every environment.
    pub name: String,
}

/// What tells one content from another: the first 16 hex digits of its SHA-256.
pub fn content_id(text: &str) -> String {
    let sum = Sha256::digest(text.as_bytes());
    sum.iter().take(8).fold("content-".to_owned(), |mut id, byte| {
        // Writing to a text can't fail.
        _ = write!(id, "{byte:02x}");
        id
    })
}

/// How many lines of one text the other doesn't have, wherever they stand.
pub fn lines_apart(one: &str, other: &str) -> usize {
    missing(one, other).max(missing(other, one)).max(usize::from(one != other))
}

impl Files {
    pub(super) fn pins(&self, path: &RepoPath, entry: usize, text: &str) -> Result<Vec<Pin>, Error> {
        no_nul(path, text)?;
        let at = Position::of(path.as_str(), text, 0);
        let version = Written { text: content_id(text), at, key: self.name.clone() };
        Ok(vec![Pin {
            name: PinName { kind: PinKind::File, name: self.name.clone(), entry },
            selector: SelectorName::Files,
            file: path.clone(),
            version: Some(version),
            digest: None,
            new_name: None,
            automation: None,
        }])
    }

    /// The version that is wanted is the content itself. A new file is written also where it is empty.
    pub(super) fn edits(text: &str, want: &Want<'_>) -> Vec<Edit> {
        match &want.version {
            Wish::Set(content) if content.as_str() != text || want.create => {
                vec![Edit::whole(text, content.as_str())]
            }
            Wish::Set(_) | Wish::Remove | Wish::Leave => Vec::new(),
        }
    }
}

fn missing(from: &str, other: &str) -> usize {
    let mut there: Vec<_> = other.lines().collect();
    there.sort_unstable();
    let mut wanted: Vec<_> = from.lines().collect();
    wanted.sort_unstable();
    let mut there = there.into_iter().peekable();
    wanted
        .into_iter()
        .filter(|line| {
            while there.next_if(|other| other < line).is_some() {}
            there.next_if(|other| other == line).is_none()
        })
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_is_known_by_an_id_that_is_no_digest_of_an_image() {
        assert_eq!(content_id(""), "content-e3b0c44298fc1c14");
        assert_eq!(content_id("a: 1\n"), content_id("a: 1\n"));
        assert_ne!(content_id("a: 1\n"), content_id("a: 1"));
    }

    #[test]
    fn lines_that_one_text_alone_has_are_counted() {
        let cases = [
            ("a\nb\n", "a\nb\n", 0),
            ("a\nb\n", "a\nc\n", 1),
            ("a\nb\n", "b\na\n", 1),
            ("a\na\nb\n", "a\nb\nb\n", 1),
            ("", "a\nb\nc\n", 3),
            ("a\n", "a\r\n", 1),
            ("a\n", "a", 1),
        ];
        for (one, other, lines) in cases {
            assert_eq!(lines_apart(one, other), lines, "{one:?} {other:?}");
        }
    }
}
