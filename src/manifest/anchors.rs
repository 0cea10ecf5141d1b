//! What aliases and merges bring: selectors read through them, and then refuse to write.

use super::source::Source;
use crate::yaml::{Kind, Node, Pair, Style};
use std::collections::{HashMap, HashSet};

/// The anchors of a file.
#[derive(Debug)]
pub(super) struct Anchors<'t> {
    nodes: HashMap<usize, &'t Node>,
    used: HashSet<usize>,
}

/// How keys are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Exact,
    /// As kustomize does: `newtag` is `newTag`.
    Any,
}

/// Where a key of a map is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Look<'t> {
    Here(&'t Pair),
    /// It comes through `<<`.
    Inherited(&'t Pair),
    Missing,
}

impl<'t> Anchors<'t> {
    pub(super) fn of(source: &'t Source<'_>) -> Self {
        let mut anchors = Self { nodes: HashMap::new(), used: HashSet::new() };
        for document in &source.tree.documents {
            document.walk(&mut |node| anchors.note(node));
        }
        anchors
    }

    fn note(&mut self, node: &'t Node) {
        if let Some(anchor) = node.anchor {
            self.nodes.insert(anchor, node);
        }
        if let Kind::Alias(anchor) = node.kind {
            self.used.insert(anchor);
        }
    }

    /// The node that an alias stands for; another node is itself.
    pub(super) fn target(&self, node: &'t Node) -> &'t Node {
        match node.kind {
            Kind::Alias(anchor) => self.nodes.get(&anchor).copied().unwrap_or(node),
            Kind::Scalar { .. } | Kind::Map { .. } | Kind::List { .. } => node,
        }
    }

    /// An alias refers to this node.
    pub(super) fn is_shared(&self, node: &Node) -> bool {
        node.anchor.is_some_and(|anchor| self.used.contains(&anchor))
    }

    pub(super) fn look(&self, map: &'t Node, key: &str, case: Case) -> Look<'t> {
        let pairs = map.as_map().unwrap_or_default();
        if let Some(pair) = find(pairs, key, case) {
            return Look::Here(pair);
        }
        self.merged(pairs, key, case).map_or(Look::Missing, Look::Inherited)
    }

    /// A key with its value, wherever it comes from.
    pub(super) fn pair(&self, map: &'t Node, key: &str, case: Case) -> Option<&'t Pair> {
        match self.look(map, key, case) {
            Look::Here(pair) | Look::Inherited(pair) => Some(pair),
            Look::Missing => None,
        }
    }

    /// The value of a key, as it reads.
    pub(super) fn value(&self, map: &'t Node, key: &str, case: Case) -> Option<&'t Node> {
        self.pair(map, key, case).map(|(_, value)| self.target(value))
    }

    fn merged(&self, pairs: &'t [Pair], key: &str, case: Case) -> Option<&'t Pair> {
        let mut waiting: Vec<_> = merges(pairs).rev().collect();
        // Each anchor is asked once: merges may go in circles.
        let mut asked = HashSet::new();
        while let Some(node) = waiting.pop() {
            if let Kind::Alias(anchor) = node.kind
                && !asked.insert(anchor)
            {
                continue;
            }
            let pairs = self.target(node).as_map().unwrap_or_default();
            if let Some(pair) = find(pairs, key, case) {
                return Some(pair);
            }
            waiting.extend(merges(pairs).rev());
        }
        None
    }
}

/// The maps that a map takes keys from, the strongest first.
fn merges(pairs: &[Pair]) -> std::slice::Iter<'_, Node> {
    let from = pairs.iter().find(|(key, _)| is_merge(key)).map(|(_, value)| value);
    from.map_or(&[][..], |value| value.as_list().unwrap_or(std::slice::from_ref(value))).iter()
}

fn is_merge(key: &Node) -> bool {
    key.as_str() == Some("<<") && key.style() == Some(Style::Plain)
}

fn find<'t>(pairs: &'t [Pair], key: &str, case: Case) -> Option<&'t Pair> {
    pairs.iter().find(|(name, _)| match (name.as_str(), case) {
        (Some(name), Case::Exact) => name == key,
        (Some(name), Case::Any) => name.eq_ignore_ascii_case(key),
        (None, Case::Exact | Case::Any) => false,
    })
}
