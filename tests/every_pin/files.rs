//! Generated manifests: a shape of each kind, with versions in any way of writing them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A file, and how many versions stand in it.
#[derive(Debug, Clone)]
pub(crate) struct File {
    pub(crate) path: &'static str,
    pub(crate) text: String,
    pub(crate) pins: usize,
}

/// A shape: `%REF` is an image with its tag, `%TAG` a tag, `%VERSION` a version, `%URL` an address with a `?ref=`.
struct Shape {
    path: &'static str,
    text: &'static str,
}

pub(crate) const PATHS: [&str; 6] = [
    "apps/kustomization.yaml",
    "apps/Chart.yaml",
    "apps/values-prod.yaml",
    "apps/release.yaml",
    "apps/.argocd-source-web.yaml",
    "apps/a.json",
];

const SHAPES: [Shape; 9] = [
    Shape {
        path: PATHS[0],
        text: "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - ../base\n  - %URL\nimages:\n  - name: ghcr.io/acme/web\n    newTag: %TAG\n  - name: redis\n    newTag: %TAG\n",
    },
    Shape {
        path: PATHS[0],
        text: "images:\n- name: web\n  newTag: %TAG\nhelmCharts:\n- name: redis\n  repo: https://charts.example.com\n  version: %VERSION\n",
    },
    Shape {
        path: PATHS[1],
        text: "apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - name: web\n    version: %VERSION\n    repository: https://charts.example.com\n  - name: redis\n    version: %VERSION\n",
    },
    Shape {
        path: PATHS[2],
        text: "replicas: 3\nimage:\n  repository: ghcr.io/acme/web\n  tag: %TAG\nsidecar:\n  image:\n    repository: envoy\n    tag: %TAG\n",
    },
    Shape {
        path: PATHS[3],
        text: "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: web\nspec:\n  chart:\n    spec:\n      chart: web\n      version: %VERSION\n  values:\n    image:\n      repository: ghcr.io/acme/web\n      tag: %TAG\n",
    },
    Shape {
        path: PATHS[3],
        text: "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      initContainers:\n        - { name: wait, image: %REF }\n      containers:\n        - name: web\n          image: %REF\n        - image: %REF\n          name: proxy\n",
    },
    Shape {
        path: PATHS[3],
        text: "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: web\nspec:\n  source:\n    repoURL: https://charts.example.com\n    chart: web\n    targetRevision: %VERSION\n",
    },
    Shape { path: PATHS[4], text: "kustomize:\n  images:\n    - %REF\n    - old=%REF\n" },
    Shape {
        path: PATHS[5],
        text: "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Pod\",\n  \"spec\": { \"containers\": [{ \"name\": \"a\", \"image\": \"%REF\" }] }\n}\n",
    },
];

const SLOTS: [(&str, &[&str]); 4] = [
    ("%REF", &["ghcr.io/acme/web:v1.2.3", "host:5000/web:1.0", "redis:7", "web:1@sha256:0a"]),
    ("%TAG", &["v1.2.3", "sha-1a2b3c4", "staging-v2", "1.2"]),
    ("%VERSION", &["1.2.3", "0.1.0-rc.1", "1.0.0+b5"]),
    (
        "%URL",
        &["https://github.com/acme/web//config?ref=v1.2.3", "github.com/acme/web?timeout=9&ref=1a2b3c4"],
    ),
];

pub(crate) fn file() -> impl Strategy<Value = File> {
    let written = vec((0..12_usize, 0..3_usize), 8);
    let form = (any::<bool>(), any::<bool>(), any::<bool>());
    (0..SHAPES.len(), written, form, 0..7_usize).prop_map(|(at, written, (crlf, closed, bom), comments)| {
        let (mut text, pins) = filled(&SHAPES[at], &written);
        let is_json = SHAPES[at].path == PATHS[5];
        if !is_json {
            text = commented(&text, comments);
        }
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        if !closed {
            text.truncate(text.trim_end().len());
        }
        let bom = if bom && !is_json { "\u{feff}" } else { "" };
        File { path: SHAPES[at].path, text: format!("{bom}{text}"), pins }
    })
}

/// The shape with its slots filled, and how many they were.
fn filled(shape: &Shape, written: &[(usize, usize)]) -> (String, usize) {
    let (mut text, mut pins) = (shape.text.to_owned(), 0);
    let mut written = written.iter().cycle();
    for (slot, values) in SLOTS {
        while text.contains(slot) {
            let (value, quotes) = written.next().copied().unwrap_or_default();
            let value = values[value % values.len()];
            let is_whole = text.contains(&format!(" {slot}"));
            let number = value.parse::<f64>().is_ok();
            let value = match quotes {
                1 if is_whole => format!("'{value}'"),
                0 if !number || !is_whole => value.to_owned(),
                _ if is_whole => format!("\"{value}\""),
                _ => value.to_owned(),
            };
            text = text.replacen(slot, &value, 1);
            pins += 1;
        }
    }
    (text, pins)
}

fn commented(text: &str, comments: usize) -> String {
    let comment = |at: usize| match (at + comments) % 5 {
        0 => " # c: [é]",
        1 => "   #",
        _ => "",
    };
    text.lines().enumerate().map(|(at, line)| format!("{line}{}\n", comment(at))).collect()
}

/// Bytes out of place.
#[derive(Debug, Clone)]
pub(crate) enum Scar {
    Put(&'static str),
    Drop(usize),
}

impl Scar {
    pub(crate) fn cut(&self, text: &mut String, at: usize) {
        match self {
            Self::Put(bytes) => text.insert_str(at, bytes),
            Self::Drop(count) => {
                let end = text[at..].char_indices().nth(*count).map_or(text.len(), |(more, _)| at + more);
                text.replace_range(at..end, "");
            }
        }
    }
}

const PUT: [&str; 24] = [
    "\n", "\r", "\t", " ", "  ", ":", ": ", "- ", "#", " #", "\"", "'", "{", "}", "[", "]", "&x ", "*x",
    "<<: *x\n", "!!str ", "|\n", "---\n", "{{ x }}", "\u{feff}",
];

pub(crate) fn scar() -> impl Strategy<Value = Scar> {
    prop_oneof![select(&PUT[..]).prop_map(Scar::Put), (1..9_usize).prop_map(Scar::Drop)]
}
