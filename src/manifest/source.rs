//! A manifest that was read: its text, its tree, and what stands where.

use super::Error;
use crate::model::path::RepoPath;
use crate::model::text::Position;
use crate::yaml::{Kind, Node, Places, Tree};
use serde::de::IgnoredAny;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

/// A text that is fit to be looked into.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub(super) path: &'a RepoPath,
    pub(super) text: &'a str,
    pub(super) tree: Rc<Tree>,
    places: Places<'a>,
}

/// A text that is parsed once, whoever looks into it: when the first one asks.
#[derive(Debug)]
pub struct Parsed {
    path: RepoPath,
    text: String,
    tree: OnceCell<Result<Rc<Tree>, Error>>,
}

impl Parsed {
    pub fn new(path: RepoPath, text: String) -> Self {
        Self { path, text, tree: OnceCell::new() }
    }

    pub fn path(&self) -> &RepoPath {
        &self.path
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn source(&self) -> Result<Source<'_>, Error> {
        let open = || Ok(Source::open(&self.path, &self.text)?.tree);
        let tree = Rc::clone(self.tree.get_or_init(open).as_ref().map_err(Error::clone)?);
        Ok(Source {
            path: &self.path,
            text: &self.text,
            tree,
            places: Places::new(self.path.as_str(), &self.text),
        })
    }
}

/// The bytes of a manifest as text.
pub fn text<'a>(path: &RepoPath, bytes: &'a [u8]) -> Result<&'a str, Error> {
    let text = std::str::from_utf8(bytes).map_err(|bad| {
        let good = bytes.get(..bad.valid_up_to()).and_then(|good| std::str::from_utf8(good).ok());
        let good = good.unwrap_or_default();
        Error::InvalidUtf8 { at: Position::of(path.as_str(), good, good.len()) }
    })?;
    no_nul(path, text)?;
    Ok(text)
}

impl<'a> Source<'a> {
    /// Refuses what can't be trusted as a whole, wherever in the file it is.
    pub(super) fn open(path: &'a RepoPath, text: &'a str) -> Result<Self, Error> {
        no_nul(path, text)?;
        let tree = Tree::parse(text).map_err(|error| {
            let at = Position::of(path.as_str(), text, error.byte);
            if text.contains("{{") { Error::Template { at } } else { Error::Parse { at, what: error.what } }
        })?;
        let source = Self { path, text, tree: Rc::new(tree), places: Places::new(path.as_str(), text) };
        source.keys_are_texts()?;
        source.keys_are_single()?;
        Ok(source)
    }

    pub(super) fn at(&self, byte: usize) -> Position {
        self.places.of(byte)
    }

    /// JSON is YAML too, and stays JSON.
    pub(super) fn is_json(&self) -> bool {
        let in_braces = matches!(self.tree.documents.as_slice(), [root] if root.is_flow());
        in_braces && serde_json::from_str::<IgnoredAny>(self.text.trim_start_matches('\u{feff}')).is_ok()
    }

    /// The bytes that a node stands on.
    pub(super) fn written(&self, node: &Node) -> &'a str {
        self.text.get(node.span.clone()).unwrap_or_default()
    }

    /// The name of a node's anchor.
    pub(super) fn anchor_name(&self, node: &Node) -> &'a str {
        let before = self.text.get(node.start..node.span.start).unwrap_or_default();
        let name = before.split_once('&').map_or(before, |(_, name)| name);
        name.split_whitespace().next().unwrap_or_default()
    }

    fn keys_are_texts(&self) -> Result<(), Error> {
        let mut odd = None;
        self.each_map(&mut |keys| odd = odd.or(keys.iter().copied().find(|key| key.as_str().is_none())));
        let Some(key) = odd else { return Ok(()) };
        let at = self.at(key.start);
        Err(if self.text.contains("{{") { Error::Template { at } } else { Error::ComplexKey { at } })
    }

    fn keys_are_single(&self) -> Result<(), Error> {
        let mut twice = None;
        self.each_map(&mut |keys| twice = twice.or_else(|| duplicate(keys, |key| key.to_owned())));
        twice.map_or(Ok(()), |(first, second)| Err(self.duplicate(first, second)))
    }

    pub(super) fn duplicate(&self, first: &Node, second: &Node) -> Error {
        let key = second.as_str().unwrap_or_default().to_owned();
        Error::DuplicateKey { at: self.at(second.start), key, first: self.at(first.start).line }
    }

    fn each_map<'s>(&'s self, visit: &mut dyn FnMut(&[&'s Node])) {
        for document in &self.tree.documents {
            document.walk(&mut |node| {
                if let Kind::Map { pairs, .. } = &node.kind {
                    visit(&pairs.iter().map(|(key, _)| key).collect::<Vec<_>>());
                }
            });
        }
    }
}

/// The first two keys that are one, after `same` made them comparable.
pub(super) fn duplicate<'t>(
    keys: &[&'t Node],
    same: impl Fn(&str) -> String,
) -> Option<(&'t Node, &'t Node)> {
    let mut seen = HashMap::new();
    keys.iter().find_map(|key| {
        let first = seen.insert(same(key.as_str().unwrap_or_default()), *key)?;
        Some((first, *key))
    })
}

pub(super) fn no_nul(path: &RepoPath, text: &str) -> Result<(), Error> {
    match text.find('\0') {
        Some(byte) => Err(Error::Nul { at: Position::of(path.as_str(), text, byte) }),
        None => Ok(()),
    }
}
