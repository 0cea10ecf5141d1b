//! The selectors of pins: one key each, and what goes beside it.

use super::{Key, Leaf, NUMBER, Selector, Shape, TEXT, TEXTS};

const PATH: Shape = Shape::Leaf(Leaf::Pattern);
const KEY_PATHS: Shape = Shape::List(&Shape::Leaf(Leaf::KeyPath));
const ANYTHING: Shape = Shape::Names(Leaf::Text, &Shape::Leaf(Leaf::Scalar));

const FORMAT: Key =
    Key::new("format", Shape::Leaf(Leaf::Format), "the environment's", "how versions are written there");
const DOCUMENT: Key = Key::new(
    "document",
    Shape::Keys(&DOCUMENTS),
    "the one that has the keys",
    "which document of the file is meant",
);
const KEYS: Key = Key::new("keys", KEY_PATHS, "", "where in the file: a.b, a[0], a[name=x] or \"a.b/c\".d");
const IMAGES: Key = Key::new("images", TEXTS, "all", "the images that are meant");

const DOCUMENTS: [Key; 4] = [
    Key::new("index", NUMBER, "", "its number, from 0"),
    Key::new("kind", TEXT, "", "the kind of the object in it"),
    Key::new("name", TEXT, "", "the name of the object in it"),
    Key::new("namespace", TEXT, "", "the namespace of the object in it"),
];

pub(super) static SELECTORS: [Selector; 11] = [
    Selector {
        key: Key::new("kustomize", PATH, "", "a kustomization: its file or folder"),
        beside: &[
            IMAGES,
            Key::new("refs", TEXTS, "all", "the remote bases that are meant"),
            Key::new("charts", TEXTS, "all", "the charts that are meant"),
            FORMAT,
            DOCUMENT,
        ],
    },
    Selector {
        key: Key::new("yaml", PATH, "", "any YAML file"),
        beside: &[KEYS.required(), FORMAT, DOCUMENT],
    },
    selector("application", PATH, "an Application of Argo CD", &[SOURCE, KEYS, FORMAT, DOCUMENT]),
    selector(
        "applicationset",
        PATH,
        "elements of an ApplicationSet",
        &[NAME, MATCH, KEYS.required(), FORMAT, DOCUMENT],
    ),
    selector("helmrelease", PATH, "a HelmRelease of Flux", &[KEYS, FORMAT, DOCUMENT]),
    selector("setters", PATH, "values with Flux's markers", &[POLICY, FORMAT, DOCUMENT]),
    selector("chart", PATH, "a Chart.yaml", &[DEPENDENCIES, FORMAT, DOCUMENT]),
    selector("manifests", PATH, "images of plain workloads", &[IMAGES, FORMAT, DOCUMENT]),
    selector("overrides", PATH, "a .argocd-source file", &[IMAGES, FORMAT, DOCUMENT]),
    selector("text", PATH, "any text file", &[PATTERN.required(), FORMAT]),
    selector("files", Shape::List(&PATH), "files that are copied whole", &[]),
];

const fn selector(
    name: &'static str,
    shape: Shape,
    meaning: &'static str,
    beside: &'static [Key],
) -> Selector {
    Selector { key: Key::new(name, shape, "", meaning), beside }
}

const SOURCE: Key = Key::new(
    "source",
    Shape::Either(&[NUMBER, ANYTHING]),
    "the only one",
    "which of several sources, by number or by its values",
);
const NAME: Key = Key::new("name", TEXT, "the only one", "the name of the ApplicationSet");
const MATCH: Key = Key::new("match", ANYTHING, "", "the values that an element has");
const POLICY: Key = Key::new("policy", TEXTS, "all", "the image policies that are meant, as namespace:name");
const DEPENDENCIES: Key = Key::new("dependencies", TEXTS, "all", "the dependencies that are meant");
const PATTERN: Key =
    Key::new("pattern", Shape::Leaf(Leaf::TextPattern), "", "the text around one {version}; it fits once");
