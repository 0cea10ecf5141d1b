//! One place that holds a version, and what stands there.

use super::format::Format;
use super::name::{AppName, EnvironmentName};
use super::path::RepoPath;
use super::text::Position;
use super::version::Version;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of version a pin holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PinKind {
    Image,
    Chart,
    Revision,
    /// The value at a key path, or in a text.
    Key,
    /// A whole file.
    File,
}

/// The selector that finds a pin, by its key in hoist.yaml.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SelectorName {
    Kustomize,
    Application,
    #[serde(rename = "applicationset")]
    ApplicationSet,
    #[serde(rename = "helmrelease")]
    HelmRelease,
    Setters,
    Chart,
    Yaml,
    Manifests,
    Overrides,
    Text,
    Files,
    /// The images of Helm values. The word `images` finds them; there is no key for them.
    Values,
    /// No file: the version is that of the environment's newest tag.
    Tag,
}

/// What a pin is called in every environment: pins belong together by this, never by position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PinName {
    pub kind: PinKind,
    /// The image, the chart, the repository or the key path.
    pub name: String,
    /// Which entry of the app's `pins` found it: two entries may speak of one name in two files.
    pub entry: usize,
}

impl fmt::Display for PinName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

/// The parts of a pin that a selector can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The tag, the chart's version, the revision: what the format applies to.
    Version,
    /// The digest that goes with it.
    Digest,
    /// What an image is renamed to; moves only into an entry that `create` makes.
    NewName,
}

impl Field {
    pub const ALL: [Self; 3] = [Self::Version, Self::Digest, Self::NewName];
}

/// A part of a pin as it is written in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub text: String,
    pub at: Position,
    /// The key in the file: `newTag`, `digest`, `image.tag`.
    pub key: String,
}

/// One pin of an app in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    pub name: PinName,
    /// What found it, and writes it. Another environment may keep the same pin in another kind of file.
    pub selector: SelectorName,
    pub file: RepoPath,
    pub version: Option<Written>,
    pub digest: Option<Written>,
    pub new_name: Option<Written>,
    /// Who else writes it.
    pub automation: Option<Automation>,
}

/// An automation that writes a value on its own: what a promotion puts there, its next run may undo.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Automation {
    /// The image policy of Flux whose marker stands at the value, as `namespace:name`.
    Policy(String),
    /// The image that Argo CD's image updater follows, as the Application's annotation has it.
    ImageUpdater(String),
}

/// A pin of one app as it stands in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub app: AppName,
    pub environment: EnvironmentName,
    pub pin: Pin,
    /// How this environment writes the pin: declared, or inferred from what stands there.
    pub format: Format,
    /// The bare version: the tag without its format, or the digest where there is no tag. None where the
    /// entry holds neither.
    pub version: Option<Version>,
    /// Another environment that reads the very same place: a shared base.
    pub shared_with: Option<EnvironmentName>,
}

impl Reading {
    /// The version is told by a tag of the environment, and stands in no file.
    pub fn is_tag(&self) -> bool {
        self.pin.selector == SelectorName::Tag
    }

    /// The same version and digest stand there, as they are written.
    pub fn holds_same(&self, other: &Self) -> bool {
        let text = |reading: &Self, field| reading.pin.field(field).map(|written| written.text.clone());
        [Field::Version, Field::Digest].into_iter().all(|field| text(self, field) == text(other, field))
    }
}

impl fmt::Display for Reading {
    /// `v1.2.3 at file:line:column`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pin.written() {
            Some(written) => write!(f, "{} at {}", written.text, written.at),
            None => f.write_str("no version"),
        }
    }
}

impl Pin {
    pub fn field(&self, field: Field) -> Option<&Written> {
        match field {
            Field::Version => self.version.as_ref(),
            Field::Digest => self.digest.as_ref(),
            Field::NewName => self.new_name.as_ref(),
        }
    }

    /// What stands for the version: the tag, or the digest where there is none.
    pub fn written(&self) -> Option<&Written> {
        self.version.as_ref().or(self.digest.as_ref())
    }

    /// Where a person looks for it.
    pub fn at(&self) -> Option<&Position> {
        self.written().map(|written| &written.at)
    }
}
