//! The keys of elements that the template of an ApplicationSet uses as versions.

use crate::yaml::{Kind, Node};
use std::collections::BTreeSet;

/// The keys that stand where a version does: in `targetRevision`, tags, images, version parameters and values.
pub(super) fn version_keys(template: &Node) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let spec = template.get("spec");
    for key in ["source", "sources"] {
        if let Some(source) = spec.and_then(|spec| spec.get(key)) {
            collect(source, "", &mut found);
        }
    }
    found
}

/// What stands below a key of the template.
fn collect(node: &Node, key: &str, found: &mut BTreeSet<String>) {
    match &node.kind {
        Kind::Scalar { text, .. } if key == "values" => text.lines().for_each(|line| of_line(line, found)),
        Kind::Scalar { text, .. } if is_version(key) => found.extend(references(text)),
        Kind::Scalar { .. } | Kind::Alias(_) => {}
        Kind::List { items, .. } => items.iter().for_each(|item| collect(item, key, found)),
        Kind::Map { pairs, .. } => {
            let parameter = node.get("name").and_then(Node::as_str).filter(|_| node.get("value").is_some());
            for (own, value) in pairs {
                let own = own.as_str().unwrap_or_default();
                collect(value, parameter.filter(|_| own == "value").unwrap_or(own), found);
            }
        }
    }
}

/// A line of Helm values that are written as a text.
fn of_line(line: &str, found: &mut BTreeSet<String>) {
    if let Some((_, value)) = line.split_once(": ").filter(|(key, _)| is_version(key)) {
        found.extend(references(value));
    }
}

fn is_version(key: &str) -> bool {
    let key = key.rsplit('.').next().unwrap_or(key).trim().to_lowercase();
    ["revision", "tag", "version", "image", "images"].iter().any(|word| key.ends_with(word))
}

/// The keys between braces: `{{.tag}}` of a Go template, `{{tag}}` of the older kind. Of an image only what
/// stands after its name.
fn references(text: &str) -> impl Iterator<Item = String> {
    let text = text.rsplit_once("}}:").or(text.rsplit_once(':')).map_or(text, |(_, after)| after);
    let parts = text.split("{{").skip(1).filter_map(|part| Some(part.split_once("}}")?.0));
    let key = |part: &str| {
        let word = part.trim_matches(['-', ' ']).split([' ', '|']).next().unwrap_or_default();
        let key = word.strip_prefix('.').unwrap_or(word);
        let is_key = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        (!key.is_empty() && key.chars().all(is_key)).then(|| key.to_owned())
    };
    parts.filter_map(key).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::Tree;

    #[test]
    fn keys_that_stand_where_a_version_does_are_found() {
        let cases = [
            ("{source: {targetRevision: '{{.rev}}', path: '{{.path}}'}}", "rev"),
            ("{source: {targetRevision: '{{ values.rev }}', chart: '{{chart}}'}}", "values.rev"),
            (
                "{sources: [{helm: {parameters: [{name: image.tag, value: '{{.t}}'}, {name: host, value: '{{.h}}'}]}}]}",
                "t",
            ),
            ("{source: {kustomize: {images: ['ghcr.io/{{.org}}/x:{{.tag}}']}}}", "tag"),
            (
                "{source: {helm: {valuesObject: {image: {repository: '{{.repo}}', tag: '{{.tag | quote}}'}}}}}",
                "tag",
            ),
            ("{source: {helm: {values: \"image:\\n  tag: {{.tag}}\\nhost: {{.host}}\\n\"}}}", "tag"),
            ("{source: {targetRevision: HEAD, path: '{{.cluster}}'}}", ""),
        ];
        for (spec, keys) in cases {
            let tree = Tree::parse(&format!("spec: {spec}\n")).unwrap();
            let found: Vec<_> = version_keys(&tree.documents[0]).into_iter().collect();
            assert_eq!(found.join(" "), keys, "{spec}");
        }
    }
}
