//! Where a version stands in a file: selectors find and say, `slot` alone writes.

mod anchors;
mod compare;
mod document;
mod entry;
mod error;
mod hint;
mod images;
mod item;
mod key_path;
mod kustomize;
mod lines;
mod pair;
mod plain;
mod scalar;
mod slot;
mod source;
mod trail;
mod yaml;

pub use document::DocumentSelector;
pub use error::Error;
pub use key_path::{BadKeyPath, KeyPath, Step};
pub use kustomize::Kustomize;
pub use scalar::Value;
pub use slot::{Edit, splice};
pub use source::text;
pub use yaml::Yaml;

use crate::model::path::RepoPath;
use crate::model::pin::{Pin, SelectorName};
use crate::model::wanted::Wish;

/// A selector: a kind of file, and which of its pins are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manifest {
    Kustomize(Kustomize),
    Yaml(Yaml),
}

/// What a pin should hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want<'a> {
    /// The pin's name: the image, or the key path as it is written.
    pub name: &'a str,
    pub version: Wish<Value>,
    /// Where the selector knows digests.
    pub digest: Wish<String>,
    /// Where the selector knows images.
    pub new_name: Wish<String>,
    /// The version that must stand there now.
    pub from: Option<&'a str>,
    /// Make what is missing.
    pub create: bool,
}

impl Manifest {
    pub fn selector(&self) -> SelectorName {
        match self {
            Self::Kustomize(_) => SelectorName::Kustomize,
            Self::Yaml(_) => SelectorName::Yaml,
        }
    }

    /// The selector that takes all that it finds; none where it must be told what.
    pub fn every(selector: SelectorName) -> Option<Self> {
        match selector {
            SelectorName::Kustomize => Some(Self::Kustomize(Kustomize { images: None })),
            SelectorName::Yaml => None,
        }
    }

    /// The pins in a text, read through aliases and merges. `entry` is the selector's place in the app's `pins`.
    pub fn pins(&self, path: &RepoPath, entry: usize, text: &str) -> Result<Vec<Pin>, Error> {
        match self {
            Self::Kustomize(kustomize) => kustomize.pins(path, entry, text),
            Self::Yaml(yaml) => yaml.pins(path, entry, text),
        }
    }

    /// What to write so that one pin holds what is wanted; nothing where it does already. The edits of one
    /// call belong together, and are spliced before the next call looks at the text.
    pub fn edits(&self, path: &RepoPath, text: &str, want: &Want<'_>) -> Result<Vec<Edit>, Error> {
        match self {
            Self::Kustomize(kustomize) => kustomize.edits(path, text, want),
            Self::Yaml(yaml) => yaml.edits(path, text, want),
        }
    }
}

impl Want<'_> {
    /// Nothing is wanted of the pin yet.
    pub fn of(name: &str) -> Want<'_> {
        Want {
            name,
            version: Wish::Leave,
            digest: Wish::Leave,
            new_name: Wish::Leave,
            from: None,
            create: false,
        }
    }
}
