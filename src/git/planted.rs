//! A tree with some files changed: only the trees on the way to them are written.

use super::error::Error;
use super::repo::{Repo, id, oid};
use super::spliced::{Item, Names};
use super::tree::kind;
use crate::model::path::{EntryKind, RepoPath};
use crate::model::plan::Oid;
use git2::FileMode;
use std::collections::BTreeMap;

/// The files below one folder, by the next part of their path.
#[derive(Default)]
struct Folder<'a> {
    files: BTreeMap<&'a str, (&'a RepoPath, &'a [u8])>,
    folders: BTreeMap<&'a str, (&'a RepoPath, Self)>,
}

impl<'a> Folder<'a> {
    fn add(&mut self, rest: &'a str, path: &'a RepoPath, bytes: &'a [u8]) {
        match rest.split_once('/') {
            None => drop(self.files.insert(rest, (path, bytes))),
            Some((part, rest)) => {
                self.folders.entry(part).or_insert_with(|| (path, Self::default())).1.add(rest, path, bytes);
            }
        }
    }
}

impl Repo {
    /// A tree with these files in it.
    pub fn with_files(&self, tree: &Oid, files: &[(RepoPath, Vec<u8>)]) -> Result<Oid, Error> {
        Ok(oid(self.planted(id(tree)?, files)?))
    }

    /// The tree `base` with these files in it. Modes stay; a new file is a plain one.
    pub(super) fn planted(&self, base: git2::Oid, files: &[(RepoPath, Vec<u8>)]) -> Result<git2::Oid, Error> {
        let mut root = Folder::default();
        for (path, bytes) in files {
            root.add(path.as_str(), path, bytes);
        }
        self.write_folder(Some(base), &root)
    }

    fn write_folder(&self, base: Option<git2::Oid>, folder: &Folder<'_>) -> Result<git2::Oid, Error> {
        let tree = base.map(|base| self.find_tree(base)).transpose()?;
        let mut names = Names::new();
        let there = |name: &str| {
            let entry = tree.as_ref().and_then(|tree| tree.get_name(name));
            entry.map(|entry| (entry.id(), kind(entry.filemode()), entry.filemode()))
        };
        for (name, (path, below)) in &folder.folders {
            let old = match there(name) {
                None => None,
                Some((id, EntryKind::Folder, _)) => Some(id),
                Some((_, kind, _)) => return Err(in_the_way(path, kind, "is on its way")),
            };
            let id = self.write_folder(old, below)?;
            names.insert(name.as_bytes(), Some(Item { mode: FileMode::Tree.into(), id }));
        }
        for (name, (path, bytes)) in &folder.files {
            let mode = match there(name) {
                None => FileMode::Blob.into(),
                Some((_, EntryKind::File, mode)) => mode,
                Some((_, kind, _)) => return Err(in_the_way(path, kind, "stands there")),
            };
            let id = self.inner.blob(bytes).map_err(Error::failed("write a file's content"))?;
            names.insert(name.as_bytes(), Some(Item { mode, id }));
        }
        let empty = || self.inner.treebuilder(None).and_then(|builder| builder.write());
        self.spliced(base, &names)?.map_or_else(empty, Ok).map_err(Error::failed("write a tree"))
    }
}

fn in_the_way(path: &RepoPath, kind: EntryKind, how: &str) -> Error {
    let what = match (kind, how) {
        (EntryKind::File, _) => "a file is on its way",
        (EntryKind::Folder, _) => "a folder stands there",
        (EntryKind::Link, "is on its way") => "a symbolic link is on its way",
        (EntryKind::Link, _) => "a symbolic link stands there",
        (EntryKind::Submodule, "is on its way") => "a submodule is on its way",
        (EntryKind::Submodule, _) => "a submodule stands there",
    };
    Error::InTheWay { path: path.clone(), what }
}
