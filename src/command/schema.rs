//! `hoist schema`: the JSON schema of hoist.yaml.

use super::console::Stream;
use crate::config;

pub(super) fn run() -> anyhow::Result<u8> {
    let schema = serde_json::to_string_pretty(&config::schema())?;
    Stream::Out.write(&format!("{schema}\n"))?;
    Ok(0)
}
