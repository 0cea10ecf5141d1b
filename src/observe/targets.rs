//! The files that an app's pins stand in, in one environment.

use super::lately::Lately;
use super::own::{self, kustomization};
use super::place::AppPlace;
use crate::config::{AppRule, Pattern, PinRule, Unfilled, fill_text};
use crate::error::Error;
use crate::git::Tree;
use crate::manifest::{self, Manifest};
use crate::model::facts::Trouble;
use crate::model::path::{EntryKind, RepoPath};
use crate::model::pin::{Pin, PinKind, SelectorName};

/// One file to be read.
pub(super) struct Target {
    pub reader: Reader,
    pub file: RepoPath,
    /// The app is meant to stand in this very file; else it is a neighbour, and may be broken.
    pub is_named: bool,
    /// It was read on the way here.
    pub read: Option<Read>,
}

/// A file's text with the pins in it.
pub(super) type Read = Result<(String, Vec<Pin>), manifest::Error>;

impl Target {
    /// None where there is no file.
    pub(super) fn read(&mut self, tree: &Tree<'_>, lately: &mut Lately) -> Result<Option<Read>, Error> {
        if let Some(read) = self.read.take() {
            return Ok(Some(read));
        }
        let Some(bytes) = tree.read(&self.file)? else { return Ok(None) };
        let mut pins = |text: &str| match &self.reader {
            Reader::Selector { entry, manifest } if is_no_yaml(manifest.selector()) => {
                manifest.pins(&self.file, *entry, text)
            }
            Reader::Selector { entry, manifest } => {
                manifest.pins_in(*entry, &lately.parsed(&self.file, text))
            }
            Reader::Words(kinds) => manifest::found(&self.file, text, kinds),
        };
        let text = manifest::text(&self.file, &bytes);
        Ok(Some(text.and_then(|text| Ok((text.to_owned(), pins(text)?)))))
    }
}

/// What finds the pins of a file.
pub(super) enum Reader {
    Selector {
        entry: usize,
        manifest: Box<Manifest>,
    },
    /// The words of an app's `pins`: kinds of versions, each with its place there.
    Words(Vec<(PinKind, usize)>),
}

/// The files of an app, or why they can't be told.
pub(super) type Found<T> = Result<T, Trouble>;

/// Some files, and what stands beside them that can't be looked into.
pub(super) type Beside<T> = (Vec<T>, Vec<Trouble>);

/// The files that the entries of an app's `pins` speak of, in one environment, and what stands beside them that can't
/// be looked into.
pub(super) fn targets(
    rule: &AppRule,
    tree: &Tree<'_>,
    place: &AppPlace,
) -> Result<Found<Beside<Target>>, Error> {
    let mut targets = Vec::new();
    let mut strange = Vec::new();
    let kinds = words(rule);
    if let Some(path) = place.path.as_ref().filter(|_| !kinds.is_empty()) {
        match own::files(tree, path, &kinds)? {
            Ok((files, beside)) => {
                targets.extend(files.into_iter().map(|own| Target {
                    reader: Reader::Words(kinds.clone()),
                    file: own.file,
                    is_named: own.is_named,
                    read: own.read,
                }));
                strange.extend(beside);
            }
            Err(trouble) => return Ok(Err(trouble)),
        }
    }
    for (entry, pins) in rule.pins.iter().enumerate() {
        let PinRule::Selector { manifest, path, .. } = pins else { continue };
        match selected(tree, place, entry, manifest, path)? {
            Ok(target) => targets.extend(target),
            Err(trouble) => return Ok(Err(trouble)),
        }
    }
    Ok(Ok((targets, strange)))
}

/// The kinds of versions that an app's words mean, each with its place among the pins.
pub(super) fn words(rule: &AppRule) -> Vec<(PinKind, usize)> {
    let pins = rule.pins.iter().enumerate();
    pins.filter_map(|(entry, pin)| match pin {
        PinRule::Word(word) => Some((word.kind(), entry)),
        PinRule::Selector { .. } => None,
    })
    .collect()
}

/// What can't be looked into: it isn't nothing, so nobody can say that no version stands there.
pub(super) fn no_file(path: &RepoPath, kind: EntryKind) -> Option<Trouble> {
    let what = match kind {
        EntryKind::Link => "a symbolic link",
        EntryKind::Submodule => "a submodule",
        EntryKind::File | EntryKind::Folder => return None,
    };
    Some(Trouble {
        what: format!("{path} is {what}, which hoist never follows"),
        hint: Some("name the file itself in `pins:` of hoist.yaml".to_owned()),
    })
}

fn a_folder(path: &RepoPath) -> Trouble {
    Trouble {
        what: format!("{path} is a folder, and `files:` copies files"),
        hint: Some("name each of its files that should be copied".to_owned()),
    }
}

/// The file that a selector's path names: relative to the app's own folder, or from the root.
fn selected(
    tree: &Tree<'_>,
    place: &AppPlace,
    entry: usize,
    manifest: &Manifest,
    path: &Pattern,
) -> Result<Found<Option<Target>>, Error> {
    let file = match beside(tree, place, path) {
        Ok(file) => file,
        Err(error) => return Ok(Err(Trouble { what: error.to_string(), hint: None })),
    };
    if let Some(trouble) = tree.kind(&file)?.and_then(|kind| no_file(&file, kind)) {
        return Ok(Err(trouble));
    }
    let file = match (is_file(tree, &file), usual_name(manifest.selector())) {
        (true, _) => Some(file),
        (false, Usual::Kustomization) => match kustomization(tree, &file)? {
            Ok(file) => file,
            Err(trouble) => return Ok(Err(trouble)),
        },
        (false, Usual::Name(name)) => file.join(name).ok().filter(|file| is_file(tree, file)),
        // A file that is copied may be missing still.
        (false, Usual::Itself) if tree.kind(&file)?.is_none() => Some(file),
        (false, Usual::Itself) => return Ok(Err(a_folder(&file))),
        (false, Usual::None) => None,
    };
    let manifest = manifest.filled(&|text| fill_text(text, &place.names));
    let reader = Reader::Selector { entry, manifest: Box::new(manifest) };
    Ok(Ok(file.map(|file| Target { reader, file, is_named: true, read: None })))
}

pub(super) fn beside(tree: &Tree<'_>, place: &AppPlace, path: &Pattern) -> Result<RepoPath, Unfilled> {
    path.fill_beside(place.path.as_ref(), &place.names, |path| is_file(tree, path))
}

/// What a folder's file is called where a selector names the folder.
enum Usual {
    Kustomization,
    Name(&'static str),
    Itself,
    None,
}

fn usual_name(selector: SelectorName) -> Usual {
    match selector {
        SelectorName::Kustomize => Usual::Kustomization,
        SelectorName::Chart => Usual::Name("Chart.yaml"),
        SelectorName::Files => Usual::Itself,
        SelectorName::Application
        | SelectorName::ApplicationSet
        | SelectorName::HelmRelease
        | SelectorName::Setters
        | SelectorName::Yaml
        | SelectorName::Manifests
        | SelectorName::Overrides
        | SelectorName::Text
        | SelectorName::Values
        | SelectorName::Tag => Usual::None,
    }
}

pub(super) fn is_no_yaml(selector: SelectorName) -> bool {
    matches!(selector, SelectorName::Text | SelectorName::Files)
}

fn is_file(tree: &Tree<'_>, path: &RepoPath) -> bool {
    tree.kind(path).is_ok_and(|kind| kind == Some(EntryKind::File))
}
