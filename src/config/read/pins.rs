//! The pins of an app: words, and selectors with their files.

use super::names::{Holder, Known};
use crate::config::problem::Faults;
use crate::config::value::{Key, Value};
use crate::config::{Pattern, PinRule, Word};
use crate::manifest::{
    Application, ApplicationKey, ApplicationSet, Chart, DocumentSelector, Files, HelmRelease, KeyPath,
    Kustomize, Manifest, Manifests, Overrides, Policy, Setters, SourceChoice, Text, Yaml,
};
use crate::model::format::Format;
use std::collections::BTreeMap;

pub(super) fn pins(list: &Value, names: &Known, app: &Holder<'_>, faults: &mut Faults) -> Vec<PinRule> {
    if list.is_empty_list() {
        faults.add(list.at, "found no pin, expected at least one".to_owned());
    }
    let mut pins = Vec::new();
    for item in list.items() {
        for pin in item_pins(item, names, app, faults) {
            if pins.contains(&pin) {
                faults.add(item.at, "this pin stands here a second time".to_owned());
            }
            pins.push(pin);
        }
    }
    pins
}

/// The pins of one item: each file that is copied is a pin of its own.
fn item_pins(item: &Value, names: &Known, app: &Holder<'_>, faults: &mut Faults) -> Vec<PinRule> {
    let Some(files) = item.get("files") else { return pin(item, names, app, faults).into_iter().collect() };
    if files.is_empty_list() {
        faults.add(files.at, "found no file, expected at least one".to_owned());
    }
    files.items().iter().filter_map(|file| copied(file, names, app, faults)).collect()
}

fn copied(file: &Value, names: &Known, app: &Holder<'_>, faults: &mut Faults) -> Option<PinRule> {
    let path = file_path(file, names, app, faults)?;
    let manifest = Manifest::Files(Files { name: path.to_string() });
    Some(PinRule::Selector { manifest, path, format: None })
}

fn pin(item: &Value, names: &Known, app: &Holder<'_>, faults: &mut Faults) -> Option<PinRule> {
    if let Some(word) = item.text() {
        return Word::ALL.into_iter().find(|one| one.as_str() == word).map(PinRule::Word);
    }
    let beside = item.pairs().iter().filter(|(key, _)| key.name != "format");
    let beside = beside.filter(|(key, _)| selector(&key.name).is_none());
    beside.for_each(|(_, value)| names.check_texts(value, app, faults));
    let mut found = item.pairs().iter().filter_map(|(key, file)| Some((file, selector(&key.name)?)));
    let (file, read) = found.next()?;
    let manifest = read(item, faults);
    let path = file_path(file, names, app, faults)?;
    let format = item.word("format").and_then(|format| Format::new(format).ok());
    Some(PinRule::Selector { manifest: manifest?, path, format })
}

fn file_path(file: &Value, names: &Known, app: &Holder<'_>, faults: &mut Faults) -> Option<Pattern> {
    let path = Pattern::parse(file.text()?).ok()?;
    if path.is_own() && app.path.is_none() {
        faults.add(file.at, "`.` is the app's own path, and the app has none: name the file".to_owned());
    }
    names.check_pin(file.at, &path, app, faults);
    Some(path)
}

type Read = fn(&Value, &mut Faults) -> Option<Manifest>;

/// What reads the keys beside a selector's own.
fn selector(key: &str) -> Option<Read> {
    Some(match key {
        "kustomize" => kustomize,
        "application" => application,
        "applicationset" => applicationset,
        "helmrelease" => helmrelease,
        "setters" => setters,
        "chart" => chart,
        "yaml" => yaml,
        "manifests" => manifests,
        "overrides" => overrides,
        "text" => text,
        _ => return None,
    })
}

fn kustomize(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    one_document(item, "a kustomization", faults);
    let [images, refs, charts] = ["images", "refs", "charts"].map(|key| named(item, key, faults));
    Some(Manifest::Kustomize(Kustomize { images, refs, charts }))
}

fn application(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    let source = item.get("source").and_then(source);
    let keys = item.get("keys").map(|list| application_keys(list, faults));
    let usual = || vec![ApplicationKey::TargetRevision];
    let application =
        Application { source, keys: Some(keys.unwrap_or_else(usual)), document: document(item, faults) };
    Some(Manifest::Application(application))
}

fn source(value: &Value) -> Option<SourceChoice> {
    if let Some(index) = value.text() {
        return index.parse().ok().map(SourceChoice::Index);
    }
    Some(SourceChoice::Fields(fields(value)))
}

fn fields(map: &Value) -> BTreeMap<String, String> {
    let field = |(key, value): &(Key, Value)| Some((key.name.clone(), value.text()?.to_owned()));
    map.pairs().iter().filter_map(field).collect()
}

fn application_keys(list: &Value, faults: &mut Faults) -> Vec<ApplicationKey> {
    const KNOWN: [&str; 6] =
        ["targetRevision", "path", "chart", "parameters.NAME", "valuesObject.PATH", "images.NAME"];
    let mut keys = Vec::new();
    for item in list.items() {
        let Some(text) = item.text() else { continue };
        match ApplicationKey::parse(text) {
            Some(key) => keys.push(key),
            None => faults.unknown(item.at, &format!("unknown field `{text}` of an Application"), &KNOWN),
        }
    }
    keys
}

fn applicationset(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    Some(Manifest::ApplicationSet(ApplicationSet {
        name: item.word("name").map(str::to_owned),
        matching: item.get("match").map(fields).unwrap_or_default(),
        keys: key_paths(item.get("keys")?, faults),
        document: document(item, faults),
    }))
}

fn helmrelease(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    let keys = match item.get("keys") {
        Some(list) => key_paths(list, faults),
        None => KeyPath::parse("spec.chart.spec.version").into_iter().collect(),
    };
    Some(Manifest::HelmRelease(HelmRelease { keys: Some(keys), document: document(item, faults) }))
}

fn setters(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    Some(Manifest::Setters(Setters {
        policies: named(item, "policy", faults).map(|all| all.iter().map(|one| Policy::new(one)).collect()),
        document: document(item, faults),
    }))
}

fn chart(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    one_document(item, "a Chart.yaml", faults);
    Some(Manifest::Chart(Chart { dependencies: named(item, "dependencies", faults) }))
}

fn yaml(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    let keys = key_paths(item.get("keys")?, faults);
    Some(Manifest::Yaml(Yaml { keys, document: document(item, faults) }))
}

fn manifests(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    let images = named(item, "images", faults);
    Some(Manifest::Manifests(Manifests { images, document: document(item, faults) }))
}

fn overrides(item: &Value, faults: &mut Faults) -> Option<Manifest> {
    one_document(item, "a .argocd-source file", faults);
    Some(Manifest::Overrides(Overrides { images: named(item, "images", faults) }))
}

fn text(item: &Value, _: &mut Faults) -> Option<Manifest> {
    item.word("pattern").map(|pattern| Manifest::Text(Text::new(pattern)))
}

fn one_document(item: &Value, what: &str, faults: &mut Faults) {
    if let Some(document) = item.get("document") {
        faults.add(document.at, format!("{what} is one document: leave `document` out"));
    }
}

fn key_paths(list: &Value, faults: &mut Faults) -> Vec<KeyPath> {
    let keys = texts(list, "keys", faults);
    keys.iter().filter_map(|key| KeyPath::parse(key).ok()).collect()
}

/// What is named beside a selector; all where nothing is.
fn named(item: &Value, key: &str, faults: &mut Faults) -> Option<Vec<String>> {
    item.get(key).map(|list| texts(list, key, faults))
}

fn texts(list: &Value, what: &str, faults: &mut Faults) -> Vec<String> {
    if list.is_empty_list() {
        faults.add(list.at, format!("found no {what}, expected at least one"));
    }
    list.items().iter().filter_map(|item| item.text().map(str::to_owned)).collect()
}

fn document(item: &Value, faults: &mut Faults) -> Option<DocumentSelector> {
    let map = item.get("document")?;
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
