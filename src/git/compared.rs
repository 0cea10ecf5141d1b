//! Two trees compared along the ways to some files: equal ones, and those that lead to none of them, aren't read.

use super::entries::{Differs, NoTree, differing};
use super::error::Error;
use super::line::ObjectId;
use super::repo::Repo;
use super::tree::Found;
use crate::model::path::{EntryKind, RepoPath};
use git2::{Odb, OdbObject};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

/// One of the files, as two commits have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changed {
    /// Which of the files that were asked for.
    pub file: usize,
    /// Its content in the older one; none where it is no file there.
    pub older: Option<ObjectId>,
    pub newer: Option<ObjectId>,
}

/// Compares trees, one pair after the other.
pub(super) struct Comparison<'o, 'p> {
    repo: &'o Repo,
    objects: &'o Odb<'o>,
    /// The files in the order of their names' bytes, each with its place among those that were asked for.
    files: Vec<(&'p [u8], usize)>,
    /// Wide folders that were the older ones, by their paths: the next pair mostly has them as its newer ones.
    kept: HashMap<Vec<u8>, (git2::Oid, OdbObject<'o>)>,
    found: Vec<Changed>,
}

/// From this many bytes on a folder is kept; libgit2 itself keeps smaller ones.
const WIDE: usize = 4096;
/// So many wide folders are kept at most.
const KEPT: usize = 32;

/// A folder on the way: how its path begins, and the files that are below it.
struct Folder {
    path: Vec<u8>,
    files: Range<usize>,
}

impl<'o, 'p> Comparison<'o, 'p> {
    pub(super) fn new(repo: &'o Repo, objects: &'o Odb<'o>, files: &[&'p RepoPath]) -> Self {
        let mut files: Vec<_> =
            files.iter().enumerate().map(|(at, path)| (path.as_str().as_bytes(), at)).collect();
        files.sort_unstable();
        Self { repo, objects, files, kept: HashMap::new(), found: Vec::new() }
    }

    /// The files that differ between two trees.
    pub(super) fn files(&mut self, newer: git2::Oid, older: git2::Oid) -> Result<&[Changed], Error> {
        self.found.clear();
        let root = Folder { path: Vec::new(), files: 0..self.files.len() };
        self.folder(&root, Some(newer), Some(older))?;
        Ok(&self.found)
    }

    fn folder(
        &mut self,
        folder: &Folder,
        newer: Option<git2::Oid>,
        older: Option<git2::Oid>,
    ) -> Result<(), Error> {
        if newer == older {
            return Ok(());
        }
        let newer = newer.map(|id| self.read(folder, id)).transpose()?;
        let old = older.map(|id| self.repo.raw(self.objects, id)).transpose()?;
        let differing =
            differing(bytes(newer.as_ref()), bytes(old.as_ref())).map_err(|NoTree| unreadable())?;
        for one in &differing {
            self.entry(folder, one)?;
        }
        if let (Some(id), Some(object)) = (older, old) {
            self.keep(folder, id, object);
        }
        Ok(())
    }

    fn entry(&mut self, folder: &Folder, differs: &Differs<'_>) -> Result<(), Error> {
        let is = |found: &Option<Found>, kind| {
            found.filter(|found| found.kind == kind).map(|found| ObjectId(found.id))
        };
        let both = |kind| (is(&differs.newer, kind), is(&differs.older, kind));
        if let (None, None) = both(EntryKind::Folder) {
            let (newer, older) = both(EntryKind::File);
            let named = self.below(folder, differs.name, Below::Itself);
            let found = self.files[named].iter().map(|(_, file)| Changed { file: *file, newer, older });
            self.found.extend(found.filter(|_| newer != older));
            return Ok(());
        }
        let files = self.below(folder, differs.name, Below::Inside);
        if files.is_empty() {
            return Ok(());
        }
        let path = [folder.path.as_slice(), differs.name, b"/"].concat();
        let (newer, older) = both(EntryKind::Folder);
        self.folder(&Folder { path, files }, newer.map(|id| id.0), older.map(|id| id.0))
    }

    /// The files that a name in a folder stands for, or leads to.
    fn below(&self, folder: &Folder, name: &[u8], what: Below) -> Range<usize> {
        let files = &self.files[folder.files.clone()];
        let order = |file: &[u8]| {
            let rest = &file[folder.path.len()..];
            let start = &rest[..rest.len().min(name.len())];
            start.cmp(name).then_with(|| match what {
                Below::Itself => rest.len().cmp(&name.len()),
                Below::Inside => rest.get(name.len()).map_or(Ordering::Less, |next| next.cmp(&b'/')),
            })
        };
        let from = files.partition_point(|(file, _)| order(file).is_lt());
        let many = files[from..].partition_point(|(file, _)| order(file).is_eq());
        folder.files.start + from..folder.files.start + from + many
    }

    fn read(&mut self, folder: &Folder, id: git2::Oid) -> Result<OdbObject<'o>, Error> {
        match self.kept.remove(&folder.path) {
            Some((kept, object)) if kept == id => Ok(object),
            Some(_) | None => self.repo.raw(self.objects, id),
        }
    }

    fn keep(&mut self, folder: &Folder, id: git2::Oid, object: OdbObject<'o>) {
        if object.len() < WIDE {
            return;
        }
        if self.kept.len() >= KEPT {
            self.kept.clear();
        }
        self.kept.insert(folder.path.clone(), (id, object));
    }
}

/// A tree that isn't there has no entries.
fn bytes<'t>(tree: Option<&'t OdbObject<'_>>) -> &'t [u8] {
    tree.map_or(&[], |tree| tree.data())
}

fn unreadable() -> Error {
    Error::Failed { doing: "read a tree", words: "its bytes are no tree".to_owned() }
}

/// What is looked for by a name.
#[derive(Clone, Copy)]
enum Below {
    Itself,
    Inside,
}
