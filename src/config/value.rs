//! A file of ours as values with their places: aliases followed, styles gone, nothing decided yet.

use super::problem::Faults;
use crate::yaml::{Kind as Written, Node, Style, Tree};
use std::collections::BTreeMap;

/// More values than any team declares: aliases of aliases end here.
const MOST: usize = 100_000;

/// A value, and the byte where it stands.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Nothing,
    /// The text as it is written: `1.10` and `yes` are texts, until somebody wants a number. Quoted ones stay texts.
    Text {
        text: String,
        is_plain: bool,
    },
    List(Vec<Value>),
    Map(Vec<(Key, Value)>),
    /// It was told already what is wrong here.
    Broken,
}

#[derive(Debug)]
pub(super) struct Key {
    pub(super) at: usize,
    pub(super) name: String,
}

impl Value {
    /// The one document of a text. An empty one declares nothing.
    pub(super) fn read(text: &str, faults: &mut Faults) -> Self {
        let documents = match Tree::parse(text) {
            Ok(tree) => tree.documents,
            Err(error) => {
                let hint = unquoted(text, error.byte);
                faults.add(error.byte, format!("this is no YAML: {}{hint}", error.what));
                return Self { at: 0, kind: Kind::Broken };
            }
        };
        if let Some(second) = documents.get(1) {
            faults.add(second.start, "a second document starts here, and only one is read".to_owned());
        }
        let Some(root) = documents.first().filter(|root| !root.is_null()) else {
            return Self { at: 0, kind: Kind::Map(Vec::new()) };
        };
        let mut anchors = BTreeMap::new();
        root.walk(&mut |node| {
            if let Some(anchor) = node.anchor {
                anchors.insert(anchor, node);
            }
        });
        Resolver { anchors, open: Vec::new(), left: MOST, faults }.value(root)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.pairs().iter().find(|(name, _)| name.name == key).map(|(_, value)| value)
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text { text, .. } => Some(text),
            Kind::Nothing | Kind::List(_) | Kind::Map(_) | Kind::Broken => None,
        }
    }

    /// The text of a key's value.
    pub(super) fn word(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    pub(super) fn items(&self) -> &[Self] {
        match &self.kind {
            Kind::List(items) => items,
            Kind::Nothing | Kind::Text { .. } | Kind::Map(_) | Kind::Broken => &[],
        }
    }

    pub(super) fn is_empty_list(&self) -> bool {
        matches!(&self.kind, Kind::List(items) if items.is_empty())
    }

    pub(super) fn is_map(&self) -> bool {
        matches!(self.kind, Kind::Map(_))
    }

    /// The items of a list, or the one that stands in its place.
    pub(super) fn one_or_more(&self) -> &[Self] {
        match &self.kind {
            Kind::List(items) => items,
            Kind::Nothing | Kind::Text { .. } | Kind::Map(_) | Kind::Broken => std::slice::from_ref(self),
        }
    }

    pub(super) fn pairs(&self) -> &[(Key, Self)] {
        match &self.kind {
            Kind::Map(pairs) => pairs,
            Kind::Nothing | Kind::Text { .. } | Kind::List(_) | Kind::Broken => &[],
        }
    }
}

const NAMES: [&str; 3] = ["{app}", "{env}", "{version}"];

/// A pattern without quotes starts a map where nobody wants one.
fn unquoted(text: &str, byte: usize) -> &'static str {
    let start = text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let is_name =
        |at: usize| line.get(at..).is_some_and(|rest| NAMES.iter().any(|name| rest.starts_with(name)));
    let in_flow = |at: usize| line.get(..at).is_some_and(|before| before.contains(['[', '{']));
    let is_first = |at: usize| line.get(..at).is_some_and(|before| before.ends_with([' ', '\t']));
    let names: Vec<_> = line.match_indices('{').map(|(at, _)| at).filter(|at| is_name(*at)).collect();
    if names.iter().any(|at| in_flow(*at) || is_first(*at)) {
        "; quotes belong around what has `{…}` in it"
    } else {
        "; do the lines of this list or map begin at one column?"
    }
}

struct Resolver<'a, 'f> {
    anchors: BTreeMap<usize, &'a Node>,
    /// The anchors of what is being read: an alias to one of them has no end.
    open: Vec<Option<usize>>,
    left: usize,
    faults: &'f mut Faults,
}

impl Resolver<'_, '_> {
    fn value(&mut self, node: &Node) -> Value {
        self.open.push(node.anchor);
        let kind = self.kind(node);
        self.open.pop();
        Value { at: node.span.start, kind }
    }

    fn kind(&mut self, node: &Node) -> Kind {
        let Some(left) = self.left.checked_sub(1) else {
            return self.broken(node, "the aliases up to here make too much of this file");
        };
        self.left = left;
        if node.tag.as_ref().is_some_and(|tag| !tag.starts_with("tag:yaml.org,2002:")) {
            return self.broken(node, "a tag means nothing here");
        }
        match &node.kind {
            Written::Scalar { .. } if node.is_null() => Kind::Nothing,
            Written::Scalar { text, style } => {
                Kind::Text { text: text.clone(), is_plain: *style == Style::Plain && node.tag.is_none() }
            }
            Written::List { items, .. } => Kind::List(items.iter().map(|item| self.value(item)).collect()),
            Written::Map { pairs, .. } => Kind::Map(self.pairs(pairs)),
            Written::Alias(anchor) => self.alias(node, *anchor),
        }
    }

    fn alias(&mut self, node: &Node, anchor: usize) -> Kind {
        match self.anchors.get(&anchor).copied().filter(|_| !self.open.contains(&Some(anchor))) {
            Some(target) => self.value(target).kind,
            None => self.broken(node, "this alias leads nowhere"),
        }
    }

    fn pairs(&mut self, pairs: &[(Node, Node)]) -> Vec<(Key, Value)> {
        let mut read: Vec<(Key, Value)> = Vec::new();
        for (key, value) in pairs {
            let value = self.value(value);
            let Some(name) = key.as_str() else {
                self.faults.add(key.span.start, "found a key that is no text, expected a name".to_owned());
                continue;
            };
            if name == "<<" && key.style() == Some(Style::Plain) {
                self.faults.add(key.span.start, "`<<` isn't followed here: write the keys out".to_owned());
            } else if read.iter().any(|(other, _)| other.name == name) {
                self.faults.add(key.span.start, format!("`{name}` stands here a second time"));
            } else {
                read.push((Key { at: key.span.start, name: name.to_owned() }, value));
            }
        }
        read
    }

    fn broken(&mut self, node: &Node, what: &str) -> Kind {
        self.faults.add(node.span.start, what.to_owned());
        Kind::Broken
    }
}
