//! What the words `images`, `charts` and `revisions` find: in generated files of each kind, and in real ones.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

use hoist::manifest::{Manifest, Value, Want, found, splice, text};
use hoist::model::path::RepoPath;
use hoist::model::pin::{Pin, PinKind};
use hoist::model::wanted::Wish;
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const KINDS: [(PinKind, usize); 3] = [(PinKind::Image, 0), (PinKind::Chart, 1), (PinKind::Revision, 2)];

// ── Files that know where their versions are ─────────────────────────────────────────────────────────────────

/// A piece of a file.
#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Map(Vec<(String, Self)>),
    List(Vec<Self>),
}

fn text_of(text: impl Into<String>) -> Piece {
    Piece::Text(text.into())
}

fn map<const N: usize>(pairs: [(&str, Piece); N]) -> Piece {
    Piece::Map(pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A file in the making: what is drawn for it, and the versions that were put into it.
#[derive(Debug)]
struct Making {
    drawn: Vec<u8>,
    at: usize,
    slots: Vec<(PinKind, String, bool)>,
}

impl Making {
    fn below(&mut self, count: usize) -> usize {
        self.at += 1;
        usize::from(self.drawn[self.at % self.drawn.len()]) % count
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// The version of a name: another one for each, the same wherever the name stands.
    fn version(&mut self, kind: PinKind, name: &str, with_digest: bool) -> String {
        let known = self.slots.iter().position(|(of, known, _)| (*of, known.as_str()) == (kind, name));
        let at = known.unwrap_or_else(|| {
            self.slots.push((kind, name.to_owned(), with_digest));
            self.slots.len() - 1
        });
        version(at)
    }

    fn reference(&mut self, name: &str) -> Piece {
        let tag = self.version(PinKind::Image, name, false);
        let (at, with_digest) = self.slot(name);
        text_of(if with_digest { format!("{name}:{tag}@{}", digest(at)) } else { format!("{name}:{tag}") })
    }

    fn slot(&self, name: &str) -> (usize, bool) {
        let at = self.slots.iter().position(|(_, known, _)| known == name).unwrap();
        (at, self.slots[at].2)
    }

    fn workload(&mut self) -> Piece {
        let containers = (0..1 + self.below(3)).map(|_| self.container()).collect();
        let pod = map([(self.one_of(&["containers", "initContainers"]), Piece::List(containers))]);
        let template = |pod| map([("replicas", text_of("3")), ("template", map([("spec", pod)]))]);
        let (kind, spec) = match self.below(4) {
            0 => ("Pod", pod),
            1 => ("CronJob", map([("jobTemplate", map([("spec", template(pod))]))])),
            2 => ("Rollout", template(pod)),
            _ => ("Deployment", template(pod)),
        };
        map([("apiVersion", text_of("x/v1")), ("kind", text_of(kind)), ("spec", spec)])
    }

    fn container(&mut self) -> Piece {
        let image = match self.below(5) {
            0 => text_of("without/version"),
            1 => text_of("with/${TAG}:${TAG}"),
            at => self.reference(IMAGES[at - 2]),
        };
        map([("name", text_of("c")), ("image", image), ("args", Piece::List(vec![text_of("a:b")]))])
    }

    fn values(&mut self, depth: usize, way: &str) -> Piece {
        let mut pairs = Vec::new();
        for key in ["web", "worker", "image", "tag"].into_iter().take(1 + self.below(4)) {
            let way = if way.is_empty() { key.to_owned() } else { format!("{way}.{key}") };
            let value = match (key, self.below(3)) {
                ("image", 0) => self.reference(IMAGES[0]),
                ("image", 1) => {
                    let tag = self.version(PinKind::Image, &way, false);
                    map([("tag", text_of(tag)), ("pullPolicy", text_of("Always"))])
                }
                ("image", _) => self.image(),
                ("tag", _) => text_of("of nothing"),
                (_, 0) if depth < 4 => self.values(depth + 1, &way),
                (_, 1) => Piece::List(vec![map([("name", text_of("a")), ("image", self.image())])]),
                (_, _) => text_of("1.0"),
            };
            pairs.push((key.to_owned(), value));
        }
        Piece::Map(pairs)
    }

    fn image(&mut self) -> Piece {
        let name = self.one_of(&IMAGES);
        let tag = text_of(self.version(PinKind::Image, name, true));
        let (at, with_digest) = self.slot(name);
        let digest = text_of(if with_digest { digest(at) } else { String::new() });
        match name.split_once('/') {
            Some((registry, rest)) => {
                let (registry, rest) = (text_of(registry), text_of(rest));
                map([("tag", tag), ("registry", registry), ("repository", rest), ("digest", digest)])
            }
            None => map([("repository", text_of(name)), ("digest", digest), ("tag", tag)]),
        }
    }

    fn chart(&mut self) -> Piece {
        let dependencies = (0..self.below(4)).map(|_| {
            let name = self.one_of(&CHARTS);
            let version = text_of(self.version(PinKind::Chart, name, false));
            map([("name", text_of(name)), ("version", version), ("repository", text_of("file://../a"))])
        });
        let dependencies = Piece::List(dependencies.collect());
        let version = ("version", text_of("0.1.0"));
        map([
            ("apiVersion", text_of("v2")),
            ("name", text_of("own")),
            version,
            ("dependencies", dependencies),
        ])
    }

    fn kustomization(&mut self) -> Piece {
        let mut resources = vec![text_of("../base"), text_of("https://h/o/r?ref=${REF}")];
        for address in ADDRESSES.into_iter().take(self.below(3)) {
            let version = self.version(PinKind::Revision, address, false);
            resources.push(text_of(format!("{address}?timeout=9&ref={version}")));
        }
        let images = IMAGES.into_iter().take(self.below(4)).map(|name| {
            let tag = text_of(self.version(PinKind::Image, name, false));
            map([("name", text_of(name)), ("newTag", tag)])
        });
        let images = Piece::List(images.collect());
        let charts = CHARTS.into_iter().take(self.below(3)).map(|name| {
            let version = text_of(self.version(PinKind::Chart, name, false));
            map([("version", version), ("name", text_of(name)), ("valuesInline", text_of("x"))])
        });
        let charts = Piece::List(charts.collect());
        let kind = ("kind", text_of("Kustomization"));
        map([kind, ("resources", Piece::List(resources)), ("images", images), ("helmCharts", charts)])
    }
}

const IMAGES: [&str; 3] = ["ghcr.io/acme/web", "redis", "host:5000/a/b"];
const CHARTS: [&str; 3] = ["web", "redis-ha", "db"];
const ADDRESSES: [&str; 2] = ["https://github.com/acme/web//deploy", "git@github.com:acme/db.git"];

fn version(at: usize) -> String {
    format!("v{at}.7.{at}-old")
}

fn digest(at: usize) -> String {
    format!("sha256:{}", format!("{at:02}").repeat(32))
}

// ── Written in many ways ─────────────────────────────────────────────────────────────────────────────────────

impl Making {
    fn written(&mut self, piece: &Piece) -> String {
        if self.below(6) == 0 {
            return json(piece) + if self.below(2) == 0 { "\n" } else { "" };
        }
        let mut text = String::new();
        self.block(piece, 0, &mut text);
        let text = if self.below(3) == 0 { text.replace('\n', "\r\n") } else { text };
        match self.below(4) {
            0 => format!("\u{feff}{text}"),
            1 => text.trim_end().to_owned(),
            _ => text,
        }
    }

    fn block(&mut self, piece: &Piece, indent: usize, out: &mut String) {
        let pad = " ".repeat(indent);
        match piece {
            Piece::Map(pairs) => {
                for (key, value) in pairs {
                    out.push_str(&format!("{pad}{key}:"));
                    self.behind(value, indent, out);
                }
            }
            Piece::List(items) => {
                for item in items {
                    out.push_str(&format!("{pad}-"));
                    self.behind(item, indent, out);
                }
            }
            Piece::Text(_) => unreachable!("a text stands behind something"),
        }
    }

    fn behind(&mut self, piece: &Piece, indent: usize, out: &mut String) {
        let is_empty = matches!(piece, Piece::Map(pairs) if pairs.is_empty())
            || matches!(piece, Piece::List(items) if items.is_empty());
        let comment = self.one_of(&["", "", " # é: v0.7.0", "\t# web:v1"]);
        if matches!(piece, Piece::Text(_)) || is_empty || self.below(5) == 0 {
            let flow = self.flow(piece);
            out.push_str(&format!(" {flow}{comment}\n"));
        } else {
            out.push_str(&format!("{comment}\n"));
            let more = 1 + self.below(4);
            self.block(piece, indent + more, out);
        }
    }

    fn flow(&mut self, piece: &Piece) -> String {
        match piece {
            Piece::Text(text) => match self.below(3) {
                0 => format!("'{text}'"),
                1 => format!("\"{text}\""),
                _ if text.is_empty() || text.contains(['?', '{', '$']) || text.starts_with('@') => {
                    format!("'{text}'")
                }
                _ => text.clone(),
            },
            Piece::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.flow(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Piece::Map(pairs) => {
                let pairs: Vec<_> =
                    pairs.iter().map(|(key, value)| format!("{key}: {}", self.flow(value))).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
        }
    }
}

fn json(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => format!("\"{text}\""),
        Piece::List(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", ")),
        Piece::Map(pairs) => {
            let pairs: Vec<_> =
                pairs.iter().map(|(key, value)| format!("\"{key}\": {}", json(value))).collect();
            format!("{{{}}}", pairs.join(",\n "))
        }
    }
}

/// Each version that was put in is found; changed, it alone is different, and reads as it should.
fn holds(file: &str, making: &mut Making, piece: &Piece) -> Result<(), TestCaseError> {
    let path = RepoPath::new(file).unwrap();
    let text = making.written(piece);
    let failed = |error: hoist::manifest::Error| TestCaseError::fail(format!("{error}\n{text}"));
    let pins = found(&path, &text, &KINDS).map_err(failed)?;
    for (at, (kind, name, _)) in making.slots.iter().enumerate() {
        let own = |pin: &&Pin| (pin.name.kind, pin.name.name.as_str()) == (*kind, name.as_str());
        let own: Vec<_> = pins.iter().filter(own).collect();
        prop_assert_eq!(own.len(), text.matches(&version(at)).count(), "{} in\n{}", name, text);
        let new = edited(&path, &text, own[0], "v9.9", &"ee".repeat(32)).map_err(failed)?;
        let digest_new = format!("sha256:{}", "ee".repeat(32));
        let expected = text.replace(&version(at), "v9.9").replace(&digest(at), &digest_new);
        prop_assert_eq!(&new, &expected, "{} in\n{}", name, text);
        let again = found(&path, &new, &KINDS).map_err(failed)?;
        let reads = again
            .iter()
            .filter(|pin| pin.name == own[0].name)
            .all(|pin| pin.version.as_ref().is_some_and(|written| written.text == "v9.9"));
        prop_assert!(reads && again.len() == pins.len(), "{}", new);
    }
    let known = |pin: &Pin| {
        making.slots.iter().any(|(kind, name, _)| *kind == pin.name.kind && *name == pin.name.name)
    };
    prop_assert!(pins.iter().all(known), "{:?}\n{}", pins, text);
    Ok(())
}

/// The text in which a pin holds another version, and another digest where it has one.
fn edited(
    path: &RepoPath,
    text: &str,
    pin: &Pin,
    version: &str,
    hex: &str,
) -> Result<String, hoist::manifest::Error> {
    let manifest = Manifest::every(pin.selector).unwrap();
    let want = Want {
        version: match &pin.version {
            Some(_) => Wish::Set(Value::Text(version.to_owned())),
            None => Wish::Leave,
        },
        digest: match &pin.digest {
            Some(_) => Wish::Set(format!("sha256:{hex}")),
            None => Wish::Leave,
        },
        ..Want::of(pin.name.kind, &pin.name.name)
    };
    splice(path, text, &manifest.edits(path, text, &want)?)
}

fn making() -> impl Strategy<Value = Making> {
    vec(any::<u8>(), 40..120).prop_map(|drawn| Making { drawn, at: 0, slots: Vec::new() })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_images_of_a_workload_move_alone(mut making in making()) {
        let piece = making.workload();
        holds("web.yaml", &mut making, &piece)?;
    }

    #[test]
    fn the_images_of_values_move_alone(mut making in making()) {
        let piece = making.values(0, "");
        holds("values.yaml", &mut making, &piece)?;
    }

    #[test]
    fn the_dependencies_of_a_chart_move_alone(mut making in making()) {
        let piece = making.chart();
        holds("Chart.yaml", &mut making, &piece)?;
    }

    #[test]
    fn what_a_kustomization_holds_moves_alone(mut making in making()) {
        let piece = making.kustomization();
        holds("kustomization.yaml", &mut making, &piece)?;
    }
}

// ── Anything at all ──────────────────────────────────────────────────────────────────────────────────────────

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_that_looks_like_a_manifest_brings_it_down(
        file in prop_oneof![Just("kustomization.yaml"), Just("values.yaml"), Just("requirements.yaml")],
        text in "((kind: |Deployment|Pod|apiVersion: v2|spec:|template:|containers:|items:|image: |web:v1|tag: |repository: |\
                  name: |version: |dependencies:|helmCharts:|resources:|h/o\\?ref=v1|digest: |sha256:ab|<<: |\\*x|&x |!t |[a-c:\\-\\[\\]{}|>'\"%#?,. ~]|\n|\r\n|\n  |\n    |\n- |---\n|\\.\\.\\.\n|\t)){0,40}",
    ) {
        let path = RepoPath::new(file).unwrap();
        for pin in found(&path, &text, &KINDS).unwrap_or_default() {
            for version in ["1.10", "a: b", "v2@x"] {
                if let Err(error) = edited(&path, &text, &pin, version, "ee") {
                    prop_assert_ne!(error.code(), "internal", "{} in {:?}", error, text);
                }
            }
        }
    }
}

// ── Files of real repositories ───────────────────────────────────────────────────────────────────────────────

/// The folder of the real trees: where `HOIST_SHARED` says, else beside the checkout, if it is there.
fn real() -> Option<PathBuf> {
    let said = env::var_os("HOIST_SHARED").map(PathBuf::from);
    let is_said = said.is_some();
    let folder = said.unwrap_or_else(|| PathBuf::from("../shared")).join("real");
    assert!(!is_said || folder.is_dir(), "HOIST_SHARED has no folder `real`");
    folder.is_dir().then_some(folder)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| ["yaml", "yml", "json"].iter().any(|one| end == *one)) {
            found.push(path);
        }
    }
}

#[test]
fn what_is_found_in_real_files_moves_alone() {
    let Some(folder) = real() else {
        writeln!(io::stderr(), "no HOIST_SHARED and no ../shared: real files aren't here").unwrap();
        return;
    };
    let (mut all, mut moved) = (Vec::new(), 0);
    files(&folder, &mut all);
    for file in &all {
        let path = RepoPath::new(file.strip_prefix(&folder).unwrap().to_str().unwrap()).unwrap();
        let bytes = fs::read(file).unwrap();
        let Ok(before) = text(&path, &bytes) else { continue };
        for pin in found(&path, before, &KINDS).unwrap_or_default() {
            let Ok(after) = edited(&path, before, &pin, "v9.9.9", &"ee".repeat(32)) else { continue };
            let lines = before.lines().count();
            assert_eq!(after.lines().count(), lines, "{path}: {}", pin.name);
            let differs = before.lines().zip(after.lines()).filter(|(before, after)| before != after);
            assert!((1..=2).contains(&differs.count()), "{path}: {}", pin.name);
            moved += 1;
        }
    }
    writeln!(io::stderr(), "{moved} versions of {} real files", all.len()).unwrap();
    assert!(moved > 0, "no version was found in {}", folder.display());
}
