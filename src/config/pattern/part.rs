//! The parts of a pattern: text, and names in braces.

use super::{BadPattern, Names};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Text(String),
    Name(String),
}

pub(super) fn parts(text: &str) -> Result<Vec<Part>, BadPattern> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(open);
        let Some((name, after)) = after.strip_prefix('{').and_then(|after| after.split_once('}')) else {
            return Err(BadPattern { why: "a brace has no partner" });
        };
        if !is_name(name) {
            return Err(BadPattern {
                why: "a name in braces has letters, digits, `-` and `_`, a letter first",
            });
        }
        if before.is_empty() && matches!(parts.last(), Some(Part::Name(_))) {
            return Err(BadPattern { why: "two names need some text between them" });
        }
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        parts.push(Part::Name(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    Ok(parts)
}

/// The first `{name}` of a text that is no path, with what stands before and after it. Other braces are text.
pub(super) fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(open) = text.get(from..)?.find('{') {
        let start = from + open + 1;
        if let Some((name, after)) = text.get(start..)?.split_once('}').filter(|(name, _)| is_name(name)) {
            return Some((text.get(..start - 1)?, name, after));
        }
        from = start;
    }
    None
}

/// The names in a text that is no path.
pub(in crate::config) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, name, after) = next_name(rest)?;
        rest = after;
        Some(name)
    })
}

pub(in crate::config) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// Checks that a path made of it can be one of the repository.
pub(super) fn check(text: &str) -> Result<(), BadPattern> {
    if text.chars().any(char::is_control) {
        return Err(BadPattern { why: "it has a control character" });
    }
    if text.contains('\\') {
        return Err(BadPattern { why: "its folders are told apart by `/`" });
    }
    for folder in text.split('/') {
        match folder {
            "" => return Err(BadPattern { why: "a folder between slashes is empty" }),
            "." | ".." => {
                return Err(BadPattern { why: "it has a `.` or `..`; a path from the root starts with `/`" });
            }
            folder if folder.eq_ignore_ascii_case(".git") => {
                return Err(BadPattern { why: "it is in `.git`" });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The parts with what is known put in. The value of a var may hold names itself.
pub(super) fn bound(parts: &[Part], names: &Names) -> Vec<Part> {
    let value = |name: &String| match names.get(name) {
        None => vec![Part::Name(name.clone())],
        Some(value) => match parts_of(value) {
            Some(inner) => inner.into_iter().map(|part| inner_value(part, names)).collect(),
            None => vec![Part::Text(value.clone())],
        },
    };
    parts
        .iter()
        .flat_map(|part| match part {
            Part::Text(_) => vec![part.clone()],
            Part::Name(name) => value(name),
        })
        .collect()
}

fn parts_of(value: &str) -> Option<Vec<Part>> {
    if value.contains('{') { parts(value).ok() } else { None }
}

fn inner_value(part: Part, names: &Names) -> Part {
    match part {
        Part::Name(name) => {
            names.get(&name).map_or(Part::Name(name.clone()), |value| Part::Text(value.clone()))
        }
        Part::Text(_) => part,
    }
}
