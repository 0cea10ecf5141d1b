//! Edits of manifests, byte by byte: each folder has a file as it was, what is wanted, and the file as it should be.

#![allow(clippy::unwrap_used, reason = "a test that can't read its case has failed")]

#[path = "manifests/argo.rs"]
mod argo;

use hoist::manifest::{
    Chart, DocumentSelector, Edit, Error, HelmRelease, KeyPath, Kustomize, Manifest, Manifests, Setters,
    Step, Text, Value, Want, Yaml, splice, text,
};
use hoist::model::path::RepoPath;
use hoist::model::pin::{Pin, PinKind, Written};
use hoist::model::wanted::Wish;
use serde_json::Value as Json;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[test]
fn every_case_is_edited_byte_by_byte() {
    let folder =
        env::var_os("HOIST_EDIT_CASES").map_or_else(|| PathBuf::from("tests/manifests"), PathBuf::from);
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.is_dir());
    names.sort();
    let mut failures = String::new();
    for path in &names {
        let case = Case::read(path);
        if let Err(why) = case.check() {
            writeln!(failures, "── {}\n{why}", case.name).unwrap();
        }
    }
    // Not `println!`: how many they were is said also when all is well.
    writeln!(io::stderr(), "{} cases of {}", names.len(), folder.display()).unwrap();
    assert!(failures.is_empty(), "\n{failures}");
    assert!(!names.is_empty(), "{} has no case", folder.display());
}

struct Case {
    name: String,
    edit: Json,
    before: Vec<u8>,
    after: Option<Vec<u8>>,
}

impl Case {
    fn read(path: &Path) -> Self {
        Self {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            edit: serde_json::from_slice(&fs::read(path.join("edit.json")).unwrap()).unwrap(),
            before: fs::read(path.join("in.yaml")).unwrap(),
            after: fs::read(path.join("out.yaml")).ok(),
        }
    }

    fn kind(&self) -> &str {
        self.edit["kind"].as_str().unwrap_or("none")
    }

    /// The selector, and what is wanted of its pins.
    fn asked(&self) -> Result<(Manifest, Vec<Owned>), String> {
        let (manifest, want) = match self.kind() {
            "kustomize-image" => (Manifest::Kustomize(Kustomize::every()), image(&self.edit)),
            "yaml-path" => key(&self.edit),
            "manifests" | "helm-values" | "helmrelease" | "chart" | "kustomize-ref" | "kustomize-chart" => {
                named(&self.edit)
            }
            "flux-setter" => policy(&self.edit),
            "text" => pattern(&self.edit),
            "application" => return Ok(argo::application(&self.edit)),
            "applicationset-element" => return Ok(argo::element(&self.edit)),
            kind => return Err(format!("no selector has the kind `{kind}`")),
        };
        Ok((manifest, vec![want]))
    }

    fn check(&self) -> Result<(), String> {
        let (manifest, wants) = self.asked()?;
        let path = RepoPath::new(self.edit["file"].as_str().unwrap_or("in.yaml")).unwrap();
        let got = self.edited(&path, &manifest, &wants);
        match (self.edit["expect"].as_str(), got) {
            (Some("error"), Err(error)) if Some(error.code()) == self.edit["error"].as_str() => Ok(()),
            (Some("error"), Err(error)) => {
                Err(format!("expected {}, got {}: {error}", self.edit["error"], error.code()))
            }
            (Some("error"), Ok((text, _))) => Err(format!("expected {}, got\n{text}", self.edit["error"])),
            (Some("changed" | "unchanged"), Err(error)) => {
                Err(format!("refused with {}: {error}", error.code()))
            }
            (Some("unchanged"), Ok((_, edits))) if !edits.is_empty() => {
                Err(format!("expected no edit, got {edits:?}"))
            }
            (Some("changed" | "unchanged"), Ok((text, _))) => {
                same(self.after.as_deref().ok_or("out.yaml is missing")?, text.as_bytes())?;
                let mut again = wants.iter().filter(|_| !argo::chooses_by_what_moves(&self.edit));
                again.try_for_each(|want| reads_as(&path, &manifest, want, &text))
            }
            (expect, _) => Err(format!("nobody knows what is expected with {expect:?}")),
        }
    }

    fn edited(
        &self,
        path: &RepoPath,
        manifest: &Manifest,
        wants: &[Owned],
    ) -> Result<(String, Vec<Edit>), Error> {
        let before = text(path, &self.before)?;
        let mut edits = Vec::new();
        for want in wants {
            edits.extend(manifest.edits(path, before, &want.as_want())?);
        }
        Ok((splice(path, before, &edits)?, edits))
    }
}

/// Reading again gives what was wanted.
fn reads_as(path: &RepoPath, manifest: &Manifest, want: &Owned, text: &str) -> Result<(), String> {
    let pins = manifest.pins(path, 0, text).map_err(|error| error.to_string())?;
    if let Manifest::Setters(_) = manifest {
        return each_version_is(&pins, want);
    }
    let mut meant = pins.iter().filter(|pin| pin.name.name == want.name && pin.name.kind == want.kind);
    let first = meant.next().ok_or("the pin isn't found again")?;
    let text = |written: &Option<Written>| written.as_ref().map(|written| written.text.clone());
    let reads = |now: Option<String>, wish: Wish<String>| match wish {
        Wish::Set(new) if now.as_deref() != Some(&new) => Err(format!("it reads as {now:?} again")),
        Wish::Remove if now.is_some() => Err(format!("it reads as {now:?} again")),
        Wish::Set(_) | Wish::Remove | Wish::Leave => Ok(()),
    };
    let version = match &want.version {
        Wish::Set(value) => Wish::Set(value.as_str().to_owned()),
        Wish::Remove => Wish::Remove,
        Wish::Leave => Wish::Leave,
    };
    if let (Wish::Set(whole), Wish::Leave, PinKind::Key) = (&version, &want.digest, want.kind)
        && whole.contains([':', '@'])
    {
        // A whole reference reads as its parts.
        let parts = [text(&first.version), text(&first.digest)].into_iter().flatten();
        let is_it = whole.ends_with(&parts.collect::<Vec<_>>().join("@"));
        return if is_it { Ok(()) } else { Err(format!("{whole} reads as {first:?}")) };
    }
    for pin in std::iter::once(first).chain(meant) {
        reads(text(&pin.version), version.clone())?;
        reads(text(&pin.digest), want.digest.clone())?;
    }
    Ok(())
}

/// A policy may mark no version, but no other one than what was wanted.
fn each_version_is(pins: &[Pin], want: &Owned) -> Result<(), String> {
    let ours = pins.iter().filter(|pin| pin.name.name == want.name);
    let mut versions = ours.filter_map(|pin| pin.version.as_ref());
    let Wish::Set(value) = &want.version else { return Ok(()) };
    match versions.find(|written| written.text != value.as_str()) {
        Some(written) => Err(format!("it reads as {} again", written.text)),
        None => Ok(()),
    }
}

/// A `Want` that owns its texts.
struct Owned {
    kind: PinKind,
    name: String,
    version: Wish<Value>,
    digest: Wish<String>,
    new_name: Wish<String>,
    from: Option<String>,
    create: bool,
}

impl Owned {
    /// A text in any style, or a number or a boolean as it is.
    fn key(name: &str, edit: &Json) -> Self {
        Self {
            kind: PinKind::Key,
            name: name.to_owned(),
            version: match &edit["value"] {
                Json::Null => Wish::Leave,
                Json::String(text) => Wish::Set(Value::Text(text.clone())),
                bare @ (Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_)) => {
                    Wish::Set(Value::Bare(bare.to_string()))
                }
            },
            digest: Wish::Leave,
            new_name: Wish::Leave,
            from: text_of(&edit["from"]),
            create: edit["create"].as_bool().unwrap_or(false),
        }
    }

    fn as_want(&self) -> Want<'_> {
        Want {
            kind: self.kind,
            name: &self.name,
            version: self.version.clone(),
            digest: self.digest.clone(),
            new_name: self.new_name.clone(),
            from: self.from.as_deref(),
            create: self.create,
        }
    }
}

fn image(edit: &Json) -> Owned {
    let wish = |field: &str| match edit["set"].get(field) {
        None => Wish::Leave,
        Some(Json::Null) => Wish::Remove,
        Some(value) => Wish::Set(value.as_str().unwrap().to_owned()),
    };
    Owned {
        kind: PinKind::Image,
        name: edit["image"].as_str().unwrap().to_owned(),
        version: match wish("newTag") {
            Wish::Leave => Wish::Leave,
            Wish::Remove => Wish::Remove,
            Wish::Set(tag) => Wish::Set(Value::Text(tag)),
        },
        digest: wish("digest"),
        new_name: wish("newName"),
        from: text_of(&edit["from"]),
        create: edit["create"].as_bool().unwrap_or(false),
    }
}

/// A pin that is called by its name, in a file of one kind; `only` is what stands beside the selector.
fn named(edit: &Json) -> (Manifest, Owned) {
    let texts = |list: &Json| list.as_array().unwrap().iter().map(|one| text_of(one).unwrap()).collect();
    let only: Option<Vec<String>> = edit.get("only").map(texts);
    let (kind, manifest) = match edit["kind"].as_str().unwrap() {
        "manifests" => {
            let document = edit.get("document").map(document);
            (PinKind::Image, Manifest::Manifests(Manifests { images: only, document }))
        }
        "helm-values" => (PinKind::Image, Manifest::Values),
        "helmrelease" => {
            let document = edit.get("document").map(document);
            (pin_kind(edit), Manifest::HelmRelease(HelmRelease { keys: None, document }))
        }
        "chart" => (PinKind::Chart, Manifest::Chart(Chart { dependencies: only })),
        "kustomize-ref" => {
            (PinKind::Revision, Manifest::Kustomize(Kustomize { refs: only, ..Kustomize::every() }))
        }
        _ => (PinKind::Chart, Manifest::Kustomize(Kustomize { charts: only, ..Kustomize::every() })),
    };
    let wish = |field: &str| match edit["set"].get(field) {
        None => Wish::Leave,
        Some(Json::Null) => Wish::Remove,
        Some(value) => Wish::Set(value.as_str().unwrap().to_owned()),
    };
    let version = match wish("version") {
        Wish::Leave => Wish::Leave,
        Wish::Remove => Wish::Remove,
        Wish::Set(text) => Wish::Set(Value::Text(text)),
    };
    let want = Owned {
        kind,
        name: edit["name"].as_str().unwrap().to_owned(),
        version,
        digest: wish("digest"),
        new_name: Wish::Leave,
        from: text_of(&edit["from"]),
        create: edit["create"].as_bool().unwrap_or(false),
    };
    (manifest, want)
}

/// Objects of Flux hold versions of several kinds.
fn pin_kind(edit: &Json) -> PinKind {
    match edit["pin"].as_str() {
        Some("image") => PinKind::Image,
        Some("revision") => PinKind::Revision,
        _ => PinKind::Chart,
    }
}

fn document(document: &Json) -> DocumentSelector {
    match document["index"].as_u64() {
        Some(index) => DocumentSelector::Index(index.try_into().unwrap()),
        None => DocumentSelector::Object {
            kind: text_of(&document["kind"]),
            name: text_of(&document["name"]),
            namespace: text_of(&document["namespace"]),
        },
    }
}

fn key(edit: &Json) -> (Manifest, Owned) {
    let path = key_path(&edit["path"]);
    let document = edit.get("document").map(document);
    let want = Owned::key(path.as_str(), edit);
    (Manifest::Yaml(Yaml { keys: vec![path], document }), want)
}

fn key_path(path: &Json) -> KeyPath {
    let step = |step: &Json| match (step.as_str(), step.as_u64()) {
        (Some(key), _) => Step::Key(key.to_owned()),
        (None, Some(index)) => Step::Index(index.try_into().unwrap()),
        (None, None) => {
            Step::Item { key: text_of(&step["key"]).unwrap(), value: text_of(&step["value"]).unwrap() }
        }
    };
    match path.as_str() {
        Some(text) => KeyPath::parse(text).unwrap(),
        None => KeyPath::of(path.as_array().unwrap().iter().map(step).collect()),
    }
}

fn policy(edit: &Json) -> (Manifest, Owned) {
    let part = |part: &str| edit["image"][part].as_str().map(str::to_owned);
    let want = Owned {
        kind: PinKind::Image,
        name: text_of(&edit["policy"]).unwrap(),
        version: part("tag").map_or(Wish::Leave, |tag| Wish::Set(Value::Text(tag))),
        // A policy without a digest leaves none behind.
        digest: part("digest").map_or(Wish::Remove, Wish::Set),
        new_name: part("name").map_or(Wish::Leave, Wish::Set),
        from: text_of(&edit["from"]),
        create: false,
    };
    let document = edit.get("document").map(document);
    (Manifest::Setters(Setters { policies: None, document }), want)
}

fn pattern(edit: &Json) -> (Manifest, Owned) {
    let pattern = edit["pattern"].as_str().unwrap();
    let digest = |digest: &Json| text_of(digest).map_or(Wish::Remove, Wish::Set);
    let want = Owned {
        kind: PinKind::Key,
        name: pattern.to_owned(),
        version: edit.get("value").map_or(Wish::Leave, |value| match text_of(value) {
            Some(value) => Wish::Set(Value::Text(value)),
            None => Wish::Remove,
        }),
        digest: edit.get("digest").map_or(Wish::Leave, digest),
        new_name: Wish::Leave,
        from: text_of(&edit["from"]),
        create: false,
    };
    (Manifest::Text(Text::new(pattern)), want)
}

fn text_of(json: &Json) -> Option<String> {
    let bare = || (!json.is_null()).then(|| json.to_string());
    json.as_str().map(str::to_owned).or_else(bare)
}

/// The lines that differ, with what can't be seen made visible.
fn same(expected: &[u8], got: &[u8]) -> Result<(), String> {
    if expected == got {
        return Ok(());
    }
    let lines = |bytes: &[u8]| -> Vec<String> {
        String::from_utf8_lossy(bytes)
            .split_inclusive('\n')
            .map(|line| line.escape_debug().to_string())
            .collect()
    };
    let (expected, got) = (lines(expected), lines(got));
    let head = expected.iter().zip(&got).take_while(|(a, b)| a == b).count();
    let left = expected.len().min(got.len()) - head;
    let tail = expected.iter().rev().zip(got.iter().rev()).take(left).take_while(|(a, b)| a == b).count();
    let mut diff = format!("line {}:", head + 1);
    for line in &expected[head..expected.len() - tail] {
        write!(diff, "\n  expected {line}").unwrap();
    }
    for line in &got[head..got.len() - tail] {
        write!(diff, "\n  got      {line}").unwrap();
    }
    Err(diff)
}
