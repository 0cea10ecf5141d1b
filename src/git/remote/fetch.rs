//! Bringing commits here.

use super::program::Program;
use crate::git::error::Error;
use crate::git::program::{Limit, Ran};
use crate::git::refs::full_name;
use crate::git::repo::id;
use crate::model::plan::Oid;
use std::collections::BTreeMap;

/// Whether the tracking ref took what was fetched.
#[derive(PartialEq, Eq)]
enum Tracked {
    Yes,
    No,
}

impl Program {
    pub(super) fn fetch(&self, branch: &str) -> Result<Oid, Error> {
        let Some(tip) = self.tips(&[branch])?.remove(branch) else { return Err(self.no_branch(branch)?) };
        self.bring_tip(branch, tip)
    }

    pub(super) fn fetch_all(&self, branches: &[&str]) -> Result<BTreeMap<String, Oid>, Error> {
        let tips = self.tips(branches)?.into_iter();
        tips.map(|(branch, tip)| Ok((branch.clone(), self.bring_tip(&branch, tip)?))).collect()
    }

    fn bring_tip(&self, branch: &str, tip: Oid) -> Result<Oid, Error> {
        if self.is_here(&tip)? {
            self.remember(branch, &tip)?;
            return Ok(tip);
        }
        // In a shallow clone a branch that is new here would bring its whole history.
        let known = self.here.tip(&self.tracking(branch))?.is_some();
        let depth = if self.here.is_shallow() && !known { Some("--depth=1") } else { None };
        if self.transfer(branch, depth)? == Tracked::No {
            return Ok(tip);
        }
        // The branch may have moved on between the question and the transfer.
        Ok(self.here.tip(&self.tracking(branch))?.unwrap_or(tip))
    }

    pub(super) fn deepen(&self, branch: &str) -> Result<(), Error> {
        if self.here.is_shallow() { self.transfer(branch, Some("--unshallow")).map(drop) } else { Ok(()) }
    }

    fn transfer(&self, branch: &str, depth: Option<&str>) -> Result<Tracked, Error> {
        let full = full_name(branch)?;
        let ran = self.bring(&format!("+{full}:{}", self.tracking(branch)), depth)?;
        if ran.ok {
            return Ok(Tracked::Yes);
        }
        // A branch that the remote no longer has left its tracking ref above or below ours: it isn't needed.
        if !ran.stderr.contains("cannot create 'refs/remotes/") {
            return Err(self.why(&ran));
        }
        let ran = self.bring(&full, depth)?;
        if ran.ok { Ok(Tracked::No) } else { Err(self.why(&ran)) }
    }

    fn bring(&self, refspec: &str, depth: Option<&str>) -> Result<Ran, Error> {
        let mut arguments =
            vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];
        // An empty map: what else is configured to be fetched stays as it is.
        arguments.extend(["--no-prune", "--refmap="]);
        arguments.extend(depth);
        arguments.extend(["--", &self.name, refspec]);
        self.patiently(&arguments, Limit::Transfer)
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
