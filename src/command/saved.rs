//! Saved plans: the JSON report of `hoist plan`, written to a file and read back.

use super::problem::What;
use crate::model::plan::Plan;
use crate::report::json::VERSION;
use serde::Deserialize;

#[derive(Deserialize)]
struct Document {
    version: u32,
    plan: Plan,
}

pub(super) fn read(file: &str) -> Result<Plan, What> {
    let unreadable = |why: String| What::Unreadable { file: file.to_owned(), why };
    let text = std::fs::read(file).map_err(|error| unreadable(error.to_string()))?;
    plan(&text).map_err(unreadable)
}

fn plan(text: &[u8]) -> Result<Plan, String> {
    let document: Document =
        serde_json::from_slice(text).map_err(|error| format!("it is no saved plan: {error}"))?;
    if document.version == VERSION {
        Ok(document.plan)
    } else {
        Err(format!("its version is {}, and this hoist reads {VERSION}", document.version))
    }
}
