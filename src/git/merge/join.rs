//! Several folders entry by entry, in git's order.

use crate::git::spliced::Item;
use crate::git::tree::kind;
use crate::model::path::EntryKind;
use git2::{Tree, TreeEntry};
use std::array::from_fn;
use std::cmp::Ordering;

/// The same name in each of the folders. A file and a folder of one name are two of these.
pub(super) struct Joined<'t, const N: usize> {
    entries: [Option<TreeEntry<'t>>; N],
}

impl<const N: usize> Joined<'_, N> {
    pub(super) fn name(&self) -> &[u8] {
        self.entries.iter().flatten().next().map_or(&[], TreeEntry::name_bytes)
    }

    pub(super) fn items(&self) -> [Option<Item>; N] {
        from_fn(|at| self.entries[at].as_ref().map(Item::of))
    }
}

/// Walks folders side by side; one that isn't there is empty.
pub(super) struct Join<'t, const N: usize> {
    folders: [Option<&'t Tree<'t>>; N],
    at: [usize; N],
}

impl<'t, const N: usize> Join<'t, N> {
    pub(super) fn of(folders: &'t [Option<Tree<'t>>; N]) -> Self {
        Self { folders: from_fn(|side| folders[side].as_ref()), at: [0; N] }
    }
}

impl<'t, const N: usize> Iterator for Join<'t, N> {
    type Item = Joined<'t, N>;

    fn next(&mut self) -> Option<Joined<'t, N>> {
        let mut entries: [Option<TreeEntry<'t>>; N] =
            from_fn(|side| self.folders[side].and_then(|folder| folder.get(self.at[side])));
        let first = entries.iter().flatten().min_by(|one, other| order(one, other))?;
        let taken: [bool; N] =
            from_fn(|side| entries[side].as_ref().is_some_and(|entry| order(entry, first).is_eq()));
        for (side, taken) in taken.into_iter().enumerate() {
            if taken {
                self.at[side] += 1;
            } else {
                entries[side] = None;
            }
        }
        Some(Joined { entries })
    }
}

/// As git sorts them: a folder as if its name ended in `/`.
fn order(one: &TreeEntry<'_>, other: &TreeEntry<'_>) -> Ordering {
    let (first, second) = (one.name_bytes(), other.name_bytes());
    let common = first.len().min(second.len());
    let end = |entry: &TreeEntry<'_>| kind(entry.filemode()) == EntryKind::Folder;
    let rest = |name: &[u8], folder: bool| name.get(common).copied().or(folder.then_some(b'/'));
    first[..common]
        .cmp(&second[..common])
        .then_with(|| rest(first, end(one)).cmp(&rest(second, end(other))))
        .then_with(|| first.len().cmp(&second.len()))
}
