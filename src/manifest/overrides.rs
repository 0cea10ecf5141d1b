//! `overrides:` what Argo CD's image updater keeps in `.argocd-source-APP.yaml`: a part of a source.

use super::anchors::{Anchors, Case};
use super::form::Form;
use super::key_path::Step;
use super::placeholder::is_placeholder;
use super::source::Source;
use super::source_images::{has_version, images};
use super::spot::{Spot, text};
use super::trail::Trail;
use super::{Error, Fill};
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
        Ok(listed.chain(parameters(&root)).filter(|spot| self.takes(spot)).collect())
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

/// The tags among `helm.parameters`: images, where another parameter names the repository.
fn parameters<'t>(root: &Trail<'t>) -> Vec<Spot<'t>> {
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

    /// `image.tag` and `image.name`, `web.image.tag` and `web.image.repository`, `imageTag` and `imageName`.
    fn spot(&self, all: &[Self]) -> Option<Spot<'t>> {
        let (before, words) = [("tag", ["name", "repository"]), ("Tag", ["Name", "Repository"])]
            .into_iter()
            .find_map(|(tag, words)| Some((self.name.strip_suffix(tag)?, words)))
            .filter(|(before, _)| before.is_empty() || before.ends_with('.') || self.name.ends_with("Tag"))?;
        let is_name =
            |other: &&Self| other.name.strip_prefix(before).is_some_and(|word| words.contains(&word));
        Some(match all.iter().find(is_name) {
            Some(image) => Spot::new(PinKind::Image, image.text, self.value.clone(), Form::Tag),
            None => Spot::new(PinKind::Key, self.name, self.value.clone(), Form::Tag),
        })
    }
}

fn key(word: &str) -> Step {
    Step::Key(word.to_owned())
}
