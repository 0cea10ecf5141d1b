//! What two environments are compared with when one is merged: what git says they have in common, or what was
//! promoted last, where people squash requests and git doesn't know.

use super::standing::{Line, Said};
use crate::error::Error;
use crate::git::Repo;
use crate::model::name::EnvironmentName;
use crate::model::plan::Oid;
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
    /// The target as it was before promotions that were taken back.
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

    /// Back to the last promotion that stands, or to where the source has it all.
    fn told(&self) -> Result<Told, Error> {
        let mut told = Told { since: self.ours.clone(), source: None };
        let (mut count, mut asked_at) = (0_u32, 1_u32);
        let line = Line { repo: self.repo, of: self.into, tip: self.ours };
        line.walk(&mut |at, said| {
            count += 1;
            // To ask each time would walk the source's history each time.
            if count == asked_at {
                asked_at *= 2;
                if self.repo.contains(self.theirs, at)? == Some(true) {
                    return Ok(ControlFlow::Break(()));
                }
            }
            match said {
                Said::Promoted { from: Some(from), source: Some(source) } if from == self.from.as_str() => {
                    told.source = Some(source.clone());
                    return Ok(ControlFlow::Break(()));
                }
                Said::Back(before) => told.since.clone_from(before),
                Said::Promoted { .. } | Said::Undid(_) | Said::Merged | Said::Nothing => {}
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(told)
    }
}
