//! Whether one commit is in the history of another.

use super::commit::written_parents;
use super::error::Error;
use super::repo::{Repo, id};
use crate::model::plan::Oid;
use std::collections::BTreeSet;

impl Repo {
    /// Whether `ancestor` is in the history of `tip`, or is it; none where the history is cut too short to tell.
    pub fn contains(&self, tip: &Oid, ancestor: &Oid) -> Result<Option<bool>, Error> {
        let (tip, ancestor) = (id(tip)?, id(ancestor)?);
        if !self.is_shallow() {
            return Ok(Some(tip == ancestor || (self.has(ancestor) && self.descends(tip, ancestor)?)));
        }
        if self.has(ancestor) {
            let (seen, _) = self.walk(ancestor, tip)?;
            if seen && tip != ancestor {
                return Ok(Some(false));
            }
        }
        let (seen, complete) = self.walk(tip, ancestor)?;
        Ok(if seen || complete { Some(seen) } else { None })
    }

    fn descends(&self, tip: git2::Oid, ancestor: git2::Oid) -> Result<bool, Error> {
        // libgit2 remembers where the history was cut when it was opened; it may have been deepened since.
        self.again()?.inner.graph_descendant_of(tip, ancestor).map_err(Error::failed("compare two commits"))
    }

    /// Whether `sought` is reached from a commit, and whether all the history from there is here.
    fn walk(&self, from: git2::Oid, sought: git2::Oid) -> Result<(bool, bool), Error> {
        let (mut open, mut known, mut complete) = (vec![from], BTreeSet::from([from]), true);
        while let Some(at) = open.pop() {
            if at == sought {
                return Ok((true, complete));
            }
            if !self.has(at) {
                complete = false;
                continue;
            }
            let parents = written_parents(&self.find_commit(at)?);
            open.extend(parents.into_iter().filter(|parent| known.insert(*parent)));
        }
        Ok((false, complete))
    }
}
