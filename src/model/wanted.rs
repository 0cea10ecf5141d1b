//! What the pins of a target should hold.

use super::pin::{PinName, SelectorName};
use super::plan::Change;
use super::version::Version;

/// What one pin should hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub pin: PinName,
    /// What found it, where it comes from.
    pub selector: SelectorName,
    pub is_lead: bool,
    /// The tag, the chart's version, the revision: as the target writes it.
    pub version: Wish<String>,
    pub digest: Wish<String>,
    /// The whole text, where the pin is a file.
    pub content: Option<String>,
    /// What the image is renamed to in the source; written only into an entry that is made anew.
    pub new_name: Option<String>,
    /// The bare version, and as it stands where it comes from: for the gates.
    pub bare: Version,
    pub as_found: Version,
    /// The changes of an approved plan that this comes from.
    pub approved: Vec<Change>,
}

impl Wanted {
    /// An approved plan puts the pin in where there is none.
    pub fn is_approved_insertion(&self) -> bool {
        !self.approved.is_empty() && self.approved.iter().all(|change| change.from.is_none())
    }
}

/// What becomes of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish<T> {
    Leave,
    Set(T),
    Remove,
}
