//! The apps and their pins, as they are written.

use super::lines::{Lines, in_flow, scalar};
use crate::config::{AppRule, PinRule, Word};
use crate::manifest::{DocumentSelector, KeyPath, Manifest};

pub(super) fn write(rules: &[AppRule], lines: &mut Lines) {
    match rules {
        [] => {}
        [only] if is_pattern(only) => lines.add(0, &format!("apps: {}", path(only))),
        rules => {
            lines.add(0, "apps:");
            rules.iter().for_each(|rule| write_one(rule, lines));
        }
    }
}

/// A bare pattern says it all.
fn is_pattern(rule: &AppRule) -> bool {
    rule.name.is_none() && rule.path.is_some() && rule.lead.is_none() && has_usual_pins(rule)
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
        PinRule::Selector { manifest, path, format } => {
            let path = scalar(&path.to_string());
            let mut keys = match manifest {
                Manifest::Kustomize(kustomize) => {
                    let images = kustomize.images.iter().map(|images| format!("images: {}", list(images)));
                    std::iter::once(format!("kustomize: {path}")).chain(images).collect()
                }
                Manifest::Yaml(yaml) => {
                    let paths: Vec<_> = yaml.keys.iter().map(KeyPath::as_str).collect();
                    let mut keys = vec![format!("yaml: {path}"), format!("keys: {}", list(&paths))];
                    keys.extend(yaml.document.iter().map(document));
                    keys
                }
            };
            keys.extend(format.iter().map(|format| format!("format: {}", scalar(&format.to_string()))));
            item(6, &keys, lines);
        }
    }
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
