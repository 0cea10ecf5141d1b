//! Places in texts, and texts made safe to show.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A place in a file, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    pub file: String,
    pub line: usize,
    pub column: usize,
}

impl Position {
    /// The place of a byte of `text`.
    pub fn of(file: &str, text: &str, byte: usize) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Line breaks and other control characters as visible escapes: what comes from outside stays on its line.
pub fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| {
            let hidden = c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
            let escaped: Box<dyn Iterator<Item = char>> =
                if hidden { Box::new(c.escape_default()) } else { Box::new(std::iter::once(c)) };
            escaped
        })
        .collect()
}

/// The candidate nearest to what was typed, if it is near enough to be meant; else the one that it begins.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<_> = known.into_iter().collect();
    misspelt(typed, &known).or_else(|| cut_short(typed, &known))
}

fn misspelt<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = typed.to_lowercase();
    let near = |name: &'a str| {
        let most = 1 + name.chars().count().max(typed.chars().count()) / 4;
        let name_lower = name.to_lowercase();
        let is_far = lacks(&lower, &name_lower) > most || lacks(&name_lower, &lower) > most;
        let distance = (!is_far).then(|| strsim::damerau_levenshtein(&lower, &name_lower))?;
        (distance <= most).then_some((distance, name))
    };
    let nearest = known.iter().filter_map(|name| near(name)).min_by_key(|(distance, _)| *distance);
    nearest.map(|(_, name)| name)
}

/// How many letters of one the other doesn't have: each is a mistake at least, and this is quickly told.
fn lacks(one: &str, other: &str) -> usize {
    let mut rest: Vec<_> = other.chars().collect();
    let is_missing = |letter: &char| match rest.iter().position(|one| one == letter) {
        Some(at) => {
            rest.swap_remove(at);
            false
        }
        None => true,
    };
    one.chars().filter(is_missing).count()
}

/// `prod` for production, where nothing else begins so.
fn cut_short<'a>(typed: &str, known: &[&'a str]) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let mut begun = known.iter().filter(|name| name.to_lowercase().starts_with(&typed));
    match (begun.next(), begun.next()) {
        (Some(name), None) if typed.len() > 2 => Some(name),
        _ => None,
    }
}

/// A text as one word of a command line.
pub fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/:@+".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Names in backticks, by comma.
pub fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{}`", visible(name))).collect::<Vec<_>>().join(", ")
}

/// `did you mean …? ` for those of the names that are near to a known one; else nothing.
pub fn meant(typed: &[String], known: &[String]) -> String {
    let near = |name: &String| nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
    let near: Vec<_> = typed.iter().filter_map(near).collect();
    if near.is_empty() { String::new() } else { format!("did you mean {}? ", quoted(&near)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_counts_characters_from_one() {
        let text = "a: é\r\nb: x\n";
        let place = |byte| Position::of("f", text, byte).to_string();
        assert_eq!(
            (place(0), place(3), place(text.find('x').unwrap())),
            ("f:1:1".into(), "f:1:4".into(), "f:2:4".into())
        );
    }

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(visible("a\nb\u{1b}[0m\u{202e}é"), "a\\nb\\u{1b}[0m\\u{202e}é");
    }

    #[test]
    fn a_shell_takes_any_text_as_one_word() {
        for (text, word) in [
            ("web-app", "web-app"),
            ("team/web", "team/web"),
            ("", "''"),
            ("`x`", "'`x`'"),
            ("a|b $(c)", "'a|b $(c)'"),
            ("it's", "'it'\\''s'"),
        ] {
            assert_eq!(shell_word(text), word);
        }
    }

    #[test]
    fn the_nearest_name_is_near() {
        let known = ["production", "staging", "dev"];
        assert_eq!(nearest("prodution", known), Some("production"));
        assert_eq!(nearest("Staging", known), Some("staging"));
        assert_eq!(nearest("prod", known), Some("production"));
        assert_eq!(nearest("pro", ["prod-eu-west", "prod-us-west"]), None);
        assert_eq!(nearest("qa", known), None);
    }
}
