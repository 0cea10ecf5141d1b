//! What flows between the steps: values only.

pub mod candidate;
pub mod facts;
pub mod format;
pub mod history;
pub mod hold;
pub mod inputs;
pub mod line;
pub mod markdown;
pub mod name;
pub mod outcome;
pub mod path;
pub mod pin;
pub mod plan;
pub mod range;
pub mod record;
pub mod status;
pub mod step;
pub mod strategy;
pub mod summary;
pub mod text;
pub mod timeline;
pub mod verified;
pub mod version;
pub mod wanted;
