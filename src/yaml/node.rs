//! One node of a document: what it holds, and which bytes it stands on.

use std::ops::Range;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub kind: Kind,
    /// Its bytes, without anchor and tag. A block collection ends where its last child does. An empty value
    /// is an empty range where a value would be written: after the colon or the dash.
    pub span: Range<usize>,
    /// Where it begins together with its anchor and tag.
    pub start: usize,
    /// The number of its anchor. Names can be given twice, numbers can't.
    pub anchor: Option<usize>,
    /// The whole tag: `tag:yaml.org,2002:str` for `!!str`.
    pub tag: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The text as it reads, whatever its type would be; empty for an empty value.
    Scalar {
        text: String,
        style: Style,
    },
    Map {
        pairs: Vec<Pair>,
        flow: bool,
    },
    List {
        items: Vec<Node>,
        flow: bool,
    },
    /// The number of the anchor that it refers to.
    Alias(usize),
}

/// A key and its value.
pub type Pair = (Node, Node);

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// There is no text at all, not even quotes.
    Empty,
    Plain,
    Single,
    Double,
    /// A block after `|` or `>`.
    Block,
}

impl Node {
    /// The value of a key of this map, as it stands: aliases and merges are not followed.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.iter().find(|(name, _)| name.as_str() == Some(key)).map(|(_, value)| value)
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            Kind::Map { .. } | Kind::List { .. } | Kind::Alias(_) => None,
        }
    }

    pub fn as_map(&self) -> Option<&[Pair]> {
        match &self.kind {
            Kind::Map { pairs, .. } => Some(pairs),
            Kind::Scalar { .. } | Kind::List { .. } | Kind::Alias(_) => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List { items, .. } => Some(items),
            Kind::Scalar { .. } | Kind::Map { .. } | Kind::Alias(_) => None,
        }
    }

    /// How it is written, if it is a scalar.
    pub fn style(&self) -> Option<Style> {
        match self.kind {
            Kind::Scalar { style, .. } => Some(style),
            Kind::Map { .. } | Kind::List { .. } | Kind::Alias(_) => None,
        }
    }

    /// No value: nothing at all, `~` or `null`.
    pub fn is_null(&self) -> bool {
        match &self.kind {
            Kind::Scalar { style: Style::Empty, .. } => self.tag.is_none(),
            Kind::Scalar { style: Style::Plain, text } => {
                self.tag.is_none() && matches!(text.as_str(), "~" | "null" | "Null" | "NULL")
            }
            Kind::Scalar { style: Style::Single | Style::Double | Style::Block, .. } => false,
            Kind::Map { .. } | Kind::List { .. } | Kind::Alias(_) => false,
        }
    }

    /// A map in braces or a list in brackets.
    pub fn is_flow(&self) -> bool {
        match self.kind {
            Kind::Map { flow, .. } | Kind::List { flow, .. } => flow,
            Kind::Scalar { .. } | Kind::Alias(_) => false,
        }
    }

    /// Calls `visit` for this node and all below it, keys included, in the order of the text.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        match &self.kind {
            Kind::Scalar { .. } | Kind::Alias(_) => {}
            Kind::List { items, .. } => items.iter().for_each(|item| item.walk(visit)),
            Kind::Map { pairs, .. } => {
                for (key, value) in pairs {
                    key.walk(visit);
                    value.walk(visit);
                }
            }
        }
    }
}
