//! The comments `{"$imagepolicy": "…"}` by which Flux knows what to write.

use super::Error;
use super::anchors::{Anchors, Case};
use super::comments::owners;
use super::key_path::Step;
use super::source::Source;
use super::trail::Trail;
use crate::yaml::{Kind, Node};
use std::collections::BTreeMap;
use std::ops::Range;

/// Without it Flux doesn't look at a file.
const TOKEN: &str = "\"$imagepolicy\"";

/// A comment that names an image policy, and the value that Flux would write for it.
#[derive(Debug, Clone)]
pub(super) struct Marker<'t> {
    /// `namespace:name`
    pub(super) policy: String,
    pub(super) part: Part,
    pub(super) comment: Range<usize>,
    /// None where no scalar or alias has the comment.
    pub(super) on: Option<Trail<'t>>,
}

/// Which part of an image a scalar holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// `name:tag`, with `@digest` where there is one.
    Whole,
    Name,
    Tag,
    Digest,
}

/// All markers of a file, in the order of the text.
pub(super) fn markers<'t>(
    source: &'t Source<'t>,
    anchors: &'t Anchors<'t>,
) -> Result<Vec<Marker<'t>>, Error> {
    if !source.text.contains(TOKEN) {
        return Ok(Vec::new());
    }
    let comments = source.tree.comments.iter();
    let mut markers = Vec::new();
    for (comment, owner) in comments.zip(owners(source)) {
        let Some((policy, part)) = named(source.text.get(comment.clone()).unwrap_or_default()) else {
            continue;
        };
        let on = owner.map(|node| way_to(source, anchors, node)).transpose()?;
        markers.push(Marker { policy, part, comment: comment.clone(), on });
    }
    Ok(markers)
}

/// The policy that a comment names, if it is a marker: a JSON object of texts and nothing beside it.
fn named(comment: &str) -> Option<(String, Part)> {
    let object: BTreeMap<String, Option<String>> =
        serde_json::from_str(comment.trim_start_matches('#')).ok()?;
    let name = object.get("$imagepolicy")?.as_ref()?;
    let mut words = name.split(':');
    let (namespace, policy) = (words.next()?, words.next()?);
    let part = match (words.next(), words.next()) {
        (None, None) => Part::Whole,
        (Some("name"), None) => Part::Name,
        (Some("tag"), None) => Part::Tag,
        (Some("digest"), None) => Part::Digest,
        (Some(_) | None, Some(_) | None) => return None,
    };
    let is_named = !namespace.is_empty() && !policy.is_empty();
    is_named.then(|| (format!("{namespace}:{policy}"), part))
}

/// The way from a document's root to a node of it.
fn way_to<'t>(source: &'t Source<'t>, anchors: &'t Anchors<'t>, node: &Node) -> Result<Trail<'t>, Error> {
    let holds = |one: &&Node| one.start <= node.start && node.span.end <= one.span.end;
    let lost =
        || Error::NotFound { at: source.at(node.start), what: "a way to the value".to_owned(), near: None };
    let root = source.tree.documents.iter().find(holds).ok_or_else(lost)?;
    let mut trail = Trail::new(source, anchors, root, Case::Exact);
    while !std::ptr::eq(trail.node(), node) {
        let step = match &trail.node().kind {
            Kind::List { items, .. } => {
                Some(Step::Index(items.partition_point(|item| item.span.end < node.span.end)))
            }
            Kind::Map { pairs, .. } => {
                let pair = pairs.get(pairs.partition_point(|(_, value)| value.span.end < node.span.end));
                pair.and_then(|(key, _)| key.as_str()).map(|key| Step::Key(key.to_owned()))
            }
            Kind::Scalar { .. } | Kind::Alias(_) => None,
        };
        trail = trail.step(&step.ok_or_else(lost)?).map_err(|lost| lost.reading)?;
    }
    Ok(trail)
}
