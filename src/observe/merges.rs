//! What each promotion would merge, where environments are branches: in memory, and the pins as they would stand.

use super::bases::Pair;
use super::home::Trees;
use super::place::Placed;
use super::undo::touch;
use super::{Sight, apps, formats, nothing_yet, older, pins};
use crate::config::{Route, matches};
use crate::error::{Ask, Error, Refusal};
use crate::git::{self, ConflictKind, Kept, Merged, NewMerge, Repo, TreePath};
use crate::model::facts::{Facts, Merging};
use crate::model::inputs::Inputs;
use crate::model::merge::{Conflict, Drift, Merge, Touch};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::path::RepoPath;
use crate::model::plan::{Action, Base, Oid, Promotion, Signature};
use std::collections::BTreeSet;
use std::rc::Rc;

/// How many files of drift are named.
const MOST_DRIFT: usize = 100;

/// How many differing files are looked at for it.
const MOST_COMPARED: usize = 10_000;

/// What is asked of a branch as a whole: all its apps, at the versions that stand there.
pub(super) fn of_all(inputs: &Inputs) -> Result<Inputs, Error> {
    let given = inputs.version.iter().chain(inputs.apps.iter().filter_map(|one| one.version.as_ref())).next();
    if inputs.action == Action::Rollback {
        let to_version = given.or(inputs.to_version.as_ref()).cloned();
        return Ok(Inputs { apps: Vec::new(), to_version, ..inputs.clone() });
    }
    if let Some(version) = given {
        let what = format!("{version} can't be given: a merge brings what the source's branch holds");
        let hint = "leave it out, or name an older commit of the source with --from-ref".to_owned();
        return Err(Ask::Contradiction { what, hint }.into());
    }
    Ok(Inputs { apps: Vec::new(), saved: None, ..inputs.clone() })
}

/// One app of a branch that others share can't move alone.
pub(super) fn refuse_some(inputs: &Inputs, facts: &Facts) -> Result<(), Error> {
    let known = || facts.apps.iter().map(|one| one.app.to_string());
    let fits = |name: &str| inputs.apps.iter().any(|one| matches(&one.app, name));
    let unknown: Vec<_> =
        inputs.apps.iter().filter(|one| !known().any(|name| matches(&one.app, &name))).collect();
    if !unknown.is_empty() {
        let typed = unknown.into_iter().map(|one| one.app.clone()).collect();
        return Err(Ask::UnknownApps { typed, known: known().collect() }.into());
    }
    let others: Vec<_> = known().filter(|name| !inputs.apps.is_empty() && !fits(name)).collect();
    if others.is_empty() {
        return Ok(());
    }
    let asked: Vec<_> = inputs.apps.iter().map(|one| one.app.as_str()).collect();
    let what =
        format!("{} can't move alone: {} stand on the same branch", asked.join(", "), others.join(", "));
    let hint = "leave the app out, or say `*`: a branch moves as a whole".to_owned();
    Err(Ask::Contradiction { what, hint }.into())
}

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
    fn of(inputs: &Inputs, sight: &'a Sight<'a, 'r>, route: &Route) -> Result<Self, Error> {
        let Some(from) = route.from.clone() else {
            let what =
                format!("versions start in {}: nothing comes before it that could be merged", route.to);
            let hint = "commit to its branch, or name another environment with --from".to_owned();
            return Err(Ask::Contradiction { what, hint }.into());
        };
        let tip = &sight.homes.of(&from).base;
        let commit = fixed(inputs, sight, route, &from)?.unwrap_or_else(|| tip.commit.clone());
        let keep = sight.config.environment(&route.to).map_or_else(Vec::new, |one| one.keep.clone());
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
        let keep = sight.config.environment(&route.to).map_or_else(Vec::new, |one| one.keep.clone());
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
        let Sight { repo, remote, say, .. } = self.sight;
        let (from, into, ours, theirs) = (&self.from, &self.into, &self.ours, &self.of.commit);
        if let (true, Some(remote)) = (repo.is_shallow(), remote) {
            say("fetching the whole history");
            for environment in [from, into] {
                remote.deepen(&self.sight.homes.of(environment).base.branch)?;
            }
        }
        let pair = Pair { repo, from, into, ours, theirs };
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

    /// Files that stay other than the source's, though nobody has to keep them.
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

    fn conflict(&self, conflict: &git::Conflict) -> Result<Conflict, Error> {
        let (into, from) = (&self.into, &self.from);
        let what = match conflict.kind {
            ConflictKind::BothChanged => "both changed it".to_owned(),
            ConflictKind::BothAdded => "both added it".to_owned(),
            ConflictKind::DeletedHere => format!("{into} deleted it, {from} changed it"),
            ConflictKind::DeletedThere => format!("{from} deleted it, {into} changed it"),
            ConflictKind::Type => "a file on one side, a link or a submodule on the other".to_owned(),
            ConflictKind::Mode => "executable on one side only".to_owned(),
            ConflictKind::Submodule => "both moved the submodule".to_owned(),
            ConflictKind::Folder => "a file on one side, a folder on the other".to_owned(),
        };
        Ok(Conflict {
            path: conflict.path.to_string(),
            what,
            target: self.touch(&self.ours, &conflict.path)?,
            source: self.touch(&self.of.commit, &conflict.path)?,
            diff: named(&conflict.diff, into.as_str(), from.as_str()),
        })
    }

    fn touch(&self, tip: &Oid, path: &TreePath) -> Result<Option<Touch>, Error> {
        let commit = self.sight.repo.last_change(tip, path)?;
        commit.map(|commit| touch(self.sight.repo, &commit)).transpose()
    }

    /// The pins as they would stand. Apps of which no file changes aren't read again.
    pub(super) fn read(
        &self,
        memory: &Repo,
        result: &Oid,
        files: &[TreePath],
        facts: &Facts,
        merge: Merge,
    ) -> Result<Merging, Error> {
        let mut merging = Merging {
            into: self.into.clone(),
            merge,
            merged: Default::default(),
            troubles: Default::default(),
            before: Default::default(),
            touched: Default::default(),
            kept: Default::default(),
        };
        let changed: BTreeSet<_> = files.iter().filter_map(TreePath::as_repo_path).collect();
        let tree = memory.tree(result)?;
        let whole = Inputs::default();
        let Ok(mut placed) = apps::find(&whole, self.sight.config, Trees::At(&tree), &mut Vec::new()) else {
            return Ok(merging);
        };
        placed.iter_mut().for_each(|one| one.places.retain(|environment, _| *environment == self.into));
        merging.touched = placed
            .iter()
            .filter(|one| self.is_touched(one, &changed, facts))
            .map(|one| one.found.app.clone())
            .collect();
        placed.retain(|one| merging.touched.contains(&one.found.app));
        let mut then = nothing_yet(self.sight, &placed, Vec::new());
        self.others(&placed, facts, &mut then);
        pins::read(self.sight.config, Trees::At(&tree), &placed, &mut then)?;
        formats::settle(self.sight.config, &placed, &mut then);
        for found in &facts.apps {
            let is_read = merging.touched.contains(&found.app);
            let readings = if is_read { &then.readings } else { &facts.readings };
            for reading in readings.of(&found.app, &self.into) {
                if self.kept.has(reading.pin.file.as_str()) {
                    merging.kept.insert(reading.pin.file.clone());
                }
                merging.merged.add(&found.app, &self.into, reading.clone());
            }
        }
        merging.troubles = then.troubles;
        self.before(facts, &mut merging)?;
        Ok(merging)
    }

    /// What the other environments hold: it may tell how versions are written.
    fn others(&self, placed: &[Placed], facts: &Facts, then: &mut Facts) {
        for app in placed.iter().map(|one| &one.found.app) {
            for (environment, readings) in facts.readings.across(app).filter(|(one, _)| **one != self.into) {
                readings.iter().for_each(|one| then.readings.add(app, environment, one.clone()));
            }
        }
    }

    fn is_touched(&self, placed: &Placed, changed: &BTreeSet<RepoPath>, facts: &Facts) -> bool {
        let app = &placed.found.app;
        if self.begins || facts.readings.of(app, &self.into).is_empty() {
            return true;
        }
        let sides = [&self.into, &self.from];
        let places = placed.places.values().flatten().filter_map(|place| place.path.as_ref());
        let files = sides.into_iter().flat_map(|side| facts.places.of(app, side)).map(|place| &place.file);
        let reached = sides.into_iter().flat_map(|side| facts.reached.of(app, side));
        places.chain(files).chain(reached).any(|path| is_in(changed, path))
    }

    /// The source as of the base, for apps that wouldn't hold what the source does.
    fn before(&self, facts: &Facts, merging: &mut Merging) -> Result<(), Error> {
        let differs = |app: &AppName| {
            let version = |one: &crate::model::pin::Reading| (one.pin.name.clone(), one.version.clone());
            let merged: BTreeSet<_> = merging.merged.of(app, &self.into).iter().map(version).collect();
            facts
                .source(app, Some(&self.from), &self.into)
                .iter()
                .map(version)
                .any(|one| !merged.contains(&one))
        };
        let apps: BTreeSet<_> =
            facts.apps.iter().map(|one| &one.app).filter(|app| differs(app)).cloned().collect();
        if apps.is_empty() {
            return Ok(());
        }
        for base in merging.merge.bases.clone() {
            self.as_of(&base, &apps, merging)?;
        }
        Ok(())
    }

    fn as_of(&self, base: &Oid, apps: &BTreeSet<AppName>, merging: &mut Merging) -> Result<(), Error> {
        let tree = self.sight.repo.tree(base)?;
        let whole = Inputs::default();
        let Ok(mut placed) = apps::find(&whole, self.sight.config, Trees::At(&tree), &mut Vec::new()) else {
            return Ok(());
        };
        placed.retain(|one| apps.contains(&one.found.app));
        let then = older::at(self.sight, &placed, &self.from, base)?;
        for app in apps {
            then.readings
                .of(app, &self.from)
                .iter()
                .for_each(|one| merging.before.add(app, &self.from, one.clone()));
        }
        Ok(())
    }
}

/// Marks say whose lines stand between them.
pub(super) fn named(diff: &str, into: &str, from: &str) -> String {
    let line = |line: &str| match line {
        "<<<<<<< ours" => format!("<<<<<<< {into}\n"),
        ">>>>>>> theirs" => format!(">>>>>>> {from}\n"),
        line => format!("{line}\n"),
    };
    diff.lines().map(line).collect()
}

/// The commit that is promoted instead of the source's tip: one at which its branch stood.
fn fixed(
    inputs: &Inputs,
    sight: &Sight<'_, '_>,
    route: &Route,
    from: &EnvironmentName,
) -> Result<Option<Oid>, Error> {
    let saved = inputs.saved.iter().flat_map(|plan| &plan.promotions);
    let saved = saved.filter(|one| one.environment == route.to).find_map(planned);
    let commit = match (saved, &inputs.from_ref) {
        (Some(commit), _) => commit.clone(),
        (None, Some(typed)) => {
            sight.repo.resolve(typed)?.ok_or_else(|| Ask::UnknownRef { typed: typed.clone() })?
        }
        (None, None) => return Ok(None),
    };
    let tip = &sight.homes.of(from).base;
    if commit == tip.commit || sight.repo.stood_at(&tip.commit, &commit)? {
        return Ok(Some(commit));
    }
    let what = format!("{} isn't known to stand on {}", commit.short(), tip.branch);
    let hint =
        "name a commit that the branch itself stood at; a shallow clone must be deep enough to hold it";
    Err(Ask::Contradiction { what, hint: hint.to_owned() }.into())
}

fn planned(promotion: &Promotion) -> Option<&Oid> {
    promotion.merge.as_ref().map(|merge| &merge.of.commit)
}

/// All files that differ from the target.
fn files(memory: &Repo, ours: &Oid, result: &Oid) -> Result<Vec<TreePath>, Error> {
    Ok(memory.differing(ours, result, usize::MAX)?.files.into_iter().map(|one| one.path).collect())
}

/// Whether a path, or anything below it, is among the files.
fn is_in(files: &BTreeSet<RepoPath>, path: &RepoPath) -> bool {
    let below = format!("{path}/");
    let mut after = files.range(path.clone()..).take_while(|file| file.as_str().starts_with(path.as_str()));
    after.any(|file| file == path || file.as_str().starts_with(&below))
}
