//! A way through a document, node by node, and whether what it leads to may be written.

use super::Error;
use super::anchors::{Anchors, Case, Look};
use super::key_path::{KeyPath, Step};
use super::source::Source;
use crate::model::text::nearest;
use crate::yaml::{Kind, Node};
use std::collections::BTreeMap;

/// The nodes from a document's root to where the way is now.
#[derive(Debug, Clone)]
pub(super) struct Trail<'t> {
    source: &'t Source<'t>,
    anchors: &'t Anchors<'t>,
    case: Case,
    nodes: Vec<&'t Node>,
    key: Option<&'t Node>,
    in_flow: bool,
    /// The first alias or merge on the way: it can be read through, not written through.
    through: Option<Box<Error>>,
}

/// The way ends before its goal.
#[derive(Debug)]
pub(super) struct Lost {
    /// Why, for somebody who reads.
    pub(super) reading: Error,
    through: Option<Box<Error>>,
}

impl Lost {
    /// Why, for somebody who would write: what can't be written through comes first.
    pub(super) fn writing(self) -> Error {
        self.through.map_or(self.reading, |through| *through)
    }
}

impl From<Error> for Lost {
    fn from(reading: Error) -> Self {
        Self { reading, through: None }
    }
}

impl<'t> Trail<'t> {
    pub(super) fn new(source: &'t Source<'t>, anchors: &'t Anchors<'t>, root: &'t Node, case: Case) -> Self {
        Self { source, anchors, case, nodes: vec![root], key: None, in_flow: root.is_flow(), through: None }
    }

    pub(super) fn steps(self, steps: &[Step]) -> Result<Self, Lost> {
        steps.iter().try_fold(self, Self::step)
    }

    pub(super) fn step(mut self, step: &Step) -> Result<Self, Lost> {
        self.refuse_alias(step);
        let from = self.target();
        let found = match step {
            Step::Key(key) => self.key(from, key),
            Step::Index(index) => self.index(from, *index),
            Step::Item { key, value } => self.item(from, key, value),
        };
        match found {
            Ok(node) => {
                self.in_flow |= node.is_flow();
                self.nodes.push(node);
                Ok(self)
            }
            Err(reading) => Err(Lost { reading, through: self.through }),
        }
    }

    /// The ways to the items of a list.
    pub(super) fn each_item(&self) -> impl Iterator<Item = Self> {
        let count = self.target().as_list().map_or(0, <[Node]>::len);
        (0..count).filter_map(|index| self.clone().step(&Step::Index(index)).ok())
    }

    /// The ways to the values of a map's own keys. What an alias or a merge brings has its place elsewhere.
    pub(super) fn each_value(&self) -> impl Iterator<Item = (&'t str, Self)> {
        let pairs = self.node().as_map().unwrap_or_default();
        pairs.iter().filter_map(|(key, value)| {
            let mut trail = self.clone();
            trail.in_flow |= value.is_flow();
            trail.nodes.push(value);
            trail.key = Some(key);
            Some((key.as_str()?, trail))
        })
    }

    /// The ways to the items of what must be a list.
    pub(super) fn list(self) -> Result<Vec<Self>, Lost> {
        match self.target().as_list() {
            Some(_) => Ok(self.each_item().collect()),
            None => self.step(&Step::Index(0)).map(|item| vec![item]),
        }
    }

    /// This, where it has all these values; dots in a key descend, if it isn't there as it stands. Where a value
    /// comes from elsewhere, a change there would choose another place: it can be read, not written.
    pub(super) fn with_values(&self, fields: &BTreeMap<String, String>) -> Option<Self> {
        let mut chosen = self.clone();
        for (key, value) in fields {
            let way = self.value_at(key).filter(|way| way.target().as_str() == Some(value))?;
            chosen.through = chosen.through.or_else(|| way.elsewhere());
        }
        Some(chosen)
    }

    fn value_at(&self, key: &str) -> Option<Self> {
        let below = |steps: &[Step]| self.clone().steps(steps).ok();
        below(&[Step::Key(key.to_owned())]).or_else(|| below(KeyPath::parse(key).ok()?.steps()))
    }

    /// The first alias or merge that this reads through.
    fn elsewhere(self) -> Option<Box<Error>> {
        let ends = matches!(self.node().kind, Kind::Alias(_));
        let alias = ends.then(|| Box::new(self.alias(self.node(), self.source.written(self.node()))));
        self.through.or(alias)
    }

    /// The way ends here.
    pub(super) fn lost(self, reading: Error) -> Lost {
        Lost { reading, through: self.through }
    }

    /// The way to the value of a key, if it is there: most keys that are looked for aren't, and cost nothing.
    pub(super) fn child(&self, key: &str) -> Option<Self> {
        if let Look::Missing = self.anchors.look(self.target(), key, self.case) {
            return None;
        }
        self.clone().step(&Step::Key(key.to_owned())).ok()
    }

    /// The node as it stands, perhaps an alias.
    pub(super) fn node(&self) -> &'t Node {
        self.nodes[self.nodes.len() - 1]
    }

    /// The node as it reads.
    pub(super) fn target(&self) -> &'t Node {
        self.anchors.target(self.node())
    }

    /// The key that the node is the value of.
    pub(super) fn key_node(&self) -> Option<&'t Node> {
        self.key
    }

    /// It stands between braces or brackets.
    pub(super) fn in_flow(&self) -> bool {
        self.in_flow
    }

    /// Refuses what a change would reach beyond this one place.
    pub(super) fn may_be_written(&self) -> Result<(), Error> {
        if let Some(error) = &self.through {
            return Err(Error::clone(error));
        }
        if let Kind::Alias(_) = self.node().kind {
            return Err(self.alias(self.node(), self.source.written(self.node())));
        }
        match self.nodes.iter().find(|node| self.anchors.is_shared(node)) {
            Some(node) => {
                let anchor = self.source.anchor_name(node).to_owned();
                Err(Error::Anchored { at: self.source.at(node.start), anchor })
            }
            None => Ok(()),
        }
    }

    fn refuse_alias(&mut self, step: &Step) {
        if let Kind::Alias(_) = self.node().kind
            && self.through.is_none()
        {
            self.through = Some(Box::new(self.alias(self.node(), &step.to_string())));
        }
    }

    fn alias(&self, node: &Node, what: &str) -> Error {
        let what = self.key.and_then(Node::as_str).unwrap_or(what).to_owned();
        Error::Alias { at: self.source.at(node.start), what, alias: self.source.written(node).to_owned() }
    }

    fn key(&mut self, map: &'t Node, key: &str) -> Result<&'t Node, Error> {
        let Some(pairs) = map.as_map() else {
            return Err(Error::NotMapping { at: self.source.at(map.start), what: key.to_owned() });
        };
        let (name, value) = match self.anchors.look(map, key, self.case) {
            Look::Here(pair) => pair,
            Look::Inherited(pair) => {
                let error = Error::MergeKey { at: self.source.at(map.start), what: key.to_owned() };
                self.through.get_or_insert_with(|| Box::new(error));
                pair
            }
            Look::Missing => {
                let near = nearest(key, pairs.iter().filter_map(|(key, _)| key.as_str())).map(str::to_owned);
                return Err(Error::NotFound { at: self.source.at(map.start), what: key.to_owned(), near });
            }
        };
        self.key = Some(name);
        Ok(value)
    }

    fn index(&mut self, list: &'t Node, index: usize) -> Result<&'t Node, Error> {
        let what = format!("[{index}]");
        let item = self.items(list, &what)?.get(index);
        self.key = None;
        item.ok_or_else(|| Error::NotFound { at: self.source.at(list.start), what, near: None })
    }

    fn item(&mut self, list: &'t Node, key: &str, value: &str) -> Result<&'t Node, Error> {
        let what = format!("{key}={value}");
        let items = self.items(list, &what)?;
        let named = |item: &'t Node| self.anchors.value(self.anchors.target(item), key, self.case)?.as_str();
        let found: Vec<_> = items.iter().filter(|item| named(item) == Some(value)).collect();
        match found.as_slice() {
            [] => {
                let near = nearest(value, items.iter().filter_map(named)).map(str::to_owned);
                Err(Error::NotFound { at: self.source.at(list.start), what, near })
            }
            [item] => {
                self.key = None;
                self.own_name(item, key);
                Ok(item)
            }
            [_, second, ..] => {
                Err(Error::Ambiguous { at: self.source.at(second.start), what, count: found.len() })
            }
        }
    }

    fn items(&self, list: &'t Node, what: &str) -> Result<&'t [Node], Error> {
        let no_list = || Error::NotSequence { at: self.source.at(list.start), what: what.to_owned() };
        list.as_list().ok_or_else(no_list)
    }

    /// An item that is known by an alias or a merge can change its name from elsewhere.
    fn own_name(&mut self, item: &'t Node, key: &str) {
        let error = match self.anchors.look(self.anchors.target(item), key, self.case) {
            Look::Here((name, value)) if matches!(value.kind, Kind::Alias(_)) => {
                let alias = self.source.written(value).to_owned();
                let what = name.as_str().unwrap_or_default().to_owned();
                Error::Alias { at: self.source.at(value.start), what, alias }
            }
            Look::Inherited(_) => Error::MergeKey { at: self.source.at(item.start), what: key.to_owned() },
            Look::Here(_) | Look::Missing => return,
        };
        if !matches!(item.kind, Kind::Alias(_)) {
            self.through.get_or_insert_with(|| Box::new(error));
        }
    }
}
