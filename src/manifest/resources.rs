//! What a kustomization is made of: the files and folders that it names.

use super::Error;
use super::anchors::{Anchors, Case};
use super::source::Source;
use crate::model::path::RepoPath;
use crate::yaml::Node;

/// The names that kustomize takes for its file; a folder holds one of them.
pub const KUSTOMIZATIONS: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The keys that name files or folders, each alone or below `path`.
const KEYS: [&str; 9] = [
    "resources",
    "bases",
    "components",
    "patches",
    "patchesStrategicMerge",
    "patchesJson6902",
    "generators",
    "transformers",
    "crds",
];

/// Paths of the repository that a kustomization names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resources {
    /// In its own folder, or below it.
    pub own: Vec<RepoPath>,
    /// Elsewhere: bases that others may name too.
    pub elsewhere: Vec<RepoPath>,
}

/// What a kustomization names. Addresses, and what leads out of the repository, aren't among it.
pub fn resources(path: &RepoPath, text: &str) -> Result<Resources, Error> {
    let source = Source::open(path, text)?;
    Ok(named(&source, &Anchors::of(&source)))
}

pub(super) fn named<'t>(source: &'t Source<'t>, anchors: &Anchors<'t>) -> Resources {
    let mut resources = Resources::default();
    let Some(root) = source.tree.documents.first() else { return resources };
    let folder = source.path.parent();
    for key in KEYS {
        let list = anchors.value(root, key, Case::Any).and_then(Node::as_list).unwrap_or_default();
        for item in list {
            let item = anchors.target(item);
            let named = item.as_str().or_else(|| anchors.value(item, "path", Case::Any)?.as_str());
            let Some(path) = named.and_then(|named| resolve(folder.as_ref(), named)) else { continue };
            let is_own = folder.as_ref().is_none_or(|folder| is_below(&path, folder));
            if is_own { resources.own.push(path) } else { resources.elsewhere.push(path) }
        }
    }
    resources
}

/// The path beside a folder that a relative one names.
fn resolve(folder: Option<&RepoPath>, relative: &str) -> Option<RepoPath> {
    if relative.contains([':', '?', '\n']) || relative.starts_with('/') {
        return None;
    }
    let mut parts: Vec<_> = folder.map(|folder| folder.as_str().split('/').collect()).unwrap_or_default();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    RepoPath::new(&parts.join("/")).ok()
}

fn is_below(path: &RepoPath, folder: &RepoPath) -> bool {
    path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kustomization_names_is_its_own_or_elsewhere() {
        let text = "resources: [a.yaml, ./b/, ../../base, 'https://h/x?ref=v1', github.com/o/r]\n\
                    patches:\n- path: p/q.yaml\n- {patch: '- op: add'}\ncomponents: [../../../../out]\n";
        let found = resources(&RepoPath::new("apps/web/prod/kustomization.yaml").unwrap(), text).unwrap();
        let shown = |all: &[RepoPath]| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(
            shown(&found.own),
            "apps/web/prod/a.yaml apps/web/prod/b apps/web/prod/github.com/o/r apps/web/prod/p/q.yaml"
        );
        assert_eq!(shown(&found.elsewhere), "apps/base");
    }
}
