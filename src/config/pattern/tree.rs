//! Folders for tests: a list of files, and which folders somebody listed.

use crate::model::path::{Entry, EntryKind, RepoPath};
use std::cell::RefCell;
use std::collections::BTreeSet;

pub(in crate::config) struct Folders {
    files: Vec<String>,
    listed: RefCell<Vec<String>>,
}

impl Folders {
    pub(in crate::config) fn of(files: impl IntoIterator<Item = String>) -> Self {
        Self { files: files.into_iter().collect(), listed: RefCell::new(Vec::new()) }
    }

    #[allow(clippy::unnecessary_wraps, reason = "it stands in for a listing that can fail")]
    pub(in crate::config) fn list(&self, folder: Option<&RepoPath>) -> Result<Vec<Entry>, ()> {
        let prefix = folder.map(|folder| format!("{folder}/")).unwrap_or_default();
        let below = self.files.iter().filter_map(|file| file.strip_prefix(&prefix));
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
}
