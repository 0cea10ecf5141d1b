//! The first-parent line of a branch, as a few files saw it.

use super::commit::written_parents;
use super::error::Error;
use super::repo::{Repo, id, oid};
use crate::model::path::{EntryKind, RepoPath};
use crate::model::plan::Oid;
use std::ops::ControlFlow;

/// How far a walk came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walked {
    /// False where the history is cut short before its beginning.
    pub complete: bool,
}

/// Told a commit, and what each of the files holds as of it; none where it isn't there.
pub type Visit<'a> = dyn FnMut(&Oid, &[Option<Vec<u8>>]) -> ControlFlow<()> + 'a;

/// The trees from the root to one file, and the file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trail {
    trees: Vec<git2::Oid>,
    file: Option<git2::Oid>,
}

impl Repo {
    /// Shows the files at the tip, then at each older commit of the first-parent line after which one of them changed.
    /// Equal trees are not looked into.
    pub fn history(&self, tip: &Oid, paths: &[RepoPath], visit: &mut Visit<'_>) -> Result<Walked, Error> {
        let mut at = id(tip)?;
        let mut newer: Option<Vec<Trail>> = None;
        loop {
            let commit = self.find_commit(at)?;
            let trails = self.trails(commit.tree_id(), paths, newer.as_deref())?;
            let file = |trail: &Trail| trail.file;
            if newer.is_none_or(|newer| !newer.iter().map(file).eq(trails.iter().map(file))) {
                let contents = self.contents(&trails)?;
                if visit(&oid(at), &contents).is_break() {
                    return Ok(Walked { complete: true });
                }
            }
            newer = Some(trails);
            let Some(parent) = written_parents(&commit).first().copied() else {
                return Ok(Walked { complete: true });
            };
            if !self.has(parent) && self.shallow_roots().contains(&at) {
                return Ok(Walked { complete: false });
            }
            at = parent;
        }
    }

    fn trails(
        &self,
        root: git2::Oid,
        paths: &[RepoPath],
        newer: Option<&[Trail]>,
    ) -> Result<Vec<Trail>, Error> {
        let trail =
            |(at, path): (usize, &RepoPath)| self.trail(root, path, newer.and_then(|newer| newer.get(at)));
        paths.iter().enumerate().map(trail).collect()
    }

    fn trail(&self, root: git2::Oid, path: &RepoPath, newer: Option<&Trail>) -> Result<Trail, Error> {
        let mut trees = vec![root];
        let mut parts = path.as_str().split('/').peekable();
        while let Some(part) = parts.next() {
            let (depth, tree) = (trees.len() - 1, trees[trees.len() - 1]);
            if let Some(newer) = newer.filter(|newer| newer.trees.get(depth) == Some(&tree)) {
                trees.extend(&newer.trees[depth + 1..]);
                return Ok(Trail { trees, file: newer.file });
            }
            let found = self.entry(tree, part)?;
            let wanted = if parts.peek().is_some() { EntryKind::Folder } else { EntryKind::File };
            match found.filter(|found| found.kind == wanted) {
                Some(found) if wanted == EntryKind::Folder => trees.push(found.id),
                found => return Ok(Trail { trees, file: found.map(|found| found.id) }),
            }
        }
        Ok(Trail { trees, file: None })
    }

    fn contents(&self, trails: &[Trail]) -> Result<Vec<Option<Vec<u8>>>, Error> {
        let read = |id| Ok(self.find_blob(id)?.content().to_vec());
        trails.iter().map(|trail| trail.file.map(read).transpose()).collect()
    }
}
