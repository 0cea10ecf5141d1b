//! What a merge brought beside the line that it is on.

use super::commit::written_parents;
use super::error::Error;
use super::repo::{Repo, id, oid};
use crate::model::plan::Oid;
use std::collections::{BTreeMap, BinaryHeap};

/// A request has fewer commits; what a merge of two long lines brought isn't read to its end.
const MOST: usize = 256;

/// Clocks may differ: so many commits of the line are still looked at where only such are left.
const MORE: usize = 8;

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
        let mut more = MORE;
        for _ in 0..MOST {
            more = if walk.is_on_line_alone() { more - 1 } else { MORE };
            let Some(commit) = walk.next()?.filter(|_| more > 0) else { break };
            side.push(commit);
        }
        Ok(side.into_iter().filter(|commit| !walk.is_on_line(*commit)).map(oid).collect())
    }
}

impl Walk<'_> {
    fn is_on_line_alone(&self) -> bool {
        self.open.iter().all(|(_, commit)| self.is_on_line(*commit))
    }

    /// The next commit, with its parents noted.
    fn next(&mut self) -> Result<Option<git2::Oid>, Error> {
        let Some((_, commit)) = self.open.pop() else { return Ok(None) };
        let is_on_line = self.is_on_line(commit);
        for parent in written_parents(&self.repo.find_commit(commit)?) {
            self.note(parent, is_on_line)?;
        }
        Ok(Some(commit))
    }

    fn is_on_line(&self, commit: git2::Oid) -> bool {
        self.on_line.get(&commit).copied().unwrap_or_default()
    }

    fn note(&mut self, commit: git2::Oid, is_on_line: bool) -> Result<(), Error> {
        if let Some(known) = self.on_line.get(&commit) {
            return if is_on_line && !known { self.correct(commit) } else { Ok(()) };
        }
        if self.repo.has(commit) {
            self.on_line.insert(commit, is_on_line);
            self.open.push((self.repo.find_commit(commit)?.time().seconds(), commit));
        }
        Ok(())
    }

    /// A commit turns out to be of the line, and so does all that came before it: of one second, or by clocks that
    /// differ, it may have been passed first.
    fn correct(&mut self, commit: git2::Oid) -> Result<(), Error> {
        let mut turned = vec![commit];
        while let Some(commit) = turned.pop() {
            if self.on_line.insert(commit, true) == Some(false) {
                let parents = written_parents(&self.repo.find_commit(commit)?);
                turned.extend(parents.into_iter().filter(|parent| self.on_line.get(parent) == Some(&false)));
            }
        }
        Ok(())
    }
}
