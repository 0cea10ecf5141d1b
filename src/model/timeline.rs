//! What ran in an environment, since when, and who brought it.

use super::facts::Stood;
use super::plan::{Action, Oid};
use super::record::Record;
use super::version::Version;
use jiff::Timestamp;
use std::fmt;
use std::rc::Rc;

/// The versions of one app in one environment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline {
    /// Newest first; of each it is known which commit brought it.
    pub stays: Vec<Stay>,
    /// What stood before the oldest of them, where that wasn't followed to its beginning.
    pub earlier: Option<Earlier>,
    /// Why older stays may be missing; none where the whole history was seen.
    pub cut: Option<Cut>,
}

/// The time that one version stood. Many of them may have come with one commit, so they share what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// None where the environment held no version of the app, or not one alone.
    pub version: Option<Version>,
    pub digest: Option<String>,
    /// Why there is no one version.
    pub unclear: Option<Rc<Unclear>>,
    /// When the commit that brought it joined the line: never before its parent did.
    pub since: Timestamp,
    /// The commit that brought it.
    pub commit: Rc<Oid>,
    /// The newest commit of the line at which it still stood.
    pub last: Rc<Oid>,
    pub brought: Rc<Brought>,
}

/// Why nobody can say which version stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// It was rolled out piece by piece: these stood there at once.
    Several(Vec<Content>),
    /// A file couldn't be read.
    Broken(String),
}

/// A version with the digest beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Content {
    pub version: Version,
    pub digest: Option<String>,
}

/// What stood, and nobody looked since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    pub version: Option<Version>,
    pub digest: Option<String>,
    pub unclear: Option<Rc<Unclear>>,
    pub last: Rc<Oid>,
}

/// Why a timeline ends before the beginning of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// No more was needed.
    Enough,
    /// `since` or `limit` said so.
    Bounded,
    /// The clone is shallow: here is why it stays so.
    Shallow(Rc<str>),
    /// It isn't clear which pin of the app to follow.
    Lead(Rc<str>),
}

/// How a version came, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    pub how: How,
    /// The record's actor, else the author.
    pub by: String,
    /// The forge's number of the request that it came by: `#12`, `!12`.
    pub request: Option<String>,
    pub record: Option<Rc<Record>>,
    /// The first line of the message.
    pub subject: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// The record of the commit speaks of this app, environment and version.
    Recorded(Action),
    /// By a plain `git revert` of this commit, which had brought what was there before.
    Reverted(Oid),
    /// Nothing tells: a change by hand, or of another tool.
    Unrecorded,
}

impl Timeline {
    /// The stay that goes on; none where it isn't known when it began.
    pub fn now(&self) -> Option<&Stay> {
        self.ends().next().map(|(stay, _)| stay)
    }

    /// Each stay with its end (none where it goes on), as far as it is known when it began. In a shallow clone it is of
    /// none: a commit joined the line no earlier than those before it, and they are missing.
    pub fn ends(&self) -> impl Iterator<Item = (&Stay, Option<Timestamp>)> {
        let known = match self.cut {
            None | Some(Cut::Enough | Cut::Bounded) => self.stays.as_slice(),
            Some(Cut::Shallow(_) | Cut::Lead(_)) => &[],
        };
        let ends = std::iter::once(None).chain(known.iter().map(|later| Some(later.since)));
        known.iter().zip(ends)
    }

    pub fn is_complete(&self) -> bool {
        self.cut.is_none()
    }

    /// Whether a version ever stood there, with this digest if one is asked for.
    pub fn stood(&self, version: &Version, digest: Option<&str>) -> Stood {
        let is_it = |one: &Option<Version>, beside: &Option<String>| {
            one.as_ref() == Some(version) && digest.is_none_or(|digest| beside.as_deref() == Some(digest))
        };
        let among = |unclear: &Option<Rc<Unclear>>| match unclear.as_deref() {
            Some(Unclear::Several(all)) => {
                all.iter().any(|one| is_it(&Some(one.version.clone()), &one.digest))
            }
            Some(Unclear::Broken(_)) | None => false,
        };
        let stays = self.stays.iter().map(|one| (&one.version, &one.digest, &one.unclear, &one.last));
        let earlier = self.earlier.iter().map(|one| (&one.version, &one.digest, &one.unclear, &one.last));
        let mut all = stays.chain(earlier);
        let found = all.find(|(version, digest, unclear, _)| is_it(version, digest) || among(unclear));
        match (found, &self.cut) {
            (Some((_, _, _, last)), _) => Stood::At(Oid::clone(last)),
            (None, None) => Stood::Never,
            (None, Some(cut)) => Stood::Unknown { why: cut.to_string() },
        }
    }
}

impl Stay {
    /// Whether it was of a version, with this digest if one is asked for.
    pub fn is_of(&self, version: &Version, digest: Option<&str>) -> bool {
        self.version.as_ref() == Some(version)
            && digest.is_none_or(|digest| self.digest.as_deref() == Some(digest))
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enough => f.write_str("no more of the history was looked at"),
            Self::Bounded => f.write_str("`since` or `limit` leave older history out"),
            Self::Shallow(why) | Self::Lead(why) => f.write_str(why),
        }
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.digest {
            Some(digest) if digest != self.version.as_str() => write!(f, "{}@{digest}", self.version),
            Some(_) | None => write!(f, "{}", self.version),
        }
    }
}

impl fmt::Display for Unclear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Several(all) => {
                let all: Vec<_> = all.iter().map(ToString::to_string).collect();
                f.write_str(&all.join(", "))
            }
            Self::Broken(why) => f.write_str(why),
        }
    }
}
