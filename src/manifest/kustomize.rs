//! `kustomize:` the images of a kustomization.

use super::anchors::{Anchors, Case};
use super::entry;
use super::images::{first_image, first_item, next_item};
use super::key_path::Step;
use super::slot::Edit;
use super::source::{Source, duplicate};
use super::trail::{Lost, Trail};
use super::{Error, Fill, Want};
use crate::model::pin::{Pin, PinKind, PinName, SelectorName, Written};
use crate::yaml::Node;

/// The images, remote bases and charts of a kustomization; `None` means all of a kind. Where one kind is named,
/// the others are meant only where they are named too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kustomize {
    pub images: Option<Vec<String>>,
    /// Remote bases, by their addresses without the query.
    pub refs: Option<Vec<String>>,
    pub charts: Option<Vec<String>>,
}

const IMAGES: &str = "images";

impl Kustomize {
    pub fn every() -> Self {
        Self { images: None, refs: None, charts: None }
    }

    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        let texts = |all: &Option<Vec<String>>| Some(all.as_ref()?.iter().map(|one| fill(one)).collect());
        Self { images: texts(&self.images), refs: texts(&self.refs), charts: texts(&self.charts) }
    }

    /// Each entry of `images` is a pin, also one without a version.
    pub(super) fn pins(
        &self,
        source: &Source<'_>,
        anchors: &Anchors<'_>,
        entry: usize,
    ) -> Result<Vec<Pin>, Error> {
        let Some(images) = images(&root(source, anchors)?)? else { return Ok(Vec::new()) };
        let images = images.target();
        if images.is_null() {
            return Ok(Vec::new());
        }
        let no_list = || Error::NotSequence { at: source.at(images.start), what: IMAGES.to_owned() };
        let items = images.as_list().ok_or_else(no_list)?;
        let pins = items.iter().filter_map(|item| pin(source, anchors, anchors.target(item), entry));
        Ok(pins.filter(|pin| self.takes(&pin.name.name)).collect())
    }

    fn takes(&self, image: &str) -> bool {
        self.images.as_ref().is_none_or(|images| images.iter().any(|name| name == image))
    }

    pub(super) fn edits(
        &self,
        source: &Source<'_>,
        anchors: &Anchors<'_>,
        want: &Want<'_>,
    ) -> Result<Vec<Edit>, Error> {
        let root = root(source, anchors)?;
        let missing = |at, near| Error::NotFound { at: source.at(at), what: want.name.to_owned(), near };
        if !self.takes(want.name) {
            return Err(missing(0, None));
        }
        let Some(images) = images(&root)? else {
            return if want.create {
                first_image(source, &root, want)
            } else {
                Err(missing(root.node().start, None))
            };
        };
        if images.node().is_null() {
            let at = images.node().start;
            return if want.create {
                first_item(source, &root, &images, want)
            } else {
                Err(missing(at, None))
            };
        }
        match images.clone().step(&Step::Item { key: "name".to_owned(), value: want.name.to_owned() }) {
            Ok(found) => entry::edits(source, &found, want),
            Err(Lost { reading: Error::NotFound { .. }, .. }) if want.create => {
                next_item(source, &images, want)
            }
            Err(lost) => Err(lost.writing()),
        }
    }
}

/// The one document of a kustomization.
fn root<'t>(source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> Result<Trail<'t>, Error> {
    let root = match source.tree.documents.as_slice() {
        [root] => root,
        [] => return Err(Error::NotFound { at: source.at(0), what: IMAGES.to_owned(), near: None }),
        [_, second, ..] => {
            return Err(Error::MultipleDocuments { at: source.at(second.start), what: "a kustomization" });
        }
    };
    // Keys match in any case: two that differ in it are one for kustomize.
    let images = anchors.value(root, IMAGES, Case::Any).and_then(Node::as_list).unwrap_or_default();
    for map in std::iter::once(root).chain(images) {
        let keys: Vec<_> = map.as_map().unwrap_or_default().iter().map(|(key, _)| key).collect();
        if let Some((first, second)) = duplicate(&keys, str::to_ascii_lowercase) {
            return Err(source.duplicate(first, second));
        }
    }
    Ok(Trail::new(source, anchors, root, Case::Any))
}

fn images<'t>(root: &Trail<'t>) -> Result<Option<Trail<'t>>, Error> {
    match root.clone().step(&Step::Key(IMAGES.to_owned())) {
        Ok(images) => Ok(Some(images)),
        Err(Lost { reading: Error::NotFound { .. }, .. }) => Ok(None),
        Err(lost) => Err(lost.writing()),
    }
}

fn pin<'t>(source: &Source<'_>, anchors: &Anchors<'t>, item: &'t Node, entry: usize) -> Option<Pin> {
    let field = |key: &str| {
        let (name, value) = anchors.pair(item, key, Case::Any)?;
        let target = anchors.target(value);
        let text = target.as_str().filter(|text| !text.is_empty() && !target.is_null())?.to_owned();
        let at = source.at(value.span.start);
        Some(Written { text, at, key: name.as_str().unwrap_or(key).to_owned() })
    };
    let name = field("name")?.text;
    Some(Pin {
        name: PinName { kind: PinKind::Image, name, entry },
        selector: SelectorName::Kustomize,
        file: source.path.clone(),
        version: field("newTag"),
        digest: field("digest"),
        new_name: field("newName"),
    })
}
