//! Changes each version of a text, one name after the other, and looks at every byte and every other version.

mod compare;

use compare::{alike, none_twice, only_these, reads};
use hoist::config::{Config, PinRule};
use hoist::manifest::{DocumentSelector, Error, KeyPath, Manifest, Step, Value, Want, Yaml, found, splice};
use hoist::model::path::RepoPath;
use hoist::model::pin::{Pin, PinKind, SelectorName};
use hoist::model::wanted::Wish;
use hoist::yaml::{Kind, Node, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What was looked at.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) files: usize,
    pub(crate) pins: usize,
    pub(crate) keys: usize,
    /// By the code of the refusal.
    pub(crate) refused: BTreeMap<&'static str, usize>,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.files += other.files;
        self.pins += other.pins;
        self.keys += other.keys;
        for (code, count) in other.refused {
            *self.refused.entry(code).or_default() += count;
        }
    }

    fn refuse(&mut self, error: &Error) -> Result<(), String> {
        if error.code() == "internal" {
            return Err(error.to_string());
        }
        *self.refused.entry(error.code()).or_default() += 1;
        Ok(())
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, pins, keys, refused } = self;
        write!(f, "{files} files, {pins} versions and {keys} other values changed; refused: {refused:?}")
    }
}

/// One that is plain text, one that YAML would read as a number, and one with a sign in it.
const VERSIONS: [&str; 3] = ["v9.9.9-rc.1", "1.10", "9.9.9+b5"];
const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
/// Every selector, as people write it.
const SELECTORS: &str = "
environments: [dev]
apps:
  - name: web
    pins:
      - { kustomize: a, images: [web, a] }
      - { kustomize: a, refs: ['https://github.com/acme/web//config'], charts: [redis] }
      - { application: a, keys: [targetRevision, path, parameters.a, 'images.web', 'valuesObject.image.tag'] }
      - { application: a, source: { chart: web }, keys: [targetRevision] }
      - { applicationset: a, match: { env: dev }, keys: [tag, image.tag] }
      - { helmrelease: a }
      - { setters: a, policy: ['a:b'] }
      - { chart: a, dependencies: [redis] }
      - { yaml: a, keys: [image.tag, 'images[0].newTag', 'images[name=web].newTag', a, '[0]'] }
      - { yaml: a, keys: [spec], document: { kind: Deployment } }
      - { manifests: a, images: [web, redis] }
      - { overrides: a }
      - { text: a, pattern: 'tag: {version}' }
      - { text: a, pattern: 'web:{version}' }
";
const KINDS: [(PinKind, usize); 3] = [(PinKind::Image, 0), (PinKind::Chart, 1), (PinKind::Revision, 2)];

/// What is read from a text, and by which selector each version of it is changed.
struct Look<'a> {
    path: &'a RepoPath,
    pins: &'a dyn Fn(&str) -> Result<Vec<Pin>, Error>,
    manifest: &'a dyn Fn(SelectorName) -> Option<Manifest>,
}

/// Changes each version that the words find in a text, and the values that Flux marks.
pub(crate) fn every_pin(path: &RepoPath, text: &str) -> Result<Tally, String> {
    let pins = |text: &str| {
        let mut pins = found(path, text, &KINDS)?;
        if let Some(setters) = Manifest::every(SelectorName::Setters) {
            pins.extend(setters.pins(path, KINDS.len(), text)?);
        }
        Ok(pins)
    };
    let look = Look { path, pins: &pins, manifest: &Manifest::every };
    let tally = look.every(text)?;
    pins(text).map_or(Ok(()), |pins| none_twice(&pins))?;
    Ok(tally)
}

/// Changes each version that some configured selectors find in a text.
pub(crate) fn every_selector(path: &RepoPath, text: &str) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for manifest in selectors()? {
        let pins = |text: &str| manifest.pins(path, 0, text);
        let this = |_| Some(manifest.clone());
        tally.add(Look { path, pins: &pins, manifest: &this }.every(text)?);
    }
    Ok(tally)
}

/// Asks each configured selector to put in what isn't there.
pub(crate) fn every_insertion(path: &RepoPath, text: &str) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for manifest in selectors()? {
        for (kind, name) in [(PinKind::Image, "web"), (PinKind::Key, "image.tag")] {
            let version = Wish::Set(Value::Text(VERSIONS[1].to_owned()));
            let want = Want { version, create: true, ..Want::of(kind, name) };
            if let Err(error) = change(path, text, &manifest, &want)? {
                tally.refuse(&error)?;
            }
        }
    }
    Ok(tally)
}

fn selectors() -> Result<Vec<Manifest>, String> {
    let config = Config::parse("hoist.yaml", SELECTORS).map_err(|problems| problems.to_string())?;
    let pins = config.apps.into_iter().flat_map(|app| app.pins);
    let selector = |pin| match pin {
        PinRule::Selector { manifest, .. } => Some(manifest),
        PinRule::Word(_) => None,
    };
    Ok(pins.filter_map(selector).collect())
}

impl Look<'_> {
    /// Changes each version, one name after the other.
    fn every(&self, text: &str) -> Result<Tally, String> {
        let mut tally = Tally { files: 1, ..Tally::default() };
        let before = match (self.pins)(text) {
            Ok(before) => before,
            Err(error) => return tally.refuse(&error).map(|()| tally),
        };
        let groups: BTreeSet<_> = before.iter().map(|pin| (pin.selector, pin.name.clone())).collect();
        for (selector, name) in groups {
            let Some(manifest) = (self.manifest)(selector) else { continue };
            let meant = |pin: &&Pin| pin.selector == selector && pin.name == name;
            let changed: Vec<_> = before.iter().filter(meant).collect();
            // Where nothing stands, a version would be put in, which is no change of one.
            if changed.iter().all(|pin| pin.at().is_some()) {
                tally.pins += changed.len();
                VERSIONS.iter().try_for_each(|version| {
                    let want = want(&changed, &name.name, version);
                    self.one(text, &before, &changed, &manifest, &want, &mut tally)
                })?;
            }
        }
        Ok(tally)
    }

    fn one(
        &self,
        text: &str,
        before: &[Pin],
        changed: &[&Pin],
        manifest: &Manifest,
        want: &Want<'_>,
        tally: &mut Tally,
    ) -> Result<(), String> {
        let new = match change(self.path, text, manifest, want)? {
            Ok(new) => new,
            Err(error) => return tally.refuse(&error),
        };
        let after = (self.pins)(&new).map_err(|error| format!("it can't be read again: {error}\n{new}"))?;
        only_these(text, &new, changed)?;
        reads(before, &after, changed, want).map_err(|why| format!("{why}\n{new}"))
    }
}

/// Changes some of the scalars of a text, each by its path.
pub(crate) fn every_key(path: &RepoPath, text: &str, most: usize) -> Result<Tally, String> {
    let mut tally = Tally::default();
    let Ok(tree) = Tree::parse(text) else { return Ok(tally) };
    let mut scalars = Vec::new();
    for (document, root) in tree.documents.iter().enumerate() {
        collect(root, &mut Vec::new(), &mut |steps, node| scalars.push((document, steps.to_vec(), node)));
    }
    let every = scalars.len().div_ceil(most).max(1);
    for (document, steps, node) in scalars.into_iter().step_by(every) {
        let key = KeyPath::of(steps);
        let name = key.as_str().to_owned();
        let document = Some(DocumentSelector::Index(document));
        let manifest = Manifest::Yaml(Yaml { keys: vec![key], document });
        let version = Wish::Set(Value::Text(VERSIONS[0].to_owned()));
        let want = Want { version, ..Want::of(PinKind::Key, &name) };
        match change(path, text, &manifest, &want)? {
            Ok(new) => {
                alike(text, &new, std::slice::from_ref(&node.span))?;
                tally.keys += 1;
            }
            Err(error) => tally.refuse(&error)?,
        }
    }
    Ok(tally)
}

fn collect<'t>(node: &'t Node, steps: &mut Vec<Step>, found: &mut dyn FnMut(&[Step], &'t Node)) {
    match &node.kind {
        Kind::Scalar { .. } => found(steps, node),
        Kind::Alias(_) => {}
        Kind::List { items, .. } => {
            for (index, item) in items.iter().enumerate() {
                steps.push(Step::Index(index));
                collect(item, steps, found);
                steps.pop();
            }
        }
        Kind::Map { pairs, .. } => {
            for (key, value) in pairs {
                let Some(key) = key.as_str() else { continue };
                steps.push(Step::Key(key.to_owned()));
                collect(value, steps, found);
                steps.pop();
            }
        }
    }
}

/// A version; and a digest where there is one, since they travel together.
fn want<'a>(changed: &[&Pin], name: &'a str, version: &str) -> Want<'a> {
    let wish = |is_there: bool, text: &str| if is_there { Wish::Set(text.to_owned()) } else { Wish::Leave };
    let kind = changed[0].name.kind;
    // No image has a tag with a `+`.
    let version = if kind == PinKind::Image { version.replace('+', "-") } else { version.to_owned() };
    let digest = wish(changed.iter().any(|pin| pin.digest.is_some()), DIGEST);
    let has_version = digest == Wish::Leave || changed.iter().any(|pin| pin.version.is_some());
    let version = if has_version { Wish::Set(Value::Text(version)) } else { Wish::Leave };
    Want { version, digest, ..Want::of(kind, name) }
}

/// The text with the change; a second time it changes nothing more.
fn change(
    path: &RepoPath,
    text: &str,
    manifest: &Manifest,
    want: &Want<'_>,
) -> Result<Result<String, Error>, String> {
    let write = |text: &str| manifest.edits(path, text, want).and_then(|edits| splice(path, text, &edits));
    let new = match write(text) {
        Ok(new) => new,
        Err(error) => return Ok(Err(error)),
    };
    match write(&new) {
        Ok(again) if again == new => Ok(Ok(new)),
        again => Err(format!("a second time it gives {again:?}")),
    }
}
