//! A tree with some names set or taken away: what stays is copied byte for byte, however many names there are.

use super::entries::Entry;
use super::error::Error;
use super::repo::Repo;
use super::tree::kind;
use crate::model::path::EntryKind;
use git2::{ObjectType, TreeEntry};
use std::collections::BTreeMap;

/// What stands at a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    pub mode: i32,
    pub id: git2::Oid,
}

impl Item {
    pub(super) fn of(entry: &TreeEntry<'_>) -> Self {
        Self { mode: entry.filemode(), id: entry.id() }
    }

    pub(super) fn kind(&self) -> EntryKind {
        kind(self.mode)
    }

    pub(super) fn is_folder(&self) -> bool {
        self.kind() == EntryKind::Folder
    }
}

/// What becomes of a name; none takes it away.
pub(super) type Names<'n> = BTreeMap<&'n [u8], Option<Item>>;

impl Repo {
    /// The tree with these names; none where nothing is left in it.
    pub(super) fn spliced(
        &self,
        base: Option<git2::Oid>,
        names: &Names<'_>,
    ) -> Result<Option<git2::Oid>, Error> {
        let failed = Error::failed("write a tree");
        let objects = self.inner.odb().map_err(&failed)?;
        let old = base.map(|base| self.raw(&objects, base)).transpose()?;
        let old = old.as_ref().map_or(&[][..], |old| old.data());
        let bytes = spliced(old, names).ok_or_else(|| Error::Failed {
            doing: "write a tree",
            words: "a tree is broken, or a name can't stand in one".to_owned(),
        })?;
        if bytes.is_empty() {
            return Ok(None);
        }
        objects.write(ObjectType::Tree, &bytes).map(Some).map_err(&failed)
    }
}

/// None where the old bytes are no tree, or a name can't be one.
fn spliced(old: &[u8], names: &Names<'_>) -> Option<Vec<u8>> {
    let new: Vec<_> = names.iter().filter_map(|(name, item)| written(name, (*item)?)).collect();
    if new.len() != names.values().flatten().count() {
        return None;
    }
    let mut new: Vec<_> =
        new.iter().map(|bytes| Entry::first(bytes).ok().flatten()).collect::<Option<_>>()?;
    new.sort_by(|one, other| one.order(*other));
    let (mut out, mut rest, mut new) = (Vec::with_capacity(old.len() + 64), old, new.into_iter().peekable());
    while let Some(entry) = Entry::first(rest).ok()? {
        let bytes = &rest[..entry.length];
        rest = &rest[entry.length..];
        if names.contains_key(entry.name) {
            continue;
        }
        while let Some(first) = new.next_if(|first| first.order(entry).is_lt()) {
            first.write(&mut out);
        }
        out.extend_from_slice(bytes);
    }
    new.for_each(|entry| entry.write(&mut out));
    Some(out)
}

/// One entry as it stands in a tree.
fn written(name: &[u8], item: Item) -> Option<Vec<u8>> {
    let is_name = !name.is_empty() && name != b"." && name != b".." && !name.contains(&b'/');
    let fits = is_name && !name.contains(&0) && !name.eq_ignore_ascii_case(b".git");
    fits.then(|| [format!("{:o} ", item.mode).as_bytes(), name, b"\0", item.id.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(mode: i32) -> Option<Item> {
        Some(Item { mode, id: git2::Oid::from_bytes(&[7; 20]).unwrap() })
    }

    fn shown(bytes: &[u8]) -> Vec<String> {
        let (mut rest, mut all) = (bytes, Vec::new());
        while let Some(entry) = Entry::first(rest).unwrap() {
            let mode = String::from_utf8_lossy(entry.mode).into_owned();
            all.push(format!("{mode} {}", String::from_utf8_lossy(entry.name)));
            rest = &rest[entry.length..];
        }
        all
    }

    #[test]
    fn names_are_set_and_taken_away_in_gits_order() {
        let tree =
            spliced(&[], &Names::from([(&b"a.b"[..], item(0o100_644)), (b"a", item(0o40_000))])).unwrap();
        assert_eq!(shown(&tree), ["100644 a.b", "40000 a"]);
        let names = Names::from([(&b"a"[..], item(0o100_755)), (b"a.b", None), (b"z", item(0o120_000))]);
        assert_eq!(shown(&spliced(&tree, &names).unwrap()), ["100755 a", "120000 z"]);
        assert_eq!(spliced(&tree, &Names::from([(&b"a"[..], None), (b"a.b", None)])), Some(Vec::new()));
    }

    #[test]
    fn what_can_not_stand_in_a_tree_is_refused() {
        for name in [&b""[..], b".", b"..", b".git", b".GIT", b"a/b", b"a\0b"] {
            assert_eq!(spliced(&[], &Names::from([(name, item(0o100_644))])), None, "{name:?}");
        }
        assert_eq!(spliced(b"no tree", &Names::new()), None);
    }
}
