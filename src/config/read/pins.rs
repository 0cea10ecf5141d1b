//! The pins of an app: words, and selectors with their files.

use super::names::{Holder, Known};
use crate::config::problem::Faults;
use crate::config::value::Value;
use crate::config::{Pattern, PinRule, Word};
use crate::manifest::{DocumentSelector, KeyPath, Kustomize, Manifest, Yaml};
use crate::model::format::Format;

pub(super) fn pins(list: &Value, names: &Known, app: &Holder<'_>, faults: &mut Faults) -> Vec<PinRule> {
    if list.is_empty_list() {
        faults.add(list.at, "found no pin, expected at least one".to_owned());
    }
    let mut pins = Vec::new();
    for item in list.items() {
        let Some(pin) = pin(item, names, app, faults) else { continue };
        if pins.contains(&pin) {
            faults.add(item.at, "this pin stands here a second time".to_owned());
        }
        pins.push(pin);
    }
    pins
}

fn pin(item: &Value, names: &Known, app: &Holder<'_>, faults: &mut Faults) -> Option<PinRule> {
    if let Some(word) = item.text() {
        return Word::ALL.into_iter().find(|one| one.as_str() == word).map(PinRule::Word);
    }
    let (file, manifest) = match (item.get("kustomize"), item.get("yaml")) {
        (Some(file), None) => (file, kustomize(item, faults)),
        (None, Some(file)) => (file, yaml(item, faults)),
        (None, None) | (Some(_), Some(_)) => return None,
    };
    let path = Pattern::parse(file.text()?).ok()?;
    if path.is_own() && app.path.is_none() {
        faults.add(file.at, "`.` is the app's own path, and the app has none: name the file".to_owned());
    }
    names.check_pin(file.at, &path, app, faults);
    let format = item.word("format").and_then(|format| Format::new(format).ok());
    Some(PinRule::Selector { manifest: manifest?, path, format })
}

fn kustomize(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    if let Some(document) = item.get("document") {
        faults.add(document.at, "a kustomization is one document: leave `document` out".to_owned());
    }
    let images = item.get("images").map(|images| texts(images, "images", faults));
    Some(Manifest::Kustomize(Kustomize { images }))
}

fn yaml(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    let keys = texts(item.get("keys")?, "keys", faults);
    let keys = keys.iter().filter_map(|key| KeyPath::parse(key).ok()).collect();
    let document = item.get("document").and_then(|document| self::document(document, faults));
    Some(Manifest::Yaml(Yaml { keys, document }))
}

fn texts(list: &Value, what: &str, faults: &mut Faults) -> Vec<String> {
    if list.is_empty_list() {
        faults.add(list.at, format!("found no {what}, expected at least one"));
    }
    list.items().iter().filter_map(|item| item.fixed(what, faults)).collect()
}

fn document(map: &Value, faults: &mut Faults) -> Option<DocumentSelector> {
    let text = |key| map.word(key).map(str::to_owned);
    let (kind, name, namespace) = (text("kind"), text("name"), text("namespace"));
    let says_object = kind.is_some() || name.is_some() || namespace.is_some();
    match map.word("index") {
        Some(_) if says_object => {
            faults.add(map.at, "found `index` and the object, expected one of both".to_owned());
            None
        }
        Some(index) => index.parse().ok().map(DocumentSelector::Index),
        None if says_object => Some(DocumentSelector::Object { kind, name, namespace }),
        None => {
            if map.is_map() {
                faults.add(
                    map.at,
                    "found nothing that tells the document, expected `index`, or `kind` and `name`"
                        .to_owned(),
                );
            }
            None
        }
    }
}
