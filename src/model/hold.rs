//! Somebody's word, kept in git, that a version or an app stays out of an environment.

use super::name::EnvironmentName;
use super::text::{Position, shell_word, visible};
use super::version::Version;
use jiff::Timestamp;
use serde::Serialize;

/// One entry of `.hoist/holds.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// A name or a glob.
    pub app: String,
    /// None holds every version.
    pub version: Option<Version>,
    pub environments: Vec<EnvironmentName>,
    pub from: Option<Timestamp>,
    pub until: Option<Timestamp>,
    pub reason: String,
    pub at: Position,
}

/// Whether a hold counts at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Standing {
    NotYet,
    Holds,
    Expired,
}

/// The command that takes a hold away, as a shell takes it.
pub fn unhold(app: &str, version: Option<&Version>, environment: &EnvironmentName) -> String {
    let what = version.map_or_else(|| app.to_owned(), |version| format!("{app}@{version}"));
    let word = shell_word(&visible(&what));
    let word = if what.starts_with('-') { format!("--app={word}") } else { word };
    format!("hoist unhold {word} --in {} --reason …", shell_word(environment.as_str()))
}

/// Whether the name of an app is a glob.
pub fn is_glob(app: &str) -> bool {
    app.contains(['*', '?', '[', '{'])
}

/// A time as people write it: RFC 3339, or a date for the midnight that it begins with, in UTC.
pub fn time(text: &str) -> Option<Timestamp> {
    let midnight = || format!("{text}T00:00:00Z").parse();
    text.parse().or_else(|_| midnight()).ok()
}

impl Hold {
    pub fn standing(&self, now: Timestamp) -> Standing {
        if self.until.is_some_and(|until| until <= now) {
            Standing::Expired
        } else if self.from.is_some_and(|from| now < from) {
            Standing::NotYet
        } else {
            Standing::Holds
        }
    }
}
