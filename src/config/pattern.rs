//! Paths with names in them: `apps/{app}/overlays/{env}`.

mod part;
#[cfg(test)]
pub(super) mod tree;
mod walk;

pub(super) use part::{is_name, names_in};
pub use walk::List;

use crate::model::path::{BadPath, RepoPath};
use part::Part;
use std::collections::BTreeMap;
use std::fmt;

/// What names stand for: app, env, vars and captures.
pub(super) type Names = BTreeMap<String, String>;

/// Literal text and `{names}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    /// It starts with `/`: it is meant from the root, wherever the app is.
    from_root: bool,
    parts: Vec<Part>,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct BadPattern {
    pub why: &'static str,
}

/// Why a pattern gives no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfilled {
    #[error("`{pattern}`: nothing says what `{{{name}}}` is")]
    Unknown { pattern: String, name: String },
    #[error("`{pattern}`: {path}")]
    BadPath { pattern: String, path: BadPath },
}

impl Pattern {
    pub fn parse(text: &str) -> Result<Self, BadPattern> {
        let from_root = text.starts_with('/');
        let rest = text.strip_prefix("./").or(text.strip_prefix('/')).unwrap_or(text);
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.is_empty() {
            return Err(BadPattern { why: "it is empty" });
        }
        if text != "." {
            part::check(rest)?;
        }
        let parts = part::parts(rest)?;
        Ok(Self { text: text.to_owned(), from_root, parts })
    }

    /// The names in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// `.`: the app's own path.
    pub fn is_own(&self) -> bool {
        self.text == "."
    }

    /// The path from the root, with every name filled in.
    pub fn fill(&self, names: &Names) -> Result<RepoPath, Unfilled> {
        self.path(&self.filled(names)?)
    }

    /// The path beside the app's own: `.` is that path itself; where it is a file, others are in its folder.
    pub fn fill_beside(
        &self,
        own: Option<&RepoPath>,
        names: &Names,
        is_file: impl Fn(&RepoPath) -> bool,
    ) -> Result<RepoPath, Unfilled> {
        let Some(own) = own.filter(|_| !self.from_root) else { return self.fill(names) };
        if self.is_own() {
            return Ok(own.clone());
        }
        let folder = if is_file(own) { own.parent() } else { Some(own.clone()) };
        let path = self.filled(names)?;
        self.path(&folder.map_or_else(|| path.clone(), |folder| format!("{folder}/{path}")))
    }

    fn filled(&self, names: &Names) -> Result<String, Unfilled> {
        let unknown = |name: &String| Unfilled::Unknown { pattern: self.text.clone(), name: name.clone() };
        part::bound(&self.parts, names)
            .into_iter()
            .map(|part| match part {
                Part::Text(text) => Ok(text),
                Part::Name(name) => Err(unknown(&name)),
            })
            .collect()
    }

    fn path(&self, path: &str) -> Result<RepoPath, Unfilled> {
        RepoPath::new(path).map_err(|path| Unfilled::BadPath { pattern: self.text.clone(), path })
    }
}

/// A text that is no path, with the names that are known put in.
pub fn fill_text(text: &str, names: &Names) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = part::next_name(rest) {
        filled.push_str(before);
        match names.get(name) {
            // The value of a var may name the app itself.
            Some(value) if value.contains('{') && value != rest => {
                let app = names.get("app").cloned().unwrap_or_default();
                filled.push_str(&value.replace("{app}", &app));
            }
            Some(value) => filled.push_str(value),
            None => filled.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    filled + rest
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text).unwrap()
    }

    fn names(pairs: &[(&str, &str)]) -> Names {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn names_are_filled_in() {
        let known = names(&[("app", "web"), ("env", "prod"), ("short", "{app}-p")]);
        let fill = |text| pattern(text).fill(&known).map(|path| path.to_string());
        assert_eq!(fill("apps/{app}/overlays/{env}").unwrap(), "apps/web/overlays/prod");
        assert_eq!(fill("/argocd/{short}.yaml").unwrap(), "argocd/web-p.yaml");
        assert_eq!(fill("./{env}/").unwrap(), "prod");
        assert_eq!(fill("{team}/x").unwrap_err().to_string(), "`{team}/x`: nothing says what `{team}` is");
    }

    #[test]
    fn what_is_filled_in_stays_in_the_repository() {
        for value in ["..", "../x", "a/../b", ".git", "", "/etc", "a\nb"] {
            assert!(pattern("apps/{app}").fill(&names(&[("app", value)])).is_err(), "{value:?}");
        }
    }

    #[test]
    fn a_path_of_a_pin_is_beside_the_app() {
        let own = RepoPath::new("apps/web/values.yaml").unwrap();
        let cases = [
            (".", true, "apps/web/values.yaml"),
            ("x.yaml", true, "apps/web/x.yaml"),
            ("x.yaml", false, "apps/web/values.yaml/x.yaml"),
            ("/x.yaml", true, "x.yaml"),
        ];
        for (text, is_file, path) in cases {
            let found = pattern(text).fill_beside(Some(&own), &names(&[]), |_| is_file).unwrap();
            assert_eq!(found.as_str(), path, "{text}");
        }
        assert_eq!(pattern("x.yaml").fill_beside(None, &names(&[]), |_| false).unwrap().as_str(), "x.yaml");
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for bad in [
            "",
            "/",
            "/.",
            "a//b",
            "../x",
            "a/../b",
            "./..",
            ".git/{env}",
            "a\\b",
            "a\nb",
            "{",
            "a}",
            "{}",
            "{a",
            "{a{b}}",
            "{a b}",
            "{a}{b}",
        ] {
            assert!(Pattern::parse(bad).is_err(), "{bad:?}");
        }
    }
}
