//! The merge of folders: what is equal is skipped, what one side alone changed is taken whole.

use super::file::{Clash, Outcome, oid_of};
use super::join::{Join, Joined};
use super::shown;
use super::{Conflict, ConflictKind, Content, Keep, Keeper, MergeChange, Merged, TreePath};
use crate::git::error::Error;
use crate::git::repo::{Repo, id, oid};
use crate::git::spliced::Item;
use crate::model::path::EntryKind;
use crate::model::plan::Oid;

/// The base, ours, theirs.
pub(super) type Sides<T> = [Option<T>; 3];

/// One merge under way.
pub(super) struct Merge<'r> {
    pub repo: &'r Repo,
    pub keep: &'r Keeper<'r>,
    /// How many merges of merge bases this one is inside of: their conflicts are settled, not told.
    pub depth: usize,
    pub merged: Merged,
}

impl Repo {
    /// What `theirs` did since `base`, on top of the tree `ours`. Writes nothing.
    pub fn merge_trees(
        &self,
        base: Option<&Oid>,
        ours: &Oid,
        theirs: &Oid,
        keep: &Keeper<'_>,
    ) -> Result<Merged, Error> {
        let sides = [base.map(id).transpose()?, Some(id(ours)?), Some(id(theirs)?)];
        self.merge_at(0, sides, keep)
    }

    pub(super) fn merge_at(
        &self,
        depth: usize,
        trees: Sides<git2::Oid>,
        keep: &Keeper<'_>,
    ) -> Result<Merged, Error> {
        let mut merge = Merge { repo: self, keep, depth, merged: Merged::default() };
        if trees[1] != trees[2] {
            merge.entries(&TreePath::root(), trees)?;
        }
        Ok(merge.merged)
    }
}

/// Which side is the result, if no lines have to be compared.
pub(super) enum Trivial {
    Ours,
    Theirs,
}

pub(super) fn trivial<T: PartialEq>([base, ours, theirs]: &[T; 3]) -> Option<Trivial> {
    if ours == theirs || base == theirs {
        return Some(Trivial::Ours);
    }
    (base == ours).then_some(Trivial::Theirs)
}

impl Merge<'_> {
    /// Whether anything remains in the folder.
    fn entries(&mut self, path: &TreePath, folders: Sides<git2::Oid>) -> Result<bool, Error> {
        path.is_sane()?;
        let [base, ours, theirs] = folders.map(|id| id.map(|id| self.repo.find_tree(id)).transpose());
        let trees = [base?, ours?, theirs?];
        let mut remains = false;
        for joined in Join::of(&trees) {
            remains |= self.entry(path, &joined, &trees)?;
        }
        Ok(remains)
    }

    fn entry(
        &mut self,
        folder: &TreePath,
        joined: &Joined<'_, 3>,
        trees: &Sides<git2::Tree<'_>>,
    ) -> Result<bool, Error> {
        let items = joined.items();
        if items[1].is_some() && items[1] == items[2] {
            return Ok(true);
        }
        let (name, is_folder) = (joined.name(), items.iter().flatten().any(Item::is_folder));
        let path = || folder.join(name);
        if items.iter().all(Option::is_some) {
            return if is_folder { self.folder(&path(), items) } else { self.file(&path(), items) };
        }
        let whole = trees.each_ref().map(|tree| Some(Item::of(&tree.as_ref()?.get_name_bytes(name)?)));
        let is_mixed = whole.iter().flatten().any(|item| item.is_folder() != is_folder);
        match (is_mixed, is_folder) {
            // It was merged when the file of this name came up.
            (true, true) => Ok(false),
            (true, false) => self.mixed(&path(), whole),
            (false, true) => self.folder(&path(), items),
            (false, false) => self.file(&path(), items),
        }
    }

    fn folder(&mut self, path: &TreePath, items: Sides<Item>) -> Result<bool, Error> {
        let keep = (self.keep)(&path.lossy(), EntryKind::Folder);
        match (keep, trivial(&items)) {
            (Keep::All, _) | (_, Some(Trivial::Ours)) => Ok(items[1].is_some()),
            (Keep::Nothing, Some(Trivial::Theirs)) => Ok(self.take(path, items[2])),
            (Keep::Below, Some(Trivial::Theirs)) | (_, None) => {
                self.entries(path, items.map(|item| item.map(|item| item.id)))
            }
        }
    }

    /// A name that is a file on some sides and a folder on others.
    fn mixed(&mut self, path: &TreePath, items: Sides<Item>) -> Result<bool, Error> {
        let keep = |kind| (self.keep)(&path.lossy(), kind);
        if keep(EntryKind::Folder) == Keep::Nothing && keep(EntryKind::File) != Keep::All {
            match trivial(&items) {
                Some(Trivial::Ours) => return Ok(items[1].is_some()),
                Some(Trivial::Theirs) => return Ok(self.take(path, items[2])),
                None => {}
            }
        }
        let folders = items.map(|item| item.filter(Item::is_folder));
        let files = items.map(|item| item.filter(|item| !item.is_folder()));
        if !self.folder(path, folders)? {
            return self.file(path, files);
        }
        let stays = match self.outcome(path, files)? {
            Outcome::Ours => files[1].is_some(),
            Outcome::Theirs => files[2].is_some(),
            Outcome::Made(_) | Outcome::Clash(_) => true,
        };
        if stays && self.depth == 0 {
            self.conflict(path, items, ConflictKind::Folder, String::new());
        }
        Ok(true)
    }

    fn file(&mut self, path: &TreePath, items: Sides<Item>) -> Result<bool, Error> {
        match self.outcome(path, items)? {
            Outcome::Ours => Ok(items[1].is_some()),
            Outcome::Theirs => Ok(self.take(path, items[2])),
            Outcome::Made(content) => {
                self.change(path, content);
                Ok(true)
            }
            Outcome::Clash(clash) => self.clash(path, items, clash),
        }
    }

    fn outcome(&self, path: &TreePath, items: Sides<Item>) -> Result<Outcome, Error> {
        let kind = items.iter().flatten().next().map_or(EntryKind::File, Item::kind);
        if (self.keep)(&path.lossy(), kind) == Keep::All {
            return Ok(Outcome::Ours);
        }
        self.repo.merge_file(items, self.depth)
    }

    /// In a merge of merge bases, the text with its markers, or else their base, is the result.
    fn clash(&mut self, path: &TreePath, items: Sides<Item>, clash: Clash) -> Result<bool, Error> {
        if self.depth == 0 {
            let diff = shown::diff(self.repo, items, &clash)?;
            self.conflict(path, items, clash.kind, diff);
            return Ok(true);
        }
        match clash.marked {
            Some((mode, bytes)) => {
                self.change(path, Content::Text { mode, bytes });
                Ok(true)
            }
            None => Ok(self.take(path, items[0])),
        }
    }

    fn take(&mut self, path: &TreePath, item: Option<Item>) -> bool {
        let taken = |item: Item| Content::Taken { mode: item.mode, id: oid(item.id) };
        self.change(path, item.map_or(Content::Removed, taken));
        item.is_some()
    }

    fn change(&mut self, path: &TreePath, what: Content) {
        self.merged.changes.push(MergeChange { path: path.clone(), what });
    }

    fn conflict(&mut self, path: &TreePath, items: Sides<Item>, kind: ConflictKind, diff: String) {
        let [base, ours, theirs] = items.map(oid_of);
        self.merged.conflicts.push(Conflict { path: path.clone(), kind, base, ours, theirs, diff });
    }
}
