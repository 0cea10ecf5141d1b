//! The way back of an environment that is a branch: what its last promotion brought is taken back.

use super::Sight;
use super::merges::{Work, named, touch};
use super::place::Placed;
use super::standing::{Line, Said};
use crate::config::Route;
use crate::error::{Error, Refusal};
use crate::git::{NewMerge, Repo};
use crate::model::back::Back;
use crate::model::delivery::Signature;
use crate::model::facts::{Facts, Older};
use crate::model::merge::{Conflict, Drift, Merge};
use crate::model::plan::{Base, Oid};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::rc::Rc;

/// Where the branch goes back to, and what is undone on the way, the newest first.
struct Way {
    to: Oid,
    undoes: Vec<Oid>,
}

/// What the branch would hold; nothing where the history knows of nothing to go back to, which is told when it is decided.
pub(super) fn add(
    sight: &Sight<'_, '_>,
    route: &Route,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    let Some(way) = way(sight, route, facts)? else { return Ok(()) };
    let work = Work::back(sight, route, way.to.clone());
    let memory = sight.repo.in_memory()?;
    let undone = memory.undone(&work.ours, &way.undoes, &|path, kind| work.kept.of(path, kind))?;
    let result = result(&memory, &work.ours, undone.tree)?;
    let files = memory.differing(&work.ours, &result, usize::MAX)?.files;
    let conflicts = undone.conflicts.iter().map(|(commit, one)| {
        let undone = touch(sight.repo, commit)?;
        let target = sight.repo.last_change(&work.ours, &one.path)?;
        Ok(Conflict {
            path: one.path.to_string(),
            what: format!("{} changed it since", route.to),
            target: target.map(|commit| touch(sight.repo, &commit)).transpose()?,
            source: Some(undone),
            diff: named(&one.diff, route.to.as_str(), "before"),
        })
    });
    let merge = Merge {
        of: Base { branch: work.of.branch.clone(), commit: way.to.clone() },
        bases: Vec::new(),
        keep: work.keep.clone(),
        undoes: way.undoes,
        begins: false,
        paths: files.iter().map(|one| one.path.to_string()).collect(),
        drift: Drift::default(),
        conflicts: conflicts.collect::<Result<_, Error>>()?,
    };
    let clashes = undone.conflicts.into_iter().map(|(_, one)| one.path);
    let files: Vec<_> = files.into_iter().map(|one| one.path).chain(clashes).collect();
    let merging = work.read(&memory, &result, &files, facts, merge)?;
    let (readings, troubles) = (merging.merged.clone(), merging.troubles.clone());
    let (commit, environment) = (way.to, route.to.clone());
    let older = Rc::new(Older { commit, environment, readings, troubles, texts: Default::default() });
    facts.older.extend(placed.iter().map(|one| ((one.found.app.clone(), route.to.clone()), older.clone())));
    // Which commit it is says it for all apps; what one of them ran is no other's version.
    facts.apps.iter_mut().for_each(|found| found.version = None);
    facts.merges.push(merging);
    Ok(())
}

fn way(sight: &Sight<'_, '_>, route: &Route, facts: &Facts) -> Result<Option<Way>, Error> {
    let tip = &sight.homes.of(&route.to).base.commit;
    let is_given = facts.apps.iter().any(|found| found.version.is_some());
    let then = if is_given { former(sight, route, facts)? } else { None };
    if is_given && then.is_none() {
        return Ok(None);
    }
    let arrivals = facts
        .apps
        .iter()
        .filter_map(|found| facts.timeline(&found.app, &route.to))
        .flat_map(|one| &one.stays);
    let arrivals: BTreeSet<&Oid> = arrivals.into_iter().map(|stay| &*stay.commit).collect();
    let (mut undoes, mut to) = (Vec::new(), None);
    let line = Line { repo: sight.repo, of: &route.to, tip };
    line.walk(&mut |at, said| {
        if then.as_ref() == Some(at) {
            to = Some(at.clone());
            return Ok(ControlFlow::Break(()));
        }
        let is_promotion = match said {
            Said::Promoted { .. } => true,
            Said::Merged | Said::Nothing | Said::Undid(_) => arrivals.contains(at),
            Said::Back(_) => false,
        };
        if is_promotion {
            undoes.push(at.clone());
            if then.is_none() {
                to = sight.repo.info(at)?.parents.into_iter().next();
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    match (to, then) {
        (Some(to), _) => Ok(Some(Way { to, undoes })),
        (None, Some(then)) => Err(Refusal::TakenBack { commit: then, of: route.to.clone() }.into()),
        (None, None) => Ok(None),
    }
}

/// The newest commit at which an app still ran the version that was asked for.
fn former(sight: &Sight<'_, '_>, route: &Route, facts: &Facts) -> Result<Option<Oid>, Error> {
    let former = facts.apps.iter().filter_map(|found| match sight.config.back(facts, route, found) {
        Back::To { former, .. } => Some(former.last),
        Back::Stays { .. } | Back::Nowhere { .. } | Back::Unknown { .. } => None,
    });
    let former: BTreeSet<_> = former.collect();
    let mut newest = None;
    sight.repo.mainline(&sight.homes.of(&route.to).base.commit, &mut |at| {
        let is_it = former.contains(at);
        newest = is_it.then(|| at.clone());
        Ok::<_, Error>(if is_it { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    })?;
    Ok(newest)
}

/// A commit that is in memory alone.
fn result(memory: &Repo, ours: &Oid, tree: Oid) -> Result<Oid, Error> {
    let nobody = Signature::hoist();
    Ok(memory.merge_commit(&NewMerge {
        parents: vec![ours.clone()],
        tree,
        message: String::new(),
        author: nobody.clone(),
        committer: nobody,
        seconds: 0,
    })?)
}
