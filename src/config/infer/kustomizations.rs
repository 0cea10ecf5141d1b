//! Folders with kustomizations: `overlays/ENV`, `envs/ENV`, or environments by their names alone.

use super::search::Search;
use super::sign::{HOLDERS, Sign};
use crate::config::names::is_no_environment;
use crate::model::path::{EntryKind, RepoPath};

const FILES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// What is known of a folder whose environments would be its children.
struct Holder {
    children: Vec<String>,
    least: usize,
}

/// Where the kustomization of an environment stands.
#[derive(PartialEq)]
enum Level {
    Own,
    Base,
}

impl<E> Search<'_, E> {
    /// Whether the children of a folder are environments.
    pub(super) fn sign(&mut self, folder: Option<&RepoPath>, children: &[String]) -> Result<Option<Sign>, E> {
        let Some(holder) = self.holder(folder, children) else { return Ok(None) };
        let mut levels = Vec::new();
        for child in holder.children {
            if let Some(level) = self.level(folder, &child)? {
                levels.push((child, level));
            }
        }
        let own = levels.iter().filter(|(_, level)| *level == Level::Own).count();
        let usual = if own >= levels.len() - own { Level::Own } else { Level::Base };
        let (environments, others): (Vec<_>, Vec<_>) =
            levels.into_iter().partition(|(_, level)| *level == usual);
        let names = |all: Vec<(String, Level)>| all.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        let (environments, others) = (names(environments), names(others));
        if environments.len() < holder.least || !environments.iter().any(|name| self.knows(name)) {
            return Ok(None);
        }
        Ok(Some(Sign {
            folders: folder
                .map(|folder| folder.as_str().split('/').map(str::to_owned).collect())
                .unwrap_or_default(),
            inside: (usual == Level::Base).then_some("base"),
            environments,
            others,
        }))
    }

    fn level(&mut self, folder: Option<&RepoPath>, child: &str) -> Result<Option<Level>, E> {
        let Some(path) = super::search::below(folder, child) else { return Ok(None) };
        let entries = self.list(Some(&path))?;
        let is_kustomization = |kind, name: &str| kind == EntryKind::File && FILES.contains(&name);
        if entries.iter().any(|entry| is_kustomization(entry.kind, &entry.name)) {
            return Ok(Some(Level::Own));
        }
        // Folders of clusters below an environment hold no version: its `base` does.
        if !entries.iter().any(|entry| entry.kind == EntryKind::Folder && entry.name == "base") {
            return Ok(None);
        }
        let Some(base) = super::search::below(Some(&path), "base") else { return Ok(None) };
        let entries = self.list(Some(&base))?;
        Ok(entries.iter().any(|entry| is_kustomization(entry.kind, &entry.name)).then_some(Level::Base))
    }

    /// The children that may be environments: all where the folder's name says so, else those with known names
    /// if they are the most.
    fn holder(&self, folder: Option<&RepoPath>, children: &[String]) -> Option<Holder> {
        let children = children.iter().filter(|child| !is_no_environment(child));
        let name = folder.map(|folder| folder.file_name().to_lowercase()).unwrap_or_default();
        if HOLDERS.contains(&name.as_str()) {
            return Some(Holder { children: children.cloned().collect(), least: 1 });
        }
        let (known, unknown): (Vec<_>, Vec<_>) = children.partition(|child| self.knows(child));
        let known: Vec<_> = known.into_iter().cloned().collect();
        let least = self.fewest();
        // Flux keeps its entry points in `clusters`: no version is there.
        let fits = self.stops(&known) >= least && unknown.len() < known.len() && name != "clusters";
        fits.then_some(Holder { children: known, least })
    }
}
