//! To which value a comment belongs, as the reader of Flux has it.

// go-yaml v3, scannerc.go and parserc.go: a comment is a line comment of what stands before it, the head of what
// comes next, or the foot of what came before. Only what is alone in its place can be a marker.

use super::gaps::Gaps;
use super::source::Source;
use crate::yaml::{Kind, Node, Style};
use std::collections::HashMap;
use std::ops::Range;

/// A node that takes comments: a scalar that is written, or an alias.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf<'t> {
    pub(super) node: &'t Node,
    is_key: bool,
    /// Between braces or brackets.
    pub(super) in_flow: bool,
    /// The column of the innermost block that it stands in, from 0.
    pub(super) indent: usize,
}

/// A comment that a leaf has: behind it, or on lines of its own before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Line(usize),
    Head(usize),
}

/// For each comment of a file, in the order of the text, the value that it alone belongs to.
pub(super) fn owners<'t>(source: &'t Source<'t>) -> Vec<Option<&'t Node>> {
    let mut leaves = Vec::new();
    for document in &source.tree.documents {
        collect(
            source.text,
            document,
            Leaf { node: document, is_key: false, in_flow: false, indent: 0 },
            &mut leaves,
        );
    }
    let gaps = Gaps { source, text: source.text, comments: &source.tree.comments, leaves: &leaves };
    let places = gaps.places();
    let mut taken = HashMap::new();
    places.iter().flatten().for_each(|place| *taken.entry(*place).or_insert(0) += 1);
    let owner = |place: Place| {
        let (Place::Line(leaf) | Place::Head(leaf)) = place;
        // A line comment hides a head, and two in one place are one text.
        let is_hidden = place == Place::Head(leaf) && taken.contains_key(&Place::Line(leaf));
        let is_seen = !is_hidden && taken.get(&place) == Some(&1) && !leaves[leaf].is_key;
        is_seen.then(|| leaves[leaf].node)
    };
    places.iter().map(|place| place.and_then(owner)).collect()
}

/// The leaves below a node, in the order of the text.
fn collect<'t>(text: &str, node: &'t Node, around: Leaf<'t>, leaves: &mut Vec<Leaf<'t>>) {
    let inside = Leaf {
        node,
        is_key: false,
        in_flow: around.in_flow || node.is_flow(),
        indent: if node.is_flow() || around.in_flow { around.indent } else { column(text, node.span.start) },
    };
    match &node.kind {
        Kind::Scalar { style: Style::Empty, .. } => {}
        Kind::Scalar { .. } | Kind::Alias(_) => leaves.push(Leaf { node, ..around }),
        // Nothing in it takes the comments that it has, and no value does.
        Kind::List { items, flow: true } if items.is_empty() => {
            leaves.push(Leaf { node, is_key: true, ..inside });
        }
        Kind::Map { pairs, flow: true } if pairs.is_empty() => {
            leaves.push(Leaf { node, is_key: true, ..inside });
        }
        Kind::List { items, .. } => items.iter().for_each(|item| collect(text, item, inside, leaves)),
        Kind::Map { pairs, .. } => {
            for (key, value) in pairs {
                collect(text, key, Leaf { is_key: true, ..inside }, leaves);
                collect(text, value, inside, leaves);
            }
        }
    }
}

impl Gaps<'_> {
    /// What each comment belongs to.
    fn places(&self) -> Vec<Option<Place>> {
        let mut places = vec![None; self.comments.len()];
        let mut at = 0;
        while at < self.comments.len() {
            let run = self.run(at);
            if run.is_empty() {
                places[at] = self.beside(at).map(Place::Line);
                at += 1;
                continue;
            }
            at = run.end;
            for (one, leaf) in self.heads(run) {
                places[one] = leaf.map(Place::Head);
            }
        }
        places
    }

    /// What a comment behind something on its line belongs to.
    fn beside(&self, at: usize) -> Option<usize> {
        let comment = &self.comments[at];
        let end = self.token_before(comment.start);
        if let Some(leaf) = self.leaf_ending_at(end) {
            return Some(leaf);
        }
        match self.text[..end].chars().next_back()? {
            ',' => {
                let item = self.token_before(end - 1);
                // What stands on lines between them is read first, and the item has gone by.
                if self.has_head(item..end) {
                    self.next_taker(comment.end)
                } else {
                    self.leaf_ending_at(item)
                }
            }
            ':' if !self.last_leaf(end)?.in_flow => None,
            '[' | '{' | ']' | '}' | '?' => None,
            // An anchor, a tag, the `|` of a block; in braces also a key: it goes on to the value.
            _ => self.next_taker(comment.end),
        }
    }

    /// The comments that are a head, and whose.
    fn heads(&self, run: Range<usize>) -> Vec<(usize, Option<usize>)> {
        let head = self.head(run);
        let taker = head.clone().next_back().and_then(|last| {
            let end = self.comments[last].end;
            let taker = self.next_taker(end)?;
            // It is the head of the list or map as a whole.
            (!self.opens_below_a_dash(end)).then_some(taker)
        });
        head.map(|one| (one, taker)).collect()
    }
}

/// How far from the start of its line a byte is.
pub(super) fn column(text: &str, byte: usize) -> usize {
    let before = &text[..byte];
    byte - before.rfind('\n').map_or(0, |end| end + 1)
}
