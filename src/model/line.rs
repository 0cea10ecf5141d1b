//! The first-parent line of a branch: its commits in order, and the records on it.

use super::plan::Oid;
use super::record::Record;
use jiff::Timestamp;
use std::collections::HashMap;
use std::rc::Rc;

/// What the line that holds an environment says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Where each commit stands, counted from the tip: a greater number is older.
    pub places: HashMap<Oid, usize>,
    /// Newest first.
    pub records: Vec<RecordFound>,
    /// Why older commits are missing; none where the whole line was seen.
    pub cut: Option<Rc<str>>,
}

/// A record that a commit of the line has, or brought from beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFound {
    /// The commit of the line.
    pub commit: Oid,
    pub place: usize,
    pub at: Timestamp,
    /// The commit's author.
    pub author: String,
    pub request: Option<String>,
    pub subject: String,
    pub record: Record,
    pub source: Whence,
}

/// Where the commit is that a record calls its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whence {
    /// The record names none.
    Unsaid,
    /// On the line of the environment that the version came from, at this place.
    At(usize),
    /// In the history of that environment, not on its line.
    Beside,
    /// Nowhere in that history.
    Nowhere,
    /// The history is cut too short to tell.
    Unknown,
}

impl Line {
    pub fn place(&self, commit: &Oid) -> Option<usize> {
        self.places.get(commit).copied()
    }
}
