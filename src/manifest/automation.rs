//! Who else writes a value: Flux where a marker stands, Argo CD's image updater where it follows the image.

use super::Error;
use super::anchors::{Anchors, Case};
use super::form::{full_name, image_name};
use super::markers::markers;
use super::source::Source;
use crate::model::pin::{Automation, Pin, PinKind, SelectorName};
use crate::model::text::Position;
use crate::yaml::Node;
use std::collections::HashMap;

const UPDATER: &str = "argocd-image-updater.argoproj.io/";

/// Notes on each pin which automation writes it too.
pub(super) fn note<'t>(
    source: &'t Source<'t>,
    anchors: &'t Anchors<'t>,
    pins: &mut [Pin],
) -> Result<(), Error> {
    if pins.is_empty() {
        return Ok(());
    }
    let policies = policies(source, anchors)?;
    let images = followed(source, anchors);
    for pin in pins.iter_mut().filter(|pin| pin.automation.is_none()) {
        let written = [&pin.version, &pin.digest].into_iter().flatten();
        let policy = written.filter_map(|one| policies.get(&(one.at.line, one.at.column))).next();
        pin.automation = policy.map(|policy| Automation::Policy(policy.clone()));
        if pin.automation.is_none() && pin.selector == SelectorName::Application {
            let image = images.iter().find(|image| is_of(pin, image));
            pin.automation = image.map(|image| Automation::ImageUpdater((*image).to_owned()));
        }
    }
    Ok(())
}

/// The policies of Flux, by the place of the value that each writes.
fn policies<'t>(
    source: &'t Source<'t>,
    anchors: &'t Anchors<'t>,
) -> Result<HashMap<(usize, usize), String>, Error> {
    let marked = markers(source, anchors)?.into_iter().filter_map(|marker| {
        let Position { line, column, .. } = source.at(marker.on?.node().span.start);
        Some(((line, column), marker.policy))
    });
    Ok(marked.collect())
}

/// The images that the image updater follows for the Applications of a file, where it writes to git.
fn followed<'t>(source: &'t Source<'t>, anchors: &'t Anchors<'t>) -> Vec<&'t str> {
    if !source.text.contains(UPDATER) {
        return Vec::new();
    }
    let value = |map: &'t Node, key: &str| anchors.value(map, key, Case::Exact);
    let lists = source.tree.documents.iter().filter_map(|root| {
        let annotations = value(value(root, "metadata")?, "annotations")?;
        let said = |key: &str| value(annotations, &format!("{UPDATER}{key}")).and_then(Node::as_str);
        said("write-back-method").filter(|method| method.starts_with("git"))?;
        said("image-list")
    });
    // Each is `[alias=]image[:constraint]`.
    let images = lists.flat_map(|list| list.split(',')).map(str::trim).filter(|one| !one.is_empty());
    images.map(|one| full_name(one.split_once('=').map_or(one, |(_, image)| image))).collect()
}

/// The pin is this image's, or the field of an Application that names it.
fn is_of(pin: &Pin, image: &str) -> bool {
    let name = pin.name.name.as_str();
    match pin.name.kind {
        PinKind::Image => image_name(name) == image,
        PinKind::Key => name.strip_prefix("images.").is_some_and(|name| image_name(name) == image),
        PinKind::Chart | PinKind::Revision | PinKind::File => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::{KeyPath, Kustomize, Manifest, Yaml};
    use crate::model::path::RepoPath;
    use crate::model::pin::{PinName, Written};

    fn noted(manifest: &Manifest, text: &str) -> Vec<Option<Automation>> {
        let pins = manifest.pins(&RepoPath::new("a.yaml").unwrap(), 0, text).unwrap();
        pins.into_iter().map(|pin| pin.automation).collect()
    }

    fn policy(name: &str) -> Option<Automation> {
        Some(Automation::Policy(name.to_owned()))
    }

    #[test]
    fn a_marker_tells_on_whatever_finds_the_value() {
        let kustomize = Manifest::Kustomize(Kustomize::every());
        let text = "images:\n- name: a\n  newTag: v1 # {\"$imagepolicy\": \"ns:a:tag\"}\n- name: b\n  newTag: v1\n  \
                    digest: sha256:ab # {\"$imagepolicy\": \"ns:b:digest\"}\n- name: c\n  newTag: v1 # ns:c\n";
        assert_eq!(noted(&kustomize, text), [policy("ns:a"), policy("ns:b"), None]);
        let keys = ["image.tag", "other"].map(|key| KeyPath::parse(key).unwrap()).to_vec();
        let yaml = Manifest::Yaml(Yaml { keys, document: None });
        let text = "image: {tag: v1} # {\"$imagepolicy\": \"ns:a:tag\"}\nother: v1 # {\"$imagepolicy\": \"ns:a:tag\"}\n";
        assert_eq!(noted(&yaml, text), [None, policy("ns:a")]);
    }

    fn image(name: &str) -> Pin {
        let at = Position { file: "a.yaml".to_owned(), line: 9, column: 9 };
        Pin {
            name: PinName { kind: PinKind::Image, name: name.to_owned(), entry: 0 },
            selector: SelectorName::Application,
            file: RepoPath::new("a.yaml").unwrap(),
            version: Some(Written { text: "v1".to_owned(), at, key: "images".to_owned() }),
            digest: None,
            new_name: None,
            automation: None,
        }
    }

    #[test]
    fn the_image_updater_tells_on_the_images_that_it_follows_in_git() {
        let text = |method: &str| {
            format!(
                "kind: Application\nmetadata:\n  annotations:\n    {UPDATER}image-list: web=host:5000/a/web:~1.2, redis\n    \
                 {UPDATER}write-back-method: {method}\n"
            )
        };
        let cases = [
            ("git", "host:5000/a/web", Some("host:5000/a/web")),
            ("git:secret:argocd/creds", "redis", Some("redis")),
            ("git", "a/web", None),
            ("argocd", "redis", None),
        ];
        for (method, name, followed) in cases {
            let (path, text) = (RepoPath::new("a.yaml").unwrap(), text(method));
            let source = Source::open(&path, &text).unwrap();
            let mut pins = [image(name)];
            note(&source, &Anchors::of(&source), &mut pins).unwrap();
            let expected = followed.map(|image| Automation::ImageUpdater(image.to_owned()));
            assert_eq!(pins[0].automation, expected, "{method} {name}");
        }
    }
}
