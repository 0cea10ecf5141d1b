//! What two environments are compared with when one is merged: what git says they have in common, or what was
//! promoted last, where people squash requests and git doesn't know.

use super::claim::Claim;
use super::standing::{Line, Said};
use crate::error::Error;
use crate::git::{Kept, Repo};
use crate::model::name::EnvironmentName;
use crate::model::plan::Oid;
use std::ops::ControlFlow;

/// So many promotions back each must have brought what it says; older ones are taken at their word.
const MOST_CLAIMS: usize = 50;

/// One environment's commit on its way into another.
pub(super) struct Pair<'a> {
    pub repo: &'a Repo,
    pub from: &'a EnvironmentName,
    pub into: &'a EnvironmentName,
    pub ours: &'a Oid,
    pub theirs: &'a Oid,
    pub kept: &'a Kept,
}

/// What the line of the target tells of earlier promotions.
struct Told {
    /// The target as it was before promotions that were taken back.
    since: Oid,
    /// The same, if none of the promotions after that counts.
    before: Option<Oid>,
    /// Those that say they brought what git doesn't know of, the newest first.
    claims: Vec<Claim>,
    /// Merges that say nothing.
    merges: Vec<Oid>,
}

impl Pair<'_> {
    /// None where the history is cut too short to tell.
    pub(super) fn bases(&self) -> Result<Option<Vec<Oid>>, Error> {
        let told = self.told()?;
        let Some(known) = self.repo.merge_bases(&told.since, self.theirs)? else { return Ok(None) };
        let before = told.before.as_ref().unwrap_or(&told.since);
        let Some(mut bases) = self.repo.merge_bases(before, self.theirs)? else { return Ok(None) };
        let mut counts = false;
        for claim in told.claims.iter().rev() {
            let is_newer = self.is_newer(&claim.source, &bases)?;
            if is_newer && claim.is_true(self.repo, &bases, self.kept)? {
                (bases, counts) = (vec![claim.source.clone()], true);
            }
        }
        let is_known = match bases.as_slice() {
            [source] if counts => !self.is_newer(source, &known)?,
            _ => false,
        };
        Ok(Some(if is_known { known } else { bases }))
    }

    /// Whether a source is in the source's history, and has all that is known of.
    fn is_newer(&self, source: &Oid, bases: &[Oid]) -> Result<bool, Error> {
        for base in bases {
            if !self.has(source, base)? {
                return Ok(false);
            }
        }
        self.has(self.theirs, source)
    }

    fn has(&self, tip: &Oid, commit: &Oid) -> Result<bool, Error> {
        Ok(self.repo.contains(tip, commit)? == Some(true))
    }

    /// Back to the last promotion that git knows of, or to where the source has it all.
    fn told(&self) -> Result<Told, Error> {
        let mut told =
            Told { since: self.ours.clone(), before: None, claims: Vec::new(), merges: Vec::new() };
        let (mut count, mut asked_at) = (0_u32, 1_u32);
        let line = Line { repo: self.repo, of: self.into, tip: self.ours };
        line.walk(&mut |at, said| {
            count += 1;
            // To ask each time would walk the source's history each time.
            if count == asked_at {
                asked_at *= 2;
                if self.has(self.theirs, at)? {
                    return Ok(ControlFlow::Break(()));
                }
            }
            self.hear(&mut told, at, said)
        })?;
        Ok(told)
    }

    fn hear(&self, told: &mut Told, at: &Oid, said: &Said) -> Result<ControlFlow<()>, Error> {
        let is_over = match said {
            Said::Promoted { from: Some(from), source: Some(source) } if from == self.from.as_str() => {
                told.claims.push(Claim { at: at.clone(), source: source.clone() });
                told.claims.len() == MOST_CLAIMS || self.has(at, source)?
            }
            Said::Back(before) => {
                let is_brought = self.is_brought(&told.merges)?;
                if told.claims.is_empty() && !is_brought {
                    told.since.clone_from(before);
                } else if !is_brought {
                    told.before = Some(before.clone());
                }
                is_brought
            }
            Said::Merged => {
                told.merges.push(at.clone());
                false
            }
            Said::Promoted { .. } | Said::Undid(_) | Said::Nothing => false,
        };
        Ok(if is_over { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    /// One of these merges, of which nobody told, brought something of the source: by hand, or from a request in which
    /// conflicts were resolved. What was taken back before that was brought again.
    fn is_brought(&self, merges: &[Oid]) -> Result<bool, Error> {
        for merge in merges {
            let parents = self.repo.info(merge)?.parents;
            let [line, side, ..] = parents.as_slice() else { continue };
            for base in self.repo.merge_bases(side, self.theirs)?.unwrap_or_default() {
                if !self.has(line, &base)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
