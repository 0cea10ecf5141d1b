//! ApplicationSets whose lists have an element for each environment, with its version.

use super::here::Here;
use super::search::Search;
use super::sign::{Sign, SignKind, with_pins};
use super::template::version_keys;
use crate::config::PinRule;
use crate::config::pattern::Pattern;
use crate::manifest::{self, ApplicationSet, KeyPath, Manifest};
use crate::model::name::AppName;
use crate::model::path::RepoPath;
use crate::yaml::{Node, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// More files than a folder of ApplicationSets has, and than all of them together.
const FILES: usize = 256;
const ALL_FILES: usize = 1024;

/// Keys by which an element tells its environment, in the order in which they count.
const ENVIRONMENT: [&str; 5] = ["env", "environment", "stage", "cluster", "name"];

/// Keys by which it tells its app, where a list has several.
const APP: [&str; 5] = ["app", "application", "service", "component", "name"];

/// What is no version, whatever it is used for.
const BRANCHES: [&str; 4] = ["HEAD", "main", "master", ""];

/// An ApplicationSet that holds versions.
struct Set {
    file: RepoPath,
    name: String,
    is_go: bool,
    /// The key of the environment, and its values.
    environment: (&'static str, Vec<String>),
    /// The key of the app, and its values, where there are several.
    apps: Option<(&'static str, BTreeSet<String>)>,
    keys: Vec<KeyPath>,
}

impl<E> Search<'_, '_, E> {
    /// The ApplicationSets of a folder in which versions stand.
    pub(super) fn sets(&mut self, here: &Here) -> Result<Vec<Sign>, E> {
        let files: Vec<_> = here.manifests().into_iter().take(FILES).collect();
        let mut sets = Vec::new();
        for file in files {
            if self.tried.sets >= ALL_FILES {
                break;
            }
            self.tried.sets += 1;
            let documents = self.documents(&file)?;
            sets.extend(documents.iter().filter_map(|root| self.set(&file, root)));
        }
        // Of twins the one with a Go template counts, else the first.
        sets.sort_by_key(|set| !set.is_go);
        let mut twins: BTreeMap<String, Vec<RepoPath>> = BTreeMap::new();
        let mut kept: Vec<Set> = Vec::new();
        for set in sets {
            match kept.iter().find(|one| one.name == set.name) {
                Some(one) => twins.entry(one.name.clone()).or_default().push(set.file),
                None => kept.push(set),
            }
        }
        let none = Vec::new();
        Ok(kept.iter().flat_map(|set| signs(here, set, twins.get(&set.name).unwrap_or(&none))).collect())
    }

    /// The documents of a file that speaks of ApplicationSets.
    fn documents(&mut self, file: &RepoPath) -> Result<Vec<Node>, E> {
        let Some(bytes) = self.read(file)? else { return Ok(Vec::new()) };
        let text = manifest::text(file, &bytes).ok().filter(|text| text.contains("ApplicationSet"));
        let tree = text.and_then(|text| Tree::parse(text).ok());
        Ok(tree.map(|tree| tree.documents).unwrap_or_default())
    }

    fn set(&self, file: &RepoPath, root: &Node) -> Option<Set> {
        let name = root.get("metadata")?.get("name")?.as_str()?.to_owned();
        let spec = root.get("spec").filter(|_| text(root, "kind") == Some("ApplicationSet"))?;
        let mut elements = Vec::new();
        lists(spec.get("generators")?, &mut elements);
        let used = version_keys(spec.get("template")?);
        let keys: Vec<_> = used.into_iter().filter_map(|key| KeyPath::parse(&key).ok()).collect();
        let holds = |element: &&Node, key: &KeyPath| value(element, key.as_str()).is_some_and(is_version);
        // A list of something else beside it has no version.
        elements.retain(|element| keys.iter().any(|key| holds(element, key)));
        let keys: Vec<_> =
            keys.into_iter().filter(|key| elements.iter().all(|one| holds(one, key))).collect();
        let key = ENVIRONMENT.into_iter().find(|key| elements.iter().all(|one| text(one, key).is_some()))?;
        let environments: Vec<_> = values(&elements, key).into_iter().collect();
        if keys.is_empty() || !environments.iter().any(|name| self.knows(name)) {
            return None;
        }
        let apps = apps(&elements, key)?;
        let is_go = text(spec, "goTemplate") == Some("true");
        Some(Set { file: file.clone(), name, is_go, environment: (key, environments), apps, keys })
    }
}

/// The elements of all lists, at any depth of `matrix` and `merge`.
fn lists<'n>(generators: &'n Node, found: &mut Vec<&'n Node>) {
    for generator in generators.as_list().into_iter().flatten() {
        let elements = generator.get("list").and_then(|list| list.get("elements")).and_then(Node::as_list);
        found.extend(elements.into_iter().flatten());
        for key in ["matrix", "merge"] {
            if let Some(inner) = generator.get(key).and_then(|inner| inner.get("generators")) {
                lists(inner, found);
            }
        }
    }
}

/// What tells the apps of a list apart where an environment has several elements; none where nothing does.
fn apps(elements: &[&Node], environment: &str) -> Option<Option<(&'static str, BTreeSet<String>)>> {
    if values(elements, environment).len() == elements.len() {
        return Some(None);
    }
    let is_unique = |key: &&str| {
        let pairs: BTreeSet<_> =
            elements.iter().map(|one| (text(one, environment), text(one, key))).collect();
        let all_have = elements.iter().all(|one| text(one, key).is_some());
        *key != environment && all_have && pairs.len() == elements.len()
    };
    let key = APP.into_iter().find(is_unique)?;
    Some(Some((key, values(elements, key))))
}

fn signs(here: &Here, set: &Set, twins: &[RepoPath]) -> Vec<Sign> {
    let left_out = twins
        .iter()
        .map(|twin| format!("{twin}: it has the elements of {} too, and is left alone", set.file));
    let left_out: Vec<_> = left_out.collect();
    let sign = |name: &str, app: Option<(&str, &str)>| {
        let (key, environments) = &set.environment;
        let mut matching = BTreeMap::from([((*key).to_owned(), "{env}".to_owned())]);
        matching.extend(app.map(|(key, value)| (key.to_owned(), value.to_owned())));
        let keys = set.keys.clone();
        let manifest =
            Manifest::ApplicationSet(ApplicationSet { name: None, matching, keys, document: None });
        let path = Pattern::parse(&format!("/{}", set.file)).ok()?;
        let pin = PinRule::Selector { manifest, path, format: None };
        let shown: Vec<_> = set.keys.iter().map(|key| format!("`{key}`")).collect();
        Some(Sign {
            folders: here.parts(),
            environments: environments.clone(),
            rule: with_pins(Some(AppName::new(name).ok()?), None, vec![pin]),
            why: format!("where the elements of {} have {} for each `{key}`", set.file, shown.join(" and ")),
            left_out: left_out.clone(),
            samples: BTreeMap::new(),
            holds: true,
            kind: SignKind::Elements,
        })
    };
    match &set.apps {
        None => sign(&set.name, None).into_iter().collect(),
        Some((key, names)) => names.iter().filter_map(|name| sign(name, Some((key, name)))).collect(),
    }
}

fn values(elements: &[&Node], key: &str) -> BTreeSet<String> {
    elements.iter().filter_map(|one| text(one, key)).map(str::to_owned).collect()
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key)?.as_str()
}

/// The value at keys that are told apart by dots.
fn value<'n>(element: &'n Node, key: &str) -> Option<&'n str> {
    key.split('.').try_fold(element, |node, key| node.get(key))?.as_str()
}

fn is_version(text: &str) -> bool {
    !BRANCHES.contains(&text) && !text.contains("{{") && !text.contains("${")
}

#[cfg(test)]
mod tests {
    use super::super::layouts::{IMAGE, NOTHING, inferred, told};

    /// An ApplicationSet with these elements, its template with this source.
    fn set(name: &str, is_go: bool, elements: &str, source: &str) -> String {
        format!(
            "kind: ApplicationSet\nmetadata: {{name: {name}}}\nspec:\n  goTemplate: {is_go}\n  generators:\n    - list:\n        \
             elements: {elements}\n  template:\n    spec:\n      source: {source}\n"
        )
    }

    #[test]
    fn elements_that_hold_versions_are_environments() {
        let elements = "[{env: dev, url: x, rev: v2}, {env: prod, url: y, rev: v1}]";
        let go = set("web", true, elements, "{targetRevision: '{{.rev}}', path: web}");
        let twin = set("web", false, elements, "{targetRevision: '{{rev}}', path: web}");
        let config = inferred(&[("argocd/a-fasttemplate.yaml", &twin), ("argocd/a.yaml", &go)]);
        assert_eq!(
            config.written(),
            "\
    # What hoist found in this repository. docs/configuration.md explains every key.
# environments: dev, then prod: their names tell the order
# apps: web, where the elements of argocd/a.yaml have `rev` for each `env`
# argocd/a-fasttemplate.yaml: it has the elements of argocd/a.yaml too, and is left alone
environments:
  - dev
  - prod
apps:
  - name: web
    pins:
      - applicationset: /argocd/a.yaml
        match: { env: \"{env}\" }
        keys: [rev]
"
        );
        let cases = [
            ("[{cluster: dev}, {cluster: prod}]", "{targetRevision: HEAD, path: '{{.cluster}}'}", " | "),
            (
                "[{cluster: dev, rev: HEAD}, {cluster: prod, rev: HEAD}]",
                "{targetRevision: '{{.rev}}'}",
                " | ",
            ),
            ("[{name: web, rev: v1}, {name: api, rev: v1}]", "{targetRevision: '{{.rev}}'}", " | "),
            (
                "[{app: web, env: dev, values: {tag: v1}}, {app: api, env: dev, values: {tag: v1}}, {app: web, env: prod, values: {tag: v0}}]",
                "{helm: {parameters: [{name: image.tag, value: '{{.values.tag}}'}]}}",
                "api web | dev< prod<dev",
            ),
        ];
        for (elements, source, expected) in cases {
            let text = set("web", true, elements, source);
            assert_eq!(told(&inferred(&[("argocd/web.yaml", &text)])), expected, "{elements}");
        }
        // Overlays without versions are no source where elements have them.
        let overlays = ("web/overlays/{dev,prod}/kustomization.yaml", NOTHING);
        assert_eq!(told(&inferred(&[overlays, ("argocd/web.yaml", &go)])), "web | dev< prod<dev");
        let overlays = ("web/overlays/{dev,prod}/kustomization.yaml", IMAGE);
        assert_eq!(
            told(&inferred(&[overlays, ("argocd/web.yaml", &go)])),
            "{app}/overlays/{env} | dev< prod<dev"
        );
    }
}
