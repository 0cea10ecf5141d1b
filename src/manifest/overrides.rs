//! `overrides:` what Argo CD's image updater keeps in `.argocd-source-APP.yaml`: a part of a source.

use super::anchors::{Anchors, Case};
use super::form::{Form, is_placeholder};
use super::key_path::Step;
use super::source::Source;
use super::source_images::{has_version, images};
use super::spot::{Spot, text};
use super::trail::Trail;
use super::{Error, Fill, values};
use crate::model::pin::PinKind;
use crate::yaml::Node;

/// The images that are meant; `None` means all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overrides {
    pub images: Option<Vec<String>>,
}

/// What Argo CD takes from such a file.
const FIELDS: [&str; 4] = ["helm", "kustomize", "directory", "plugin"];

impl Overrides {
    pub(super) fn filled(&self, fill: Fill<'_>) -> Self {
        Self { images: self.images.as_ref().map(|all| all.iter().map(|one| fill(one)).collect()) }
    }

    pub(super) fn spots<'t>(
        &self,
        source: &'t Source<'t>,
        anchors: &'t Anchors<'t>,
    ) -> Result<Vec<Spot<'t>>, Error> {
        let root = match source.tree.documents.as_slice() {
            [root] if is_part_of_source(source, root) => Trail::new(source, anchors, root, Case::Exact),
            [_, second, ..] if is_named_so(source) => {
                let what = "a .argocd-source file";
                return Err(Error::MultipleDocuments { at: source.at(second.start), what });
            }
            _ => return Ok(Vec::new()),
        };
        let listed = images(&root).into_iter().filter(|spot| self.images.is_some() || has_version(spot));
        let found = listed.chain(parameters(&root)).chain(values_of(source, &root));
        Ok(found.filter(|spot| self.takes(spot)).collect())
    }

    fn takes(&self, spot: &Spot<'_>) -> bool {
        let Some(images) = &self.images else { return true };
        spot.kind == PinKind::Image && images.contains(&spot.name)
    }
}

fn is_named_so(source: &Source<'_>) -> bool {
    source.path.file_name().starts_with(".argocd-source")
}

/// Helm values may have a key `helm` as well, but hardly alone.
fn is_part_of_source(source: &Source<'_>, root: &Node) -> bool {
    let is_field = |key: &Node| key.as_str().is_some_and(|key| FIELDS.contains(&key));
    is_named_so(source) || root.as_map().is_some_and(|pairs| pairs.iter().all(|(key, _)| is_field(key)))
}

/// The images of `helm.valuesObject`. In a file of another name they count as values anyway.
fn values_of<'t>(source: &Source<'_>, root: &Trail<'t>) -> Vec<Spot<'t>> {
    let values = root.clone().steps(&["helm", "valuesObject"].map(key));
    values.ok().filter(|_| is_named_so(source)).map(|values| values::images(&values)).unwrap_or_default()
}

/// The tags among `helm.parameters`: images, where another parameter names the repository.
pub(super) fn parameters<'t>(root: &Trail<'t>) -> Vec<Spot<'t>> {
    let steps = ["helm", "parameters"].map(key);
    let items = root.clone().steps(&steps).and_then(Trail::list).unwrap_or_default();
    let fields: Vec<_> = items.iter().filter_map(Parameter::of).collect();
    fields.iter().filter_map(|one| one.spot(&fields)).collect()
}

/// One of `helm.parameters` that has a value.
struct Parameter<'t> {
    name: &'t str,
    text: &'t str,
    value: Trail<'t>,
}

impl<'t> Parameter<'t> {
    fn of(item: &Trail<'t>) -> Option<Self> {
        let value = item.clone().step(&key("value")).ok()?;
        let name = text(&item.clone().step(&key("name")).ok()?)?;
        Some(Self { name, text: text(&value).filter(|text| !is_placeholder(text))?, value })
    }

    /// A whole image in `image.spec` or `image`, or its tag.
    fn spot(&self, all: &[Self]) -> Option<Spot<'t>> {
        match self.name.rsplit('.').next() {
            Some("spec" | "image") => Spot::reference(self.value.clone()),
            Some(_) | None => self.tag(all),
        }
    }

    /// `image.tag` and `image.name`, `web.image.tag` and `web.image.repository`, `imageTag` and `imageName`.
    fn tag(&self, all: &[Self]) -> Option<Spot<'t>> {
        let (before, words) = match self.name.strip_suffix("Tag") {
            Some(before) => (before, ["Name", "Repository"]),
            None => (self.name.strip_suffix("tag").filter(|it| is_prefix(it))?, ["name", "repository"]),
        };
        let is_name =
            |other: &&Self| other.name.strip_prefix(before).is_some_and(|word| words.contains(&word));
        let (kind, name) = match all.iter().find(is_name) {
            Some(image) => (PinKind::Image, image.text),
            None => (PinKind::Key, self.name),
        };
        Some(Spot::new(kind, name, self.value.clone(), Form::Tag))
    }
}

/// What stands before a whole word.
fn is_prefix(text: &str) -> bool {
    text.is_empty() || text.ends_with('.')
}

fn key(word: &str) -> Step {
    Step::Key(word.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::manifest::{Manifest, Overrides, Value, Want, found, splice};
    use crate::model::path::RepoPath;
    use crate::model::pin::{Pin, PinKind};
    use crate::model::wanted::Wish;

    const FILE: &str = ".argocd-source-web.yaml";
    const PAIR: &str = "helm:\n  parameters:\n  - {name: image.name, value: ghcr.io/a/web}\n  - {name: image.tag, value: v1}\n";

    fn shown(pins: &[Pin]) -> String {
        let text = |pin: &Pin| {
            let parts =
                [&pin.version, &pin.digest].map(|one| one.as_ref().map_or("", |one| one.text.as_str()));
            format!("{:?} {}={}", pin.name.kind, pin.name, parts.join("@").trim_end_matches('@'))
        };
        pins.iter().map(text).collect::<Vec<_>>().join(", ")
    }

    fn pins(file: &str, text: &str, images: Option<&[&str]>) -> String {
        let images = images.map(|all| all.iter().map(|one| (*one).to_owned()).collect());
        let manifest = Manifest::Overrides(Overrides { images });
        shown(&manifest.pins(&RepoPath::new(file).unwrap(), 0, text).unwrap())
    }

    #[test]
    fn an_override_sets_images_or_parameters_that_name_them() {
        let parameters = |all: &[(&str, &str)]| {
            let item = |(name, value): &(&str, &str)| format!("{{name: {name}, value: '{value}'}}");
            format!("helm: {{parameters: [{}]}}", all.iter().map(item).collect::<Vec<_>>().join(", "))
        };
        let cases = [
            (
                "kustomize: {images: [ghcr.io/a/web:v1, x=h:5000/y, 'z@sha256:ab']}".to_owned(),
                "Image ghcr.io/a/web=v1, Image z=@sha256:ab",
            ),
            (PAIR.to_owned(), "Image ghcr.io/a/web=v1"),
            (
                parameters(&[("web.image.tag", "v1@sha256:ab"), ("web.image.repository", "web")]),
                "Image web=v1@sha256:ab",
            ),
            (
                parameters(&[("imageTag", "v1"), ("imageName", "web"), ("sidecarTag", "v2")]),
                "Image web=v1, Key sidecarTag=v2",
            ),
            (parameters(&[("tag", "v1"), ("stage", "v2"), ("replicas", "2")]), "Key tag=v1"),
            (
                parameters(&[("image.spec", "ghcr.io/a/web:v1"), ("image.tag", "${TAG}")]),
                "Image ghcr.io/a/web=v1",
            ),
            ("helm: {valuesObject: {image: {repository: web, tag: v1}}}".to_owned(), "Image web=v1"),
            ("helm: {parameters: }\nkustomize: {images: }".to_owned(), ""),
        ];
        for (text, expected) in cases {
            assert_eq!(pins(FILE, &text, None), expected, "{text}");
        }
        assert_eq!(pins(FILE, PAIR, Some(&["ghcr.io/a/api"])), "");
        assert_eq!(pins(FILE, "kustomize: {images: [web, api:v1]}", Some(&["web"])), "Image web=");
    }

    #[test]
    fn helm_values_are_no_override() {
        let mixed = format!("{PAIR}replicas: 2\n");
        assert_eq!(pins("values.yaml", &mixed, None), "");
        assert_eq!(pins("source.yaml", PAIR, None), "Image ghcr.io/a/web=v1");
        let twice = format!("{PAIR}---\n{PAIR}");
        assert_eq!(pins("values.yaml", &twice, None), "");
        let error = Manifest::Overrides(Overrides { images: None })
            .pins(&RepoPath::new(FILE).unwrap(), 0, &twice)
            .unwrap_err();
        assert_eq!(error.code(), "multiple-documents");
    }

    #[test]
    fn a_version_is_found_once_by_the_words() {
        for (file, text) in [
            (FILE, "helm: {valuesObject: {image: {repository: web, tag: v1}}}"),
            ("source.yaml", "helm: {valuesObject: {image: {repository: web, tag: v1}}}"),
            (FILE, "kustomize: {images: ['web:v1']}"),
            (FILE, "helm: {parameters: [{name: image.name, value: web}, {name: image.tag, value: v1}]}"),
        ] {
            let pins = found(&RepoPath::new(file).unwrap(), text, &[(PinKind::Image, 0)]).unwrap();
            assert_eq!(shown(&pins), "Image web=v1", "{file} {text}");
        }
    }

    #[test]
    fn the_tag_of_a_pair_moves_alone() {
        let path = RepoPath::new(FILE).unwrap();
        let version = Wish::Set(Value::Text("1.10".to_owned()));
        let want = Want { version, ..Want::of(PinKind::Image, "ghcr.io/a/web") };
        let edits = Manifest::Overrides(Overrides { images: None }).edits(&path, PAIR, &want).unwrap();
        assert_eq!(splice(&path, PAIR, &edits).unwrap(), PAIR.replace("v1", "\"1.10\""));
    }
}
