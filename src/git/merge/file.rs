//! The merge of one path that is a folder on no side.

use super::folder::{Sides, Trivial, trivial};
use super::marked::{Markers, Text};
use super::text::merge;
use super::{ConflictKind, Content};
use crate::git::error::Error;
use crate::git::repo::{Repo, oid};
use crate::git::spliced::Item;
use crate::model::path::EntryKind;
use crate::model::plan::Oid;

/// What becomes of it.
pub(super) enum Outcome {
    Ours,
    Theirs,
    Made(Content),
    Clash(Clash),
}

/// Why it can't be merged.
pub(super) struct Clash {
    pub kind: ConflictKind,
    /// The lines in question, between markers.
    pub lines: Vec<u8>,
    /// The whole text with markers and its mode, where there is one.
    pub marked: Option<(i32, Vec<u8>)>,
}

impl Clash {
    fn of(kind: ConflictKind) -> Outcome {
        Outcome::Clash(Self { kind, lines: Vec::new(), marked: None })
    }
}

/// What one side holds after the merge of contents.
enum Merged {
    Known(git2::Oid),
    Text(Text),
    /// It has no lines.
    Binary(Vec<u8>),
}

/// git looks for a NUL in so many bytes.
const LOOKED_AT: usize = 8000;

const MARKER_WIDTH: usize = 7;

impl Repo {
    pub(super) fn merge_file(&self, sides: Sides<Item>, depth: usize) -> Result<Outcome, Error> {
        match trivial(&sides) {
            Some(Trivial::Ours) => return Ok(Outcome::Ours),
            Some(Trivial::Theirs) => return Ok(Outcome::Theirs),
            None => {}
        }
        let [base, ours, theirs] = sides;
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            let deleted = if ours.is_none() { ConflictKind::DeletedHere } else { ConflictKind::DeletedThere };
            return Ok(Clash::of(deleted));
        };
        if ours.kind() != theirs.kind() {
            return Ok(Clash::of(ConflictKind::Type));
        }
        match ours.kind() {
            EntryKind::File => self.merge_contents(base, ours, theirs, depth),
            EntryKind::Submodule => Ok(Clash::of(ConflictKind::Submodule)),
            EntryKind::Link | EntryKind::Folder => Ok(Clash::of(both(base, ours))),
        }
    }

    fn merge_contents(
        &self,
        base: Option<Item>,
        ours: Item,
        theirs: Item,
        depth: usize,
    ) -> Result<Outcome, Error> {
        let base_mode = base.map(|base| base.mode);
        let takes_mode = ours.mode == theirs.mode || Some(ours.mode) == base_mode;
        let mode = if takes_mode { theirs.mode } else { ours.mode };
        let agrees = takes_mode || Some(theirs.mode) == base_mode;
        let merged = self.merge_blobs(base, ours, theirs, depth)?;
        let clash = |kind, lines, bytes| Outcome::Clash(Clash { kind, lines, marked: Some((mode, bytes)) });
        Ok(match merged {
            Merged::Known(id) if agrees => made(Item { mode, id }, ours),
            Merged::Known(id) => clash(ConflictKind::Mode, Vec::new(), self.bytes(id)?),
            Merged::Text(text) if text.is_clean && agrees => {
                Outcome::Made(Content::Text { mode, bytes: text.bytes })
            }
            Merged::Text(text) if text.is_clean => clash(ConflictKind::Mode, Vec::new(), text.bytes),
            Merged::Text(text) => clash(both(base, ours), text.clashes, text.bytes),
            Merged::Binary(bytes) => clash(both(base, ours), Vec::new(), bytes),
        })
    }

    fn merge_blobs(
        &self,
        base: Option<Item>,
        ours: Item,
        theirs: Item,
        depth: usize,
    ) -> Result<Merged, Error> {
        match trivial(&[base.map(|base| base.id), Some(ours.id), Some(theirs.id)]) {
            Some(Trivial::Ours) => return Ok(Merged::Known(ours.id)),
            Some(Trivial::Theirs) => return Ok(Merged::Known(theirs.id)),
            None => {}
        }
        // What was no file then is nothing to compare with.
        let base = base.filter(|base| base.kind() == ours.kind());
        let base = base.map_or(Ok(Vec::new()), |base| self.bytes(base.id))?;
        let (our_bytes, their_bytes) = (self.bytes(ours.id)?, self.bytes(theirs.id)?);
        if [&base, &our_bytes, &their_bytes].into_iter().any(|bytes| is_binary(bytes)) {
            return Ok(Merged::Binary(base));
        }
        let text = merge(&base, &our_bytes, &their_bytes, markers(depth));
        Ok(match text {
            text if !text.is_clean => Merged::Text(text),
            text if text.bytes == our_bytes => Merged::Known(ours.id),
            text if text.bytes == their_bytes => Merged::Known(theirs.id),
            text => Merged::Text(text),
        })
    }

    pub(super) fn bytes(&self, id: git2::Oid) -> Result<Vec<u8>, Error> {
        Ok(self.find_blob(id)?.content().to_vec())
    }
}

fn made(item: Item, ours: Item) -> Outcome {
    if item == ours {
        return Outcome::Ours;
    }
    Outcome::Made(Content::Taken { mode: item.mode, id: oid(item.id) })
}

/// Without a file that both started from, both added it.
fn both(base: Option<Item>, ours: Item) -> ConflictKind {
    let changed = base.is_some_and(|base| base.kind() == ours.kind());
    if changed { ConflictKind::BothChanged } else { ConflictKind::BothAdded }
}

/// As `ort` marks them: a merge of merge bases leaves its own, wider ones.
fn markers(depth: usize) -> Markers {
    let width = MARKER_WIDTH + 2 * depth;
    if depth == 0 {
        return Markers { ours: "ours", theirs: "theirs", width };
    }
    Markers { ours: "Temporary merge branch 1", theirs: "Temporary merge branch 2", width }
}

pub(super) fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(LOOKED_AT).any(|byte| *byte == 0)
}

pub(super) fn oid_of(item: Option<Item>) -> Option<Oid> {
    item.map(|item| oid(item.id))
}
