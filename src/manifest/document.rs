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
        let documents = source.tree.documents.iter().enumerate();
        let found: Vec<_> =
            documents.filter(|(at, root)| self.picks(anchors, *at, root)).map(|(_, root)| root).collect();
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

    /// Whether it means the document with this number.
    pub(super) fn picks<'t>(&self, anchors: &Anchors<'t>, at: usize, root: &'t Node) -> bool {
        let (kind, name, namespace) = match self {
            Self::Index(index) => return *index == at,
            Self::Object { kind, name, namespace } => (kind, name, namespace),
        };
        let text = |map: &'t Node, key| anchors.value(map, key, Case::Exact).and_then(Node::as_str);
        let metadata = anchors.value(root, "metadata", Case::Exact);
        let has =
            |wanted: &Option<String>, found: Option<&str>| wanted.is_none() || wanted.as_deref() == found;
        has(kind, text(root, "kind"))
            && has(name, metadata.and_then(|metadata| text(metadata, "name")))
            && has(namespace, metadata.and_then(|metadata| text(metadata, "namespace")))
    }

    pub(super) fn shown(&self) -> String {
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
    let roots: Vec<_> = source.tree.documents.iter().collect();
    let what = steps.iter().map(Step::to_string).collect::<String>();
    only(source, &roots, what.trim_start_matches('.'), |root| {
        Trail::new(source, anchors, root, Case::Exact).steps(steps)
    })
}

/// What `find` leads to in the one document that has it.
pub(super) fn only<'t, T>(
    source: &'t Source<'t>,
    roots: &[&'t Node],
    what: &str,
    find: impl Fn(&'t Node) -> Result<T, Lost>,
) -> Result<T, Lost> {
    if let [only] = roots {
        return find(only);
    }
    let mut found: Vec<_> =
        roots.iter().map(|root| (root, find(root))).filter(|(_, end)| is_there(end)).collect();
    match (found.pop(), found.len()) {
        (None, _) => Err(Error::NotFound { at: source.at(0), what: what.to_owned(), near: None }.into()),
        (Some((_, end)), 0) => end,
        (Some((root, _)), before) => {
            let (at, what) = (source.at(root.start), what.to_owned());
            Err(Error::AmbiguousDocument { at, what, count: before + 1 }.into())
        }
    }
}

/// The search leads somewhere, be it to too many places, or to one that can't be written.
fn is_there<T>(end: &Result<T, Lost>) -> bool {
    let lost = |lost: &Lost| {
        matches!(lost.reading, Error::NotFound { .. } | Error::NotMapping { .. } | Error::NotSequence { .. })
    };
    !end.as_ref().is_err_and(lost)
}
