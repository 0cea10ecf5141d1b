//! The texts of a run: what stands at the base, what earlier promotions left, what this one changes.

use crate::model::path::RepoPath;
use crate::model::plan::FileText;
use std::collections::BTreeMap;

pub(super) struct Texts<'a> {
    base: &'a BTreeMap<RepoPath, String>,
    /// Of promotions that land before this one on the same line.
    landed: BTreeMap<RepoPath, String>,
    changed: BTreeMap<RepoPath, String>,
}

impl<'a> Texts<'a> {
    pub(super) fn new(base: &'a BTreeMap<RepoPath, String>) -> Self {
        Self { base, landed: BTreeMap::new(), changed: BTreeMap::new() }
    }

    pub(super) fn get(&self, path: &RepoPath) -> &str {
        self.there(path).unwrap_or_default()
    }

    /// What stands in a file; none where there is none.
    pub(super) fn there(&self, path: &RepoPath) -> Option<&str> {
        self.changed.get(path).or_else(|| self.before(path)).map(String::as_str)
    }

    fn before(&self, path: &RepoPath) -> Option<&String> {
        self.landed.get(path).or_else(|| self.base.get(path))
    }

    pub(super) fn change(&mut self, texts: BTreeMap<RepoPath, String>) {
        self.changed.extend(texts);
    }

    /// What this promotion changes so far: to go back to, should a group not move after all.
    pub(super) fn mark(&self) -> BTreeMap<RepoPath, String> {
        self.changed.clone()
    }

    pub(super) fn reset(&mut self, mark: BTreeMap<RepoPath, String>) {
        self.changed = mark;
    }

    /// Nothing of this promotion moves after all.
    pub(super) fn forget(&mut self) {
        self.changed.clear();
    }

    /// The files of one promotion, which is over with that. What follows on the same line stands upon it.
    pub(super) fn finish(&mut self, same_line: bool) -> Vec<FileText> {
        let changed = std::mem::take(&mut self.changed);
        let differs = |(path, text): &(&RepoPath, &String)| self.before(path) != Some(*text);
        let file = |(path, text): (&RepoPath, &String)| FileText { path: path.clone(), text: text.clone() };
        let files = changed.iter().filter(differs).map(file).collect();
        if same_line {
            self.landed.extend(changed);
        }
        files
    }
}
