//! The keys of an entry of `.hoist/holds.yaml`.

use super::{ENVIRONMENT, ENVIRONMENTS, Key, Leaf, Shape, TEXT};

pub(super) static HOLDS: Shape = Shape::List(&Shape::Keys(&[
    Key::new("app", Shape::Leaf(Leaf::Apps), "", "the app that is held, or a glob").required(),
    Key::new("version", Shape::Leaf(Leaf::Version), "all", "the version that is held, bare"),
    Key::new("environments", Shape::Either(&[ENVIRONMENT, ENVIRONMENTS]), "", "where it is kept out of")
        .required(),
    Key::new("from", Shape::Leaf(Leaf::Time), "at once", "when the hold begins"),
    Key::new("until", Shape::Leaf(Leaf::Time), "until it is taken away", "when the hold ends"),
    Key::new("reason", TEXT, "", "why: it is told wherever the hold holds something").required(),
]));
