//! The objects of Argo CD in a file.

use super::Error;
use super::anchors::{Anchors, Case};
use super::document::{DocumentSelector, only};
use super::source::Source;
use super::trail::{Lost, Trail};
use crate::yaml::Node;

/// What tells an object from the others in its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meant<'a> {
    pub(super) kind: &'static str,
    pub(super) name: Option<&'a str>,
    pub(super) document: Option<&'a DocumentSelector>,
}

impl Meant<'_> {
    /// All objects of the kind; one, where something tells which.
    pub(super) fn objects<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<&'t Node>, Error> {
        let documents = source.tree.documents.iter().enumerate();
        let found: Vec<_> =
            documents.filter(|(at, root)| self.is_meant(anchors, *at, root)).map(|(_, root)| root).collect();
        let is_told = self.name.is_some() || self.document.is_some();
        match found.as_slice() {
            [] if is_told => Err(Error::NotFound { at: source.at(0), what: self.shown(), near: None }),
            [_, second, ..] if is_told => {
                let at = source.at(second.start);
                Err(Error::AmbiguousDocument { at, what: self.shown(), count: found.len() })
            }
            _ => Ok(found),
        }
    }

    /// What `find` leads to in the one object that has it.
    pub(super) fn only<'t, T>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        what: &str,
        find: impl Fn(Trail<'t>) -> Result<T, Lost>,
    ) -> Result<T, Lost> {
        let roots = self.objects(source, anchors)?;
        only(source, &roots, what, |root| find(Trail::new(source, anchors, root, Case::Exact)))
    }

    fn is_meant<'t>(&self, anchors: &Anchors<'t>, at: usize, root: &'t Node) -> bool {
        let text = |map, key| anchors.value(map, key, Case::Exact).and_then(Node::as_str);
        let name = || text(anchors.value(root, "metadata", Case::Exact)?, "name");
        text(root, "kind") == Some(self.kind)
            && text(root, "apiVersion").is_some_and(|version| version.starts_with("argoproj.io/"))
            && self.name.is_none_or(|wanted| name() == Some(wanted))
            && self.document.is_none_or(|document| document.picks(anchors, at, root))
    }

    fn shown(&self) -> String {
        let document = self.document.map(DocumentSelector::shown);
        let name = self.name.map(|name| format!("{} {name}", self.kind));
        [name, document].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
