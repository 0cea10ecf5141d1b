//! A YAML text as a tree that knows its bytes.

mod build;
mod node;
mod places;

pub use node::{Kind, Node, Pair, Style};
pub use places::Places;

use std::ops::Range;

/// A parsed text: its documents, and its comments in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    pub documents: Vec<Node>,
    /// Where each comment stands, from its `#` to the end of its line.
    pub comments: Vec<Range<usize>>,
}

/// Why a text is not YAML, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Syntax {
    pub byte: usize,
    pub what: String,
}

impl Tree {
    pub fn parse(text: &str) -> Result<Self, Syntax> {
        build::tree(text)
    }

    /// The comment that ends at a byte.
    pub fn comment_ending_at(&self, byte: usize) -> Option<&Range<usize>> {
        let at = self.comments.binary_search_by_key(&byte, |comment| comment.end).ok()?;
        self.comments.get(at)
    }

    /// The comments that lie in a range.
    pub fn comments_in(&self, range: &Range<usize>) -> &[Range<usize>] {
        let from = self.comments.partition_point(|comment| comment.start < range.start);
        let to = self.comments.partition_point(|comment| comment.end <= range.end);
        self.comments.get(from..to).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Tree {
        Tree::parse(text).unwrap()
    }

    fn spans<'a>(text: &'a str, tree: &Tree) -> Vec<&'a str> {
        let mut spans = Vec::new();
        for document in &tree.documents {
            document.walk(&mut |node| spans.push(&text[node.span.clone()]));
        }
        spans
    }

    #[test]
    fn a_span_is_what_was_written() {
        let text = "\u{feff}é: &a !!str 'x' # c\r\nb: {k: \"y\"}\r\n";
        let map = "é: &a !!str 'x' # c\r\nb: {k: \"y\"}";
        assert_eq!(spans(text, &tree(text)), [map, "é", "'x'", "b", "{k: \"y\"}", "k", "\"y\""]);
    }

    #[test]
    fn a_node_starts_with_its_anchor_and_tag() {
        let text = "a: &x !!str v\nb: &y\n  k: 1\nc: !t [1]\n";
        let tree = tree(text);
        let starts = |key: &str| &text[tree.documents[0].get(key).unwrap().start..][..2];
        assert_eq!([starts("a"), starts("b"), starts("c")], ["&x", "&y", "!t"]);
    }

    #[test]
    fn a_block_list_begins_with_its_first_dash() {
        for text in ["a:\n- b\n", "a:\n  - b\n", "a: # c\n- # - d\n  b\n", "a:\n-\n"] {
            let list = tree(text).documents[0].get("a").unwrap().clone();
            assert!(
                text[list.span.start..].starts_with('-') && text[..list.span.start].ends_with(['\n', ' ']),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_block_collection_ends_with_its_last_child() {
        let text = "a:\n  - b\n\n# tail\n\nc: 1\n";
        assert_eq!(tree(text).documents[0].get("a").unwrap().span.end, text.find("\n\n").unwrap());
        assert_eq!(tree(text).comments.len(), 1);
    }

    #[test]
    fn an_empty_value_stands_where_one_would_be_written() {
        for (text, place) in [
            ("a:\n", 2),
            ("a : # c\n", 3),
            ("{a: , b: 1}", 3),
            ("- \n", 1),
            ("- # c\n\n  # d\n", 1),
            ("? a\n:\n", 5),
            ("{a}", 2),
        ] {
            let tree = tree(text);
            let mut places = Vec::new();
            tree.documents[0].walk(&mut |node| {
                if node.style() == Some(Style::Empty) {
                    places.push(node.span.start);
                }
            });
            assert_eq!(places, [place], "{text:?}");
        }
        assert_eq!(tree("a: ~\n").documents[0].get("a").unwrap().as_str(), Some("~"));
    }

    #[test]
    fn the_colon_of_the_next_key_is_no_place_for_a_value() {
        let text = "?\n\n\n::";
        let tree = tree(text);
        let pairs = tree.documents[0].as_map().unwrap();
        let starts: Vec<_> = pairs.iter().map(|(key, value)| (key.as_str(), value.span.start)).collect();
        assert_eq!(starts, [(Some(""), 4), (Some(":"), 6)]);
    }

    #[test]
    fn a_long_row_of_comments_is_read() {
        let text = format!("a:\n{}  b: 1\n", "  # c\n".repeat(500));
        assert_eq!(tree(&text).comments.len(), 500);
    }

    #[test]
    fn what_is_no_yaml_is_told_by_its_byte() {
        assert_eq!(Tree::parse("é: x\n\ty: 1\n").unwrap_err().byte, 4);
        assert!(Tree::parse("a: *nobody\n").is_err());
        assert!(Tree::parse(&"[".repeat(100_000)).is_err());
    }
}
