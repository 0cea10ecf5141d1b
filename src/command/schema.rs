//! `hoist schema`: the JSON schema of hoist.yaml.

use super::console::Stream;
use crate::config;
use anyhow::Context as _;

pub(super) fn run() -> anyhow::Result<u8> {
    let schema = serde_json::to_string_pretty(&config::schema()).context("the schema can't be written")?;
    Stream::Out.write(&(schema + "\n"))?;
    Ok(0)
}
