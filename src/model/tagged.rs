//! The tags by which environments say what they run.

use super::facts::ByApp;
use super::name::{AppName, EnvironmentName};
use super::plan::Oid;
use super::record::Record;
use super::version::Version;
use jiff::Timestamp;

/// All that a run knows of tags; nothing where environments aren't tags.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagFacts {
    /// The tags of each environment, newest first.
    pub of: ByApp<Tagged>,
    /// Tags of the versions that were asked for, which name no environment: `v1.2.3`.
    pub plain: Vec<(AppName, Tagged)>,
    /// Tags that lead to no commit, by their names: they say nothing, and their names are taken.
    pub pointless: Vec<String>,
    /// What a first tag points at.
    pub start: Option<Start>,
}

/// One tag, and the commit that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    pub name: String,
    pub version: Version,
    pub on: Oid,
    /// When it was made; the commit's time where it doesn't say.
    pub since: Timestamp,
    /// Who made it; the commit's author where it doesn't say.
    pub by: String,
    pub record: Option<Record>,
    /// The first line of its message.
    pub subject: String,
    /// Its commit is known to be in the history of the base.
    pub is_in_history: bool,
}

/// The commit that a version starts from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    pub commit: Oid,
    /// The input `ref`; none where it is the tip of the base.
    pub typed: Option<String>,
}

impl TagFacts {
    /// The tag of a version in an environment.
    pub fn tag(&self, app: &AppName, environment: &EnvironmentName, version: &Version) -> Option<&Tagged> {
        self.of.of(app, environment).iter().find(|one| one.version == *version)
    }

    /// The plain tag of a version.
    pub fn plain(&self, app: &AppName, version: &Version) -> Option<&Tagged> {
        self.plain.iter().find(|(of, tag)| of == app && tag.version == *version).map(|(_, tag)| tag)
    }
}
