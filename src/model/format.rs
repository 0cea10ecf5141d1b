//! How an environment writes a version: `staging-{version}` writes v1.2.3 as staging-v1.2.3, and reads it back.

use super::version::Version;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A pattern with one `{version}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Format {
    before: String,
    after: String,
}

/// Why a text can't be a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the format {0:?} needs `{{version}}` exactly once, and no other braces, blanks or control characters"
)]
pub struct BadFormat(String);

impl Format {
    pub fn new(pattern: &str) -> Result<Self, BadFormat> {
        let bad = || BadFormat(pattern.to_owned());
        let (before, after) = pattern.split_once("{version}").ok_or_else(bad)?;
        let odd = |c: char| c.is_control() || c.is_whitespace() || c == '{' || c == '}';
        if before.contains(odd) || after.contains(odd) {
            return Err(bad());
        }
        Ok(Self { before: before.to_owned(), after: after.to_owned() })
    }

    /// The format that writes a version as it is.
    pub fn plain() -> Self {
        Self { before: String::new(), after: String::new() }
    }

    /// What stands before the version, and after it.
    pub fn around(&self) -> (&str, &str) {
        (&self.before, &self.after)
    }

    pub fn is_plain(&self) -> bool {
        self.before.is_empty() && self.after.is_empty()
    }

    /// The version in a written text, if the text is of this format.
    pub fn read(&self, written: &str) -> Option<Version> {
        let bare = written.strip_prefix(self.before.as_str())?.strip_suffix(self.after.as_str())?;
        Version::new(bare).ok()
    }

    /// The text that stands for a version here.
    pub fn write(&self, version: &Version) -> String {
        format!("{}{version}{}", self.before, self.after)
    }
}

impl TryFrom<String> for Format {
    type Error = BadFormat;
    fn try_from(pattern: String) -> Result<Self, BadFormat> {
        Self::new(&pattern)
    }
}

impl From<Format> for String {
    fn from(format: Format) -> Self {
        format.to_string()
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{{version}}{}", self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_reads_what_it_writes() {
        let format = Format::new("staging-{version}").unwrap();
        let version = Version::new("v1.2.3").unwrap();
        assert_eq!(format.write(&version), "staging-v1.2.3");
        assert_eq!(format.read("staging-v1.2.3"), Some(version));
        assert_eq!(format.read("v1.2.3"), None);
        assert_eq!(format.read("staging-"), None);
        assert_eq!(format.to_string(), "staging-{version}");
    }

    #[test]
    fn a_format_has_one_version() {
        for bad in ["", "staging", "{version}{version}", "{env}-{version}", "a {version}"] {
            assert!(Format::new(bad).is_err(), "{bad:?}");
        }
    }
}
