//! The images of Helm values: a repository and a tag side by side.

use super::Error;
use super::anchors::{Anchors, Case};
use super::chart::is_chart;
use super::form::{Form, is_placeholder, is_reference};
use super::key_path::{KeyPath, Step};
use super::kustomize::is_kustomization;
use super::manifests::is_object;
use super::source::Source;
use super::spot::{Spot, text};
use super::trail::Trail;
use crate::model::pin::PinKind;

/// How one map writes an image in parts.
struct Keys {
    tag: &'static str,
    /// What it is a tag of, the surest first.
    names: [&'static str; 3],
    registry: &'static str,
    digests: &'static [&'static str],
}

const KEYS: [Keys; 3] = [
    Keys {
        tag: "tag",
        names: ["repository", "image", "name"],
        registry: "registry",
        digests: &["digest", "sha"],
    },
    Keys {
        tag: "imageTag",
        names: ["imageRepository", "imageName", "image"],
        registry: "imageRegistry",
        digests: &["imageDigest"],
    },
    Keys {
        tag: "image_tag",
        names: ["image_repository", "image_name", "image"],
        registry: "image_registry",
        digests: &["image_digest"],
    },
];

/// The keys on the way to a map; what stands in a list without a name can't be told again elsewhere.
type Way = Vec<Option<Step>>;

/// All images below one place of a file.
pub(super) fn images<'t>(from: &Trail<'t>) -> Vec<Spot<'t>> {
    let mut found = Vec::new();
    walk(from, &mut Vec::new(), &mut found);
    found
}

/// All images of a file of values.
pub(super) fn spots<'t>(source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> Result<Vec<Spot<'t>>, Error> {
    if source.path.file_name().starts_with(".argocd-source")
        || is_kustomization(source, anchors)
        || is_chart(source, anchors)
    {
        return Ok(Vec::new());
    }
    let documents = source.tree.documents.iter().map(|root| Trail::new(source, anchors, root, Case::Exact));
    Ok(documents.filter(|root| !is_object(root)).flat_map(|root| images(&root)).collect())
}

fn walk<'t>(at: &Trail<'t>, way: &mut Way, found: &mut Vec<Spot<'t>>) {
    found.extend(KEYS.iter().filter_map(|keys| keys.image(at, way)));
    for (key, value) in at.each_value() {
        way.push(Some(Step::Key(key.to_owned())));
        if key == "image" {
            found.extend(Spot::reference(value.clone()));
        }
        walk(&value, way, found);
        way.pop();
    }
    if at.node().as_list().is_some() {
        for item in at.each_item() {
            let name = field(&item, "name").and_then(|name| text(&name));
            way.push(name.map(|name| Step::Item { key: "name".to_owned(), value: name.to_owned() }));
            walk(&item, way, found);
            way.pop();
        }
    }
}

impl Keys {
    /// The image that a map writes in parts. A tag alone is called by the way to it.
    fn image<'t>(&self, map: &Trail<'t>, way: &Way) -> Option<Spot<'t>> {
        map.node().as_map()?;
        let digest = self.digests.iter().find_map(|key| field(map, key));
        let said = digest.as_ref().and_then(text);
        let (version, form, digest) = match (field(map, self.tag), digest) {
            (Some(tag), digest) if text(&tag).is_some() || is_digest(said) => (tag, Form::Tag, digest),
            (None, Some(digest)) if is_digest(said) => (digest, Form::Digest, None),
            (Some(_) | None, Some(_) | None) => return None,
        };
        if text(&version).into_iter().chain(said).any(is_placeholder) {
            return None;
        }
        let name = self.name(map, way).or_else(|| path(way))?;
        Some(Spot { digest, ..Spot::new(PinKind::Image, &name, version, form) })
    }

    fn name(&self, map: &Trail<'_>, way: &Way) -> Option<String> {
        let said = |key| field(map, key).and_then(|field| text(&field));
        let registry = said(self.registry);
        let is_image = is_image(way) || registry.is_some() || said("pullPolicy").is_some();
        let is_name = |key: &str, text: &str| match key {
            "name" => is_image || text.contains('/'),
            "image" => !is_reference(text),
            _ => true,
        };
        let named = self.names.into_iter().find_map(|key| said(key).filter(|text| is_name(key, text)))?;
        Some(match registry {
            Some(registry) => format!("{}/{named}", registry.trim_end_matches('/')),
            None => named.to_owned(),
        })
    }
}

/// The way to a map that an `image` key has; a tag elsewhere may be anything's.
fn path(way: &Way) -> Option<String> {
    let steps: Option<Vec<Step>> = way.iter().cloned().collect();
    Some(KeyPath::of(steps?).as_str().to_owned()).filter(|_| is_image(way))
}

/// `image`, `sidecarImage`, or one of `images`.
fn is_image(way: &Way) -> bool {
    let ends_with = |step: Option<&Option<Step>>, word| match step {
        Some(Some(Step::Key(key))) => key.to_ascii_lowercase().ends_with(word),
        Some(Some(Step::Index(_) | Step::Item { .. }) | None) | None => false,
    };
    ends_with(way.last(), "image") || ends_with(way.iter().nth_back(1), "images")
}

fn is_digest(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.starts_with("sha256:"))
}

/// A scalar, be it without a value.
fn field<'t>(map: &Trail<'t>, key: &str) -> Option<Trail<'t>> {
    let field = map.child(key)?;
    field.target().as_str().is_some().then_some(field)
}

#[cfg(test)]
mod tests {
    use crate::manifest::{Manifest, found};
    use crate::model::path::RepoPath;
    use crate::model::pin::{Pin, PinKind};

    fn shown(pins: &[Pin]) -> String {
        let text = |pin: &Pin| {
            let [version, digest] =
                [&pin.version, &pin.digest].map(|one| one.as_ref().map(|one| one.text.clone()));
            format!(
                "{}={}{}",
                pin.name,
                version.unwrap_or_default(),
                digest.map(|one| format!("@{one}")).unwrap_or_default()
            )
        };
        pins.iter().map(text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn images_are_named_by_their_repository_and_else_by_the_way_to_them() {
        let cases = [
            ("image: {repository: ghcr.io/a/web, tag: v1}", "ghcr.io/a/web=v1"),
            ("image: {registry: ghcr.io/, repository: a/web, tag: v1}", "ghcr.io/a/web=v1"),
            ("image: {name: web, tag: '1.10'}", "web=1.10"),
            ("web: {image: redis, tag: 7}", "redis=7"),
            ("image: {tag: v1}", "image=v1"),
            ("web: {sidecarImage: {tag: v1}}", "web.sidecarImage=v1"),
            ("web: [{name: a, image: {tag: v1}}, {image: {tag: v2}}]", "web[name=a].image=v1"),
            ("images: {web: {tag: v1}, worker: {tag: v2}}", "images.web=v1 images.worker=v2"),
            ("images: [{name: web, tag: v1}]", "web=v1"),
            ("image: ghcr.io/a/web:v1@sha256:ab", "ghcr.io/a/web=v1@sha256:ab"),
            ("image: {repository: web, tag: v1, digest: 'sha256:ab'}", "web=v1@sha256:ab"),
            ("image: {repository: web, tag: '', digest: 'sha256:ab'}", "web=@sha256:ab"),
            ("image: {repository: web, tag: v1, digest: ''}", "web=v1"),
            ("image: {repository: web, tag: 'v1@sha256:ab'}", "web=v1@sha256:ab"),
            ("imageRepository: web\nimageTag: v1", "web=v1"),
            ("image: web\nimage_tag: v1", "web=v1"),
            (
                "a: {image: {repository: web, tag: v1}}\nb: {image: {repository: web, tag: v1}}",
                "web=v1 web=v1",
            ),
            ("x: &x {repository: web, tag: v1}\na: {image: *x}\nb: {<<: *x, tag: v2}", "web=v1 web=v2"),
        ];
        for (text, pins) in cases {
            let found = found(&RepoPath::new("values.yaml").unwrap(), text, &[(PinKind::Image, 0)]).unwrap();
            assert_eq!(shown(&found), pins, "{text}");
        }
    }

    #[test]
    fn what_is_no_version_of_an_image_is_no_pin() {
        let texts = [
            "tag: v1",
            "image: {repository: web}",
            "image: {repository: web, tag: ''}",
            "image: {repository: web, tag: ~}",
            "image: {repository: web, tag: '{{ .tag }}'}",
            "image: {repository: web, tag: '${TAG}'}",
            "image: {repository: web, tag: <TAG>}",
            "image: {repository: web, tag: {a: b}}",
            "image: '${REGISTRY}/web:v1'",
            "image: web",
            "image: https://host:80",
            "git: {name: web, tag: v1}",
            "image_tag: v1",
            "- image: {tag: v1}\n",
            "apiVersion: example.com/v1\nkind: App\nimage: {repository: web, tag: v1}",
        ];
        for text in texts {
            let path = RepoPath::new("values.yaml").unwrap();
            let pins = found(&path, text, &[(PinKind::Image, 0)]).unwrap();
            assert_eq!(shown(&pins), "", "{text}");
        }
        for file in ["kustomization.yaml", ".argocd-source-web.yaml"] {
            let path = RepoPath::new(file).unwrap();
            let text = "image: {repository: web, tag: v1}";
            assert_eq!(Manifest::Values.pins(&path, 0, text).unwrap(), [], "{file}");
        }
    }
}
