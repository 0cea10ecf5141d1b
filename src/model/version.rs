//! A version as a bare value, and how far one is from another.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text can't be a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no version: {why}")]
pub struct BadVersion {
    text: String,
    why: &'static str,
}

/// What an app runs at: a tag, a chart's version, a digest, a commit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Version(String);

impl Version {
    /// A version as a manifest holds it: any one line. Ranges and placeholders stand in manifests too.
    pub fn new(text: &str) -> Result<Self, BadVersion> {
        let bad = |why| BadVersion { text: text.to_owned(), why };
        if text.is_empty() || text.len() > 512 {
            return Err(bad("a version has 1 to 512 characters"));
        }
        if text.chars().any(char::is_control) {
            return Err(bad("it has a control character"));
        }
        if text.trim() != text {
            return Err(bad("it begins or ends with a blank"));
        }
        Ok(Self(text.to_owned()))
    }

    /// A version as a person types it: what could be a tag, a chart's version, a digest or a commit.
    pub fn given(text: &str) -> Result<Self, BadVersion> {
        let version = Self::new(text)?;
        let bad = |why| BadVersion { text: text.to_owned(), why };
        if !text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return Err(bad("it begins with a letter, a digit or `_`"));
        }
        if !text.chars().all(|c| c.is_ascii_alphanumeric() || "._-+:@/".contains(c)) {
            return Err(bad("letters, digits and . _ - + : @ / only"));
        }
        if text.contains("..") {
            return Err(bad("it has `..`"));
        }
        let (tag, digest) = text.split_once('@').map_or((text, None), |(tag, digest)| (tag, Some(digest)));
        if digest.is_some_and(|digest| !is_digest(digest)) || (tag.starts_with(SHA256) && !is_digest(tag)) {
            return Err(bad("a digest is `sha256:` and 64 hex digits, after a tag's `@` or alone"));
        }
        Ok(version)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The tag and the digest of `tag@sha256:…`; either may be missing.
    pub fn split_digest(&self) -> (Option<Self>, Option<String>) {
        match self.0.split_once('@') {
            Some((tag, digest)) if digest.starts_with("sha256:") => {
                (Self::new(tag).ok(), Some(digest.to_owned()))
            }
            _ if self.0.starts_with("sha256:") => (None, Some(self.0.clone())),
            _ => (Some(self.clone()), None),
        }
    }

    /// The same version, with or without a `v` before its number.
    pub fn is_like(&self, other: &str) -> bool {
        bare(&self.0) == bare(other)
    }

    /// The version as SemVer, with or without a `v` before it.
    pub fn semver(&self) -> Option<semver::Version> {
        let bare = self.0.strip_prefix('v').unwrap_or(&self.0);
        semver::Version::parse(bare).ok()
    }
}

fn bare(text: &str) -> &str {
    text.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(text)
}

const SHA256: &str = "sha256:";

fn is_digest(text: &str) -> bool {
    let hex = |hex: &str| hex.len() == 64 && hex.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    text.strip_prefix(SHA256).is_some_and(hex)
}

impl TryFrom<String> for Version {
    type Error = BadVersion;
    fn try_from(text: String) -> Result<Self, BadVersion> {
        Self::new(&text)
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::new(text).unwrap()
    }

    #[test]
    fn a_given_version_is_one_token() {
        for good in ["v1.2.3", "0.1.1889+ca96506", "8f3c2a1", "release/1.2", "_1"] {
            assert!(Version::given(good).is_ok(), "{good}");
        }
        let digest = format!("sha256:{}", "0a".repeat(32));
        assert!(Version::given(&digest).is_ok() && Version::given(&format!("v1@{digest}")).is_ok());
        for bad in
            ["sha256:ab12", "v1@", "v1@sha256:zz", "v1@v2", &format!("v1@@{digest}"), &format!("{digest}@v1")]
        {
            assert!(Version::given(bad).is_err(), "{bad}");
        }
        for bad in [
            "",
            "-rc",
            "--upload-pack=x",
            "a b",
            "v1\n::set-output",
            "v1..2",
            "../../x",
            "`x`",
            "$(x)",
            "é",
            "1|2",
        ] {
            assert!(Version::given(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_digest_is_told_from_the_tag() {
        let split = |text: &str| version(text).split_digest();
        assert_eq!(split("v1"), (Some(version("v1")), None));
        assert_eq!(split("v1@sha256:ab"), (Some(version("v1")), Some("sha256:ab".into())));
        assert_eq!(split("sha256:ab"), (None, Some("sha256:ab".into())));
    }
}
