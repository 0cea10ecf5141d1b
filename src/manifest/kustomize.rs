//! `kustomize:` the images, remote bases and charts of a kustomization.

mod charts;
mod refs;

use super::anchors::{Anchors, Case};
use super::entry;
use super::images::{first_image, first_item, next_item};
use super::key_path::Step;
use super::many::each;
use super::slot::Edit;
use super::source::{Source, duplicate};
use super::spot::{self, Spot};
use super::trail::{Lost, Trail};
use super::{Error, Fill, KUSTOMIZATIONS, Want};
use crate::model::pin::{Pin, PinKind, PinName, SelectorName, Written};
use crate::yaml::Node;
use std::cell::LazyCell;

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
        let mut pins = self.image_pins(source, anchors, entry)?;
        let spots = self.spots(source, anchors)?;
        pins.extend(spot::pins(source, &spots, SelectorName::Kustomize, entry)?);
        Ok(pins)
    }

    fn image_pins(
        &self,
        source: &Source<'_>,
        anchors: &Anchors<'_>,
        entry: usize,
    ) -> Result<Vec<Pin>, Error> {
        if !charts::generators(source, anchors).is_empty() {
            return Ok(Vec::new());
        }
        let Some(images) = images(&root(source, anchors)?)? else { return Ok(Vec::new()) };
        let images = images.target();
        if images.is_null() {
            return Ok(Vec::new());
        }
        let no_list = || Error::NotSequence { at: source.at(images.start), what: IMAGES.to_owned() };
        let items = images.as_list().ok_or_else(no_list)?;
        let pins = items.iter().filter_map(|item| pin(source, anchors, anchors.target(item), entry));
        Ok(pins.filter(|pin| self.takes(PinKind::Image, &pin.name.name)).collect())
    }

    /// Remote bases and charts; in a generator's file its charts alone.
    fn spots<'t>(&self, source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> Result<Vec<Spot<'t>>, Error> {
        let generators = charts::generators(source, anchors);
        let mut spots: Vec<_> = generators.iter().filter_map(charts::spot).collect();
        if generators.is_empty() {
            let root = root(source, anchors)?;
            spots.extend(refs::spots(&root));
            spots.extend(charts::spots(&root));
        }
        spots.retain(|spot| self.takes(spot.kind, &spot.name));
        Ok(spots)
    }

    fn takes(&self, kind: PinKind, name: &str) -> bool {
        let meant = match kind {
            PinKind::Image => &self.images,
            PinKind::Revision => &self.refs,
            PinKind::Chart => &self.charts,
            PinKind::Key | PinKind::File => &None,
        };
        let names_none = [&self.images, &self.refs, &self.charts].into_iter().all(Option::is_none);
        meant.as_ref().map_or(names_none, |names| names.iter().any(|one| one == name))
    }

    /// The edits of each want. What they are looked for in is found once.
    pub(super) fn each(
        &self,
        source: &Source<'_>,
        anchors: &Anchors<'_>,
        wants: &[&Want<'_>],
    ) -> Vec<Result<Vec<Edit>, Error>> {
        let root = LazyCell::new(|| root(source, anchors));
        let spots = LazyCell::new(|| self.spots(source, anchors));
        each(wants, |want| match want.kind {
            PinKind::Image => self.image_edits(source, root.as_ref().map_err(Error::clone)?, want),
            PinKind::Chart | PinKind::Revision | PinKind::Key | PinKind::File => {
                spot::edits(source, spots.as_ref().map_err(Error::clone)?, want)
            }
        })
    }

    fn image_edits(
        &self,
        source: &Source<'_>,
        root: &Trail<'_>,
        want: &Want<'_>,
    ) -> Result<Vec<Edit>, Error> {
        let missing = |at, near| Error::NotFound { at: source.at(at), what: want.name.to_owned(), near };
        if !self.takes(PinKind::Image, want.name) {
            return Err(missing(0, None));
        }
        let Some(images) = images(root)? else {
            return if want.create {
                first_image(source, root, want)
            } else {
                Err(missing(root.node().start, None))
            };
        };
        if images.node().is_null() {
            let at = images.node().start;
            return if want.create {
                first_item(source, root, &images, want)
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

/// Whether a file is a kustomization, by its name or by what it says, or a generator of charts.
pub(super) fn is_kustomization<'t>(source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> bool {
    let Some(root) = source.tree.documents.first() else { return false };
    let field = |key| anchors.value(root, key, Case::Any).and_then(Node::as_str);
    let is_own = |version: &str| version.starts_with("kustomize.config.k8s.io/");
    match (field("kind"), field("apiVersion")) {
        (Some("Kustomization" | "Component"), Some(version)) => is_own(version),
        (None | Some("Kustomization" | "Component"), None) => {
            KUSTOMIZATIONS.contains(&source.path.file_name())
        }
        (None, Some(version)) => is_own(version),
        (Some(_), Some(_) | None) => !charts::generators(source, anchors).is_empty(),
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
    let items = |key: &&str| anchors.value(root, key, Case::Any).and_then(Node::as_list).unwrap_or_default();
    let lists = [&IMAGES].into_iter().chain(&charts::LISTS);
    for map in std::iter::once(root).chain(lists.flat_map(items)) {
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
        automation: None,
    })
}
