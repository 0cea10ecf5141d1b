//! The files in which two trees differ.

use super::TreePath;
use super::file::oid_of;
use super::join::Join;
use crate::git::error::Error;
use crate::git::repo::{Repo, id};
use crate::git::spliced::Item;
use crate::model::plan::Oid;

/// The files in which two commits differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differing {
    pub files: Vec<Difference>,
    /// There are more than were asked for.
    pub more: bool,
}

/// A file, link or submodule that isn't the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub path: TreePath,
    pub before: Option<Oid>,
    pub after: Option<Oid>,
}

impl Repo {
    /// At most so many files that aren't the same in both commits. Equal folders aren't looked into.
    pub fn differing(&self, before: &Oid, after: &Oid, most: usize) -> Result<Differing, Error> {
        let [_, before, after] = self.trees([None, Some(id(before)?), Some(id(after)?)])?;
        let mut found = Differing::default();
        self.compare(&TreePath::root(), [before, after], most, &mut found)?;
        Ok(found)
    }

    fn compare(
        &self,
        path: &TreePath,
        folders: [Option<git2::Oid>; 2],
        most: usize,
        found: &mut Differing,
    ) -> Result<(), Error> {
        if folders[0] == folders[1] {
            return Ok(());
        }
        path.is_sane()?;
        let [before, after] = folders.map(|folder| folder.map(|id| self.find_tree(id)).transpose());
        for joined in Join::of(&[before?, after?]) {
            let items = joined.items();
            if items[0] == items[1] {
                continue;
            }
            let path = path.join(joined.name());
            if items.iter().flatten().any(Item::is_folder) {
                self.compare(&path, items.map(|item| item.map(|item| item.id)), most, found)?;
            } else if found.files.len() < most {
                let [before, after] = items.map(oid_of);
                found.files.push(Difference { path, before, after });
            } else {
                found.more = true;
            }
            if found.more {
                return Ok(());
            }
        }
        Ok(())
    }
}
