//! The cases of each scenario: what its `scenario.json` says, and the table beside the trees.

use super::case::{Before, Case};
use super::scenario::{Ask, Scenario};
use super::{argocd, flux, govuk};

/// The scenarios that there are.
pub(crate) const KNOWN: [&str; 9] = [
    "argocd-applicationset-examples",
    "flux2-kustomize-helm-example",
    "govuk-image-tags",
    "hmcts-flux",
    "home-ops",
    "konflux-helm-generator",
    "konflux-mintmaker",
    "kubefirst-metaphor",
    "podinfo",
];

pub(crate) fn of(scenario: &Scenario) -> Vec<Case> {
    let mut cases = written_down(scenario);
    let needed = flux::needed(scenario);
    cases.iter_mut().for_each(|case| case.configuration.clone_from(&needed));
    cases.extend(match scenario.name.as_str() {
        "argocd-applicationset-examples" => argocd::images(scenario),
        "flux2-kustomize-helm-example" => flux::ranges(scenario),
        "govuk-image-tags" => govuk::tags(scenario),
        "hmcts-flux" => flux::hmcts(scenario),
        "home-ops" => flux::home_ops(scenario),
        "konflux-helm-generator" => argocd::generator(scenario),
        "konflux-mintmaker" => argocd::mintmaker(scenario),
        "kubefirst-metaphor" => argocd::metaphor(scenario),
        "podinfo" => argocd::podinfo(scenario),
        _ => Vec::new(),
    });
    cases
}

/// What the scenario itself says.
fn written_down(scenario: &Scenario) -> Vec<Case> {
    let oracle = if scenario.has_oracle() { ", byte by byte as upstream" } else { "" };
    let mut first =
        Case::changes(format!("the promotion as written{oracle}"), scenario.ask(), scenario.changes());
    let stays = scenario.unchanged().into_iter();
    first.unchanged = stays.map(|(file, value)| (file.to_owned(), value.to_owned())).collect();
    let mut cases = vec![first];
    if let Some((ask, changes)) = scenario.follow_up() {
        let before = Before::Promoted(scenario.ask(), scenario.changes());
        cases.push(Case::changes("the promotion that follows", ask, changes).after(before));
    }
    let refused = scenario.refused().into_iter();
    cases.extend(refused.map(|ask| Case::writes_nothing("refused as written", ask, 4, &[])));
    cases
}

/// A version in place of the scenario's own.
pub(crate) fn with_version(scenario: &Scenario, version: &str) -> Ask {
    Ask { version: Some(version.to_owned()), ..scenario.ask() }
}

/// Environments by name, the last of them with gates, and apps.
pub(crate) fn configuration(environments: &str, gates: &str, apps: &str) -> String {
    let (before, last) = environments.rsplit_once(", ").unwrap_or(("", environments));
    let comma = if before.is_empty() { "" } else { ", " };
    format!("environments: [{before}{comma}{{ name: {last}, gates: {gates} }}]\napps:\n{apps}")
}
