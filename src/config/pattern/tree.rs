//! Folders for tests: a list of files, and which folders and files somebody looked at.

use crate::config::{Config, Doors, Look};
use crate::model::path::{Entry, EntryKind, RepoPath};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub(in crate::config) struct Folders {
    files: BTreeMap<String, String>,
    listed: RefCell<Vec<String>>,
    read: RefCell<Vec<String>>,
}

impl Folders {
    pub(in crate::config) fn of(files: impl IntoIterator<Item = String>) -> Self {
        Self::with(files.into_iter().map(|file| (file, String::new())))
    }

    /// Files with what is in them.
    pub(in crate::config) fn with(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let (listed, read) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        Self { files: files.into_iter().collect(), listed, read }
    }

    #[allow(clippy::unnecessary_wraps, reason = "it stands in for a listing that can fail")]
    pub(in crate::config) fn list(&self, folder: Option<&RepoPath>) -> Result<Vec<Entry>, ()> {
        let prefix = folder.map(|folder| format!("{folder}/")).unwrap_or_default();
        let below = self.files.keys().filter_map(|file| file.strip_prefix(&prefix));
        let entries: BTreeSet<_> = below
            .map(|rest| match rest.split_once('/') {
                Some((name, _)) => Entry { name: name.to_owned(), kind: EntryKind::Folder },
                None => Entry { name: rest.to_owned(), kind: EntryKind::File },
            })
            .collect();
        self.listed.borrow_mut().push(prefix);
        Ok(entries.into_iter().collect())
    }

    pub(in crate::config) fn listed(&self) -> Vec<String> {
        self.listed.borrow().clone()
    }

    #[allow(clippy::unnecessary_wraps, reason = "it stands in for a reading that can fail")]
    fn bytes(&self, file: &RepoPath) -> Result<Option<Vec<u8>>, ()> {
        self.read.borrow_mut().push(file.to_string());
        Ok(self.files.get(file.as_str()).map(|text| text.as_bytes().to_vec()))
    }

    pub(in crate::config) fn read(&self) -> usize {
        self.read.borrow().len()
    }

    /// What they tell as the files of an environment that is a branch.
    pub(in crate::config) fn told_by_a_branch(&self) -> Config {
        let doors = Doors { list: &mut |folder| self.list(folder), read: &mut |file| self.bytes(file) };
        Config::default().told_by_a_branch(doors).unwrap()
    }

    /// What a configuration is with what these files tell.
    pub(in crate::config) fn completed(&self, config: Config, look: Look<'_>) -> Config {
        let doors = Doors { list: &mut |folder| self.list(folder), read: &mut |file| self.bytes(file) };
        config.completed(doors, look).unwrap()
    }
}
