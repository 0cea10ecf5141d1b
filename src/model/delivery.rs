//! How a promotion reaches the repository, and the words that it leaves there.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The plain word of a delivery, as it is written in hoist.yaml.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deliver {
    Worktree,
    Commit,
    Push,
    Branch,
}

/// How a promotion reaches the repository, with the words that it leaves there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "deliver")]
pub enum Delivery {
    Worktree,
    Commit(Message),
    Push(Message),
    Branch { message: Message, request: RequestText },
}

/// A whole commit message, its record at the end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub text: String,
    pub author: Signature,
    pub committer: Signature,
}

/// Who made a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    pub name: String,
    pub email: String,
}

/// Why a text names nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no author: expected `Name <mail>`")]
pub struct BadSignature(String);

/// The branch of a request, and its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestText {
    pub branch: String,
    pub title: String,
    pub body: String,
}

impl Signature {
    /// Where git doesn't say who commits.
    pub fn hoist() -> Self {
        Self { name: "hoist".to_owned(), email: "hoist@localhost".to_owned() }
    }

    /// Reads `Name <mail>`.
    pub fn parse(text: &str) -> Result<Self, BadSignature> {
        let bad = || BadSignature(text.to_owned());
        let (name, email) = text.strip_suffix('>').and_then(|text| text.split_once(" <")).ok_or_else(bad)?;
        let odd =
            |part: &str| part.trim().is_empty() || part.chars().any(|c| c.is_control() || "<>".contains(c));
        if odd(name) || odd(email) {
            return Err(bad());
        }
        Ok(Self { name: name.trim().to_owned(), email: email.trim().to_owned() })
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} <{}>", self.name, self.email)
    }
}

impl Delivery {
    pub fn word(&self) -> Deliver {
        match self {
            Self::Worktree => Deliver::Worktree,
            Self::Commit(_) => Deliver::Commit,
            Self::Push(_) => Deliver::Push,
            Self::Branch { .. } => Deliver::Branch,
        }
    }
}

impl Deliver {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Worktree => "worktree",
            Self::Commit => "commit",
            Self::Push => "push",
            Self::Branch => "branch",
        }
    }
}

impl fmt::Display for Deliver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
