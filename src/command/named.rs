//! Files that inputs name: a saved plan (the JSON report of `hoist plan`), a configuration to try.

use super::problem::What;
use crate::model::inputs::GivenFile;
use crate::model::plan::Plan;
use crate::report::json::VERSION;
use serde::Deserialize;

#[derive(Deserialize)]
struct Document {
    version: u32,
    plan: Plan,
}

pub(super) fn plan(file: &str) -> Result<Plan, What> {
    parsed(&text(file)?).map_err(|why| What::Unreadable { file: file.to_owned(), why })
}

pub(super) fn file(name: &str) -> Result<GivenFile, What> {
    Ok(GivenFile { name: name.to_owned(), text: text(name)? })
}

fn text(file: &str) -> Result<String, What> {
    let unreadable = |why: String| What::Unreadable { file: file.to_owned(), why };
    let bytes = std::fs::read(file).map_err(|error| unreadable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| unreadable(error.utf8_error().to_string()))
}

fn parsed(text: &str) -> Result<Plan, String> {
    let document: Document =
        serde_json::from_str(text).map_err(|error| format!("it is no saved plan: {error}"))?;
    if document.version == VERSION {
        Ok(document.plan)
    } else {
        Err(format!("its version is {}, and this hoist reads {VERSION}", document.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_saved_plan_is_told() {
        let plan = r#""plan": { "promotions": [], "notes": [], "heldPasses": false }"#;
        assert!(parsed(&format!("{{ \"version\": 1, {plan} }}")).is_ok());
        let newer = parsed(&format!("{{ \"version\": 2, {plan} }}")).unwrap_err();
        assert_eq!(newer, "its version is 2, and this hoist reads 1");
        assert!(parsed("{}").unwrap_err().starts_with("it is no saved plan: missing field"));
        assert!(parsed("v1").unwrap_err().starts_with("it is no saved plan: "));
    }
}
