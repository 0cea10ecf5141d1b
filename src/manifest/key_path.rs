//! The way to a value: `a.b`, `a[0]`, `a[name=x]`, `"a.b/c".d`.

use super::Fill;
use std::fmt;

/// A key path, with the text that it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPath {
    text: String,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key of a map.
    Key(String),
    /// An item of a list, counted from 0.
    Index(usize),
    /// The one item of a list whose `key` has this text.
    Item { key: String, value: String },
}

/// Why a text is no key path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no key path: {why}")]
pub struct BadKeyPath {
    text: String,
    why: &'static str,
}

impl KeyPath {
    /// A path as people write it.
    pub fn parse(text: &str) -> Result<Self, BadKeyPath> {
        let mut steps = Vec::new();
        let mut rest = Rest(text);
        loop {
            let step =
                rest.step(steps.is_empty()).map_err(|why| BadKeyPath { text: text.to_owned(), why })?;
            steps.push(step);
            if rest.0.is_empty() {
                return Ok(Self { text: text.to_owned(), steps });
            }
        }
    }

    /// A path of its steps, known by the text that people would write. No steps: the document itself.
    pub fn of(steps: Vec<Step>) -> Self {
        let text = steps.iter().map(Step::to_string).collect::<String>();
        Self { text: text.trim_start_matches('.').to_owned(), steps }
    }

    /// With what names stand for put into its steps. What it is known by stays as it was written.
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        let step = |step: &Step| match step {
            Step::Key(key) => Step::Key(fill(key)),
            Step::Index(index) => Step::Index(*index),
            Step::Item { key, value } => Step::Item { key: fill(key), value: fill(value) },
        };
        Self { text: self.text.clone(), steps: self.steps.iter().map(step).collect() }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// What is not read yet.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn step(&mut self, first: bool) -> Result<Step, &'static str> {
        if self.skip('[') {
            let step = self.in_brackets()?;
            return if self.skip(']') { Ok(step) } else { Err("a `[` is not closed") };
        }
        if !first && !self.skip('.') {
            return Err("`.` or `[` comes after a `]` or a `\"`");
        }
        self.word(&['.', '[', ']']).map(Step::Key)
    }

    fn in_brackets(&mut self) -> Result<Step, &'static str> {
        let word = self.word(&['=', ']'])?;
        if self.skip('=') {
            return Ok(Step::Item { key: word, value: self.word(&[']'])? });
        }
        word.parse().map(Step::Index).ok().ok_or("in brackets stands a number, or `key=value`")
    }

    fn word(&mut self, ends: &[char]) -> Result<String, &'static str> {
        if self.skip('"') {
            return self.quoted();
        }
        let end = self.0.find(ends).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        match word {
            "" => Err("a key is missing"),
            word if word.contains('"') => Err("quotes stand around a whole key"),
            word => Ok(word.to_owned()),
        }
    }

    fn quoted(&mut self) -> Result<String, &'static str> {
        let mut word = String::new();
        let mut chars = self.0.chars();
        loop {
            match chars.next().ok_or("a `\"` is not closed")? {
                '"' => break,
                '\\' => word.push(chars.next().ok_or("a `\"` is not closed")?),
                c => word.push(c),
            }
        }
        self.0 = chars.as_str();
        Ok(word)
    }

    fn skip(&mut self, c: char) -> bool {
        let rest = self.0.strip_prefix(c);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, ".{}", quote(key)),
            Self::Index(index) => write!(f, "[{index}]"),
            Self::Item { key, value } => write!(f, "[{}={}]", quote(key), quote(value)),
        }
    }
}

fn quote(word: &str) -> String {
    if word.is_empty() || word.contains(['.', '[', ']', '"', '=', '\\']) {
        return format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""));
    }
    word.to_owned()
}

impl fmt::Display for KeyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Step {
        Step::Key(text.to_owned())
    }

    fn item(key: &str, value: &str) -> Step {
        Step::Item { key: key.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn a_path_is_its_steps() {
        let cases = [
            ("a.b", vec![key("a"), key("b")]),
            ("a[0].b", vec![key("a"), Step::Index(0), key("b")]),
            ("[2][3]", vec![Step::Index(2), Step::Index(3)]),
            ("a[name=ghcr.io/x].tag", vec![key("a"), item("name", "ghcr.io/x"), key("tag")]),
            ("\"a.b/c\".d", vec![key("a.b/c"), key("d")]),
            ("a[name=\"x]\\\"\"]", vec![key("a"), item("name", "x]\"")]),
            ("\"\".x-y z", vec![key(""), key("x-y z")]),
        ];
        for (text, steps) in cases {
            let path = KeyPath::parse(text).unwrap();
            assert_eq!((path.as_str(), path.steps()), (text, steps.as_slice()));
            assert_eq!(KeyPath::parse(KeyPath::of(steps.clone()).as_str()).unwrap().steps(), steps);
        }
    }

    #[test]
    fn what_is_no_path_is_told_why() {
        let bad = [
            "", ".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[-1]", "a[x=]", "a]b", "\"a", "\"a\"b",
            "a\"b", "a[0]b",
        ];
        for text in bad {
            assert!(KeyPath::parse(text).is_err(), "{text:?}");
        }
        assert_eq!(
            KeyPath::parse("a[x]").unwrap_err().to_string(),
            "\"a[x]\" is no key path: in brackets stands a number, or `key=value`"
        );
    }
}
