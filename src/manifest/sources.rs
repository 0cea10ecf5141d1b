//! The sources that an Application of Argo CD is made from.

use super::Error;
use super::application::SourceChoice;
use super::key_path::Step;
use super::source::Source;
use super::trail::{Lost, Trail};
use std::collections::BTreeMap;

/// All of them. Argo CD takes `sourceHydrator` before `sources`, and `sources` before `source`.
pub(super) fn all<'t>(source: &'t Source<'t>, application: Trail<'t>) -> Result<Vec<Trail<'t>>, Lost> {
    let spec = application.step(&key("spec"))?;
    let there = |word| spec.clone().step(&key(word)).ok().filter(|at| !at.target().is_null());
    if let Some(hydrator) = there("sourceHydrator") {
        return Err(Error::SourceHydrator { at: source.at(hydrator.node().start) }.into());
    }
    let several = there("sources").map(Trail::list).transpose()?.unwrap_or_default();
    match (several.first(), there("source")) {
        (None, Some(one)) => Ok(vec![one]),
        (None, None) => spec.step(&key("source")).map(|one| vec![one]),
        (Some(_), None) => Ok(several),
        (Some(first), Some(_)) => Err(Error::SourceAndSources { at: source.at(first.node().start) }.into()),
    }
}

/// The one that is meant.
pub(super) fn chosen<'t>(
    source: &'t Source<'t>,
    application: Trail<'t>,
    choice: Option<&SourceChoice>,
) -> Result<Trail<'t>, Lost> {
    let spec = source.at(application.node().start);
    let mut meant = all(source, application)?;
    let shown = match choice {
        None => "source".to_owned(),
        Some(SourceChoice::Index(index)) => {
            meant = meant.into_iter().skip(*index).take(1).collect();
            format!("source {index}")
        }
        Some(SourceChoice::Fields(fields)) => {
            meant = meant.iter().filter_map(|one| one.with_values(fields)).collect();
            format!("source with {}", values(fields))
        }
    };
    match (meant.len(), meant.pop()) {
        (1, Some(only)) => Ok(only),
        (count, Some(last)) => Err(Error::AmbiguousSource { at: source.at(last.node().start), count }.into()),
        (_, None) => Err(Error::NotFound { at: spec, what: shown, near: None }.into()),
    }
}

/// `env=staging, region=eu`
pub(super) fn values(fields: &BTreeMap<String, String>) -> String {
    fields.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(", ")
}

fn key(word: &str) -> Step {
    Step::Key(word.to_owned())
}
