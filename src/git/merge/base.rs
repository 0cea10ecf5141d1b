//! What two histories have in common: the base of their merge.

use super::{Keep, Keeper, Merged};
use crate::git::commit::written_parents;
use crate::git::error::Error;
use crate::git::repo::{Repo, id, oid};
use crate::model::plan::Oid;
use std::collections::BTreeSet;

/// In the memory of this process alone, before all that is on disk.
const FIRST: i32 = 1000;

impl Repo {
    /// The newest commits that both have, none of them in the history of another: none, one, or several where
    /// histories cross. `None` where the history is cut too short to tell.
    pub fn merge_bases(&self, ours: &Oid, theirs: &Oid) -> Result<Option<Vec<Oid>>, Error> {
        let (ours, theirs) = (id(ours)?, id(theirs)?);
        for commit in [ours, theirs] {
            self.find_commit(commit)?;
        }
        let mut bases = self.again()?.bases_of(&[ours, theirs])?;
        if self.is_shallow() {
            let Some(sure) = self.surely(ours, theirs, bases)? else { return Ok(None) };
            bases = sure;
        }
        Ok(Some(bases.into_iter().map(oid).collect()))
    }

    /// What `theirs` did since they parted, on top of the commit `ours`. Writes nothing. Several bases are merged
    /// first, as git does; without one, all is new on both sides.
    pub fn merge(&self, bases: &[Oid], ours: &Oid, theirs: &Oid, keep: &Keeper<'_>) -> Result<Merged, Error> {
        let bases: Vec<_> = bases.iter().map(id).collect::<Result<_, _>>()?;
        let [base, ours, theirs] =
            self.trees([bases.first().copied(), Some(id(ours)?), Some(id(theirs)?)])?;
        if bases.len() < 2 {
            return self.merge_at(0, [base, ours, theirs], keep);
        }
        let scratch = self.in_memory()?;
        let base = scratch.virtual_base(bases, 0)?;
        scratch.merge_at(0, [base, ours, theirs], keep)
    }

    /// The best common ancestors of the first commit and of a merge of the others, newest first.
    fn bases_of(&self, commits: &[git2::Oid]) -> Result<Vec<git2::Oid>, Error> {
        match self.inner.merge_bases_many(commits) {
            Ok(bases) => Ok(bases.iter().copied().collect()),
            // A commit that is missing is not found either, and is no merge base that isn't there.
            Err(error) if error.class() == git2::ErrorClass::Merge => Ok(Vec::new()),
            Err(error) => Err(Error::failed("find what two commits have in common")(error)),
        }
    }

    /// The same objects, and those that it writes itself: they go with it.
    pub fn in_memory(&self) -> Result<Self, Error> {
        let scratch = self.again()?;
        scratch.lender.get_or_init(|| self.lender.get().unwrap_or(&self.git).clone());
        scratch.hold_in_memory().map_err(Error::failed("hold objects in memory"))?;
        Ok(scratch)
    }

    fn hold_in_memory(&self) -> Result<(), git2::Error> {
        self.inner.odb()?.add_new_mempack_backend(FIRST).map(drop)
    }

    /// The tree of a merge of all bases, the oldest first; its conflicts stand in it.
    fn virtual_base(&self, bases: Vec<git2::Oid>, depth: usize) -> Result<Option<git2::Oid>, Error> {
        let mut oldest_first = bases.into_iter().rev();
        let Some(first) = oldest_first.next() else { return Ok(None) };
        let mut tree = self.find_commit(first)?.tree_id();
        let mut merged = vec![first];
        for next in oldest_first {
            let known: Vec<_> = [next].into_iter().chain(merged.iter().copied()).collect();
            let base = self.virtual_base(self.bases_of(&known)?, depth + 1)?;
            let theirs = self.find_commit(next)?.tree_id();
            let both = self.merge_at(depth + 1, [base, Some(tree), Some(theirs)], &|_, _| Keep::Nothing)?;
            tree = self.with_changes(tree, &both)?;
            merged.push(next);
        }
        Ok(Some(tree))
    }

    /// Where the history is cut: the bases, if what is hidden can't hold a better one.
    fn surely(
        &self,
        ours: git2::Oid,
        theirs: git2::Oid,
        bases: Vec<git2::Oid>,
    ) -> Result<Option<Vec<git2::Oid>>, Error> {
        let common = self.reached(&bases, &BTreeSet::new())?;
        let sides = [self.reached(&[ours], &common.commits)?, self.reached(&[theirs], &common.commits)?];
        let may_be_one_line = bases.len() > 1 && common.is_cut;
        let meet = !sides[0].commits.is_disjoint(&sides[1].commits);
        let is_sure = !may_be_one_line && !meet && sides.iter().all(|side| !side.is_cut);
        Ok(is_sure.then_some(bases))
    }

    /// All commits that these come from, and they; those that are known already aren't looked into.
    fn reached(&self, from: &[git2::Oid], known: &BTreeSet<git2::Oid>) -> Result<Reached, Error> {
        let mut open: Vec<_> = from.iter().filter(|commit| !known.contains(*commit)).copied().collect();
        let mut reached = Reached { commits: open.iter().copied().collect(), is_cut: false };
        while let Some(at) = open.pop() {
            if !self.has(at) {
                reached.is_cut = true;
                continue;
            }
            let parents = written_parents(&self.find_commit(at)?);
            let new = parents
                .into_iter()
                .filter(|parent| !known.contains(parent) && reached.commits.insert(*parent));
            open.extend(new);
        }
        Ok(reached)
    }
}

struct Reached {
    commits: BTreeSet<git2::Oid>,
    is_cut: bool,
}
