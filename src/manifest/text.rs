//! `text:` a version in any text file, found by the text around it.

use super::form::{Form, Parts};
use super::slot::Edit;
use super::source::no_nul;
use super::spot::{agree, wanted};
use super::{Error, Fill, Want};
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, PinKind, PinName, SelectorName, Written};
use crate::model::text::Position;
use crate::model::wanted::Wish;
use std::ops::Range;

/// The text around one `{version}`. All of it is meant literally, and it must fit in just one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// As it is written in hoist.yaml: what the pin is called in every environment.
    pub pattern: String,
    before: String,
    after: String,
}

const VERSION: &str = "{version}";

/// How long a version may be, and a line that is shown.
const LONGEST: usize = 512;

/// What may stand behind a version where the pattern ends with it.
const ENDS: [char; 13] = ['"', '\'', '`', ',', ';', ')', ']', '}', '>', '<', '|', '&', '\\'];

impl Text {
    pub fn new(pattern: &str) -> Self {
        let (before, after) = pattern.split_once(VERSION).unwrap_or((pattern, ""));
        Self { pattern: pattern.to_owned(), before: before.to_owned(), after: after.to_owned() }
    }

    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self { pattern: self.pattern.clone(), before: fill(&self.before), after: fill(&self.after) }
    }

    pub(super) fn pins(&self, path: &RepoPath, entry: usize, text: &str) -> Result<Vec<Pin>, Error> {
        let found = self.only(path, text)?;
        let at = Position::of(path.as_str(), text, found.start);
        let written = |text| Written { text, at: at.clone(), key: self.pattern.clone() };
        let Parts { version, digest } = parts(text, found);
        Ok(vec![Pin {
            name: PinName { kind: PinKind::Key, name: self.pattern.clone(), entry },
            selector: SelectorName::Text,
            file: path.clone(),
            version: version.map(written),
            digest: digest.map(written),
            new_name: None,
            automation: None,
        }])
    }

    /// Tag and digest are one text: both are written, or none.
    pub(super) fn edits(&self, path: &RepoPath, text: &str, want: &Want<'_>) -> Result<Vec<Edit>, Error> {
        let found = self.only(path, text)?;
        let at = || Position::of(path.as_str(), text, found.start);
        if want.kind != PinKind::Key || want.name != self.pattern {
            return Err(Error::NotFound { at: at(), what: want.name.to_owned(), near: None });
        }
        let now = parts(text, found.clone());
        not_stale(&at, want, &now)?;
        let value = value(at, want, &now)?;
        if text.get(found.clone()) == Some(value.as_str()) {
            return Ok(Vec::new());
        }
        // A digest that the pattern itself spells out would stay behind.
        if self.after.starts_with('@') {
            return Err(Error::DigestPins { at: at() });
        }
        let edit = Edit::matched(found.clone(), &value, self);
        let after = [&text[..found.start], &value, &text[found.end..]].concat();
        if !self.finds(&after, found.start, &value) {
            let why = "the pattern would not find it again";
            return Err(Error::BadValue { at: at(), value, why });
        }
        Ok(vec![edit])
    }

    /// The pattern fits in one place, which is this one, and just this stands there.
    pub(super) fn finds(&self, text: &str, start: usize, reads: &str) -> bool {
        let mut all = self.matches(text);
        all.next().is_some_and(|found| found.start == start && text.get(found) == Some(reads))
            && all.next().is_none()
    }

    fn only(&self, path: &RepoPath, text: &str) -> Result<Range<usize>, Error> {
        no_nul(path, text)?;
        let at = |byte| Position::of(path.as_str(), text, byte);
        let mut all = self.matches(text);
        match (all.next(), all.next()) {
            (Some(one), None) => Ok(one),
            (Some(first), Some(second)) => Err(Error::FitsTwice {
                at: at(second.start),
                pattern: self.pattern.clone(),
                first: at(first.start).line,
            }),
            (None, _) => {
                let place = self.nearest(text).unwrap_or(0);
                Err(Error::NotFound { at: at(place), what: self.pattern.clone(), near: None })
            }
        }
    }

    /// The versions of all places where the pattern fits.
    fn matches<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let at = from + text.get(from..)?.find(&self.before)?;
                from = at + text.get(at..)?.chars().next()?.len_utf8();
                if let Some(version) = self.version(text, at + self.before.len()) {
                    return Some(version);
                }
            }
        })
    }

    /// The version that begins at a byte, if the pattern fits around it.
    fn version(&self, text: &str, start: usize) -> Option<Range<usize>> {
        let rest = text.get(start..)?;
        let is_inside = self.before.is_empty() && text.get(..start)?.ends_with(is_of_version);
        if is_inside || !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        let run = rest.chars().take(LONGEST + 1).take_while(|c| is_of_version(*c)).count();
        let length = if self.after.is_empty() { whole(rest, run) } else { self.up_to_after(rest, run) };
        length.filter(|length| *length > 0).map(|length| start..start + length)
    }

    /// A version ends where the pattern's own text goes on for the first time.
    fn up_to_after(&self, rest: &str, run: usize) -> Option<usize> {
        let reach = rest.get(..run + self.after.len()).unwrap_or(rest);
        reach.find(&self.after).filter(|at| *at <= run)
    }

    /// Where at least half of what stands before the version is. What is there isn't shown: a line of a text file may
    /// hold what nobody should read.
    fn nearest(&self, text: &str) -> Option<usize> {
        let ends = self.before.char_indices().map(|(at, c)| at + c.len_utf8()).rev();
        let parts =
            ends.take_while(|end| end * 2 >= self.before.len()).filter_map(|end| self.before.get(..end));
        parts.filter(|part| part.len() > 2).find_map(|part| text.find(part))
    }
}

fn not_stale(at: &impl Fn() -> Position, want: &Want<'_>, now: &Parts) -> Result<(), Error> {
    let (Wish::Set(new), Some(from)) = (&want.version, want.from) else { return Ok(()) };
    let found = now.version.clone().unwrap_or_default();
    if [from, new.as_str()].contains(&found.as_str()) {
        return Ok(());
    }
    Err(Error::Stale { at: at(), found, expected: from.to_owned() })
}

/// The text that should stand there. A version that brings its digest along comes in the place of both.
fn value(at: impl Fn() -> Position, want: &Want<'_>, now: &Parts) -> Result<String, Error> {
    if let (Wish::Set(whole), Wish::Leave) = (&want.version, &want.digest)
        && Form::Tag.read(whole.as_str()).digest.is_some()
    {
        return Ok(whole.as_str().to_owned());
    }
    agree(at, want, now)?;
    Ok(Form::Tag.write("", &wanted(now, want)).unwrap_or_default())
}

/// The version and the digest of what was found.
fn parts(text: &str, found: Range<usize>) -> Parts {
    Form::Tag.read(text.get(found).unwrap_or_default())
}

/// Where nothing comes after it, a version is all up to a blank, a quote or a bracket; the dot or colon of a sentence
/// isn't a part of it.
fn whole(rest: &str, run: usize) -> Option<usize> {
    if run > LONGEST {
        return None;
    }
    let ends = rest.get(run..)?.chars().next().is_none_or(|c| c.is_whitespace() || ENDS.contains(&c));
    ends.then(|| rest.get(..run).unwrap_or_default().trim_end_matches(['.', ':']).len())
}

fn is_of_version(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._-+:@/".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
        Text::new(pattern).matches(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn a_version_ends_where_the_pattern_or_the_word_does() {
        let cases: [(&str, &str, &[&str]); 19] = [
            ("{version}v1", "v1", &[]),
            ("api:{version}", "FROM example.com/api:v1.2.3 AS run\n", &["v1.2.3"]),
            ("\"x:{version}\"", "image: \"x:v1\"", &["v1"]),
            ("X={version}", "X=v1@sha256:ab\n", &["v1@sha256:ab"]),
            ("X={version}", "X=v1\r\n", &["v1"]),
            ("X={version}", "X=${TAG}", &[]),
            ("X={version}", "X=v1$Y X=-v1 X=é X=v1é X=", &[]),
            ("api:{version}-alpine", "api:1.2-rc.1-alpine3", &["1.2-rc.1"]),
            ("/{version}/", "https://x/v1/y", &["x", "v1"]),
            ("a.c={version}", "abc=1 a.c=2", &["2"]),
            ("{version}", "\u{feff}v1.2.3\n", &["v1.2.3"]),
            ("{version}", "v1 (v2)", &["v1", "v2"]),
            ("==={version}", "====v1", &["v1"]),
            ("runs {version}", "It runs v1.2.3. Or: it runs v2:\n", &["v1.2.3", "v2"]),
            ("versión «{version}»", "versión «v1»", &["v1"]),
            ("x:{version}é", "x:v1é", &["v1"]),
            ("t: {version}", "t: v1,t: v2;t: v3)", &["v1", "v2", "v3"]),
            ("x:{version}", "x:", &[]),
            ("x{version}", "x:v1", &[]),
        ];
        for (pattern, text, versions) in cases {
            assert_eq!(found(pattern, text), versions, "{pattern} in {text:?}");
        }
    }

    #[test]
    fn a_long_text_is_no_version_and_takes_no_time() {
        let long = "x".repeat(1 << 12) + "$";
        assert!(found("x{version}", &long).is_empty() && found("x{version}-", &long).is_empty());
        let path = RepoPath::new("a.js").unwrap();
        assert_eq!(Text::new("y={version}").pins(&path, 0, &long).unwrap_err().code(), "not-found");
    }

    #[test]
    fn names_are_filled_around_the_version_and_the_name_stays() {
        let text = Text::new("{env}/api:{version} {env}").filled(&|text| text.replace("{env}", "{version}"));
        assert_eq!((text.before.as_str(), text.after.as_str()), ("{version}/api:", " {version}"));
        assert_eq!(text.pattern, "{env}/api:{version} {env}");
    }
}
