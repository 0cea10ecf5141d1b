//! A walk over the folders of a repository, without those that can't matter.

use super::sign::Sign;
use crate::config::pattern::List;
use crate::model::path::{Entry, EntryKind, RepoPath};

/// Deeper than any layout, and an end to hostile trees.
const DEEPEST: usize = 10;

pub(super) struct Search<'a, E> {
    list: List<'a, E>,
    /// Apps by name; none: all.
    asked: &'a [&'a str],
    pending: Vec<Option<RepoPath>>,
}

impl<'a, E> Search<'a, E> {
    pub(super) fn new(list: List<'a, E>, asked: &'a [&'a str]) -> Self {
        Self { list, asked, pending: vec![None] }
    }

    /// All signs, in the order of their folders.
    pub(super) fn run(mut self) -> Result<Vec<Sign>, E> {
        let mut signs = Vec::new();
        while let Some(folder) = self.pending.pop() {
            let children = folders(&self.list(folder.as_ref())?);
            match self.sign(folder.as_ref(), &children)? {
                Some(sign) => signs.push(sign),
                None => self.descend(folder.as_ref(), &children),
            }
        }
        signs.sort();
        Ok(signs)
    }

    pub(super) fn list(&mut self, folder: Option<&RepoPath>) -> Result<Vec<Entry>, E> {
        (self.list)(folder)
    }

    /// Where one of the children is named like an app that was asked for, the others are its neighbours.
    fn descend(&mut self, folder: Option<&RepoPath>, children: &[String]) {
        if folder.is_some_and(|folder| folder.as_str().split('/').count() >= DEEPEST) {
            return;
        }
        let asked = |child: &&String| self.asked.contains(&child.as_str());
        let is_among = children.iter().any(|child| asked(&child));
        let chosen = children.iter().filter(|child| !is_among || asked(child));
        let chosen: Vec<_> = chosen.filter_map(|child| below(folder, child)).map(Some).collect();
        self.pending.extend(chosen);
    }
}

pub(super) fn below(folder: Option<&RepoPath>, child: &str) -> Option<RepoPath> {
    folder.map_or_else(|| RepoPath::new(child), |folder| folder.join(child)).ok()
}

fn folders(entries: &[Entry]) -> Vec<String> {
    const OTHERS: [&str; 2] = ["node_modules", "vendor"];
    let is_ours =
        |name: &str| !name.starts_with('.') && !name.contains(['{', '}']) && !OTHERS.contains(&name);
    let folders = entries.iter().filter(|entry| entry.kind == EntryKind::Folder && is_ours(&entry.name));
    folders.map(|entry| entry.name.clone()).collect()
}
