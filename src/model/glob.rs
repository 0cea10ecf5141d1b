//! Names with holes in them, as people know them from gitignore: `web-*`, `{eu,us}-prod`, `config/**`.

use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::Chars;

/// A pattern of names, or of paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    parts: Vec<Part>,
    /// Whether `*` and `?` stand for slashes too.
    across: bool,
}

/// Why a text is no glob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadGlob {
    #[error("a `[` isn't closed")]
    OpenClass,
    #[error("a `{{` isn't closed")]
    OpenChoice,
    #[error("a `}}` closes nothing")]
    Closed,
    #[error("nothing follows the `\\`")]
    Escape,
    #[error("`{0}-{1}` runs backwards")]
    Range(char, char),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    One(char),
    /// `?`
    Any,
    /// `*`
    Run,
    /// `[a-z]`, `[!a-z]`
    Class {
        not: bool,
        ranges: Vec<(char, char)>,
    },
    /// `{a,b}`
    Choice(Vec<Vec<Self>>),
    /// `**` alone, or what follows the slash of a `/**` at the end.
    All,
    /// `**/`, at the start or behind a slash: no folder, or some.
    Folders,
}

impl Glob {
    /// One whose `*` and `?` end at a slash.
    pub fn new(text: &str) -> Result<Self, BadGlob> {
        Ok(Self { parts: parts(text)?, across: false })
    }

    /// One whose `*` and `?` go on across slashes.
    pub fn across(text: &str) -> Result<Self, BadGlob> {
        Ok(Self { parts: parts(text)?, across: true })
    }

    /// Whether it fits a whole name. Each part is looked at once, however many ways there are.
    pub fn is_match(&self, name: &str) -> bool {
        let name: Vec<_> = name.chars().collect();
        self.ends(&self.parts, BTreeSet::from([0]), &name).contains(&name.len())
    }

    /// Where the parts may end, that begin in one of some places.
    fn ends(&self, parts: &[Part], starts: BTreeSet<usize>, name: &[char]) -> BTreeSet<usize> {
        parts
            .iter()
            .fold(starts, |starts, part| starts.iter().flat_map(|at| self.part(part, *at, name)).collect())
    }

    fn part(&self, part: &Part, at: usize, name: &[char]) -> Vec<usize> {
        let rest = name.get(at..).unwrap_or_default();
        let is_in = |c: &char| self.across || *c != '/';
        let next = |fits: bool| if fits { vec![at + 1] } else { Vec::new() };
        match part {
            Part::One(one) => next(rest.first() == Some(one)),
            Part::Any => next(rest.first().is_some_and(is_in)),
            Part::Class { not, ranges } => next(rest.first().is_some_and(|c| {
                is_in(c) && ranges.iter().any(|(from, to)| (from..=to).contains(&c)) != *not
            })),
            Part::Run => (at..=at + rest.iter().take_while(|c| is_in(c)).count()).collect(),
            Part::All => (at..=name.len()).collect(),
            Part::Folders => {
                let slashes = rest.iter().enumerate().filter(|(_, c)| **c == '/');
                std::iter::once(at).chain(slashes.map(|(more, _)| at + more + 1)).collect()
            }
            Part::Choice(all) => {
                all.iter().flat_map(|one| self.ends(one, BTreeSet::from([at]), name)).collect()
            }
        }
    }
}

fn parts(text: &str) -> Result<Vec<Part>, BadGlob> {
    let mut reader = Reader { rest: text.chars().peekable(), before: None };
    let parts = reader.sequence(0)?;
    match reader.rest.next() {
        None => Ok(parts),
        Some(_) => Err(BadGlob::Closed),
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    /// The character that was read last; none at the start.
    before: Option<char>,
}

/// More than anybody nests, and an end to hostile texts.
const DEEPEST: usize = 16;

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        self.before = self.rest.next();
        self.before
    }

    /// Up to the end of the text, or of one choice.
    fn sequence(&mut self, depth: usize) -> Result<Vec<Part>, BadGlob> {
        let mut parts = Vec::new();
        loop {
            let is_end =
                matches!(self.rest.peek(), None | Some('}')) || (depth > 0 && self.rest.peek() == Some(&','));
            if is_end {
                return Ok(parts);
            }
            let begins = matches!(self.before, None | Some('/'));
            match self.next() {
                Some('*') => parts.push(self.stars(begins)),
                Some('?') => parts.push(Part::Any),
                Some('[') => parts.push(self.class()?),
                Some('{') => parts.push(self.choice(depth + 1)?),
                Some('\\') => parts.push(Part::One(self.next().ok_or(BadGlob::Escape)?)),
                one => parts.extend(one.map(Part::One)),
            }
        }
    }

    fn stars(&mut self, begins: bool) -> Part {
        if self.rest.peek() != Some(&'*') {
            return Part::Run;
        }
        let mut ahead = self.rest.clone();
        ahead.next();
        match ahead.next() {
            None if begins => {
                self.next();
                Part::All
            }
            Some('/') if begins => {
                self.next();
                self.next();
                Part::Folders
            }
            Some(_) | None => Part::Run,
        }
    }

    fn class(&mut self) -> Result<Part, BadGlob> {
        let mut ranges: Vec<(char, char)> = Vec::new();
        let not = self.rest.next_if(|c| "!^".contains(*c)).is_some();
        loop {
            let from = self.next().ok_or(BadGlob::OpenClass)?;
            if from == ']' && !ranges.is_empty() {
                return Ok(Part::Class { not, ranges });
            }
            let mut ahead = self.rest.clone();
            match (ahead.next(), ahead.next()) {
                (Some('-'), Some(to)) if to != ']' => {
                    self.rest = ahead;
                    if to < from {
                        return Err(BadGlob::Range(from, to));
                    }
                    ranges.push((from, to));
                }
                _ => ranges.push((from, from)),
            }
        }
    }

    fn choice(&mut self, depth: usize) -> Result<Part, BadGlob> {
        let mut all = Vec::new();
        loop {
            if depth > DEEPEST {
                return Err(BadGlob::OpenChoice);
            }
            all.push(self.sequence(depth)?);
            match self.next() {
                Some('}') => return Ok(Part::Choice(all)),
                Some(_) => {}
                None => return Err(BadGlob::OpenChoice),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_fits_whole_names() {
        let cases = [
            ("web-*", "web-app", true),
            ("web-*", "my-web-app", false),
            ("*", "a/b", false),
            ("w?b", "web", true),
            ("w?b", "w/b", false),
            ("[a-c]x[!0-9]", "bxy", true),
            ("[a-c]x[!0-9]", "bx1", false),
            ("[]-]", "]", true),
            ("prod-{eu,us-{1,2}}", "prod-us-2", true),
            ("prod-{eu,us-{1,2}}", "prod-us", false),
            (r"a\*", "a*", true),
            (r"a\*", "ab", false),
            ("a,b", "a,b", true),
            ("**", "a/b/c", true),
            ("config/**", "config/a/b", true),
            ("config/**", "config", false),
            ("**/secret.yaml", "secret.yaml", true),
            ("**/secret.yaml", "a/b/secret.yaml", true),
            ("a/**/b", "a/b", true),
            ("a/**/b", "a/x/y/b", true),
            ("a/**/b", "a/xb", false),
            ("é?", "éü", true),
        ];
        for (glob, name, fits) in cases {
            assert_eq!(Glob::new(glob).unwrap().is_match(name), fits, "{glob} {name}");
        }
        assert!(Glob::across("team*").unwrap().is_match("team/web"));
    }

    #[test]
    fn what_is_no_glob_is_told_why() {
        let cases = [
            ("[a", "a `[` isn't closed"),
            ("[]", "a `[` isn't closed"),
            ("{a,b", "a `{` isn't closed"),
            ("a}", "a `}` closes nothing"),
            (r"a\", r"nothing follows the `\`"),
            ("[z-a]", "`z-a` runs backwards"),
        ];
        for (glob, why) in cases {
            assert_eq!(Glob::new(glob).unwrap_err().to_string(), why, "{glob}");
        }
        assert!(Glob::new(&"{".repeat(100_000)).is_err());
    }

    #[test]
    fn a_glob_with_many_ways_is_quick() {
        let glob = Glob::new(&"{a,a*}".repeat(40)).unwrap();
        assert!(!glob.is_match(&("a".repeat(200) + "b/")));
    }
}
