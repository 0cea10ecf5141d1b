//! What flows between the steps: values only.

pub mod back;
pub mod candidate;
pub mod facts;
pub mod format;
pub mod glob;
pub mod hold;
pub mod inputs;
pub mod markdown;
pub mod name;
pub mod outcome;
pub mod path;
pub mod pin;
pub mod plan;
pub mod range;
pub mod record;
pub mod step;
pub mod strategy;
pub mod text;
pub mod timeline;
pub mod version;
pub mod wanted;
