//! What each promotion would merge, where environments are branches: in memory, and the pins as they would stand.

mod asked;
mod clash;
mod stand;

pub(super) use asked::{of_all, refuse_some};
pub(super) use clash::{named, touch};

use super::bases::Pair;
use super::place::Placed;
use super::{Sight, older};
use crate::config::Route;
use crate::error::{Ask, Error, Refusal};
use crate::git::{Kept, Merged, NewMerge, Repo, TreePath};
use crate::model::delivery::Signature;
use crate::model::facts::{Facts, Merging};
use crate::model::inputs::Inputs;
use crate::model::merge::{Conflict, Drift, Merge};
use crate::model::name::EnvironmentName;
use crate::model::plan::{Base, Oid};
use asked::fixed;
use std::collections::BTreeSet;
use std::rc::Rc;

/// How many files of drift are named.
const MOST_DRIFT: usize = 100;

/// How many differing files are looked at for it.
const MOST_COMPARED: usize = 10_000;

/// The merge of a route.
pub(super) fn add(
    inputs: &Inputs,
    sight: &Sight<'_, '_>,
    route: &Route,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    let merging = Work::of(inputs, sight, route)?.merging(placed, facts)?;
    facts.merges.push(merging);
    Ok(())
}

/// One merge under way.
pub(super) struct Work<'a, 'r> {
    sight: &'a Sight<'a, 'r>,
    into: EnvironmentName,
    from: EnvironmentName,
    pub(super) ours: Oid,
    pub(super) of: Base,
    /// The source's commit isn't the tip.
    is_older: bool,
    begins: bool,
    pub(super) keep: Vec<String>,
    pub(super) kept: Kept,
}

impl<'a, 'r> Work<'a, 'r> {
    pub(super) fn of(inputs: &Inputs, sight: &'a Sight<'a, 'r>, route: &Route) -> Result<Self, Error> {
        let Some(from) = route.from.clone() else {
            let what =
                format!("versions start in {}: nothing comes before it that could be merged", route.to);
            let hint = "commit to its branch, or name another environment with --from".to_owned();
            return Err(Ask::Contradiction { what, hint }.into());
        };
        let tip = &sight.homes.of(&from).base;
        let commit = fixed(inputs, sight, route, &from)?.unwrap_or_else(|| tip.commit.clone());
        // A hotfix that is brought back leaves at home what is the source's own.
        let whose = if route.brought_back { vec![&route.to, &from] } else { vec![&route.to] };
        let keep = kept_by(sight, &whose);
        let home = sight.homes.of(&route.to);
        Ok(Self {
            into: route.to.clone(),
            ours: home.base.commit.clone(),
            is_older: commit != tip.commit,
            of: Base { branch: tip.branch.clone(), commit },
            begins: home.begins,
            kept: Kept::new(&keep),
            sight,
            from,
            keep,
        })
    }

    /// A branch that goes back to what it was.
    pub(super) fn back(sight: &'a Sight<'a, 'r>, route: &Route, to: Oid) -> Self {
        let keep = kept_by(sight, &[&route.to]);
        let base = &sight.homes.of(&route.to).base;
        Self {
            into: route.to.clone(),
            from: route.to.clone(),
            ours: base.commit.clone(),
            of: Base { branch: base.branch.clone(), commit: to },
            is_older: true,
            begins: false,
            kept: Kept::new(&keep),
            sight,
            keep,
        }
    }

    fn merging(&self, placed: &[Placed], facts: &mut Facts) -> Result<Merging, Error> {
        if self.is_older {
            let older = Rc::new(older::at(self.sight, placed, &self.from, &self.of.commit)?);
            let keys = placed.iter().map(|one| (one.found.app.clone(), self.into.clone()));
            facts.older.extend(keys.map(|key| (key, older.clone())));
        }
        let bases = if self.begins { Vec::new() } else { self.bases()? };
        let memory = self.sight.repo.in_memory()?;
        let merged = self.merged(&memory, &bases)?;
        let result = self.result(&memory, &merged)?;
        let files = if self.begins { Vec::new() } else { files(&memory, &self.ours, &result)? };
        let conflicts: Vec<_> =
            merged.conflicts.iter().map(|one| self.conflict(one)).collect::<Result<_, Error>>()?;
        let merge = Merge {
            of: self.of.clone(),
            bases,
            keep: self.keep.clone(),
            undoes: Vec::new(),
            begins: self.begins,
            paths: files.iter().map(ToString::to_string).collect(),
            drift: self.drift(&memory, &result, &conflicts)?,
            conflicts,
        };
        let clashes = merged.conflicts.into_iter().map(|one| one.path);
        let files: Vec<_> = files.into_iter().chain(clashes).collect();
        self.read(&memory, &result, &files, facts, merge)
    }

    /// A clone that is cut short is deepened where it can be.
    fn bases(&self) -> Result<Vec<Oid>, Error> {
        let repo = self.sight.repo;
        let (from, into, ours, theirs) = (&self.from, &self.into, &self.ours, &self.of.commit);
        deepen(self.sight, &[from, into])?;
        let pair = Pair { repo, from, into, ours, theirs, kept: &self.kept };
        pair.bases()?.ok_or_else(|| Refusal::CutShort { from: from.clone(), into: into.clone() }.into())
    }

    fn merged(&self, memory: &Repo, bases: &[Oid]) -> Result<Merged, Error> {
        if self.begins {
            return Ok(Merged::default());
        }
        Ok(memory.merge(bases, &self.ours, &self.of.commit, &|path, kind| self.kept.of(path, kind))?)
    }

    /// A commit that is in memory alone: what the branch would hold.
    fn result(&self, memory: &Repo, merged: &Merged) -> Result<Oid, Error> {
        if self.begins {
            return Ok(self.of.commit.clone());
        }
        let nobody = Signature::hoist();
        Ok(memory.merge_commit(&NewMerge {
            parents: vec![self.ours.clone(), self.of.commit.clone()],
            tree: memory.merged_tree(&self.ours, merged)?,
            message: String::new(),
            author: nobody.clone(),
            committer: nobody,
            seconds: 0,
        })?)
    }

    /// Files that stay other than the source's, though neither side keeps them.
    fn drift(&self, memory: &Repo, result: &Oid, conflicts: &[Conflict]) -> Result<Drift, Error> {
        let found = memory.differing(&self.of.commit, result, MOST_COMPARED)?;
        let is_open = |path: &String| conflicts.iter().any(|one| one.path == *path);
        let own = found.files.iter().map(|one| one.path.to_string());
        let own = own.filter(|path| !self.kept.has(path) && !is_open(path));
        let mut paths: Vec<_> = own.take(MOST_DRIFT + 1).collect();
        let more = found.more || paths.len() > MOST_DRIFT;
        paths.truncate(MOST_DRIFT);
        Ok(Drift { paths, more })
    }
}

/// What a merge would come to.
pub(super) struct Left {
    pub drift: Drift,
    pub conflicts: Vec<Conflict>,
    /// Some file would change.
    pub brings: bool,
}

impl Work<'_, '_> {
    /// What would be left otherwise than in the source, and what can't be merged.
    pub(super) fn left(&self) -> Result<Left, Error> {
        let memory = self.sight.repo.in_memory()?;
        let merged = self.merged(&memory, &self.bases()?)?;
        let result = self.result(&memory, &merged)?;
        let conflicts: Vec<_> =
            merged.conflicts.iter().map(|one| self.conflict(one)).collect::<Result<_, Error>>()?;
        let drift = self.drift(&memory, &result, &conflicts)?;
        let brings = !memory.differing(&self.ours, &result, 1)?.files.is_empty();
        Ok(Left { drift, conflicts, brings })
    }
}

/// Globs of what any of some environments keeps as its own, each once.
fn kept_by(sight: &Sight<'_, '_>, environments: &[&EnvironmentName]) -> Vec<String> {
    let all = environments.iter().filter_map(|name| sight.config.environment(name));
    let globs: BTreeSet<_> = all.flat_map(|one| &one.keep).collect();
    globs.into_iter().cloned().collect()
}

/// The whole history of some environments, as far as it can be fetched.
fn deepen(sight: &Sight<'_, '_>, environments: &[&EnvironmentName]) -> Result<(), Error> {
    let Some(remote) = sight.remote.filter(|_| sight.repo.is_shallow()) else { return Ok(()) };
    (sight.say)("fetching the whole history");
    for environment in environments {
        remote.deepen(&sight.homes.of(environment).base.branch)?;
    }
    Ok(())
}

/// All files that differ from the target.
fn files(memory: &Repo, ours: &Oid, result: &Oid) -> Result<Vec<TreePath>, Error> {
    Ok(memory.differing(ours, result, usize::MAX)?.files.into_iter().map(|one| one.path).collect())
}
