//! The apps and their pins, as they are written.

use super::lines::{Lines, in_flow, scalar};
use crate::config::{AppRule, PinRule, Word};
use crate::manifest::{ApplicationKey, DocumentSelector, KeyPath, Manifest, SourceChoice};
use std::collections::BTreeMap;

pub(super) fn write(rules: &[AppRule], lines: &mut Lines) {
    match rules {
        [] => {}
        // A branch that is one app as a whole is told by its looks.
        [only] if only.pins.is_empty() => {}
        [only] if is_pattern(only) => lines.add(0, &format!("apps: {}", path(only))),
        rules => {
            lines.add(0, "apps:");
            rules.iter().for_each(|rule| write_one(rule, lines));
        }
    }
}

/// A bare pattern says it all.
fn is_pattern(rule: &AppRule) -> bool {
    rule.name.is_none()
        && rule.path.is_some()
        && rule.lead.is_none()
        && rule.held_by.is_empty()
        && has_usual_pins(rule)
}

fn has_usual_pins(rule: &AppRule) -> bool {
    rule.pins == Word::ALL.map(PinRule::Word)
}

fn path(rule: &AppRule) -> String {
    rule.path.as_ref().map(|path| scalar(&path.to_string())).unwrap_or_default()
}

fn write_one(rule: &AppRule, lines: &mut Lines) {
    if is_pattern(rule) {
        return lines.add(2, &format!("- {}", path(rule)));
    }
    let mut keys = Vec::new();
    keys.extend(rule.name.iter().map(|name| format!("name: {}", scalar(name.as_str()))));
    keys.extend(rule.path.iter().map(|_| format!("path: {}", path(rule))));
    keys.extend(rule.lead.iter().map(|lead| format!("lead: {}", scalar(lead))));
    if !rule.held_by.is_empty() {
        let pairs = rule.held_by.iter().map(|(key, value)| (key.as_str().to_owned(), value.clone()));
        keys.push(format!("heldBy: {}", map(&pairs.collect())));
    }
    if !has_usual_pins(rule) {
        keys.push("pins:".to_owned());
    }
    item(2, &keys, lines);
    if !has_usual_pins(rule) {
        rule.pins.iter().for_each(|pin| pin_lines(pin, lines));
    }
}

/// The first key stands behind the dash.
fn item(indent: usize, keys: &[String], lines: &mut Lines) {
    for (at, key) in keys.iter().enumerate() {
        match at {
            0 => lines.add(indent, &format!("- {key}")),
            _ => lines.add(indent + 2, key),
        }
    }
}

fn pin_lines(pin: &PinRule, lines: &mut Lines) {
    match pin {
        PinRule::Word(word) => lines.add(6, &format!("- {}", word.as_str())),
        PinRule::Selector { manifest: Manifest::Files(_), path, .. } => {
            lines.add(6, &format!("- files: {}", list(&[path.to_string()])));
        }
        PinRule::Selector { manifest, path, format } => {
            let mut keys: Vec<_> = selector(manifest)
                .map(|key| format!("{key}: {}", scalar(&path.to_string())))
                .into_iter()
                .collect();
            keys.extend(beside(manifest));
            keys.extend(format.iter().map(|format| format!("format: {}", scalar(&format.to_string()))));
            item(6, &keys, lines);
        }
    }
}

fn selector(manifest: &Manifest) -> Option<&'static str> {
    Some(match manifest {
        Manifest::Kustomize(_) => "kustomize",
        Manifest::Application(_) => "application",
        Manifest::ApplicationSet(_) => "applicationset",
        Manifest::HelmRelease(_) => "helmrelease",
        Manifest::Setters(_) => "setters",
        Manifest::Chart(_) => "chart",
        Manifest::Yaml(_) => "yaml",
        Manifest::Manifests(_) => "manifests",
        Manifest::Overrides(_) => "overrides",
        Manifest::Text(_) => "text",
        Manifest::Files(_) => "files",
        Manifest::Values => return None,
    })
}

/// The keys beside a selector's own.
fn beside(manifest: &Manifest) -> Vec<String> {
    let named = |key: &str, all: &Option<Vec<String>>| Some(format!("{key}: {}", list(all.as_ref()?)));
    let key_paths =
        |keys: &[KeyPath]| format!("keys: {}", list(&keys.iter().map(KeyPath::as_str).collect::<Vec<_>>()));
    let mut keys = Vec::new();
    match manifest {
        Manifest::Kustomize(one) => {
            let all = [named("images", &one.images), named("refs", &one.refs), named("charts", &one.charts)];
            keys.extend(all.into_iter().flatten());
        }
        Manifest::Application(one) => {
            keys.extend(one.source.as_ref().map(source));
            let names = |keys: &Vec<ApplicationKey>| keys.iter().map(ToString::to_string).collect::<Vec<_>>();
            keys.extend(one.keys.as_ref().map(|all| format!("keys: {}", list(&names(all)))));
            keys.extend(one.document.iter().map(document));
        }
        Manifest::ApplicationSet(one) => {
            keys.extend(one.name.as_ref().map(|name| format!("name: {}", scalar(name))));
            if !one.matching.is_empty() {
                keys.push(format!("match: {}", map(&one.matching)));
            }
            keys.push(key_paths(&one.keys));
            keys.extend(one.document.iter().map(document));
        }
        Manifest::HelmRelease(one) => {
            keys.extend(one.keys.as_deref().map(key_paths));
            keys.extend(one.document.iter().map(document));
        }
        Manifest::Setters(one) => {
            let policies =
                one.policies.as_ref().map(|all| all.iter().map(|one| one.as_str().to_owned()).collect());
            keys.extend(named("policy", &policies));
            keys.extend(one.document.iter().map(document));
        }
        Manifest::Chart(one) => keys.extend(named("dependencies", &one.dependencies)),
        Manifest::Yaml(one) => {
            keys.push(key_paths(&one.keys));
            keys.extend(one.document.iter().map(document));
        }
        Manifest::Manifests(one) => {
            keys.extend(named("images", &one.images));
            keys.extend(one.document.iter().map(document));
        }
        Manifest::Overrides(one) => keys.extend(named("images", &one.images)),
        Manifest::Text(one) => keys.push(format!("pattern: {}", scalar(&one.pattern))),
        Manifest::Files(_) | Manifest::Values => {}
    }
    keys
}

fn source(source: &SourceChoice) -> String {
    match source {
        SourceChoice::Index(index) => format!("source: {index}"),
        SourceChoice::Fields(fields) => format!("source: {}", map(fields)),
    }
}

fn map(pairs: &BTreeMap<String, String>) -> String {
    let pairs: Vec<_> =
        pairs.iter().map(|(key, value)| format!("{}: {}", in_flow(key), in_flow(value))).collect();
    format!("{{ {} }}", pairs.join(", "))
}

fn list<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| in_flow(text.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

fn document(selector: &DocumentSelector) -> String {
    let keys: Vec<_> = match selector {
        DocumentSelector::Index(index) => vec![format!("index: {index}")],
        DocumentSelector::Object { kind, name, namespace } => {
            let all = [("kind", kind), ("name", name), ("namespace", namespace)];
            let written = all.into_iter().filter_map(|(key, text)| Some((key, text.as_ref()?)));
            written.map(|(key, text)| format!("{key}: {}", in_flow(text))).collect()
        }
    };
    format!("document: {{ {} }}", keys.join(", "))
}
