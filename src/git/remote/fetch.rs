//! Bringing commits here.

use super::program::Program;
use crate::git::error::Error;
use crate::git::program::Limit;
use crate::git::refs::full_name;
use crate::git::repo::id;
use crate::model::plan::Oid;

impl Program {
    pub(super) fn fetch(&self, branch: &str) -> Result<Oid, Error> {
        let Some(tip) = self.tips(&[branch])?.remove(branch) else { return Err(self.no_branch(branch)?) };
        if self.is_here(&tip)? {
            self.remember(branch, &tip)?;
            return Ok(tip);
        }
        // In a shallow clone a branch that is new here would bring its whole history.
        let known = self.here.tip(&self.tracking(branch))?.is_some();
        let depth = if self.here.is_shallow() && !known { Some("--depth=1") } else { None };
        self.transfer(branch, depth)?;
        // The branch may have moved on between the question and the transfer.
        Ok(self.here.tip(&self.tracking(branch))?.unwrap_or(tip))
    }

    pub(super) fn deepen(&self, branch: &str) -> Result<(), Error> {
        if self.here.is_shallow() { self.transfer(branch, Some("--unshallow")) } else { Ok(()) }
    }

    fn transfer(&self, branch: &str, depth: Option<&str>) -> Result<(), Error> {
        let refspec = format!("+{}:{}", full_name(branch)?, self.tracking(branch));
        let mut arguments =
            vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
        // An empty map: what else is configured to be fetched stays as it is.
        arguments.extend(["--no-prune", "--refmap="]);
        arguments.extend(depth);
        arguments.extend(["--", &self.name, &refspec]);
        let ran = self.patiently(&arguments, Limit::Transfer)?;
        if ran.ok { Ok(()) } else { Err(self.why(&ran)) }
    }

    fn is_here(&self, commit: &Oid) -> Result<bool, Error> {
        let commit = id(commit)?;
        if !self.here.has(commit) {
            return Ok(false);
        }
        // A partial clone fetches trees when they are read.
        let tree = self.here.find_commit(commit)?.tree_id();
        Ok(self.here.has(tree) || self.here.is_partial())
    }

    fn remember(&self, branch: &str, tip: &Oid) -> Result<(), Error> {
        let name = self.tracking(branch);
        if self.here.tip(&name)?.as_ref() != Some(tip) {
            // Another run in this clone may be writing it: nothing depends on it.
            self.here.inner.reference(&name, id(tip)?, true, "hoist: fetch").ok();
        }
        Ok(())
    }

    fn tracking(&self, branch: &str) -> String {
        format!("refs/remotes/{}/{branch}", self.name)
    }
}
