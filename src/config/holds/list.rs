//! Items of a YAML list by their bytes: where a new one goes, and what goes with one that is taken out.

use super::Error;
use crate::manifest::lines::{begins_line, break_at, break_before, column, line_end, line_start};
use crate::manifest::{content_end, dash};
use crate::yaml::{Node, Tree};
use std::ops::Range;

/// A text and its tree.
pub(super) struct Written<'a> {
    pub(super) text: &'a str,
    pub(super) tree: Tree,
}

/// What comes in the place of some bytes.
pub(super) type Edit = (Range<usize>, String);

const NO_DASH: Error = Error::Layout { what: "an item doesn't begin its line" };

impl<'a> Written<'a> {
    pub(super) fn open(text: &'a str) -> Result<Self, Error> {
        let tree = Tree::parse(text).ok().ok_or(Error::Layout { what: "it is no YAML" })?;
        Ok(Self { text, tree })
    }

    /// The list that is the whole document; none where there is nothing yet.
    pub(super) fn root(&self) -> Option<&Node> {
        self.tree.documents.first().filter(|root| !root.is_null())
    }

    /// The column of an item's dash, and of what stands behind it.
    pub(super) fn columns(&self, item: &Node) -> Result<(usize, usize), Error> {
        let dash = dash(self.text, &self.tree, item).ok_or(NO_DASH)?;
        let behind = self.text.get(dash + 1..item.start).unwrap_or_default();
        let gap =
            if behind.is_empty() || !behind.bytes().all(|byte| byte == b' ') { 1 } else { behind.len() };
        let column = column(self.text, dash);
        Ok((column, column + 1 + gap))
    }

    /// Where the lines of an item end, before the line break: comments that are indented below it are its own.
    pub(super) fn end(&self, item: &Node) -> Result<usize, Error> {
        let (column, _) = self.columns(item)?;
        let mut end = line_end(self.text, content_end(self.text, item.span.end));
        loop {
            let next = end + break_at(self.text, end).len();
            let line = self.text.get(next..line_end(self.text, next)).unwrap_or_default();
            let indent = line.len() - line.trim_start_matches(' ').len();
            if next == end || !line.trim_start().starts_with('#') || indent <= column {
                return Ok(end);
            }
            end = line_end(self.text, next);
        }
    }

    /// The bytes that go with an item.
    pub(super) fn without(&self, list: &Node, at: usize) -> Result<Range<usize>, Error> {
        let items = list.as_list().unwrap_or_default();
        let item = items.get(at).ok_or(NO_DASH)?;
        if list.is_flow() { self.without_flow(items, at, item) } else { self.without_block(item) }
    }

    fn without_block(&self, item: &Node) -> Result<Range<usize>, Error> {
        let dash = dash(self.text, &self.tree, item).ok_or(NO_DASH)?;
        if !begins_line(self.text, dash) {
            return Err(NO_DASH);
        }
        let start = line_start(self.text, dash);
        let end = line_end(self.text, content_end(self.text, item.span.end).max(dash));
        let opening = break_before(self.text, start).len();
        let is_last = end == self.text.len();
        Ok(if is_last { start - opening..end } else { start..end + break_at(self.text, end).len() })
    }

    /// The comma goes too. A comment between two items could be about either: it isn't touched.
    fn without_flow(&self, items: &[Node], at: usize, item: &Node) -> Result<Range<usize>, Error> {
        let before = at.checked_sub(1).and_then(|before| items.get(before));
        let (range, between) = match (items.get(at + 1), before) {
            (Some(next), _) => (item.start..next.start, item.span.end..next.start),
            (None, Some(before)) => (before.span.end..item.span.end, before.span.end..item.start),
            (None, None) => (item.start..item.span.end, item.start..item.start),
        };
        if self.tree.comments_in(&between).is_empty() {
            Ok(range)
        } else {
            Err(Error::Layout { what: "a comment stands between two items in brackets" })
        }
    }
}

/// Edits that don't touch each other, applied.
pub(super) fn spliced(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    for (range, new) in edits {
        text.replace_range(range, &new);
    }
    text
}
