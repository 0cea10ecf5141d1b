//! Checks a whole file against the description: everything that is wrong, not just the first.

use super::holds::HOLDS;
use super::top::HOIST;
use super::{Key, Leaf, Selector, Shape, Word};
use crate::config::problem::{Faults, or};
use crate::config::value::{self, Kind, Value};
use crate::model::text::nearest;

pub(in crate::config) fn check(root: &Value, faults: &mut Faults) {
    Checker { faults, is_refused: false }.value(root, &HOIST);
}

/// The same for a file of holds.
pub(in crate::config) fn check_holds(root: &Value, faults: &mut Faults) {
    Checker { faults, is_refused: false }.value(root, &HOLDS);
}

struct Checker<'f> {
    faults: &'f mut Faults,
    /// A key above is not yet built: one word about that is enough.
    is_refused: bool,
}

impl Checker<'_> {
    fn value(&mut self, value: &Value, shape: &'static Shape) {
        match (shape, &value.kind) {
            (Shape::Reserved, _) | (_, Kind::Broken) => {}
            (Shape::Either(shapes), _) => match shapes.iter().find(|shape| fits(shape, value)) {
                Some(shape) => self.value(value, shape),
                None => self.wrong(value, shape),
            },
            (Shape::Leaf(leaf), Kind::Text { text, is_plain }) => self.leaf(value.at, *leaf, text, *is_plain),
            (Shape::Words(words), Kind::Text { text, .. }) => self.word(value.at, words, text),
            (Shape::List(inner), Kind::List(items)) => items.iter().for_each(|item| self.value(item, inner)),
            (Shape::Keys(keys), Kind::Map(_)) => self.keys(value, &keys.iter().collect::<Vec<_>>()),
            (Shape::Names(leaf, inner), Kind::Map(pairs)) => {
                for (key, value) in pairs {
                    self.leaf(key.at, *leaf, &key.name, false);
                    self.value(value, inner);
                }
            }
            (Shape::Selector(selectors), Kind::Map(pairs)) => self.selector(value, pairs, selectors),
            (
                Shape::Leaf(_)
                | Shape::Words(_)
                | Shape::List(_)
                | Shape::Keys(_)
                | Shape::Names(..)
                | Shape::Selector(_),
                Kind::Nothing | Kind::Text { .. } | Kind::List(_) | Kind::Map(_),
            ) => self.wrong(value, shape),
        }
    }

    fn wrong(&mut self, value: &Value, shape: &Shape) {
        self.faults.add(value.at, format!("found {}, expected {}", found(value), expected(shape)));
    }

    fn leaf(&mut self, at: usize, leaf: Leaf, text: &str, is_plain: bool) {
        if let Some(why) = leaf.refusal(text, is_plain) {
            self.faults.add(at, why);
        }
    }

    fn word(&mut self, at: usize, words: &[Word], text: &str) {
        match words.iter().find(|word| word.name == text) {
            Some(word) if word.is_built || self.is_refused => {}
            Some(word) => self.faults.not_yet(at, word.name),
            None => {
                let known: Vec<_> = words.iter().map(|word| word.name).collect();
                self.faults.unknown(at, &format!("unknown word `{text}`"), &known);
            }
        }
    }

    fn keys(&mut self, map: &Value, keys: &[&'static Key]) {
        for (found, value) in map.pairs() {
            match keys.iter().find(|key| key.name == found.name) {
                Some(key) => self.key(found.at, value, key),
                None => {
                    let known: Vec<_> = keys.iter().map(|key| key.name).collect();
                    self.faults.unknown(found.at, &format!("unknown key `{}`", found.name), &known);
                }
            }
        }
        for key in keys.iter().filter(|key| key.is_required && map.get(key.name).is_none()) {
            self.faults.add(map.at, format!("`{}` is missing here: {}", key.name, key.meaning));
        }
    }

    fn key(&mut self, at: usize, value: &Value, key: &'static Key) {
        let above = self.is_refused;
        if !key.is_built && !above {
            self.faults.not_yet(at, key.name);
        }
        self.is_refused |= !key.is_built;
        self.value(value, &key.shape);
        self.is_refused = above;
    }

    /// A map has the key of one selector; what goes beside it depends on which.
    fn selector(&mut self, map: &Value, pairs: &[(value::Key, Value)], selectors: &'static [Selector]) {
        let known: Vec<_> = selectors.iter().map(|selector| selector.key.name).collect();
        let named = |key: &value::Key| selectors.iter().find(|selector| selector.key.name == key.name);
        // `name:` and the like stand beside a selector: it is told by its own key, whatever comes first.
        let mut own = pairs.iter().filter_map(|(key, _)| Some((key, named(key)?)));
        match (own.next(), own.next()) {
            (None, _) => self.no_selector(map, pairs, &known),
            (Some((first, _)), Some((second, _))) => {
                let (first, name) = (&first.name, &second.name);
                self.faults.add(second.at, format!("`{name}` beside `{first}`: each entry has one selector"));
            }
            (Some((_, selector)), None) => {
                let keys: Vec<_> = std::iter::once(&selector.key).chain(selector.beside).collect();
                self.keys(map, &keys);
            }
        }
    }

    fn no_selector(&mut self, map: &Value, pairs: &[(value::Key, Value)], known: &[&str]) {
        let is_near = |key: &&value::Key| nearest(&key.name, known.iter().copied()).is_some();
        match pairs.iter().map(|(key, _)| key).find(is_near) {
            Some(key) => self.faults.unknown(key.at, &format!("unknown key `{}`", key.name), known),
            None => self.faults.add(map.at, format!("found no selector, expected one of {}", or(known))),
        }
    }
}

/// Whether it is of the right kind; what is in it is another question.
fn fits(shape: &Shape, value: &Value) -> bool {
    match shape {
        Shape::Leaf(_) | Shape::Words(_) => matches!(value.kind, Kind::Text { .. }),
        Shape::List(_) => matches!(value.kind, Kind::List(_)),
        Shape::Keys(_) | Shape::Names(..) | Shape::Selector(_) => matches!(value.kind, Kind::Map(_)),
        Shape::Either(shapes) => shapes.iter().any(|shape| fits(shape, value)),
        Shape::Reserved => true,
    }
}

fn found(value: &Value) -> &'static str {
    match value.kind {
        Kind::Nothing => "nothing",
        Kind::Text { .. } => "a text",
        Kind::List(_) => "a list",
        Kind::Map(_) => "a map",
        Kind::Broken => "something broken",
    }
}

fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Leaf(leaf) => leaf.expected().to_owned(),
        Shape::Words(words) => or(&words.iter().map(|word| word.name).collect::<Vec<_>>()),
        Shape::List(_) => "a list".to_owned(),
        Shape::Keys(_) | Shape::Names(..) => "a map".to_owned(),
        Shape::Selector(_) => "a map with a selector".to_owned(),
        Shape::Either(shapes) => shapes.iter().map(expected).collect::<Vec<_>>().join(", or "),
        Shape::Reserved => "nothing yet".to_owned(),
    }
}
