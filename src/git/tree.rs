//! The files of a commit, read from its trees alone.

use super::error::Error;
use super::repo::{Repo, id};
use crate::model::path::{Entry, EntryKind, RepoPath};
use crate::model::plan::Oid;
use git2::FileMode;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The files of a commit.
pub struct Tree<'r> {
    repo: &'r Repo,
    root: git2::Oid,
    /// Folders with many entries: each path below them would read them again.
    wide: RefCell<BTreeMap<git2::Oid, git2::Tree<'r>>>,
    /// The folder that was read last, and the way to the path that was looked at last: what is asked next is
    /// mostly near it.
    last: RefCell<Option<git2::Tree<'r>>>,
    way: RefCell<Vec<(String, Found)>>,
}

/// From this many entries on, a folder is dear to read and is kept.
const WIDE: usize = 128;

/// One entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub id: git2::Oid,
    pub kind: EntryKind,
}

impl Repo {
    pub fn tree(&self, commit: &Oid) -> Result<Tree<'_>, Error> {
        let root = self.find_commit(id(commit)?)?.tree_id();
        Ok(self.files(root))
    }

    /// A tree in which there is nothing.
    pub fn no_files(&self) -> Result<Tree<'_>, Error> {
        let empty = self.inner.treebuilder(None).and_then(|builder| builder.write());
        empty.map(|root| self.files(root)).map_err(Error::failed("write a tree"))
    }

    fn files(&self, root: git2::Oid) -> Tree<'_> {
        Tree { repo: self, root, wide: RefCell::default(), last: RefCell::default(), way: RefCell::default() }
    }
}

fn named(tree: &git2::Tree<'_>, name: &str) -> Option<Found> {
    tree.get_name(name).map(|entry| Found { id: entry.id(), kind: kind(entry.filemode()) })
}

impl Tree<'_> {
    /// What stands in a folder, by name. A folder that isn't there is empty.
    pub fn list(&self, folder: Option<&RepoPath>) -> Result<Vec<Entry>, Error> {
        let folder = match folder {
            None => Some(self.root),
            Some(path) => {
                self.find(path)?.filter(|found| found.kind == EntryKind::Folder).map(|found| found.id)
            }
        };
        let Some(folder) = folder else { return Ok(Vec::new()) };
        // A name that isn't UTF-8 can't be written in a pattern, so it is nobody's app.
        let named = |entry: git2::TreeEntry<'_>| {
            Some(Entry { name: entry.name().ok()?.to_owned(), kind: kind(entry.filemode()) })
        };
        self.of(folder, |tree| tree.iter().filter_map(named).collect())
    }

    /// What stands at a path; none where there is nothing.
    pub fn kind(&self, path: &RepoPath) -> Result<Option<EntryKind>, Error> {
        Ok(self.find(path)?.map(|found| found.kind))
    }

    /// The bytes of a file; none where there is nothing. A link, folder or submodule is no file.
    pub fn read(&self, path: &RepoPath) -> Result<Option<Vec<u8>>, Error> {
        let Some(found) = self.find(path)? else { return Ok(None) };
        let not = |what| Err(Error::NotAFile { path: path.clone(), what });
        match found.kind {
            EntryKind::File => Ok(Some(self.repo.find_blob(found.id)?.content().to_vec())),
            EntryKind::Folder => not("it is a folder"),
            EntryKind::Link => not("it is a symbolic link"),
            EntryKind::Submodule => not("it is a submodule"),
        }
    }

    /// Looks at the trees along the path, and at no others.
    pub(super) fn find(&self, path: &RepoPath) -> Result<Option<Found>, Error> {
        let parts: Vec<_> = path.as_str().split('/').collect();
        let mut way = self.way.borrow_mut();
        let known = way.iter().zip(&parts).take_while(|((name, _), part)| name == *part).count();
        way.truncate(known);
        let root = Found { id: self.root, kind: EntryKind::Folder };
        let mut at = way.last().map_or(root, |(_, found)| *found);
        for part in parts.into_iter().skip(known) {
            if at.kind != EntryKind::Folder {
                return Ok(None);
            }
            let Some(next) = self.entry(at.id, part)? else { return Ok(None) };
            at = next;
            way.push((part.to_owned(), at));
        }
        Ok(Some(at))
    }

    fn entry(&self, folder: git2::Oid, name: &str) -> Result<Option<Found>, Error> {
        self.of(folder, |tree| named(tree, name))
    }

    fn of<T>(&self, folder: git2::Oid, look: impl FnOnce(&git2::Tree<'_>) -> T) -> Result<T, Error> {
        if let Some(tree) = self.wide.borrow().get(&folder) {
            return Ok(look(tree));
        }
        if let Some(tree) = self.last.borrow().as_ref().filter(|tree| tree.id() == folder) {
            return Ok(look(tree));
        }
        let tree = self.repo.find_tree(folder)?;
        let found = look(&tree);
        if tree.len() >= WIDE {
            self.wide.borrow_mut().insert(folder, tree);
        } else {
            self.last.replace(Some(tree));
        }
        Ok(found)
    }
}

pub(super) fn kind(mode: i32) -> EntryKind {
    if mode == i32::from(FileMode::Tree) {
        EntryKind::Folder
    } else if mode == i32::from(FileMode::Link) {
        EntryKind::Link
    } else if mode == i32::from(FileMode::Commit) {
        EntryKind::Submodule
    } else {
        EntryKind::File
    }
}
