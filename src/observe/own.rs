//! The files of an environment's own: those in the app's folder, and what its kustomization names below it.

use super::targets::{Beside, Found, Read, no_file};
use crate::error::Error;
use crate::git::Tree;
use crate::manifest::{self, KUSTOMIZATIONS, Resources};
use crate::model::facts::Trouble;
use crate::model::path::{Entry, EntryKind, RepoPath};
use crate::model::pin::PinKind;
use std::collections::BTreeSet;

/// A file that may hold versions of the app.
pub(super) struct Own {
    pub file: RepoPath,
    /// The kustomization, or the one file that the app is.
    pub is_named: bool,
    /// The kustomization is read to tell the others.
    pub read: Option<Read>,
}

/// Kinds of versions, each with its place among the app's pins.
type Kinds<'a> = &'a [(PinKind, usize)];

/// How deep a kustomization is followed.
const DEEPEST: usize = 8;

/// The files that a kustomization names, and what it names that can't be looked into.
#[derive(Default)]
pub(super) struct Named {
    pub files: BTreeSet<RepoPath>,
    pub strange: Vec<Trouble>,
}

/// The own files of an app that stands at a path, and what stands beside them that can't be looked into.
pub(super) fn files(tree: &Tree<'_>, path: &RepoPath, kinds: Kinds<'_>) -> Result<Found<Beside<Own>>, Error> {
    match tree.kind(path)? {
        None => Ok(Ok(Default::default())),
        Some(EntryKind::File) => {
            Ok(Ok((vec![Own { file: path.clone(), is_named: true, read: None }], Vec::new())))
        }
        Some(EntryKind::Folder) => in_folder(tree, path, kinds),
        Some(kind @ (EntryKind::Link | EntryKind::Submodule)) => {
            Ok(no_file(path, kind).map_or_else(|| Ok(Default::default()), Err))
        }
    }
}

fn in_folder(tree: &Tree<'_>, folder: &RepoPath, kinds: Kinds<'_>) -> Result<Found<Beside<Own>>, Error> {
    let (folder, kustomization) = match home(tree, folder)? {
        Ok(home) => home,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let mut all = Named::default();
    for entry in tree.list(Some(&folder))?.iter().filter(|one| is_called_like_a_manifest(one)) {
        let Ok(path) = folder.join(&entry.name) else { continue };
        match (entry.kind, no_file(&path, entry.kind)) {
            (EntryKind::File, _) => {
                all.files.insert(path);
            }
            (_, trouble) => all.strange.extend(trouble),
        }
    }
    let mut read = None;
    if let Some(file) = &kustomization {
        let (own, named) = kustomized(tree, file, kinds)?;
        read = own;
        let mut seen = Named::default();
        for path in named.own {
            follow(tree, &path, &mut seen, 0)?;
        }
        all.files.extend(seen.files);
        all.strange.extend(seen.strange);
    }
    let own = |file: RepoPath| {
        let is_named = kustomization.as_ref() == Some(&file);
        Own { read: if is_named { read.take() } else { None }, is_named, file }
    };
    Ok(Ok((all.files.into_iter().map(own).collect(), all.strange)))
}

/// A kustomization with its versions, and what it names.
fn kustomized(
    tree: &Tree<'_>,
    file: &RepoPath,
    kinds: Kinds<'_>,
) -> Result<(Option<Read>, Resources), Error> {
    let Some(bytes) = tree.read(file)? else { return Ok((None, Resources::default())) };
    Ok(match manifest::text(file, &bytes) {
        Err(error) => (Some(Err(error)), Resources::default()),
        Ok(text) => {
            let (pins, named) = manifest::kustomized(file, text, kinds);
            (Some(pins.map(|pins| (text.to_owned(), pins))), named)
        }
    })
}

/// The folder that holds the versions, with its kustomization: an environment may keep it in `base`, beside a
/// folder for each cluster.
fn home(tree: &Tree<'_>, folder: &RepoPath) -> Result<Found<(RepoPath, Option<RepoPath>)>, Error> {
    let own = match kustomization(tree, folder)? {
        Ok(None) => None,
        Ok(Some(file)) => Some((folder.clone(), Some(file))),
        Err(trouble) => return Ok(Err(trouble)),
    };
    let base = folder.join("base").ok().filter(|_| own.is_none());
    let below = match base {
        Some(base) if tree.kind(&base)? == Some(EntryKind::Folder) => match kustomization(tree, &base)? {
            Ok(file) => file.map(|file| (base, Some(file))),
            Err(trouble) => return Ok(Err(trouble)),
        },
        Some(_) | None => None,
    };
    Ok(Ok(own.or(below).unwrap_or_else(|| (folder.clone(), None))))
}

/// The kustomization of a folder; two of them are one too many, as kustomize says too.
pub(super) fn kustomization(tree: &Tree<'_>, folder: &RepoPath) -> Result<Found<Option<RepoPath>>, Error> {
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

/// The files of the bases that the kustomization of an app's folder takes from elsewhere.
pub(super) fn bases(tree: &Tree<'_>, path: &RepoPath) -> Result<Named, Error> {
    let mut seen = Named::default();
    if tree.kind(path)? != Some(EntryKind::Folder) {
        return Ok(seen);
    }
    let Ok((_, Some(file))) = home(tree, path)? else { return Ok(seen) };
    for path in resources(tree, &file)?.elsewhere {
        follow(tree, &path, &mut seen, 0)?;
    }
    Ok(seen)
}

/// A file that is named, or all that the kustomization of a folder names.
fn follow(tree: &Tree<'_>, path: &RepoPath, seen: &mut Named, depth: usize) -> Result<(), Error> {
    match tree.kind(path)? {
        Some(EntryKind::File) => {
            seen.files.insert(path.clone());
        }
        Some(EntryKind::Folder) if depth < DEEPEST => {
            let file = match kustomization(tree, path)? {
                Ok(Some(file)) => file,
                Ok(None) => return Ok(()),
                Err(trouble) => {
                    seen.strange.push(trouble);
                    return Ok(());
                }
            };
            if seen.files.insert(file.clone()) {
                let Resources { own, elsewhere } = resources(tree, &file)?;
                for path in own.iter().chain(&elsewhere) {
                    follow(tree, path, seen, depth + 1)?;
                }
            }
        }
        Some(kind @ (EntryKind::Folder | EntryKind::Link | EntryKind::Submodule)) => {
            seen.strange.extend(no_file(path, kind));
        }
        None => {}
    }
    Ok(())
}

/// What a kustomization names; nothing where it can't be read, which is told where its pins are looked for.
fn resources(tree: &Tree<'_>, file: &RepoPath) -> Result<Resources, Error> {
    let Some(bytes) = tree.read(file)? else { return Ok(Resources::default()) };
    let read = manifest::text(file, &bytes).and_then(|text| manifest::resources(file, text));
    Ok(read.unwrap_or_default())
}

fn is_called_like_a_manifest(entry: &Entry) -> bool {
    let name = entry.name.as_str();
    let ends = [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end));
    ends || KUSTOMIZATIONS.contains(&name)
}
