//! What a merge brought beside the line that it is on.

use super::commit::written_parents;
use super::error::Error;
use super::repo::{Repo, id, oid};
use crate::model::plan::Oid;
use std::collections::{BTreeMap, BinaryHeap};

/// A request has fewer commits; what a merge of two long lines brought isn't read to its end.
const MOST: usize = 256;

/// Commits by their times, the newest first, and which of them the line has.
struct Walk<'r> {
    repo: &'r Repo,
    open: BinaryHeap<(i64, git2::Oid)>,
    on_line: BTreeMap<git2::Oid, bool>,
}

impl Repo {
    /// The commits that a merge brought and its first parent doesn't have, newest first; none where it is no merge.
    /// What a shallow clone lacks of them is left out.
    pub fn side(&self, merge: &Oid) -> Result<Vec<Oid>, Error> {
        let parents = written_parents(&self.find_commit(id(merge)?)?);
        let mut walk = Walk { repo: self, open: BinaryHeap::new(), on_line: BTreeMap::new() };
        for (at, parent) in parents.into_iter().enumerate() {
            walk.note(parent, at == 0)?;
        }
        let mut side = Vec::new();
        for _ in 0..MOST {
            let Some((commit, is_on_line)) = walk.next()? else { break };
            side.extend((!is_on_line).then(|| oid(commit)));
        }
        Ok(side)
    }
}

impl Walk<'_> {
    /// The next commit, with its parents noted; none where all that is left is of the line.
    fn next(&mut self) -> Result<Option<(git2::Oid, bool)>, Error> {
        if !self.open.iter().any(|(_, commit)| !self.is_on_line(*commit)) {
            return Ok(None);
        }
        let Some((_, commit)) = self.open.pop() else { return Ok(None) };
        let is_on_line = self.is_on_line(commit);
        for parent in written_parents(&self.repo.find_commit(commit)?) {
            self.note(parent, is_on_line)?;
        }
        Ok(Some((commit, is_on_line)))
    }

    fn is_on_line(&self, commit: git2::Oid) -> bool {
        self.on_line.get(&commit).copied().unwrap_or_default()
    }

    fn note(&mut self, commit: git2::Oid, is_on_line: bool) -> Result<(), Error> {
        if let Some(known) = self.on_line.get_mut(&commit) {
            *known |= is_on_line;
            return Ok(());
        }
        if self.repo.has(commit) {
            self.on_line.insert(commit, is_on_line);
            self.open.push((self.repo.find_commit(commit)?.time().seconds(), commit));
        }
        Ok(())
    }
}
