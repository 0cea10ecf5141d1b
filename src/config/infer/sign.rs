//! A place where environments stand side by side.

use crate::config::pattern::Pattern;

/// Folders that hold environments, by their names.
pub(super) const HOLDERS: [&str; 4] = ["overlays", "env", "envs", "environments"];

/// Folders between an app's own and its environments.
const WITHIN: [&str; 14] = [
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
    "flux",
];

/// Folders that hold many apps, or everything: none is an app.
const COLLECTIONS: [&str; 16] = [
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

/// Folders of environments, side by side in one folder.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sign {
    /// The folders down to where they stand.
    pub(super) folders: Vec<String>,
    /// What is below each environment, before its kustomization: `base`.
    pub(super) inside: Option<&'static str>,
    pub(super) environments: Vec<String>,
    /// Environments there that are laid out in another way.
    pub(super) others: Vec<String>,
}

impl Sign {
    /// The pattern of the app there and its neighbours. It doesn't depend on which apps were asked for.
    pub(super) fn pattern(&self) -> Option<Pattern> {
        let app = self.app();
        let named = |(at, folder): (usize, &String)| {
            if Some(at) == app { "{app}".to_owned() } else { folder.clone() }
        };
        let mut folders: Vec<_> = self.folders.iter().enumerate().map(named).collect();
        folders.push("{env}".to_owned());
        folders.extend(self.inside.map(str::to_owned));
        Pattern::parse(&folders.join("/")).ok()
    }

    /// Which of the folders is the app's own, if any is.
    fn app(&self) -> Option<usize> {
        let is = |words: &[&str], folder: &String| words.contains(&folder.to_lowercase().as_str());
        let at = self.folders.iter().rposition(|folder| !is(&HOLDERS, folder) && !is(&WITHIN, folder))?;
        (!is(&COLLECTIONS, &self.folders[at])).then_some(at)
    }

    pub(super) fn why(&self) -> String {
        match self.inside {
            None => "where each environment has a kustomization".to_owned(),
            Some(inside) => format!("where each environment has a kustomization in `{inside}`"),
        }
    }

    pub(super) fn left_out(&self) -> Option<String> {
        let folder = self.folders.join("/");
        let others = self.others.join(", ");
        (!self.others.is_empty())
            .then(|| format!("{folder}: {others} is laid out in another way, and left out"))
    }
}
