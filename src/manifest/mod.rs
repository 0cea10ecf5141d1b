//! Where a version stands in a file: selectors find and say, `slot` alone writes.

mod anchors;
mod application;
mod application_key;
mod applicationset;
mod argo;
mod automation;
mod chart;
mod comments;
mod compare;
mod document;
mod entry;
mod error;
mod files;
mod form;
mod found;
mod gaps;
mod helmrelease;
mod hint;
mod images;
mod item;
mod key_path;
mod keys;
mod kustomize;
pub(crate) mod lines;
mod manifests;
mod many;
mod marked;
mod markers;
mod missing;
mod overrides;
mod pair;
mod plain;
mod resources;
mod scalar;
mod selector;
mod setters;
mod slot;
mod source;
mod source_images;
mod sources;
mod spot;
mod text;
mod trail;
mod values;
mod yaml;

pub use application::{Application, SourceChoice};
pub use application_key::{ApplicationKey, Named};
pub use applicationset::ApplicationSet;
pub use chart::Chart;
pub use document::DocumentSelector;
pub use error::Error;
pub use files::{Files, content_id, lines_apart};
pub use found::{found, kustomized};
pub use helmrelease::HelmRelease;
pub(crate) use item::dash;
pub use key_path::{BadKeyPath, KeyPath, Step};
pub use kustomize::Kustomize;
pub use manifests::Manifests;
pub use many::{edits, find};
pub use overrides::Overrides;
pub(crate) use pair::content_end;
pub use resources::{KUSTOMIZATIONS, Resources, resources};
pub use scalar::Value;
pub(crate) use scalar::write as in_style;
pub use selector::Manifest;
pub use setters::{Policy, Setters};
pub use slot::{Edit, splice};
pub use source::{Parsed, text};
pub use text::Text;
pub use yaml::Yaml;

use crate::model::pin::PinKind;
use crate::model::wanted::Wish;

/// Puts what names stand for into a text: `{env}` becomes `staging`.
pub type Fill<'a> = &'a dyn Fn(&str) -> String;

/// What a pin should hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Want<'a> {
    pub kind: PinKind,
    /// The pin's name: the image, the chart, the repository, or the key path as it is written.
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

impl Want<'_> {
    /// Nothing is wanted of the pin yet.
    pub fn of(kind: PinKind, name: &str) -> Want<'_> {
        Want {
            kind,
            name,
            version: Wish::Leave,
            digest: Wish::Leave,
            new_name: Wish::Leave,
            from: None,
            create: false,
        }
    }
}
