//! The line of an environment's branch without what was taken back: promotions that were rolled back or reverted
//! count as not having happened.

use crate::error::Error;
use crate::git::{CommitInfo, Kept, Repo};
use crate::model::name::EnvironmentName;
use crate::model::plan::{Action, Oid};
use crate::model::record::Record;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The line of one environment.
pub(super) struct Line<'a> {
    pub repo: &'a Repo,
    pub of: &'a EnvironmentName,
    pub tip: &'a Oid,
}

/// Told a commit, and what it says.
pub(super) type Visit<'v> = dyn FnMut(&Oid, &Said) -> Result<ControlFlow<()>, Error> + 'v;

/// What a commit of the line says.
pub(super) enum Said {
    /// It brought what another environment held as of a commit, as its record tells.
    Promoted {
        from: Option<String>,
        source: Option<Oid>,
    },
    /// It went back to what was there as of this commit.
    Back(Oid),
    /// It undid what another commit did or said.
    Undid(Oid),
    /// A merge that nobody told of.
    Merged,
    Nothing,
}

impl Line<'_> {
    /// Shows the commits that stand, the newest first, as far as the history is here.
    pub(super) fn walk(&self, visit: &mut Visit<'_>) -> Result<(), Error> {
        let (mut undone, mut skipped_to) = (Vec::new(), None);
        self.repo.mainline(self.tip, &mut |at| {
            if skipped_to.as_ref().is_some_and(|to| to != at) || undone.contains(at) {
                return Ok(ControlFlow::Continue(()));
            }
            skipped_to = None;
            let said = self.said(at)?;
            let on = visit(at, &said)?;
            match said {
                Said::Back(before) => skipped_to = Some(before),
                Said::Undid(other) => undone.push(other),
                Said::Promoted { .. } | Said::Merged | Said::Nothing => {}
            }
            Ok(on)
        })
    }

    fn said(&self, at: &Oid) -> Result<Said, Error> {
        let info = &self.repo.info(at)?;
        let unrecorded = if info.parents.len() > 1 { Said::Merged } else { Said::Nothing };
        let said = match reverted(&info.message) {
            Some(reverted) => self.reverted(at, reverted)?,
            None => self.recorded(at, info)?,
        };
        Ok(said.unwrap_or(unrecorded))
    }

    /// Words alone take nothing back: of the files that came between two commits one must change.
    fn is_back(&self, at: &Oid, before: &Oid, after: &Oid) -> Result<bool, Error> {
        let Some(parent) = &self.repo.info(at)?.parents.into_iter().next() else { return Ok(false) };
        for commit in [parent, before, after] {
            if !self.repo.knows(commit)? {
                return Ok(true);
            }
        }
        let files = |one: &Oid, other: &Oid| -> Result<BTreeSet<String>, Error> {
            let files = self.repo.differing(one, other, usize::MAX)?.files;
            Ok(files.into_iter().map(|one| one.path.to_string()).collect())
        };
        let own = Kept::new(&[]);
        let (came, back) = (files(before, after)?, files(parent, at)?);
        Ok(back.intersection(&came).any(|path| !own.has(path)))
    }

    fn recorded(&self, at: &Oid, info: &CommitInfo) -> Result<Option<Said>, Error> {
        let Some(record) = self.record(info)? else { return Ok(None) };
        let source = match &record.source {
            Some(source) => self.repo.resolve(source)?,
            None => None,
        };
        Ok(Some(match (Action::of(&record.action), source) {
            (Some(Action::Promote), source) => Said::Promoted { from: record.from, source },
            (Some(Action::Rollback), Some(source)) if self.has(&source)? => {
                let Some(parent) = info.parents.first() else { return Ok(None) };
                return Ok(self.is_back(at, &source, parent)?.then_some(Said::Back(source)));
            }
            (Some(Action::Rollback | Action::Hold | Action::Unhold) | None, _) => Said::Nothing,
        }))
    }

    /// What a commit says of this environment; where a forge merged a request, what the request's commit says.
    fn record(&self, info: &CommitInfo) -> Result<Option<Record>, Error> {
        let of_this = |record: &Record| record.environment == self.of.as_str();
        let own = Record::read(&info.message).filter(of_this);
        match (own, info.parents.get(1)) {
            (None, Some(side)) => Ok(Record::read(&self.repo.info(side)?.message).filter(of_this)),
            (own, _) => Ok(own),
        }
    }

    /// A plain `git revert`: of a promotion it takes that back, of anything else it undoes what that said.
    fn reverted(&self, at: &Oid, reverted: &str) -> Result<Option<Said>, Error> {
        let Some(commit) = self.repo.resolve(reverted)? else { return Ok(None) };
        if !self.has(&commit)? {
            return Ok(None);
        }
        let info = self.repo.info(&commit)?;
        let is_promotion = match self.said(&commit)? {
            Said::Promoted { .. } | Said::Merged => true,
            Said::Back(_) | Said::Undid(_) | Said::Nothing => false,
        };
        let before = info.parents.into_iter().next();
        Ok(match before.filter(|_| is_promotion) {
            Some(before) => self.is_back(at, &before, &commit)?.then_some(Said::Back(before)),
            None => Some(Said::Undid(commit)),
        })
    }

    fn has(&self, commit: &Oid) -> Result<bool, Error> {
        Ok(self.repo.contains(self.tip, commit)? == Some(true))
    }
}

fn reverted(message: &str) -> Option<&str> {
    let words = message.lines().find_map(|line| line.strip_prefix("This reverts commit "))?;
    let id = words.split(|c: char| !c.is_ascii_hexdigit()).next()?;
    (id.len() >= 7).then_some(id)
}
