//! The tree that a merge comes to.

use super::folder::Sides;
use super::{Content, Merged, TreePath};
use crate::git::error::Error;
use crate::git::repo::{Repo, id, oid};
use crate::git::spliced::{Item, Names};
use crate::model::path::EntryKind;
use crate::model::plan::Oid;
use std::collections::BTreeMap;

/// What changes at one name, and below it.
#[derive(Default)]
struct Node<'a> {
    here: Option<&'a Content>,
    below: BTreeMap<&'a [u8], Self>,
}

impl<'a> Node<'a> {
    fn at(&mut self, path: &'a TreePath) -> &mut Self {
        path.bytes().split(|byte| *byte == b'/').fold(self, |node, name| node.below.entry(name).or_default())
    }
}

impl Repo {
    /// The tree of the commit `ours` with these changes; where there is a conflict it stays as it is in `ours`.
    pub fn merged_tree(&self, ours: &Oid, merged: &Merged) -> Result<Oid, Error> {
        let tree = self.find_commit(id(ours)?)?.tree_id();
        Ok(oid(self.with_changes(tree, merged)?))
    }

    pub(super) fn with_changes(&self, tree: git2::Oid, merged: &Merged) -> Result<git2::Oid, Error> {
        let mut root = Node::default();
        for change in &merged.changes {
            root.at(&change.path).here = Some(&change.what);
        }
        if root.below.is_empty() {
            return Ok(tree);
        }
        let written = self.write_below(Some(tree), &root)?;
        let empty = || self.inner.treebuilder(None).and_then(|builder| builder.write());
        written.map_or_else(empty, Ok).map_err(Error::failed("write a tree"))
    }

    /// None where nothing is left: git has no empty folders.
    fn write_below(&self, folder: Option<git2::Oid>, node: &Node<'_>) -> Result<Option<git2::Oid>, Error> {
        let tree = folder.map(|folder| self.find_tree(folder)).transpose()?;
        let mut names = Names::new();
        for (name, node) in &node.below {
            let old = tree.as_ref().and_then(|tree| tree.get_name_bytes(name)).map(|entry| Item::of(&entry));
            names.insert(*name, self.write_node(old, node)?);
        }
        self.spliced(folder, &names)
    }

    fn write_node(&self, old: Option<Item>, node: &Node<'_>) -> Result<Option<Item>, Error> {
        let folder = old.filter(Item::is_folder).map(|folder| folder.id);
        if !node.below.is_empty()
            && let Some(id) = self.write_below(folder, node)?
        {
            return Ok(Some(Item { mode: git2::FileMode::Tree.into(), id }));
        }
        match node.here {
            Some(Content::Taken { mode, id: taken }) => {
                self.at_hand(Item { mode: *mode, id: id(taken)? }).map(Some)
            }
            Some(Content::Text { mode, bytes }) => {
                let id = self.inner.blob(bytes).map_err(Error::failed("write a file's content"))?;
                Ok(Some(Item { mode: *mode, id }))
            }
            Some(Content::Removed) => Ok(None),
            // All below was removed; a file of this name isn't concerned.
            None => Ok(old.filter(|old| !old.is_folder())),
        }
    }

    /// A partial clone may lack what the other side added, and libgit2 names nothing that isn't here.
    fn at_hand(&self, item: Item) -> Result<Item, Error> {
        if !self.has(item.id) {
            match item.kind() {
                EntryKind::File | EntryKind::Link => drop(self.find_blob(item.id)?),
                EntryKind::Folder => drop(self.find_tree(item.id)?),
                EntryKind::Submodule => {}
            }
        }
        Ok(item)
    }

    pub(super) fn trees(&self, commits: Sides<git2::Oid>) -> Result<Sides<git2::Oid>, Error> {
        let tree = |commit: Option<git2::Oid>| {
            commit.map(|commit| Ok(self.find_commit(commit)?.tree_id())).transpose()
        };
        let [base, ours, theirs] = commits.map(tree);
        Ok([base?, ours?, theirs?])
    }
}
