//! `manifests:` the images of plain workloads, wherever their pods are described.

use super::anchors::{Anchors, Case};
use super::document::{DocumentSelector, documents};
use super::source::Source;
use super::spot::{Spot, text};
use super::trail::Trail;
use super::{Error, Fill};

/// The images that are meant; `None` means all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifests {
    pub images: Option<Vec<String>>,
    pub document: Option<DocumentSelector>,
}

/// Where an object describes its pods: a `Deployment` and its like, a `CronJob`, a `PodTemplate`.
const PODS: [&[&str]; 3] = [
    &["spec", "template", "spec"],
    &["spec", "jobTemplate", "spec", "template", "spec"],
    &["template", "spec"],
];

const CONTAINERS: [&str; 3] = ["initContainers", "containers", "ephemeralContainers"];

impl Manifests {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            images: self.images.as_ref().map(|all| all.iter().map(|one| fill(one)).collect()),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    /// An image without tag and digest is no pin: the kustomization beside it says what runs.
    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        let mut spots = Vec::new();
        for root in documents(source, anchors, self.document.as_ref())? {
            let root = Trail::new(source, anchors, root, Case::Exact);
            spots.extend(objects(root).iter().flat_map(images).filter(|spot| self.takes(&spot.name)));
        }
        Ok(spots)
    }

    fn takes(&self, image: &str) -> bool {
        let last = image.rsplit('/').next();
        let is_it = |name: &String| name == image || Some(name.as_str()) == last;
        self.images.as_ref().is_none_or(|images| images.iter().any(is_it))
    }
}

/// Whether a document is an object of Kubernetes, be it a patch that lacks the rest.
pub(super) fn is_object(root: &Trail<'_>) -> bool {
    let has = |key| step(root, key).is_some();
    kind(root).is_some() && ["apiVersion", "spec", "items", "template"].into_iter().any(has)
}

/// The object of a document, or those of its list.
fn objects(root: Trail<'_>) -> Vec<Trail<'_>> {
    match kind(&root) {
        None => Vec::new(),
        Some(kind) if kind.ends_with("List") => {
            step(&root, "items").map(|items| items.each_item().collect()).unwrap_or_default()
        }
        Some(_) => vec![root],
    }
}

fn images<'t>(object: &Trail<'t>) -> Vec<Spot<'t>> {
    let ways: &[&[&str]] = match kind(object) {
        None => &[],
        Some("Pod") => &[&["spec"]],
        Some(_) => &PODS,
    };
    let pods = ways.iter().filter_map(|way| way.iter().try_fold(object.clone(), |at, key| step(&at, key)));
    pods.flat_map(|pod| CONTAINERS.into_iter().filter_map(move |key| step(&pod, key)))
        .flat_map(|containers| containers.each_item().collect::<Vec<_>>())
        .filter_map(|container| Spot::reference(step(&container, "image")?))
        .collect()
}

fn kind<'t>(object: &Trail<'t>) -> Option<&'t str> {
    text(&step(object, "kind")?)
}

fn step<'t>(from: &Trail<'t>, key: &str) -> Option<Trail<'t>> {
    from.child(key)
}
