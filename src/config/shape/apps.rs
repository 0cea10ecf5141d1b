//! The keys of apps.

use super::selectors::SELECTORS;
use super::{Key, Leaf, Shape, TEXT, Word};

pub(super) const APPS: Shape =
    Shape::Either(&[PATTERN, Shape::List(&Shape::Either(&[PATTERN, Shape::Keys(&KEYS)]))]);

const PATTERN: Shape = Shape::Leaf(Leaf::Pattern);

const KEYS: [Key; 5] = [
    Key::new(
        "name",
        Shape::Leaf(Leaf::App),
        "{app}, else its one image, else the folder",
        "what the app is called",
    ),
    Key::new("path", PATTERN, "none", "its folder or file in each environment"),
    Key::new("lead", TEXT, "the image named like the app, else the only one", "whose version is the app's"),
    Key::new(
        "heldBy",
        Shape::Names(Leaf::KeyPath, &Shape::Leaf(Leaf::Scalar)),
        "{}",
        "held where the source's file says so",
    ),
    Key::new("pins", Shape::List(&PIN), "[images, charts, revisions]", "which versions move"),
];

const PIN: Shape = Shape::Either(&[Shape::Words(&KINDS), Shape::Selector(&SELECTORS)]);

const KINDS: [Word; 3] = [Word::now("images"), Word::now("charts"), Word::now("revisions")];
