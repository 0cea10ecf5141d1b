//! Which commit brought a path to what it is.

use super::TreePath;
use crate::git::commit::written_parents;
use crate::git::error::Error;
use crate::git::repo::{Repo, id, oid};
use crate::git::spliced::Item;
use crate::model::plan::Oid;

impl Repo {
    /// The commit that made the path what it is at `tip`, found as `git log -1 -- PATH` does: along parents that
    /// have the same. None where the history is cut before it.
    pub fn last_change(&self, tip: &Oid, path: &TreePath) -> Result<Option<Oid>, Error> {
        let mut at = self.find_commit(id(tip)?)?;
        let there = self.item(at.tree_id(), path)?;
        'older: loop {
            for parent in written_parents(&at) {
                if !self.has(parent) {
                    return Ok(None);
                }
                let parent = self.find_commit(parent)?;
                if self.item(parent.tree_id(), path)? == there {
                    at = parent;
                    continue 'older;
                }
            }
            return Ok(Some(oid(at.id())));
        }
    }

    fn item(&self, root: git2::Oid, path: &TreePath) -> Result<Option<Item>, Error> {
        let mut at = Item { mode: git2::FileMode::Tree.into(), id: root };
        for name in path.bytes().split(|byte| *byte == b'/') {
            if !at.is_folder() {
                return Ok(None);
            }
            let Some(entry) = self.find_tree(at.id)?.get_name_bytes(name).map(|entry| Item::of(&entry))
            else {
                return Ok(None);
            };
            at = entry;
        }
        Ok(Some(at))
    }
}
