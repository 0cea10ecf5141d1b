//! What a run would do: complete, so that what is shown is what is done.

use super::back::Former;
use super::delivery::{Delivery, Message};
use super::merge::Merge;
use super::name::{AppName, EnvironmentName};
use super::path::RepoPath;
use super::pin::{Field, PinName, SelectorName};
use super::step::Step;
use super::text::Position;
use super::verdict::{GateName, Verdict};
use super::version::Version;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The promotions of one run, each app's verdicts, and the delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    pub promotions: Vec<Promotion>,
    /// What was inferred and why, and what deserves a look.
    pub notes: Vec<Note>,
    /// Apps that are held are left out, and that is fine.
    pub held_passes: bool,
}

/// Something to be told that holds nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    pub kind: NoteKind,
    pub text: String,
    pub at: Option<Position>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NoteKind {
    /// Found by looking, not declared.
    Inferred,
    Warning,
    /// Good to know, and nothing to do about it.
    Aside,
}

/// What lands together in one environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Promotion {
    #[serde(default)]
    pub action: Action,
    pub environment: EnvironmentName,
    /// Where the versions come from; none where they were given.
    pub from: Option<EnvironmentName>,
    /// The apps that were asked for, those that stay included.
    pub moves: Vec<Move>,
    /// The holds that are put into git, or taken away: no version moves with that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<HoldChange>,
    /// The files that change, whole.
    pub files: Vec<FileText>,
    /// Where environments are branches: what is merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<Merge>,
    /// Where environments are tags: those that are made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<NewTag>,
    /// What all this was read from.
    pub base: Base,
    /// None where nothing moves.
    pub delivery: Option<Delivery>,
}

/// A hold that is put into git, or taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldChange {
    /// A name or a glob.
    pub app: String,
    /// None holds every version.
    pub version: Option<Version>,
    pub until: Option<Timestamp>,
    pub reason: String,
    /// It wasn't so before.
    pub is_new: bool,
    /// The word that stood there instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<HoldBefore>,
}

/// What a hold said until another took its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldBefore {
    pub until: Option<Timestamp>,
    pub reason: String,
}

/// What is done to an environment, as the record says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Action {
    #[default]
    Promote,
    Rollback,
    Hold,
    Unhold,
}

/// An annotated tag to be made, its message the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewTag {
    pub app: AppName,
    pub name: String,
    pub on: Oid,
    /// It stands there already.
    pub is_there: bool,
    /// Who made it, where it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// What it will say; none where it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

/// A branch, and the commit that it was at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Base {
    pub branch: String,
    pub commit: Oid,
}

/// The id of a commit, in hex.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Oid(pub String);

/// One app's way into one environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Move {
    pub app: AppName,
    pub from: Option<Version>,
    /// None where it could not be read.
    pub to: Option<Version>,
    pub step: Step,
    /// The stay that a rollback brings back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Former>,
    pub changes: Vec<Change>,
    pub verdicts: Vec<(GateName, Verdict)>,
    pub fate: Fate,
}

/// What becomes of one app in this run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fate {
    Moves,
    /// It runs what it should already.
    Level,
    Held,
    Refused,
}

/// One pin's value from → to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    pub pin: PinName,
    pub selector: SelectorName,
    pub file: RepoPath,
    pub field: Field,
    /// The key in the file: `newTag`, `digest`, `image.tag`.
    pub key: String,
    /// The text that stands there now; none where the pin is inserted.
    pub from: Option<String>,
    /// The text that will stand there; none where it is taken out.
    pub to: Option<String>,
    /// Of a file that is copied: how many of its lines differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<usize>,
    pub at: Position,
}

/// A whole file as it will be. Bytes are text: hoist edits no file that is not UTF-8.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileText {
    pub path: RepoPath,
    pub text: String,
}

impl Action {
    pub const ALL: [Self; 4] = [Self::Promote, Self::Rollback, Self::Hold, Self::Unhold];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Promote => "promote",
            Self::Rollback => "rollback",
            Self::Hold => "hold",
            Self::Unhold => "unhold",
        }
    }

    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

impl HoldChange {
    /// `web-app v1.3.0`, or the app alone where every version is meant.
    pub fn what(&self) -> String {
        self.version.as_ref().map_or_else(|| self.app.clone(), |version| format!("{} {version}", self.app))
    }
}

impl HoldBefore {
    /// `until 2027-01-02T00:00:00Z: year end`.
    pub fn words(&self) -> String {
        let until = self.until.map_or_else(|| "without an end".to_owned(), |until| format!("until {until}"));
        format!("{until}: {}", self.reason)
    }

    pub fn ends_later_than(&self, until: Option<Timestamp>) -> bool {
        until.is_some_and(|until| self.until.is_none_or(|before| before > until))
    }
}

impl Promotion {
    /// It puts a hold into git, or takes one away.
    pub fn changes_holds(&self) -> bool {
        self.held.iter().any(|one| one.is_new)
    }

    /// Apps of this promotion that are delivered.
    pub fn moving(&self) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(|one| one.fate == Fate::Moves)
    }

    /// Tags that are still to be made.
    pub fn new_tags(&self) -> impl Iterator<Item = &NewTag> {
        self.tags.iter().filter(|tag| !tag.is_there)
    }

    /// No file changes: tags are all there is to deliver.
    pub fn is_tags_alone(&self) -> bool {
        self.files.is_empty() && self.new_tags().next().is_some()
    }

    pub fn has(&self, fate: Fate) -> bool {
        self.moves.iter().any(|one| one.fate == fate)
    }
}

impl Oid {
    /// Enough of it to find the commit.
    pub fn short(&self) -> &str {
        self.0.get(..7).unwrap_or(&self.0)
    }
}

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
