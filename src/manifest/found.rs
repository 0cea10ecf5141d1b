//! The versions of a file that nobody described: what the words `images`, `charts` and `revisions` find.

use super::anchors::Anchors;
use super::resources::{self, Resources};
use super::source::Source;
use super::{Error, Manifest, chart, kustomize};
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, PinKind, SelectorName};

/// The selectors by which the words `images`, `charts` and `revisions` look for versions.
const BY_WORD: [SelectorName; 7] = [
    SelectorName::Kustomize,
    SelectorName::Application,
    SelectorName::HelmRelease,
    SelectorName::Chart,
    SelectorName::Manifests,
    SelectorName::Overrides,
    SelectorName::Values,
];

/// Every version of some kinds in a file, whatever kind of file it is: each kind with its place in the app's `pins`.
/// The file is read once.
pub fn found(path: &RepoPath, text: &str, kinds: &[(PinKind, usize)]) -> Result<Vec<Pin>, Error> {
    if !kinds.iter().any(|(kind, _)| may_hold(text, *kind)) {
        return Ok(Vec::new());
    }
    let source = Source::open(path, text)?;
    found_in(&source, &Anchors::of(&source), kinds)
}

/// The versions of a kustomization, and what it names. Both are asked of each of many, so it is read once.
pub fn kustomized(
    path: &RepoPath,
    text: &str,
    kinds: &[(PinKind, usize)],
) -> (Result<Vec<Pin>, Error>, Resources) {
    let holds = kinds.iter().any(|(kind, _)| may_hold(text, *kind));
    let source = match Source::open(path, text) {
        Ok(source) => source,
        Err(error) => return (if holds { Err(error) } else { Ok(Vec::new()) }, Resources::default()),
    };
    let anchors = Anchors::of(&source);
    let found = if holds { found_in(&source, &anchors, kinds) } else { Ok(Vec::new()) };
    (found, resources::named(&source, &anchors))
}

fn found_in<'t>(
    source: &'t Source<'t>,
    anchors: &'t Anchors<'t>,
    kinds: &[(PinKind, usize)],
) -> Result<Vec<Pin>, Error> {
    let mut found = Vec::new();
    let all = BY_WORD.into_iter().filter_map(Manifest::every);
    for manifest in all.filter(|one| one.may_be_in(source, anchors)) {
        for mut pin in manifest.pins_of(source, anchors, 0)? {
            if let Some((_, entry)) = kinds.iter().find(|(kind, _)| *kind == pin.name.kind) {
                pin.name.entry = *entry;
                found.push(pin);
            }
        }
    }
    Ok(found)
}

/// What a text must have in it to hold a version of a kind: most files needn't be parsed.
fn may_hold(text: &str, kind: PinKind) -> bool {
    let marks: &[&str] = match kind {
        PinKind::Image => &["image", "tag"],
        PinKind::Chart => &["ersion", "ref:"],
        PinKind::Revision => &["ref", "evision", "version="],
        PinKind::Key | PinKind::File => &[],
    };
    marks.iter().any(|mark| text.contains(mark))
}

impl Manifest {
    /// Whether a file that nobody named is of the selector's kind; others look for their objects in any file.
    fn may_be_in<'t>(&self, source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> bool {
        match self {
            Self::Kustomize(_) => kustomize::is_kustomization(source, anchors),
            Self::Chart(_) => chart::is_chart(source, anchors),
            Self::Application(_)
            | Self::ApplicationSet(_)
            | Self::HelmRelease(_)
            | Self::Setters(_)
            | Self::Yaml(_)
            | Self::Manifests(_)
            | Self::Overrides(_)
            | Self::Text(_)
            | Self::Files(_)
            | Self::Values => true,
        }
    }
}
