//! What two environments are compared with when one is merged: what git says they have in common, or what was
//! promoted last, where people squash requests and git doesn't know.

use crate::error::Error;
use crate::git::{CommitInfo, Repo};
use crate::model::name::EnvironmentName;
use crate::model::plan::{Action, Oid};
use crate::model::record::Record;
use std::ops::ControlFlow;

/// One environment's commit on its way into another.
pub(super) struct Pair<'a> {
    pub repo: &'a Repo,
    pub from: &'a EnvironmentName,
    pub into: &'a EnvironmentName,
    pub ours: &'a Oid,
    pub theirs: &'a Oid,
}

/// What the line of the target tells of earlier promotions.
struct Told {
    /// The target as it was before promotions that were taken back: they count as not having happened.
    since: Oid,
    /// The source of the last one that stands.
    source: Option<Oid>,
}

impl Pair<'_> {
    /// None where the history is cut too short to tell.
    pub(super) fn bases(&self) -> Result<Option<Vec<Oid>>, Error> {
        let told = self.told()?;
        let Some(bases) = self.repo.merge_bases(&told.since, self.theirs)? else { return Ok(None) };
        Ok(Some(match told.source {
            Some(source) if self.is_newer(&source, &bases)? => vec![source],
            Some(_) | None => bases,
        }))
    }

    /// A record is a claim: its source must be in the source's history, and have all that git knows of.
    fn is_newer(&self, source: &Oid, bases: &[Oid]) -> Result<bool, Error> {
        if self.repo.contains(self.theirs, source)? != Some(true) {
            return Ok(false);
        }
        for base in bases {
            if self.repo.contains(source, base)? != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Walks the target's line back to the last promotion that stands, or to where the source knows it all.
    fn told(&self) -> Result<Told, Error> {
        let mut told = Told { since: self.ours.clone(), source: None };
        let mut undone = Vec::new();
        let (mut skipped_to, mut count, mut asked_at) = (None, 0_u32, 1_u32);
        self.repo.mainline(self.ours, &mut |at| {
            if skipped_to.as_ref().is_some_and(|to| to != at) {
                return Ok(ControlFlow::Continue(()));
            }
            skipped_to = None;
            count += 1;
            if count == asked_at {
                asked_at *= 2;
                if self.repo.contains(self.theirs, at)? == Some(true) {
                    return Ok(ControlFlow::Break(()));
                }
            }
            if undone.contains(at) {
                return Ok::<_, Error>(ControlFlow::Continue(()));
            }
            let info = self.repo.info(at)?;
            match self.said(&info)? {
                Said::Promoted(source) => {
                    told.source = Some(source);
                    return Ok(ControlFlow::Break(()));
                }
                Said::Back(before) => {
                    told.since.clone_from(&before);
                    skipped_to = Some(before);
                }
                Said::Undone(other) => undone.push(other),
                Said::Nothing => {}
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(told)
    }

    fn said(&self, info: &CommitInfo) -> Result<Said, Error> {
        if let Some(reverted) = reverted(&info.message) {
            return self.reverted(reverted);
        }
        let Some(record) = Record::read(&info.message) else { return Ok(Said::Nothing) };
        if record.environment != self.into.as_str() {
            return Ok(Said::Nothing);
        }
        let source = record.source.as_ref().map(|source| self.repo.resolve(source)).transpose();
        let Ok(Some(Some(source))) = source else { return Ok(Said::Nothing) };
        Ok(match Action::of(&record.action) {
            Some(Action::Promote) if record.from.as_deref() == Some(self.from.as_str()) => Said::Promoted(source),
            Some(Action::Rollback) if self.repo.contains(self.ours, &source)? == Some(true) => Said::Back(source),
            Some(Action::Promote | Action::Rollback | Action::Hold | Action::Unhold) | None => Said::Nothing,
        })
    }

    /// A plain `git revert`: of a promotion it takes that back, of anything else it undoes what that said.
    fn reverted(&self, reverted: &str) -> Result<Said, Error> {
        let Some(commit) = self.repo.resolve(reverted)? else { return Ok(Said::Nothing) };
        if self.repo.contains(self.ours, &commit)? != Some(true) {
            return Ok(Said::Nothing);
        }
        let info = self.repo.info(&commit)?;
        let is_promotion = match Record::read(&info.message) {
            Some(record) => record.action == Action::Promote.as_str(),
            None => match info.parents.get(1) {
                Some(side) => self.repo.contains(self.theirs, side)? == Some(true),
                None => false,
            },
        };
        let before = info.parents.into_iter().next();
        Ok(before.filter(|_| is_promotion).map_or(Said::Undone(commit), Said::Back))
    }
}

enum Said {
    /// From the same source, at this commit.
    Promoted(Oid),
    /// Back to what was there as of this commit.
    Back(Oid),
    /// What this commit said doesn't count.
    Undone(Oid),
    Nothing,
}

fn reverted(message: &str) -> Option<&str> {
    let words = message.lines().find_map(|line| line.strip_prefix("This reverts commit "))?;
    let id = words.split(|c: char| !c.is_ascii_hexdigit()).next()?;
    (id.len() >= 7).then_some(id)
}
