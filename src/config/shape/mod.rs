//! The one description of hoist.yaml: every key with its type, its default and its meaning. The checker, the
//! JSON schema and a test of the documentation come from it.

mod apps;
mod check;
mod environments;
mod gates;
mod holds;
mod leaf;
mod schema;
mod selectors;
mod top;

pub(super) use check::{check, check_holds};
pub(super) use leaf::Leaf;
pub use schema::schema;

/// What may stand in one place.
#[derive(Debug)]
enum Shape {
    /// A text, a number, a yes or no.
    Leaf(Leaf),
    Words(&'static [Word]),
    List(&'static Self),
    /// A map with known keys.
    Keys(&'static [Key]),
    /// A map with names of the team's own.
    Names(Leaf, &'static Self),
    /// A map with the key of one selector.
    Selector(&'static [Selector]),
    /// One of several, told apart by whether it is a text, a list or a map.
    Either(&'static [Self]),
    /// A name that is kept free.
    Reserved,
}

/// A key of a map.
#[derive(Debug)]
struct Key {
    name: &'static str,
    shape: Shape,
    /// Empty where the meaning says it.
    default: &'static str,
    meaning: &'static str,
    is_required: bool,
    is_built: bool,
}

/// One word of a few.
#[derive(Debug)]
struct Word {
    name: &'static str,
    is_built: bool,
}

/// A kind of file that holds pins: its own key, and those beside it.
#[derive(Debug)]
struct Selector {
    key: Key,
    beside: &'static [Key],
}

impl Key {
    const fn new(name: &'static str, shape: Shape, default: &'static str, meaning: &'static str) -> Self {
        Self { name, shape, default, meaning, is_required: false, is_built: true }
    }

    const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// Checked, and then refused.
    const fn later(self) -> Self {
        Self { is_built: false, ..self }
    }
}

impl Word {
    const fn now(name: &'static str) -> Self {
        Self { name, is_built: true }
    }

    const fn later(name: &'static str) -> Self {
        Self { name, is_built: false }
    }
}

const TEXT: Shape = Shape::Leaf(Leaf::Text);
const BOOL: Shape = Shape::Leaf(Leaf::Bool);
const NUMBER: Shape = Shape::Leaf(Leaf::Number);
const TEXTS: Shape = Shape::List(&TEXT);
const TEXT_OR_TEXTS: Shape = Shape::Either(&[TEXT, TEXTS]);
const ENVIRONMENT: Shape = Shape::Leaf(Leaf::Environment);
const ENVIRONMENTS: Shape = Shape::List(&ENVIRONMENT);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn keys_of(shape: &'static Shape, keys: &mut Vec<&'static Key>) {
        match shape {
            Shape::Leaf(_) | Shape::Words(_) | Shape::Reserved => {}
            Shape::List(inner) | Shape::Names(_, inner) => keys_of(inner, keys),
            Shape::Either(shapes) => shapes.iter().for_each(|shape| keys_of(shape, keys)),
            Shape::Keys(found) => found.iter().for_each(|key| add(key, keys)),
            Shape::Selector(selectors) => {
                for selector in *selectors {
                    add(&selector.key, keys);
                    selector.beside.iter().for_each(|key| add(key, keys));
                }
            }
        }
    }

    fn add(key: &'static Key, keys: &mut Vec<&'static Key>) {
        keys.push(key);
        keys_of(&key.shape, keys);
    }

    const PAGE: &str = include_str!("../../../docs/configuration.md");

    #[test]
    fn every_example_of_the_documentation_is_read() {
        let examples = PAGE.split("```yaml hoist.yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
        let read: Vec<_> =
            examples.map(|example| Config::parse("docs", example).map_err(|e| e.to_string())).collect();
        assert!(read.len() > 4 && read.iter().all(Result::is_ok), "{read:#?}");
    }

    #[test]
    fn the_documentation_names_every_key() {
        let mut keys = Vec::new();
        keys_of(&top::HOIST, &mut keys);
        assert!(keys.len() > 90, "{}", keys.len());
        for key in keys {
            assert!(
                PAGE.contains(&format!("`{}`", key.name)),
                "docs/configuration.md doesn't have `{}`",
                key.name
            );
            assert!(!key.meaning.is_empty(), "`{}` has no meaning", key.name);
        }
    }
}
