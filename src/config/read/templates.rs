//! The team's own words.

use crate::config::value::Value;
use crate::config::{TemplateSource, Templates};
use crate::model::path::RepoPath;

pub(super) fn templates(root: &Value) -> Templates {
    let template = |key| root.get("templates").and_then(|map| map.get(key)).and_then(source);
    Templates {
        branch: template("branch"),
        commit: template("commit"),
        title: template("title"),
        body: template("body"),
    }
}

fn source(value: &Value) -> Option<TemplateSource> {
    match value.text() {
        Some(text) => Some(TemplateSource::Text(text.to_owned())),
        None => RepoPath::new(value.word("file")?).ok().map(TemplateSource::File),
    }
}
