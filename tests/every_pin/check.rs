//! Changes each version of a text, one name after the other, and looks at every byte and every other version.

use hoist::manifest::{DocumentSelector, Error, KeyPath, Manifest, Step, Value, Want, Yaml, found, splice};
use hoist::model::path::RepoPath;
use hoist::model::pin::{Pin, PinKind, SelectorName, Written};
use hoist::model::text::Position;
use hoist::model::wanted::Wish;
use hoist::yaml::{Kind, Node, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

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
const KINDS: [(PinKind, usize); 3] = [(PinKind::Image, 0), (PinKind::Chart, 1), (PinKind::Revision, 2)];

/// All that the words find, and the values that Flux marks.
fn pins(path: &RepoPath, text: &str) -> Result<Vec<Pin>, Error> {
    let mut pins = found(path, text, &KINDS)?;
    if let Some(setters) = Manifest::every(SelectorName::Setters) {
        pins.extend(setters.pins(path, KINDS.len(), text)?);
    }
    Ok(pins)
}

/// Changes each version that is found in a text.
pub(crate) fn every_pin(path: &RepoPath, text: &str) -> Result<Tally, String> {
    let mut tally = Tally { files: 1, ..Tally::default() };
    let before = match pins(path, text) {
        Ok(before) => before,
        Err(error) => return tally.refuse(&error).map(|()| tally),
    };
    none_twice(&before)?;
    let groups: BTreeSet<_> = before.iter().map(|pin| (pin.selector, pin.name.clone())).collect();
    for (selector, name) in groups {
        let Some(manifest) = Manifest::every(selector) else { continue };
        let meant = |pin: &Pin| pin.selector == selector && pin.name == name;
        let changed: Vec<_> = before.iter().filter(|pin| meant(pin)).collect();
        if changed.iter().any(|pin| pin.at().is_none()) {
            // A version would be put in, which is no change of one.
            continue;
        }
        for version in VERSIONS {
            let want = want(&changed, &name.name, version);
            match change(path, text, &manifest, &want)? {
                Ok(new) => {
                    let after = pins(path, &new)
                        .map_err(|error| format!("it can't be read again: {error}\n{new}"))?;
                    only_these_bytes(text, &new, &changed)?;
                    reads(&before, &after, &changed, &want).map_err(|why| format!("{why}\n{new}"))?;
                }
                Err(error) => tally.refuse(&error)?,
            }
        }
        tally.pins += changed.len();
    }
    Ok(tally)
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
    let digest = wish(changed.iter().any(|pin| pin.digest.is_some()), DIGEST);
    let has_version = digest == Wish::Leave || changed.iter().any(|pin| pin.version.is_some());
    let version = if has_version { Wish::Set(Value::Text(version.to_owned())) } else { Wish::Leave };
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

/// One scalar is one version: two selectors that found it would both move it.
fn none_twice(pins: &[Pin]) -> Result<(), String> {
    let mut seen = BTreeMap::new();
    for pin in pins.iter().filter(|pin| pin.selector != SelectorName::Setters) {
        let Some(at) = pin.at() else { continue };
        if let Some(other) = seen.insert(at.clone(), pin) {
            return Err(format!("{at} is found twice: {other:?} and {pin:?}"));
        }
    }
    Ok(())
}

fn only_these_bytes(old: &str, new: &str, changed: &[&Pin]) -> Result<(), String> {
    let tree = Tree::parse(old).map_err(|error| error.to_string())?;
    let mut scalars = BTreeMap::new();
    for document in &tree.documents {
        document.walk(&mut |node| {
            if matches!(node.kind, Kind::Scalar { .. }) {
                scalars.insert(node.span.start, node.span.clone());
            }
        });
    }
    let places: BTreeSet<_> = changed.iter().flat_map(|pin| places(pin)).map(|at| offset(old, at)).collect();
    let spans =
        places.into_iter().map(|at| scalars.get(&at).cloned().ok_or(format!("no scalar at byte {at}")));
    alike(old, new, &spans.collect::<Result<Vec<_>, _>>()?)
}

fn places(pin: &Pin) -> Vec<&Position> {
    [&pin.version, &pin.digest].into_iter().flatten().map(|written| &written.at).collect()
}

/// The byte of a place, which counts characters.
fn offset(text: &str, at: &Position) -> usize {
    let start: usize = text.split_inclusive('\n').take(at.line - 1).map(str::len).sum();
    let line = &text[start..];
    let bom = line.len() - line.trim_start_matches('\u{feff}').len();
    start + bom + line[bom..].chars().take(at.column - 1).map(char::len_utf8).sum::<usize>()
}

/// The texts are alike but for what stands in these spans of the old one, which are single lines in the new one.
fn alike(old: &str, new: &str, spans: &[Range<usize>]) -> Result<(), String> {
    let mut done = 0;
    let mut rest = Some(new);
    for span in spans {
        rest = rest.and_then(|rest| rest.strip_prefix(&old[done..span.start]));
        // A version that is new is the next thing, in quotes or not; what comes behind tells where it ends.
        let next = spans.iter().find(|next| next.start > span.start).map_or(old.len(), |next| next.start);
        let behind = &old[span.end..next];
        rest =
            rest.and_then(
                |rest| if behind.is_empty() { Some("") } else { rest.find(behind).map(|at| &rest[at..]) },
            );
        done = span.end;
    }
    if rest == Some(&old[done..]) { Ok(()) } else { Err(format!("other bytes are different too:\n{new}")) }
}

fn reads(before: &[Pin], after: &[Pin], changed: &[&Pin], want: &Want<'_>) -> Result<(), String> {
    if before.len() != after.len() {
        return Err(format!("there are {} versions, there were {}", after.len(), before.len()));
    }
    let touched: BTreeSet<_> = changed.iter().flat_map(|pin| places(pin)).collect();
    for (old, new) in before.iter().zip(after) {
        if changed.contains(&old) {
            is_wanted(new, want)?;
        } else if !places(old).iter().any(|at| touched.contains(at)) && shown(old) != shown(new) {
            return Err(format!("{old:?} reads as {new:?} now"));
        }
    }
    Ok(())
}

fn is_wanted(pin: &Pin, want: &Want<'_>) -> Result<(), String> {
    let text = |written: &Option<Written>| written.as_ref().map(|written| written.text.clone());
    let version = match &want.version {
        Wish::Set(version) => text(&pin.version).as_deref() == Some(version.as_str()),
        Wish::Leave | Wish::Remove => true,
    };
    let digest = match &want.digest {
        Wish::Set(digest) => text(&pin.digest).as_ref() == Some(digest),
        Wish::Leave | Wish::Remove => true,
    };
    if version && digest {
        Ok(())
    } else {
        Err(format!("{pin:?} isn't {:?} {:?}", want.version, want.digest))
    }
}

fn shown(pin: &Pin) -> (SelectorName, String, [Option<String>; 3]) {
    let fields = [&pin.version, &pin.digest, &pin.new_name];
    let text = |written: &Option<Written>| written.as_ref().map(|written| written.text.clone());
    (pin.selector, pin.name.to_string(), fields.map(text))
}
