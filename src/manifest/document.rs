//! Which document of a file is meant.

use super::anchors::{Anchors, Case};
use super::key_path::Step;
use super::source::Source;
use super::trail::{Lost, Trail};
use super::{Error, Fill};
use crate::yaml::Node;

/// A document by its number, counted from 0, or by the object in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentSelector {
    Index(usize),
    Object { kind: Option<String>, name: Option<String>, namespace: Option<String> },
}

impl DocumentSelector {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        let text = |text: &Option<String>| text.as_deref().map(fill);
        match self {
            Self::Index(index) => Self::Index(*index),
            Self::Object { kind, name, namespace } => {
                Self::Object { kind: text(kind), name: text(name), namespace: text(namespace) }
            }
        }
    }

    pub(super) fn find<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<&'t Node, Error> {
        let documents = &source.tree.documents;
        let found: Vec<_> = match self {
            Self::Index(index) => documents.get(*index).into_iter().collect(),
            Self::Object { .. } => documents.iter().filter(|root| self.is(anchors, root)).collect(),
        };
        match found.as_slice() {
            [root] => Ok(root),
            [] => Err(Error::NotFound { at: source.at(0), what: self.shown(), near: None }),
            [_, second, ..] => Err(Error::AmbiguousDocument {
                at: source.at(second.start),
                what: self.shown(),
                count: found.len(),
            }),
        }
    }

    fn is<'t>(&self, anchors: &Anchors<'t>, root: &'t Node) -> bool {
        let Self::Object { kind, name, namespace } = self else { return false };
        let text = |map: &'t Node, key| anchors.value(map, key, Case::Exact).and_then(Node::as_str);
        let metadata = anchors.value(root, "metadata", Case::Exact);
        let has =
            |wanted: &Option<String>, found: Option<&str>| wanted.is_none() || wanted.as_deref() == found;
        has(kind, text(root, "kind"))
            && has(name, metadata.and_then(|metadata| text(metadata, "name")))
            && has(namespace, metadata.and_then(|metadata| text(metadata, "namespace")))
    }

    fn shown(&self) -> String {
        match self {
            Self::Index(index) => format!("document {index}"),
            Self::Object { kind, name, namespace } => [kind, namespace, name]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

/// The documents that are meant: the one that is selected, else all.
pub(super) fn documents<'t>(
    source: &'t Source<'t>,
    anchors: &'t Anchors<'t>,
    selected: Option<&DocumentSelector>,
) -> Result<Vec<&'t Node>, Error> {
    match selected {
        Some(selector) => selector.find(source, anchors).map(|root| vec![root]),
        None => Ok(source.tree.documents.iter().collect()),
    }
}

/// The way along `steps` in the one document that has it.
pub(super) fn resolve<'t>(
    source: &'t Source<'t>,
    anchors: &'t Anchors<'t>,
    steps: &[Step],
) -> Result<Trail<'t>, Lost> {
    let documents = &source.tree.documents;
    let walk = |root| Trail::new(source, anchors, root, Case::Exact).steps(steps);
    let what = || steps.iter().map(Step::to_string).collect::<String>().trim_start_matches('.').to_owned();
    if let [only] = documents.as_slice() {
        return walk(only);
    }
    let mut found: Vec<_> =
        documents.iter().map(|root| (root, walk(root))).filter(|(_, end)| is_there(end)).collect();
    match (found.pop(), found.len()) {
        (None, _) => Err(Error::NotFound { at: source.at(0), what: what(), near: None }.into()),
        (Some((_, end)), 0) => end,
        (Some((root, _)), before) => {
            Err(Error::AmbiguousDocument { at: source.at(root.start), what: what(), count: before + 1 }
                .into())
        }
    }
}

/// The path leads somewhere, be it to too many places.
fn is_there(end: &Result<Trail<'_>, Lost>) -> bool {
    match end {
        Ok(_) => true,
        Err(lost) => matches!(lost.reading, Error::Ambiguous { .. }),
    }
}
