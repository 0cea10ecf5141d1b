//! A folder that is being looked at.

use crate::config::names::is_no_environment;
use crate::manifest::KUSTOMIZATIONS;
use crate::model::path::{Entry, EntryKind, RepoPath};

/// Folders that others made, or that hold no versions of apps.
const OTHERS: [&str; 3] = ["node_modules", "vendor", "flux-system"];

/// A folder and what stands in it.
#[derive(Debug, Clone)]
pub(super) struct Here {
    /// None: the root.
    pub(super) path: Option<RepoPath>,
    pub(super) entries: Vec<Entry>,
}

impl Here {
    /// The folders down to here.
    pub(super) fn parts(&self) -> Vec<String> {
        let path = self.path.as_ref().map(RepoPath::as_str).unwrap_or_default();
        path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn name(&self) -> String {
        self.path.as_ref().map(|path| path.file_name().to_lowercase()).unwrap_or_default()
    }

    pub(super) fn below(&self, name: &str) -> Option<RepoPath> {
        self.path.as_ref().map_or_else(|| RepoPath::new(name), |path| path.join(name)).ok()
    }

    /// The folders that may matter. A chart's templates hold no versions.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        let is_chart = self.has("Chart.yaml");
        let is_ours = move |name: &&str| {
            let is_other = OTHERS.contains(name) || (is_chart && *name == "templates");
            !name.starts_with('.') && !name.contains(['{', '}']) && !is_other
        };
        self.named(EntryKind::Folder).filter(is_ours)
    }

    /// The folders that may be environments, or apps.
    pub(super) fn stops(&self) -> impl Iterator<Item = &str> {
        self.folders().filter(|name| !is_no_environment(name))
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.named(EntryKind::File).filter(|name| !name.starts_with('.') && !name.contains(['{', '}']))
    }

    /// The files that `images`, `charts` and `revisions` look into; a kustomization first.
    pub(super) fn manifests(&self) -> Vec<RepoPath> {
        let is_manifest = |name: &&str| ending(name).is_some() && !KUSTOMIZATIONS.contains(name);
        let first = self.files().filter(|name| KUSTOMIZATIONS.contains(name));
        first.chain(self.files().filter(is_manifest)).filter_map(|name| self.below(name)).collect()
    }

    pub(super) fn has_kustomization(&self) -> bool {
        self.files().any(|name| KUSTOMIZATIONS.contains(&name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    fn named(&self, kind: EntryKind) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(move |entry| entry.kind == kind).map(|entry| entry.name.as_str())
    }
}

/// `.yaml`, `.yml` or `.json`, where a name ends with it.
pub(super) fn ending(name: &str) -> Option<&'static str> {
    [".yaml", ".yml", ".json"].into_iter().find(|ending| name.ends_with(ending) && name.len() > ending.len())
}
