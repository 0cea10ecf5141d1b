//! Which of several places that name one image says what runs.

use crate::model::pin::{Pin, PinKind, PinName, SelectorName};
use std::collections::BTreeSet;

/// Without the images that don't run as they stand. What the kustomization sets is what runs, whatever the workload
/// beside it says; what an `.argocd-source` file sets, whatever the kustomization says.
pub(super) fn overridden(mut pins: Vec<Pin>) -> Vec<Pin> {
    let argo = set_by(SelectorName::Overrides, &pins);
    let kustomize = set_by(SelectorName::Kustomize, &pins);
    let workloads = set_by(SelectorName::Manifests, &pins);
    pins.retain(|pin| match pin.selector {
        SelectorName::Manifests => !argo.contains(&pin.name) && !kustomize.contains(&pin.name),
        // An entry that only renames the image leaves the workload's tag.
        SelectorName::Kustomize if pin.written().is_none() => !workloads.contains(&pin.name),
        SelectorName::Kustomize | SelectorName::Application | SelectorName::Values => {
            !argo.contains(&pin.name)
        }
        SelectorName::ApplicationSet
        | SelectorName::HelmRelease
        | SelectorName::Setters
        | SelectorName::Chart
        | SelectorName::Yaml
        | SelectorName::Overrides
        | SelectorName::Text
        | SelectorName::Files
        | SelectorName::Tag => true,
    });
    pins
}

/// The images that a kind of file says a version of.
fn set_by(selector: SelectorName, pins: &[Pin]) -> BTreeSet<PinName> {
    let own = pins.iter().filter(|pin| pin.selector == selector && pin.name.kind == PinKind::Image);
    own.filter(|pin| pin.written().is_some()).map(|pin| pin.name.clone()).collect()
}
