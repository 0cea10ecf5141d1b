//! `application:` the versions of an Argo CD Application.

use super::anchors::{Anchors, Case};
use super::application_key::ApplicationKey;
use super::argo::Meant;
use super::document::DocumentSelector;
use super::form::{Form, is_placeholder};
use super::key_path::Step;
use super::keys;
use super::overrides::parameters;
use super::slot::Edit;
use super::source::Source;
use super::source_images::{has_version, images};
use super::sources::{all, chosen};
use super::spot::{Spot, text};
use super::trail::{Lost, Trail};
use super::{Error, Fill, Want, values};
use crate::model::pin::PinKind;
use std::collections::BTreeMap;

/// The fields of one Application that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Which of several sources.
    pub source: Option<SourceChoice>,
    /// None: all versions that stand there.
    pub keys: Option<Vec<ApplicationKey>>,
    pub document: Option<DocumentSelector>,
}

/// One of `spec.sources`: by its number from 0, or by values that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceChoice {
    Index(usize),
    Fields(BTreeMap<String, String>),
}

impl Application {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self {
            source: self.source.as_ref().map(|source| source.filled(fill)),
            keys: self.keys.as_ref().map(|keys| keys.iter().map(|key| key.filled(fill)).collect()),
            document: self.document.as_ref().map(|document| document.filled(fill)),
        }
    }

    /// A key that the file lacks is no pin.
    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        let Some(keys) = &self.keys else { return self.every(source, anchors) };
        keys::spots(keys, |key| self.find(source, anchors, key))
    }

    /// What to write at one of the keys that are named.
    pub(super) fn edits(
        &self,
        source: &Source<'_>,
        anchors: &Anchors<'_>,
        want: &Want<'_>,
    ) -> Result<Vec<Edit>, Error> {
        let unknown = || Error::NotFound { at: source.at(0), what: want.name.to_owned(), near: None };
        let mut keys = self.keys.iter().flatten();
        let key = keys.find(|key| key.to_string() == want.name).ok_or_else(unknown)?;
        let spot = self.find(source, anchors, key).map_err(Lost::writing)?;
        let edits = spot.edits(source, want)?;
        key.takes(source, &spot, want)?;
        Ok(edits)
    }

    fn meant(&self) -> Meant<'_> {
        Meant { kind: "Application", name: None, document: self.document.as_ref() }
    }

    fn find<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
        key: &ApplicationKey,
    ) -> Result<Spot<'t>, Lost> {
        self.meant().only(source, anchors, &key.to_string(), |root| {
            key.spot(source, chosen(source, root, self.source.as_ref())?)
        })
    }

    /// All versions of all Applications of the file.
    fn every<'t>(&self, source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> Result<Vec<Spot<'t>>, Error> {
        let mut spots = Vec::new();
        for root in self.meant().objects(source, anchors)? {
            match all(source, Trail::new(source, anchors, root, Case::Exact)) {
                Ok(sources) => spots.extend(sources.iter().flat_map(versions)),
                Err(Lost { reading: Error::NotFound { .. }, .. }) => {}
                Err(lost) => return Err(lost.reading),
            }
        }
        Ok(spots)
    }
}

/// The versions of a source: its own, and those of the images that it sets.
fn versions<'t>(of: &Trail<'t>) -> Vec<Spot<'t>> {
    let values = ["helm", "valuesObject"].map(|key| Step::Key(key.to_owned()));
    let values = of.clone().steps(&values).map(|values| values::images(&values));
    let own = revision(of).into_iter();
    let set = images(of).into_iter().filter(has_version);
    // A tag among the parameters is an image's, whatever it is called.
    let parameters = parameters(of).into_iter().map(|spot| Spot { kind: PinKind::Image, ..spot });
    own.chain(set).chain(parameters).chain(values.unwrap_or_default()).collect()
}

/// A chart's version, or the revision of a repository.
fn revision<'t>(of: &Trail<'t>) -> Option<Spot<'t>> {
    let field = |key: &str| text(&of.child(key)?);
    let (kind, name) = match field("chart") {
        Some(chart) => (PinKind::Chart, chart),
        None => (PinKind::Revision, field("repoURL")?),
    };
    let spot = Spot::below(of, "targetRevision", kind, name, Form::Plain)?;
    text(&spot.trail).is_some_and(is_version).then_some(spot)
}

/// `HEAD` is where a repository is anyway, and a placeholder is filled in elsewhere.
fn is_version(text: &str) -> bool {
    text != "HEAD" && !is_placeholder(text)
}

impl SourceChoice {
    fn filled(&self, fill: Fill<'_>) -> Self {
        match self {
            Self::Index(index) => Self::Index(*index),
            Self::Fields(fields) => {
                Self::Fields(fields.iter().map(|(key, value)| (key.clone(), fill(value))).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::manifest::found;
    use crate::model::path::RepoPath;
    use crate::model::pin::{Pin, PinKind};

    fn every(text: &str) -> Result<String, &'static str> {
        let kinds = [(PinKind::Image, 0), (PinKind::Chart, 1), (PinKind::Revision, 2)];
        let pins = found(&RepoPath::new("app.yaml").unwrap(), text, &kinds).map_err(|error| error.code())?;
        let shown = |pin: &Pin| {
            let parts =
                [&pin.version, &pin.digest].map(|one| one.as_ref().map_or("", |one| one.text.as_str()));
            format!("{:?} {}={}", pin.name.kind, pin.name, parts.join("@").trim_end_matches('@'))
        };
        Ok(pins.iter().map(shown).collect::<Vec<_>>().join(", "))
    }

    fn application(spec: &str) -> String {
        format!(
            "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: web}}\nspec: {{{spec}}}\n"
        )
    }

    #[test]
    fn all_versions_of_a_source_are_found_under_their_own_names() {
        let cases = [
            ("source: {repoURL: r, targetRevision: v1, path: p}", "Revision r=v1"),
            ("source: {repoURL: r, targetRevision: 1.0, chart: web, path: p}", "Chart web=1.0"),
            ("source: {repoURL: r, targetRevision: HEAD}", ""),
            ("source: {repoURL: r, targetRevision: }", ""),
            ("source: {repoURL: r, targetRevision: ''}", ""),
            ("source: {repoURL: r, targetRevision: '${REVISION}'}", ""),
            ("source: {repoURL: r, targetRevision: '{{ .revision }}'}", ""),
            (
                "source: {repoURL: r, kustomize: {images: [a, 'b:v1', 'c=d@sha256:ab']}}",
                "Image b=v1, Image c=@sha256:ab",
            ),
            (
                "source: {repoURL: r, helm: {valuesObject: {image: {repository: web, tag: v1}}}}",
                "Image web=v1",
            ),
            (
                "source: {repoURL: r, helm: {parameters: [{name: image.tag, value: v1}]}}",
                "Image image.tag=v1",
            ),
            (
                "sources: [{repoURL: r, targetRevision: v1}, {repoURL: s, chart: c, targetRevision: v2}]",
                "Revision r=v1, Chart c=v2",
            ),
            ("sources: []", ""),
            ("project: default", ""),
        ];
        for (spec, expected) in cases {
            assert_eq!(every(&application(spec)), Ok(expected.to_owned()), "{spec}");
        }
    }

    #[test]
    fn what_is_no_application_of_argo_cd_has_none() {
        let text = application("source: {repoURL: r, targetRevision: v1}");
        for other in [
            text.replace("argoproj.io", "app.k8s.io"),
            text.replace("kind: Application", "kind: ApplicationSet"),
            text.replace("kind: Application", "kind: {a: Application}"),
        ] {
            assert_eq!(every(&other), Ok(String::new()), "{other}");
        }
        assert_eq!(every(&format!("{text}---\n{text}")), Ok("Revision r=v1, Revision r=v1".to_owned()));
    }

    #[test]
    fn a_source_that_argo_cd_reads_otherwise_is_refused() {
        for (spec, code) in [
            ("source: {repoURL: r, targetRevision: v1}, sources: [{repoURL: r}]", "source-and-sources"),
            ("sourceHydrator: {drySource: {repoURL: r, targetRevision: v1}}", "source-hydrator"),
            ("sources: {repoURL: r, targetRevision: v1}", "not-sequence"),
        ] {
            assert_eq!(every(&application(spec)), Err(code), "{spec}");
        }
    }
}
