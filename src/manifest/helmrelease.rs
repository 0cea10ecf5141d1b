//! `helmrelease:` the versions of the releases and sources of Flux.

use super::anchors::{Anchors, Case};
use super::document::{DocumentSelector, documents};
use super::form::{Form, is_placeholder};
use super::source::Source;
use super::spot::{Spot, text};
use super::trail::{Lost, Trail};
use super::{Error, Fill, KeyPath, values};
use crate::model::pin::PinKind;

/// Keys of a release or a source of Flux.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelmRelease {
    /// None: all versions that stand there, each named by its chart, image or repository.
    pub keys: Option<Vec<KeyPath>>,
    pub document: Option<DocumentSelector>,
}

const RELEASE: &str = "HelmRelease";
const CHART: &str = "HelmChart";
const OCI: &str = "OCIRepository";
const GIT: &str = "GitRepository";
const KINDS: [&str; 5] = [RELEASE, CHART, OCI, GIT, "HelmRepository"];

impl HelmRelease {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            keys: self.keys.as_ref().map(|keys| keys.iter().map(|key| key.filled(fill)).collect()),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        let roots = documents(source, anchors, self.document.as_ref())?;
        let roots: Vec<_> =
            roots.into_iter().map(|root| Trail::new(source, anchors, root, Case::Exact)).collect();
        let Some(keys) = &self.keys else {
            let own = roots.iter().filter(|root| said(root, "apiVersion").is_some_and(is_of_flux));
            return Ok(own.flat_map(every).collect());
        };
        let is_chosen = self.document.is_some();
        let roots: Vec<_> = roots.into_iter().filter(|root| is_chosen || kind(root).is_some()).collect();
        let found = keys.iter().map(|key| at_key(source, &roots, key));
        Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

/// The value of a key in the one document that has it.
fn at_key<'t>(source: &Source<'_>, roots: &[Trail<'t>], key: &KeyPath) -> Result<Option<Spot<'t>>, Error> {
    let mut found = Vec::new();
    for root in roots {
        match root.clone().steps(key.steps()) {
            Ok(trail) => found.push(trail),
            Err(Lost { reading: Error::NotFound { .. }, .. }) => {}
            Err(lost) => return Err(lost.reading),
        }
    }
    let count = found.len();
    match (found.pop(), count) {
        (None, _) => Ok(None),
        (Some(trail), 1) => {
            let form = text(&trail).map_or(Form::Plain, Form::of);
            Ok(Some(Spot::new(PinKind::Key, key.as_str(), trail, form)))
        }
        (Some(trail), count) => {
            let what = key.as_str().to_owned();
            Err(Error::AmbiguousDocument { at: source.at(trail.node().start), what, count })
        }
    }
}

/// All versions of one object.
fn every<'t>(root: &Trail<'t>) -> Vec<Spot<'t>> {
    match kind(root) {
        Some(RELEASE) => {
            let images = step(root, "spec.values").map(|values| values::images(&values));
            let chart = step(root, "spec.chart.spec").and_then(|chart| chart_version(root, &chart));
            chart.into_iter().chain(images.into_iter().flatten()).collect()
        }
        Some(CHART) => step(root, "spec").and_then(|spec| chart_version(root, &spec)).into_iter().collect(),
        Some(OCI) => artifact(root).into_iter().collect(),
        Some(GIT) => revision(root).into_iter().collect(),
        Some(_) | None => Vec::new(),
    }
}

/// `chart` and `version` side by side. A patch has no chart, and is called as the object is.
fn chart_version<'t>(root: &Trail<'t>, chart: &Trail<'t>) -> Option<Spot<'t>> {
    let name = said(chart, "chart").or_else(|| said(root, "metadata.name"))?;
    version(step(chart, "version")?, PinKind::Chart, name, Form::Plain)
}

// Flux, OCIRepositoryRef: a digest beats semver, and semver beats a tag.
fn artifact<'t>(root: &Trail<'t>) -> Option<Spot<'t>> {
    let url = said(root, "spec.url").map(|url| url.trim_end_matches('/'));
    let name = url.and_then(|url| url.rsplit('/').next()).or_else(|| said(root, "metadata.name"))?;
    let holds = |key| step(root, key).filter(|trail| text(trail).is_some());
    let digest = holds("spec.ref.digest");
    match holds("spec.ref.semver").or_else(|| holds("spec.ref.tag")) {
        Some(tag) => Some(Spot { digest, ..version(tag, PinKind::Chart, name, Form::Plain)? }),
        None => version(digest?, PinKind::Chart, name, Form::Tag),
    }
}

// Flux, GitRepositoryRef: a commit beats a semver, and that beats a tag. A branch is no version.
fn revision<'t>(root: &Trail<'t>) -> Option<Spot<'t>> {
    let name = said(root, "spec.url").or_else(|| said(root, "metadata.name"))?;
    let mut keys = ["spec.ref.commit", "spec.ref.semver", "spec.ref.tag"].into_iter();
    let trail = keys.find_map(|key| step(root, key).filter(|trail| text(trail).is_some()))?;
    version(trail, PinKind::Revision, name, Form::Plain)
}

fn version<'t>(trail: Trail<'t>, kind: PinKind, name: &str, form: Form) -> Option<Spot<'t>> {
    let is_version = text(&trail).is_some_and(|text| !is_placeholder(text));
    is_version.then(|| Spot::new(kind, name, trail, form))
}

fn is_of_flux(version: &str) -> bool {
    version.contains(".toolkit.fluxcd.io/")
}

/// The kind of an object of Flux that may hold versions.
fn kind<'t>(root: &Trail<'t>) -> Option<&'t str> {
    said(root, "kind").filter(|kind| KINDS.contains(kind))
}

fn said<'t>(from: &Trail<'t>, way: &str) -> Option<&'t str> {
    step(from, way).and_then(|trail| text(&trail))
}

fn step<'t>(from: &Trail<'t>, way: &str) -> Option<Trail<'t>> {
    way.split('.').try_fold(from.clone(), |at, key| at.child(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{Manifest, Value, Want, found, splice};
    use crate::model::path::RepoPath;
    use crate::model::pin::Pin;
    use crate::model::wanted::Wish;

    const KINDS: [(PinKind, usize); 3] = [(PinKind::Image, 0), (PinKind::Chart, 1), (PinKind::Revision, 2)];

    fn path() -> RepoPath {
        RepoPath::new("release.yaml").unwrap()
    }

    fn shown(pins: &[Pin]) -> String {
        let one = |pin: &Pin| {
            let [version, digest] =
                [&pin.version, &pin.digest].map(|one| one.as_ref().map_or("", |one| &one.text));
            format!(
                "{:?} {}={version}{}{digest}",
                pin.name.kind,
                pin.name,
                if digest.is_empty() { "" } else { "@" }
            )
        };
        pins.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn object(kind: &str, spec: &str) -> String {
        format!("apiVersion: x.toolkit.fluxcd.io/v1\nkind: {kind}\nmetadata: {{name: web}}\nspec: {spec}\n")
    }

    #[test]
    fn every_version_is_named_by_what_it_is_a_version_of() {
        let cases = [
            ("HelmRelease", "{chart: {spec: {chart: podinfo, version: '6.1'}}}", "Chart podinfo=6.1"),
            ("HelmRelease", "{chart: {spec: {version: '>=1.0.0'}}}", "Chart web=>=1.0.0"),
            ("HelmRelease", "{chart: {spec: {chart: podinfo}}}", ""),
            ("HelmRelease", "{chart: {spec: {chart: podinfo, version: '${v}'}}}", ""),
            (
                "HelmRelease",
                "{values: {java: {image: host/api:v1}, x: {image: {tag: v2}}}}",
                "Image host/api=v1 Image x.image=v2",
            ),
            ("HelmChart", "{chart: podinfo, version: 1.2.3}", "Chart podinfo=1.2.3"),
            ("OCIRepository", "{url: oci://h/charts/app, ref: {tag: 1.2.3}}", "Chart app=1.2.3"),
            (
                "OCIRepository",
                "{url: oci://h/app, ref: {tag: v1, digest: 'sha256:ab'}}",
                "Chart app=v1@sha256:ab",
            ),
            ("OCIRepository", "{ref: {digest: 'sha256:ab'}}", "Chart web=@sha256:ab"),
            ("OCIRepository", "{url: oci://h/app, ref: {semver: 1.x}}", "Chart app=1.x"),
            ("OCIRepository", "{url: oci://h/app}", ""),
            ("GitRepository", "{url: https://h/o/r, ref: {branch: main}}", ""),
            (
                "GitRepository",
                "{url: https://h/o/r, ref: {branch: main, commit: abc}}",
                "Revision https://h/o/r=abc",
            ),
            (
                "GitRepository",
                "{url: https://h/o/r, ref: {tag: v1, semver: 1.x}}",
                "Revision https://h/o/r=1.x",
            ),
            ("GitRepository", "{ref: {tag: v1}}", "Revision web=v1"),
            ("HelmRepository", "{url: https://h/charts}", ""),
            ("Kustomization", "{ref: {tag: v1}}", ""),
        ];
        for (kind, spec, pins) in cases {
            let found = found(&path(), &object(kind, spec), &KINDS).unwrap();
            assert_eq!(shown(&found), pins, "{kind} {spec}");
        }
    }

    #[test]
    fn what_is_no_object_of_flux_is_left_to_others() {
        for text in
            ["kind: HelmRelease\nspec: {chart: {spec: {version: 1.2.3}}}\n", "- ref: {tag: v1}\n", "ref: x\n"]
        {
            assert_eq!(shown(&found(&path(), text, &KINDS).unwrap()), "", "{text}");
        }
    }

    #[test]
    fn a_key_is_looked_for_in_the_objects_of_flux_alone() {
        let text = format!(
            "kind: ConfigMap\nspec: {{ref: {{tag: v0}}}}\n---\n{}",
            object("OCIRepository", "{ref: {tag: v1}}")
        );
        let key = KeyPath::parse("spec.ref.tag").unwrap();
        let manifest = Manifest::HelmRelease(HelmRelease { keys: Some(vec![key]), document: None });
        assert_eq!(shown(&manifest.pins(&path(), 0, &text).unwrap()), "Key spec.ref.tag=v1");
        let twice = format!("{text}---\n{}", object("GitRepository", "{ref: {tag: v1}}"));
        assert_eq!(manifest.pins(&path(), 0, &twice).unwrap_err().code(), "ambiguous-document");
    }

    #[test]
    fn tag_and_digest_of_an_artifact_travel_together() {
        let text = object("OCIRepository", "{url: oci://h/app, ref: {tag: v1, digest: 'sha256:ab'}} # c");
        let manifest = Manifest::HelmRelease(HelmRelease { keys: None, document: None });
        let want =
            Want { version: Wish::Set(Value::Text("v2".to_owned())), ..Want::of(PinKind::Chart, "app") };
        assert_eq!(manifest.edits(&path(), &text, &want).unwrap_err().code(), "digest-pins");
        let want = Want { digest: Wish::Set("sha256:cd".to_owned()), ..want };
        let edits = manifest.edits(&path(), &text, &want).unwrap();
        assert_eq!(splice(&path(), &text, &edits).unwrap(), text.replace("v1,", "v2,").replace(":ab", ":cd"));
    }
}
