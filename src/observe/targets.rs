//! The files that an app's pins stand in, in one environment.

use super::place::AppPlace;
use crate::config::{AppRule, Pattern, PinRule, Word};
use crate::error::Error;
use crate::git::Tree;
use crate::manifest::{self, Manifest};
use crate::model::facts::Trouble;
use crate::model::path::{EntryKind, RepoPath};
use crate::model::pin::{Pin, PinKind, SelectorName};
use std::collections::BTreeSet;

/// The names that kustomize takes for its file; a folder holds one of them.
const KUSTOMIZATIONS: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// One file to be read by one selector.
pub(super) struct Target {
    pub entry: usize,
    pub manifest: Manifest,
    pub file: RepoPath,
}

/// The files of an app, or why they can't be told.
pub(super) type Found<T> = Result<T, Trouble>;

/// The name of the only image at a place, as an app would be called.
pub(super) fn only_image(rule: &AppRule, tree: &Tree<'_>, place: &AppPlace) -> Result<Option<String>, Error> {
    let mut images = BTreeSet::new();
    for target in targets(rule, tree, place)?.unwrap_or_default() {
        let Some(bytes) = tree.read(&target.file)? else { continue };
        let pins =
            manifest::text(&target.file, &bytes).and_then(|text| target.manifest.pins(&target.file, 0, text));
        images.extend(
            pins.unwrap_or_default()
                .into_iter()
                .filter(|pin| pin.name.kind == PinKind::Image)
                .map(|pin| last_part(&pin)),
        );
    }
    Ok(if images.len() == 1 { images.pop_first() } else { None })
}

fn last_part(pin: &Pin) -> String {
    let last = pin.name.name.rsplit('/').next().unwrap_or_default();
    last.split([':', '@']).next().unwrap_or_default().to_owned()
}

/// The files that the entries of an app's `pins` speak of, in one environment.
pub(super) fn targets(
    rule: &AppRule,
    tree: &Tree<'_>,
    place: &AppPlace,
) -> Result<Found<Vec<Target>>, Error> {
    let mut targets = Vec::new();
    for (entry, pins) in rule.pins.iter().enumerate() {
        let found = match pins {
            PinRule::Word(Word::Images) => images(tree, place, entry)?,
            PinRule::Word(Word::Charts | Word::Revisions) => Ok(None),
            PinRule::Selector { manifest, path, .. } => selected(tree, place, entry, manifest, path)?,
        };
        match found {
            Ok(target) => targets.extend(target),
            Err(trouble) => return Ok(Err(trouble)),
        }
    }
    Ok(Ok(targets))
}

/// The images of the kustomization in the app's own folder.
fn images(tree: &Tree<'_>, place: &AppPlace, entry: usize) -> Result<Found<Option<Target>>, Error> {
    let Some(folder) = &place.path else { return Ok(Ok(None)) };
    let manifest = Manifest::every(SelectorName::Kustomize);
    let (Some(manifest), file) = (manifest, kustomization(tree, folder)?) else { return Ok(Ok(None)) };
    Ok(file.map(|file| file.map(|file| Target { entry, manifest, file })))
}

/// The kustomization of a folder; two of them are one too many, as kustomize says too.
fn kustomization(tree: &Tree<'_>, folder: &RepoPath) -> Result<Found<Option<RepoPath>>, Error> {
    let entries = tree.list(Some(folder))?;
    let is_one = |name: &str| KUSTOMIZATIONS.contains(&name);
    let there: Vec<_> = entries.iter().filter(|one| is_one(&one.name)).collect();
    if let Some(trouble) = there.iter().find_map(|one| no_file(&folder.join(&one.name).ok()?, one.kind)) {
        return Ok(Err(trouble));
    }
    let names: Vec<_> = there.into_iter().filter(|one| one.kind == EntryKind::File).collect();
    Ok(match names.as_slice() {
        [] => Ok(None),
        [one] => Ok(folder.join(&one.name).ok()),
        several => {
            let names: Vec<_> = several.iter().map(|one| one.name.as_str()).collect();
            let what = format!("{folder} has {}: kustomize takes one", names.join(" and "));
            Err(Trouble { what, hint: Some("remove all but one".to_owned()) })
        }
    })
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

/// The file that a selector's path names: relative to the app's own folder, or from the root.
fn selected(
    tree: &Tree<'_>,
    place: &AppPlace,
    entry: usize,
    manifest: &Manifest,
    path: &Pattern,
) -> Result<Found<Option<Target>>, Error> {
    let file = match path.fill_beside(place.path.as_ref(), &place.names, |path| is_file(tree, path)) {
        Ok(file) => file,
        Err(error) => return Ok(Err(Trouble { what: error.to_string(), hint: None })),
    };
    if let Some(trouble) = tree.kind(&file)?.and_then(|kind| no_file(&file, kind)) {
        return Ok(Err(trouble));
    }
    let file = match manifest.selector() {
        SelectorName::Kustomize if !is_file(tree, &file) => match kustomization(tree, &file)? {
            Ok(file) => file,
            Err(trouble) => return Ok(Err(trouble)),
        },
        SelectorName::Kustomize | SelectorName::Yaml => Some(file).filter(|file| is_file(tree, file)),
    };
    Ok(Ok(file.map(|file| Target { entry, manifest: manifest.clone(), file })))
}

fn is_file(tree: &Tree<'_>, path: &RepoPath) -> bool {
    tree.kind(path).is_ok_and(|kind| kind == Some(EntryKind::File))
}
