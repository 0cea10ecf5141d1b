//! What the pins of a target should hold.

use super::pin::PinName;
use super::version::Version;

/// What one pin should hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub pin: PinName,
    pub is_lead: bool,
    /// The bare version; the target's format is put on when it is written.
    pub version: Wish<Version>,
    pub digest: Wish<String>,
    /// What the image is renamed to in the source; written only into an entry that is made anew.
    pub new_name: Option<String>,
    /// The version as it stands where it comes from.
    pub as_found: Version,
    /// A plan that was approved: the text that must stand there now.
    pub only_from: Option<Approved>,
}

/// What becomes of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish<T> {
    Leave,
    Set(T),
    Remove,
}

/// What an approved plan found in a pin: version and digest as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approved {
    pub version: Option<String>,
    pub digest: Option<String>,
}
