//! The entries by which two trees differ, told from their bytes.

use super::tree::Found;
use crate::model::path::EntryKind;
use std::cmp::Ordering;

/// One name that two trees don't have alike. A file and a folder of one name are two of them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Differs<'t> {
    pub name: &'t [u8],
    pub newer: Option<Found>,
    pub older: Option<Found>,
}

/// The bytes are no tree.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoTree;

/// One entry as it is written: `100644 name`, a zero byte, the id.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    pub mode: &'t [u8],
    pub name: &'t [u8],
    id: &'t [u8],
    /// How many bytes it takes.
    pub length: usize,
}

/// How many bytes an id has.
const ID: usize = 20;

/// What differs between two trees, in git's order. Both are walked along once; what is equal is only passed by.
pub(super) fn differing<'t>(newer: &'t [u8], older: &'t [u8]) -> Result<Vec<Differs<'t>>, NoTree> {
    let (mut newer, mut older, mut all) = (newer, older, Vec::new());
    while !newer.is_empty() || !older.is_empty() {
        let first = Entry::first(newer)?;
        if let Some(entry) = first
            && older.get(..entry.length) == newer.get(..entry.length)
        {
            (newer, older) = (&newer[entry.length..], &older[entry.length..]);
            continue;
        }
        let (here, there) = side_by_side(first, Entry::first(older)?);
        newer = &newer[here.map_or(0, |entry| entry.length)..];
        older = &older[there.map_or(0, |entry| entry.length)..];
        if let Some(Entry { name, .. }) = here.or(there) {
            let [newer, older] = [here, there].map(|entry| entry.map(Entry::found).transpose());
            all.push(Differs { name, newer: newer?, older: older? });
        }
    }
    Ok(all)
}

/// The two, where they have one name; else the one that comes first.
fn side_by_side<'t>(
    here: Option<Entry<'t>>,
    there: Option<Entry<'t>>,
) -> (Option<Entry<'t>>, Option<Entry<'t>>) {
    let (Some(one), Some(other)) = (here, there) else { return (here, there) };
    match one.order(other) {
        Ordering::Equal => (here, there),
        Ordering::Less => (here, None),
        Ordering::Greater => (None, there),
    }
}

impl<'t> Entry<'t> {
    /// None at the end.
    pub(super) fn first(tree: &'t [u8]) -> Result<Option<Self>, NoTree> {
        if tree.is_empty() {
            return Ok(None);
        }
        let end = tree.iter().position(|byte| *byte == 0).ok_or(NoTree)?;
        let blank = tree[..end].iter().position(|byte| *byte == b' ').ok_or(NoTree)?;
        let id = tree.get(end + 1..end + 1 + ID).ok_or(NoTree)?;
        Ok(Some(Self { mode: &tree[..blank], name: &tree[blank + 1..end], id, length: end + 1 + ID }))
    }

    /// Git sorts a folder as if its name ended with a slash.
    pub(super) fn order(self, other: Self) -> Ordering {
        let shared = self.name.len().min(other.name.len());
        let next = |entry: Self| match entry.name.get(shared) {
            Some(byte) => *byte,
            None if entry.is_folder() => b'/',
            None => 0,
        };
        self.name[..shared].cmp(&other.name[..shared]).then_with(|| next(self).cmp(&next(other)))
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        for part in [self.mode, b" ", self.name, b"\0", self.id] {
            out.extend_from_slice(part);
        }
    }

    fn is_folder(self) -> bool {
        matches!(self.mode, b"40000" | b"040000")
    }

    fn found(self) -> Result<Found, NoTree> {
        let kind = match self.mode {
            b"120000" => EntryKind::Link,
            b"160000" => EntryKind::Submodule,
            _ if self.is_folder() => EntryKind::Folder,
            _ => EntryKind::File,
        };
        let id = git2::Oid::from_bytes(self.id).or(Err(NoTree))?;
        Ok(Found { id, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree of `mode name id` lines, the id as one byte twenty times.
    fn tree(lines: &[(&str, &str, u8)]) -> Vec<u8> {
        let entry = |(mode, name, id): &(&str, &str, u8)| {
            [mode.as_bytes(), b" ", name.as_bytes(), b"\0", &[*id; ID]].concat()
        };
        lines.iter().flat_map(entry).collect()
    }

    fn shown(newer: &[(&str, &str, u8)], older: &[(&str, &str, u8)]) -> Vec<String> {
        let (newer, older) = (tree(newer), tree(older));
        let side = |found: &Option<Found>| {
            found.map_or("-".to_owned(), |found| format!("{:?}{}", found.kind, found.id.as_bytes()[0]))
        };
        let line = |one: &Differs<'_>| {
            format!("{} {} {}", String::from_utf8_lossy(one.name), side(&one.newer), side(&one.older))
        };
        differing(&newer, &older).unwrap().iter().map(line).collect()
    }

    #[test]
    fn what_two_trees_have_alike_is_passed_by() {
        let same = [("100644", "a", 1), ("40000", "b", 2), ("100755", "c", 3)];
        assert_eq!(shown(&same, &same), [""; 0]);
        assert_eq!(shown(&same, &same[..2]), ["c File3 -"]);
        assert_eq!(shown(&same[1..], &same), ["a - File1"]);
        let moved = [("100644", "a", 1), ("40000", "b", 9), ("100755", "c", 3)];
        assert_eq!(shown(&same, &moved), ["b Folder2 Folder9"]);
        assert_eq!(shown(&[], &same).len(), 3);
    }

    #[test]
    fn names_sort_as_git_sorts_them() {
        // A folder `a` stands behind `a.b`, for it counts as `a/`.
        let newer = [("100644", "a.b", 1), ("40000", "a", 2), ("100644", "a0", 3)];
        let older = [("100644", "a", 4), ("100644", "a.b", 1), ("100644", "a0", 5)];
        assert_eq!(shown(&newer, &older), ["a - File4", "a Folder2 -", "a0 File3 File5"]);
        let linked = [("120000", "a.b", 1), ("40000", "a", 2), ("160000", "a0", 3)];
        assert_eq!(shown(&newer, &linked), ["a.b File1 Link1", "a0 File3 Submodule3"]);
    }

    #[test]
    fn what_is_no_tree_is_told() {
        for broken in [&b"100644 a"[..], b"100644 a\0short", b"name\0aaaaaaaaaaaaaaaaaaaa"] {
            assert_eq!(differing(broken, b""), Err(NoTree));
            assert_eq!(differing(b"", broken), Err(NoTree));
        }
    }
}
