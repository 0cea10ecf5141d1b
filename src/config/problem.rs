//! What is wrong with a file of ours: everything at once, each with its place.

use crate::model::text::{Position, nearest, visible};
use crate::yaml::Places;
use std::fmt;

/// One thing to mend: what was found, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub at: Position,
    pub what: String,
}

/// All that is wrong with a configuration, in the order of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

/// Problems as they are found, by the byte.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<(usize, String)>);

impl Faults {
    pub(super) fn add(&mut self, at: usize, what: String) {
        self.0.push((at, what));
    }

    /// A word that means nothing where it stands.
    pub(super) fn unknown(&mut self, at: usize, what: &str, known: &[&str]) {
        let typed = what.split('`').nth(1).unwrap_or(what);
        let expected = match nearest(typed, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("expected {}", or(known)),
        };
        self.add(at, format!("{what}: {expected}"));
    }

    /// A key or a word that is known, and does nothing in this version.
    pub(super) fn not_yet(&mut self, at: usize, what: &str) {
        self.add(at, format!("`{what}` is not yet built: take it out, nothing is ignored"));
    }

    pub(super) fn settled<T>(mut self, file: &str, text: &str, value: T) -> Result<T, Problems> {
        if self.0.is_empty() {
            return Ok(value);
        }
        self.0.sort();
        self.0.dedup();
        let file = visible(file);
        let places = Places::new(&file, text);
        let problem = |(at, what): (usize, String)| Problem { at: places.of(at), what: visible(&what) };
        Err(Problems(self.0.into_iter().map(problem).collect()))
    }
}

/// `a`, `b` or `c`.
pub(super) fn or(words: &[&str]) -> String {
    let shown: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match shown.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}

impl Problems {
    pub fn hint(&self) -> Option<String> {
        Some("docs/configuration.md has every key; `hoist schema` prints them for an editor".to_owned())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.what)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.0.iter().enumerate() {
            let line = if at == 0 { "" } else { "\n" };
            write!(f, "{line}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
