//! `chart:` the dependencies of a Chart.yaml.

use super::anchors::{Anchors, Case};
use super::form::{Form, is_placeholder};
use super::key_path::Step;
use super::source::Source;
use super::spot::{Spot, text};
use super::trail::Trail;
use super::{Error, Fill};
use crate::model::pin::PinKind;

/// The dependencies that are meant; `None` means all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    pub dependencies: Option<Vec<String>>,
}

impl Chart {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self { dependencies: self.dependencies.as_ref().map(|all| all.iter().map(|one| fill(one)).collect()) }
    }

    /// The chart's own `version` is somebody else's to write.
    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        let Some(root) = root(source, anchors) else { return Ok(Vec::new()) };
        let Ok(dependencies) = root.step(&Step::Key("dependencies".to_owned())) else {
            return Ok(Vec::new());
        };
        Ok(dependencies.each_item().filter_map(|one| self.spot(&one)).collect())
    }

    /// One chart may stand there twice, under two aliases.
    fn spot<'t>(&self, dependency: &Trail<'t>) -> Option<Spot<'t>> {
        let (name, alias) = (field(dependency, "name")?, field(dependency, "alias"));
        let is_it = |meant: &String| meant == name || Some(meant.as_str()) == alias;
        if !self.dependencies.as_ref().is_none_or(|all| all.iter().any(is_it)) {
            return None;
        }
        let name = alias.unwrap_or(name);
        let spot = Spot::below(dependency, "version", PinKind::Chart, name, Form::Plain)?;
        text(&spot.trail).is_some_and(|version| !is_placeholder(version)).then_some(spot)
    }
}

/// Whether a file lists the dependencies of a chart: Helm 2 kept them in a file of their own.
pub(super) fn is_chart<'t>(source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> bool {
    let Some(root) = root(source, anchors) else { return false };
    let is_version = matches!(field(&root, "apiVersion"), Some("v1" | "v2"));
    let has = |key| field(&root, key).is_some();
    let is_chart = is_version && has("name") && has("version") && !has("kind");
    is_chart || matches!(source.path.file_name(), "requirements.yaml" | "requirements.yml")
}

/// Helm reads the first document.
fn root<'t>(source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> Option<Trail<'t>> {
    source.tree.documents.first().map(|root| Trail::new(source, anchors, root, Case::Exact))
}

fn field<'t>(map: &Trail<'t>, key: &str) -> Option<&'t str> {
    text(&map.child(key)?)
}
