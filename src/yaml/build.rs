//! From the parser's events to the tree, with the parser's surprises put right on the way.

use super::{Kind, Node, Pair, Style, Syntax, Tree};
use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle, Tag, options};
use std::borrow::Cow;
use std::ops::Range;

pub(super) fn tree(text: &str) -> Result<Tree, Syntax> {
    // The parser's own limit of comments in a row is 96: files have more.
    let options = options! { max_buffered_comment_events: usize::MAX, emit_anchor_events: true };
    let mut builder = Builder { text, documents: Vec::new(), comments: Vec::new(), open: Vec::new() };
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| Syntax {
            byte: error.marker().byte_offset().unwrap_or_default().min(text.len()),
            what: error.info().to_owned(),
        })?;
        builder.take(event, span)?;
    }
    builder.comments.sort_by_key(|comment| comment.start);
    Ok(Tree { documents: builder.documents, comments: builder.comments })
}

struct Builder<'a> {
    text: &'a str,
    documents: Vec<Node>,
    comments: Vec<Range<usize>>,
    /// The collections that are not ended yet, the innermost last.
    open: Vec<Open>,
}

/// A collection whose end hasn't come yet.
struct Open {
    node: Node,
    /// A key that waits for its value.
    key: Option<Node>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Syntax> {
        let bytes = span.byte_range().ok_or_else(|| odd("a node without its bytes"))?;
        match event {
            Event::StreamStart | Event::StreamEnd | Event::DocumentStart(..) | Event::DocumentEnd => {}
            Event::Comment(..) => self.comments.push(bytes),
            Event::Alias(anchor) => self.add(node(Kind::Alias(anchor), &span, bytes, 0, None)),
            Event::Scalar(text, style, anchor, tag) => {
                let kind = scalar(text, style, bytes.is_empty());
                self.add(node(kind, &span, bytes, anchor, tag.as_deref()));
            }
            Event::MappingStart(style, anchor, tag) => {
                let kind = Kind::Map { pairs: Vec::new(), flow: style == StructureStyle::Flow };
                self.open(node(kind, &span, bytes, anchor, tag.as_deref()));
            }
            Event::SequenceStart(style, anchor, tag) => {
                let kind = Kind::List { items: Vec::new(), flow: style == StructureStyle::Flow };
                self.open(node(kind, &span, bytes, anchor, tag.as_deref()));
            }
            Event::MappingEnd | Event::SequenceEnd => self.close(bytes.end)?,
            Event::Anchor(..) => self.anchored(bytes.start),
            Event::UnresolvedAlias(_) => {
                return Err(Syntax { byte: bytes.start, what: "unknown anchor".to_owned() });
            }
            _ => {
                return Err(Syntax {
                    byte: bytes.start,
                    what: "YAML of a kind that is not known".to_owned(),
                });
            }
        }
        Ok(())
    }

    fn open(&mut self, node: Node) {
        self.open.push(Open { node, key: None });
    }

    fn close(&mut self, end: usize) -> Result<(), Syntax> {
        let Open { mut node, .. } = self.open.pop().ok_or_else(|| odd("an end without a start"))?;
        // The parser ends a block collection at the next token, after comments and blank lines, and begins a
        // list behind its dash where the dash is not indented.
        node.span.end = if node.is_flow() { end } else { last_end(&node.kind).unwrap_or(node.span.start) };
        let first = node.as_list().filter(|_| !node.is_flow()).and_then(<[Node]>::first);
        if let Some(dash) = first.and_then(|item| after_dash(self.text, item.start)) {
            node.span.start = dash - 1;
            node.start = node.start.min(dash - 1);
        }
        self.add(node);
        Ok(())
    }

    fn add(&mut self, mut node: Node) {
        let Some(open) = self.open.last_mut() else { return self.documents.push(node) };
        match &mut open.node.kind {
            Kind::List { items, .. } => {
                if node.style() == Some(Style::Empty) {
                    let place = after_dash(self.text, node.span.start);
                    settle(&mut node, place);
                }
                items.push(node);
            }
            Kind::Map { pairs, flow } => match open.key.take() {
                None => open.key = Some(node),
                Some(key) => {
                    settle(&mut node, after_colon(self.text, key.span.end, *flow));
                    pairs.push((key, node));
                }
            },
            Kind::Scalar { .. } | Kind::Alias(_) => {}
        }
    }

    /// The anchor of the node that came last.
    fn anchored(&mut self, start: usize) {
        let newest = match self.open.last_mut() {
            None => self.documents.last_mut(),
            Some(open) if open.key.is_some() => open.key.as_mut(),
            Some(open) => match &mut open.node.kind {
                Kind::List { items, .. } if !items.is_empty() => items.last_mut(),
                Kind::Map { pairs, .. } if !pairs.is_empty() => pairs.last_mut().map(|(_, value)| value),
                Kind::Map { .. } | Kind::List { .. } | Kind::Scalar { .. } | Kind::Alias(_) => {
                    Some(&mut open.node)
                }
            },
        };
        if let Some(node) = newest {
            node.start = node.start.min(start);
        }
    }
}

fn odd(what: &str) -> Syntax {
    Syntax { byte: 0, what: what.to_owned() }
}

fn node(kind: Kind, span: &Span, bytes: Range<usize>, anchor: usize, tag: Option<&Tag>) -> Node {
    let tag_start = span.tag_start().and_then(|mark| mark.byte_offset());
    Node {
        kind,
        start: tag_start.unwrap_or(bytes.start).min(bytes.start),
        span: bytes,
        anchor: (anchor != 0).then_some(anchor),
        tag: tag.map(|tag| format!("{}{}", tag.handle(), tag.suffix())),
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, nothing: bool) -> Kind {
    let style = match style {
        // The parser gives `~` for an empty value.
        ScalarStyle::Plain if nothing => return Kind::Scalar { text: String::new(), style: Style::Empty },
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
    };
    Kind::Scalar { text: text.into_owned(), style }
}

/// Moves an empty value to the place where a value would be written.
fn settle(node: &mut Node, place: Option<usize>) {
    let bare = node.anchor.is_none() && node.tag.is_none();
    if let (Some(Style::Empty), true, Some(place)) = (node.style(), bare, place) {
        node.span = place..place;
        node.start = place;
    }
}

/// The parser puts an empty value before the colon. One with something right behind it begins the next key.
fn after_colon(text: &str, key_end: usize, in_flow: bool) -> Option<usize> {
    let rest = text.get(key_end..)?;
    let after = rest.trim_start_matches([' ', '\t', '\r', '\n']).strip_prefix(':')?;
    let ends = |c: char| c.is_ascii_whitespace() || (in_flow && ",[]{}".contains(c));
    after.chars().next().is_none_or(ends).then(|| text.len() - after.len())
}

/// Comments may stand between the dash and the place that the parser gives.
fn after_dash(text: &str, start: usize) -> Option<usize> {
    let mut before = text.get(..start)?;
    loop {
        before = before.trim_end_matches([' ', '\t', '\r', '\n']);
        let line = before.rsplit(['\n', '\r']).next().unwrap_or(before);
        match line.split_once('#') {
            Some((_, comment)) => before = before.get(..before.len() - comment.len() - 1)?,
            None => return before.ends_with('-').then_some(before.len()),
        }
    }
}

fn last_end(kind: &Kind) -> Option<usize> {
    match kind {
        Kind::Map { pairs, .. } => {
            pairs.iter().next_back().map(|(key, value): &Pair| key.span.end.max(value.span.end))
        }
        Kind::List { items, .. } => items.last().map(|item| item.span.end),
        Kind::Scalar { .. } | Kind::Alias(_) => None,
    }
}
