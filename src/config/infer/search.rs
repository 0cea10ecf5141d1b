//! A walk over the folders of a repository, without those that can't matter.

use super::sign::Sign;
use crate::config::names::class;
use crate::config::pattern::List;
use crate::model::path::{Entry, EntryKind, RepoPath};
use std::collections::BTreeSet;

/// Deeper than any layout, and an end to hostile trees.
const DEEPEST: usize = 10;

pub(super) struct Search<'a, E> {
    list: List<'a, E>,
    /// Apps by name; none: all.
    asked: &'a [&'a str],
    /// Environments by name; none: those that the table knows.
    declared: &'a [&'a str],
    pending: Vec<Option<RepoPath>>,
}

impl<'a, E> Search<'a, E> {
    pub(super) fn new(list: List<'a, E>, declared: &'a [&'a str]) -> Self {
        Self { list, asked: &[], declared, pending: Vec::new() }
    }

    /// All signs, in the order of their folders. Where apps are asked for by name, their neighbours aren't
    /// looked at, unless nothing is found: a folder that is named like the app may be something else.
    pub(super) fn signs(&mut self, asked: &'a [&'a str]) -> Result<Vec<Sign>, E> {
        self.asked = by_name(asked);
        let signs = self.run()?;
        if !signs.is_empty() || self.asked.is_empty() {
            return Ok(signs);
        }
        self.asked = &[];
        self.run()
    }

    fn run(&mut self) -> Result<Vec<Sign>, E> {
        let mut signs = Vec::new();
        self.pending.push(None);
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

    pub(super) fn knows(&self, environment: &str) -> bool {
        if self.declared.is_empty() {
            class(environment).is_some()
        } else {
            self.declared.contains(&environment)
        }
    }

    /// How many of these could not be one and the same stop.
    pub(super) fn stops(&self, environments: &[String]) -> usize {
        if !self.declared.is_empty() {
            return environments.len();
        }
        environments.iter().filter_map(|name| class(name)).collect::<BTreeSet<_>>().len()
    }

    /// The fewest environments that stand side by side by their names alone.
    pub(super) fn fewest(&self) -> usize {
        if self.declared.len() == 1 { 1 } else { 2 }
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

/// The names, where nothing but names was asked for.
pub(super) fn by_name<'a>(asked: &'a [&'a str]) -> &'a [&'a str] {
    if asked.iter().any(|name| name.contains(['*', '?', '[', '{'])) { &[] } else { asked }
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
