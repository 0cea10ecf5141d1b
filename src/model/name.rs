//! The names of apps and environments: checked once, data from then on.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text can't be a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} can't be named {name:?}: {why}")]
pub struct BadName {
    what: &'static str,
    name: String,
    why: &'static str,
}

/// What is promoted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AppName(String);

/// A stop on the way to users.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EnvironmentName(String);

impl AppName {
    /// A name is one token on the command line: no blanks, commas, `@` or wildcards.
    pub fn new(name: &str) -> Result<Self, BadName> {
        let bad = |why| BadName { what: "an app", name: name.to_owned(), why };
        if name.is_empty() || name.len() > 200 {
            return Err(bad("a name has 1 to 200 characters"));
        }
        if name.chars().any(|c| c.is_control() || c.is_whitespace() || "@,*?[]{}!\\".contains(c)) {
            return Err(bad(
                "blanks, control characters and any of @ , * ? [ ] { } ! \\ have another meaning",
            ));
        }
        Ok(Self(name.to_owned()))
    }
}

impl EnvironmentName {
    /// A name becomes part of branch and tag names, so it is as narrow as those.
    pub fn new(name: &str) -> Result<Self, BadName> {
        let bad = |why| BadName { what: "an environment", name: name.to_owned(), why };
        if name.is_empty() || name.len() > 100 {
            return Err(bad("a name has 1 to 100 characters"));
        }
        if !name.starts_with(|c: char| c.is_ascii_alphanumeric())
            || name.ends_with('.')
            || name.contains("..")
            || !name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
        {
            return Err(bad("letters, digits and . _ - only, a letter or digit first"));
        }
        Ok(Self(name.to_owned()))
    }
}

/// Checks that git takes a text as the name of a branch, and that it can't be read as an option.
pub fn branch(name: &str) -> Result<(), BadName> {
    named("a branch", name)
}

/// Checks the same of the name of a tag.
pub fn tag(name: &str) -> Result<(), BadName> {
    named("a tag", name)
}

fn named(what: &'static str, name: &str) -> Result<(), BadName> {
    let bad = |why| BadName { what, name: name.to_owned(), why };
    if name.is_empty() || name.len() > 200 {
        return Err(bad("a name has 1 to 200 characters"));
    }
    if name.chars().any(|c| c.is_control() || c.is_whitespace() || "~^:?*[\\".contains(c)) {
        return Err(bad("git takes no blanks, control characters or any of ~ ^ : ? * [ \\ in it"));
    }
    if name.contains("..")
        || name.contains("@{")
        || name == "@"
        || name.starts_with('-')
        || name.ends_with('.')
    {
        return Err(bad("git takes no `..` or `@{` in it, no `-` before and no `.` after it"));
    }
    let odd = |part: &str| part.is_empty() || part.starts_with('.') || part.ends_with(".lock");
    if name.split('/').any(odd) {
        return Err(bad("a part between slashes is empty, starts with `.` or ends with `.lock`"));
    }
    Ok(())
}

impl AppName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl EnvironmentName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AppName {
    type Error = BadName;
    fn try_from(name: String) -> Result<Self, BadName> {
        Self::new(&name)
    }
}

impl TryFrom<String> for EnvironmentName {
    type Error = BadName;
    fn try_from(name: String) -> Result<Self, BadName> {
        Self::new(&name)
    }
}

impl From<AppName> for String {
    fn from(name: AppName) -> Self {
        name.0
    }
}

impl From<EnvironmentName> for String {
    fn from(name: EnvironmentName) -> Self {
        name.0
    }
}

impl fmt::Display for AppName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for EnvironmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_token() {
        for good in ["web-app", "web_app.v2", "team/web", "wéb", "a|b", "`a`"] {
            assert!(AppName::new(good).is_ok(), "{good}");
        }
        for bad in ["", "a b", "a\nb", "@team", "a,b", "web*", "a\0"] {
            assert!(AppName::new(bad).is_err(), "{bad:?}");
        }
        for bad in ["", "-x", "a/b", "a..b", "a b", "a\n", "x."] {
            assert!(EnvironmentName::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_branch_is_what_git_takes() {
        for good in ["main", "hoist/production/web-app", "hoist/production/api+web", "wéb"] {
            assert!(branch(good).is_ok(), "{good}");
        }
        let bad = [
            "",
            "-x",
            "--upload-pack=x",
            "a..b",
            "a b",
            "a\nb",
            "a~1",
            "a:b",
            "a//b",
            "/a",
            "a/",
            ".a",
            "a.lock",
            "@",
            "a@{1}",
        ];
        for bad in bad {
            assert!(branch(bad).is_err(), "{bad:?}");
        }
    }
}
