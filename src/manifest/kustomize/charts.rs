//! The charts that a kustomization inflates, in it or in a generator's file.

use crate::manifest::anchors::{Anchors, Case};
use crate::manifest::form::{Form, is_placeholder};
use crate::manifest::source::Source;
use crate::manifest::spot::{Spot, text};
use crate::manifest::trail::Trail;
use crate::model::pin::PinKind;

/// The lists of charts; the second one is what kustomize had first.
pub(super) const LISTS: [&str; 2] = ["helmCharts", "helmChartInflationGenerator"];

/// A chart's name and its version, as they are written now and as they were first.
const KEYS: [(&str, &str); 2] = [("name", "version"), ("chartName", "chartVersion")];

pub(super) fn spots<'t>(root: &Trail<'t>) -> Vec<Spot<'t>> {
    let lists = LISTS.into_iter().filter_map(|key| root.child(key));
    lists.flat_map(|list| list.each_item().collect::<Vec<_>>()).filter_map(|chart| spot(&chart)).collect()
}

/// The documents that are generators of charts.
pub(super) fn generators<'t>(source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> Vec<Trail<'t>> {
    let documents = source.tree.documents.iter().map(|root| Trail::new(source, anchors, root, Case::Exact));
    documents.filter(|root| field(root, "kind") == Some("HelmChartInflationGenerator")).collect()
}

/// The version of a chart that is named beside it.
pub(super) fn spot<'t>(chart: &Trail<'t>) -> Option<Spot<'t>> {
    let spot = |(name, version)| {
        let name = field(chart, name)?;
        Spot::below(chart, version, PinKind::Chart, name, Form::Plain)
    };
    let spot = KEYS.into_iter().find_map(spot)?;
    text(&spot.trail).is_some_and(|version| !is_placeholder(version)).then_some(spot)
}

fn field<'t>(map: &Trail<'t>, key: &str) -> Option<&'t str> {
    text(&map.child(key)?)
}
