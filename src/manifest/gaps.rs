//! What stands between the values of a file: blanks, indicators, and comments in runs.

use super::comments::{Leaf, column};
use super::source::Source;
use crate::yaml::Style;
use std::ops::Range;

/// A text, its comments, and the scalars and aliases in it, each in the order of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gaps<'t> {
    pub(super) source: &'t Source<'t>,
    pub(super) text: &'t str,
    pub(super) comments: &'t [Range<usize>],
    pub(super) leaves: &'t [Leaf<'t>],
}

/// The lines of comments that may become a head, as they are read one after the other.
struct Pending {
    /// The first of them.
    from: Option<usize>,
    line: usize,
    column: usize,
    /// On this line they are still the foot of what came before.
    foot: Option<usize>,
    /// The column of the block that they are read in.
    indent: usize,
    /// No blank line has come yet.
    is_close: bool,
}

impl Pending {
    /// Something comes next, perhaps behind a blank line: what is pending may turn out to be a foot.
    fn reach(&mut self, column: usize, behind_a_blank: bool) {
        if behind_a_blank && self.from.is_some() {
            if self.is_close && (Some(self.line) == self.foot || self.column < self.indent) {
                self.from = None;
            }
            self.is_close = false;
        }
        if column < self.indent && column != self.column {
            self.from = None;
        }
    }
}

impl<'t> Gaps<'t> {
    /// Where the last thing before a byte ends that is neither blank nor a comment.
    pub(super) fn token_before(&self, byte: usize) -> usize {
        let mut end = byte;
        loop {
            end = self.text[..end].trim_end_matches([' ', '\t', '\r', '\n', '\u{feff}']).len();
            match self.comments.binary_search_by_key(&end, |comment| comment.end) {
                Ok(at) => end = self.comments[at].start,
                Err(_) => return end,
            }
        }
    }

    pub(super) fn leaf_ending_at(&self, end: usize) -> Option<usize> {
        self.leaves.binary_search_by_key(&end, |leaf| leaf.node.span.end).ok()
    }

    pub(super) fn last_leaf(&self, byte: usize) -> Option<&'t Leaf<'t>> {
        let after = self.leaves.partition_point(|leaf| leaf.node.span.end <= byte);
        self.leaves.get(after.checked_sub(1)?)
    }

    /// The next scalar or alias, unless braces, brackets or a new document come first.
    pub(super) fn next_taker(&self, byte: usize) -> Option<usize> {
        let at = self.leaves.partition_point(|leaf| leaf.node.span.start < byte);
        let start = self.leaves.get(at)?.node.span.start;
        let between = self.without_comments(byte..start);
        let stops = between.contains(['[', '{', ']', '}'])
            || ["\n---", "\n..."].iter().any(|end| between.contains(end));
        (!stops).then_some(at)
    }

    /// Behind a byte comes a dash with another one below it: a list in a list.
    pub(super) fn opens_below_a_dash(&self, byte: usize) -> bool {
        let at = self.leaves.partition_point(|leaf| leaf.node.span.start < byte);
        let end = self.leaves.get(at).map_or(self.text.len(), |leaf| leaf.node.start.max(byte));
        let dashes = self.text[byte..end].match_indices('-').map(|(at, _)| byte + at);
        let dashes = dashes.filter(|dash| !self.is_in_comment(*dash)).map(|dash| column(self.text, dash));
        let dashes: Vec<_> = dashes.collect();
        dashes.windows(2).any(|pair| pair[0] < pair[1])
    }

    /// The comments from one on that are read together: on lines of their own, or behind a lone dash.
    pub(super) fn run(&self, from: usize) -> Range<usize> {
        let first = self.comments[from].start;
        let before = self.text[..first].trim_end_matches([' ', '\t', '\u{feff}']);
        if !(before.is_empty() || before.ends_with('\n') || self.is_dash(before.len())) {
            return from..from;
        }
        let goes_on = |at: &usize| {
            let between = self.comments[at - 1].end..self.comments[*at].start;
            self.text[between].trim().is_empty()
        };
        let more = (from + 1..self.comments.len()).take_while(goes_on).count();
        from..from + 1 + more
    }

    /// There is a comment in a range that is the head of what comes next.
    pub(super) fn has_head(&self, range: Range<usize>) -> bool {
        let first = self.comments.partition_point(|comment| comment.start < range.start);
        let inside = (first..self.comments.len()).take_while(|at| self.comments[*at].start < range.end);
        inside.into_iter().map(|at| self.run(at)).any(|run| !run.is_empty() && !self.head(run).is_empty())
    }

    /// The part of a run that is the head of what comes next; the rest is the foot of what came before.
    pub(super) fn head(&self, run: Range<usize>) -> Range<usize> {
        let mut pending = self.pending(self.comments[run.start].start);
        let mut end = self.comments[run.start].start;
        for at in run.clone() {
            let start = self.comments[at].start;
            let column = column(self.text, start);
            pending.reach(column, self.line(start) > self.line(end) + 1);
            if pending.from.is_none() {
                // go-yaml counts the lines of what follows a comment from that comment.
                let line = self.line(start) - usize::from(at > run.start);
                pending = Pending { from: Some(at), line, column, ..pending };
            }
            end = self.comments[at].end;
        }
        let next = self.token_after(end);
        pending.reach(column(self.text, next), self.line(next) > self.line(end) + 1);
        pending.from.unwrap_or(run.end)..run.end
    }

    /// How a run is read that begins at a byte.
    fn pending(&self, start: usize) -> Pending {
        let before = self.token_before(start);
        Pending {
            from: None,
            line: 0,
            column: 0,
            foot: self.foot_line(before),
            indent: self.indent(before),
            is_close: self.line(start) <= self.line(before) + 1,
        }
    }

    /// The line on which a comment is still the foot of what ends at a byte.
    fn foot_line(&self, before: usize) -> Option<usize> {
        let leaf = self.leaf_ending_at(before).map(|at| self.leaves[at].node);
        if leaf.is_none() && self.text[..before].ends_with(':') {
            return None;
        }
        // Below the first line of a document there is none, but below a plain scalar.
        let line = self.text[..before].rfind('\n').map(|end| &self.text[..end]);
        let is_first =
            line.is_none_or(|above| above[above.rfind('\n').map_or(0, |end| end + 1)..].starts_with("---"));
        let is_plain = leaf.is_some_and(|node| node.style() == Some(Style::Plain));
        (!is_first || is_plain).then(|| self.line(before) + 1)
    }

    /// The column of the innermost block at what ends at a byte.
    fn indent(&self, before: usize) -> usize {
        if self.is_dash(before) {
            return column(self.text, before - 1);
        }
        self.last_leaf(before).map_or(0, |leaf| leaf.indent)
    }

    fn is_dash(&self, end: usize) -> bool {
        self.text[..end].ends_with('-') && self.leaf_ending_at(end).is_none()
    }

    fn token_after(&self, byte: usize) -> usize {
        let rest = &self.text[byte..];
        byte + rest.len() - rest.trim_start().len()
    }

    fn line(&self, byte: usize) -> usize {
        self.source.at(byte).line
    }

    fn is_in_comment(&self, byte: usize) -> bool {
        let at = self.comments.partition_point(|comment| comment.end <= byte);
        self.comments.get(at).is_some_and(|comment| comment.start <= byte)
    }

    fn without_comments(&self, range: Range<usize>) -> String {
        let kept = |(at, _): &(usize, char)| !self.is_in_comment(range.start + at);
        self.text[range.clone()].char_indices().filter(kept).map(|(_, c)| c).collect()
    }
}
