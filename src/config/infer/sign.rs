//! A place where environments stand side by side.

use super::here::Here;
use crate::config::pattern::Pattern;
use crate::config::{AppRule, PinRule, Word};
use crate::model::name::AppName;
use crate::model::path::RepoPath;
use std::collections::BTreeMap;

/// Folders that hold environments, by their names.
pub(super) const HOLDERS: [&str; 4] = ["overlays", "env", "envs", "environments"];

/// Folders between an app's own and its environments.
const WITHIN: [&str; 18] = [
    "rings",
    "waves",
    "stages",
    "deploy",
    "deployment",
    "deployments",
    "k8s",
    "kubernetes",
    "kustomize",
    "manifests",
    "config",
    "gitops",
    "argocd",
    "helm",
    "chart",
    "helm_deploy",
    "values",
    "flux",
];

/// Folders that hold many apps, or everything: none is an app.
pub(super) const COLLECTIONS: [&str; 16] = [
    "apps",
    "applications",
    "services",
    "components",
    "workloads",
    "projects",
    "teams",
    "groups",
    "tenants",
    "infrastructure",
    "infra",
    "platform",
    "clusters",
    "registry",
    "charts",
    "releases",
];

/// Environments side by side: what it takes to declare them, and why.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    /// The folders down to where they stand.
    pub(super) folders: Vec<String>,
    pub(super) environments: Vec<String>,
    pub(super) rule: AppRule,
    pub(super) why: String,
    /// What stands beside it and doesn't count.
    pub(super) left_out: Vec<String>,
    /// Files of each environment in which versions may stand.
    pub(super) samples: BTreeMap<String, Vec<RepoPath>>,
    /// Whether a version was seen there.
    pub(super) holds: bool,
    pub(super) kind: SignKind,
}

/// What the environments are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignKind {
    Folders,
    Files,
    /// Of a list in a file.
    Elements,
}

impl Sign {
    pub(super) fn is_below(&self, folder: &RepoPath) -> bool {
        let folder: Vec<_> = folder.as_str().split('/').map(str::to_owned).collect();
        self.folders.starts_with(&folder)
    }

    pub(super) fn is_of_folders(&self) -> bool {
        self.kind == SignKind::Folders
    }

    /// What tells it from all others, in the order in which they are told.
    pub(super) fn place(&self) -> &[String] {
        &self.folders
    }

    /// What its rule is known by: the pattern, or the app's name.
    pub(super) fn what(&self) -> String {
        let name = || self.rule.name.as_ref().map(ToString::to_string).unwrap_or_default();
        self.rule.path.as_ref().map_or_else(name, ToString::to_string)
    }
}

/// The pattern of what stands in a folder: its own folders, with the one that is the app's named `{app}`, and
/// what comes below. It doesn't depend on which apps were asked for.
pub(super) fn pattern(here: &Here, below: &str) -> Option<Pattern> {
    let folders = here.parts();
    let app = if below.contains("{app}") { None } else { app(&folders) };
    let named = |(at, folder): (usize, &String)| {
        if Some(at) == app { "{app}".to_owned() } else { folder.clone() }
    };
    let mut path: Vec<_> = folders.iter().enumerate().map(named).collect();
    path.push(below.to_owned());
    Pattern::parse(&path.join("/")).ok()
}

/// Which of the folders is the app's own, if any is.
pub(super) fn app(folders: &[String]) -> Option<usize> {
    let is = |words: &[&str], folder: &String| words.contains(&folder.to_lowercase().as_str());
    let at = folders.iter().rposition(|folder| !is(&HOLDERS, folder) && !is(&WITHIN, folder))?;
    (!is(&COLLECTIONS, &folders[at])).then_some(at)
}

/// The rule of apps that a pattern finds, with all their versions.
pub(super) fn found_by(path: Pattern) -> AppRule {
    with_pins(None, Some(path), Word::ALL.map(PinRule::Word).to_vec())
}

pub(super) fn with_pins(name: Option<AppName>, path: Option<Pattern>, pins: Vec<PinRule>) -> AppRule {
    AppRule { name, path, lead: None, held_by: Vec::new(), pins }
}
