//! Cases about the objects of Argo CD.

use super::{Owned, key_path, text_of};
use hoist::manifest::{
    Application, ApplicationKey, ApplicationSet, DocumentSelector, KeyPath, Manifest, Named, SourceChoice,
};
use hoist::model::wanted::Wish;
use serde_json::Value as Json;
use std::collections::BTreeMap;

pub(crate) fn application(edit: &Json) -> (Manifest, Vec<Owned>) {
    let key = field(edit);
    let source = edit.get("source").map(|source| match source.as_u64() {
        Some(index) => SourceChoice::Index(index.try_into().unwrap()),
        None => SourceChoice::Fields(texts(source)),
    });
    let (name, namespace) = (text_of(&edit["application"]), text_of(&edit["namespace"]));
    let is_told = name.is_some() || namespace.is_some();
    let kind = Some("Application".to_owned());
    let document = is_told.then_some(DocumentSelector::Object { kind, name, namespace });
    let digest = match edit.get("digest") {
        None => Wish::Leave,
        Some(Json::Null) => Wish::Remove,
        Some(digest) => Wish::Set(text_of(digest).unwrap()),
    };
    let want = Owned { digest, ..Owned::key(&key.to_string(), edit) };
    (Manifest::Application(Application { source, keys: Some(vec![key]), document }), vec![want])
}

fn field(edit: &Json) -> ApplicationKey {
    let named = |by: &str| Named::new(edit[by].as_str().unwrap());
    match edit["field"].as_str().unwrap() {
        "helm.parameters" => ApplicationKey::Parameter(named("parameter")),
        "helm.valuesObject" => ApplicationKey::ValuesObject(key_path(&edit["path"])),
        "kustomize.images" => ApplicationKey::Image(named("image")),
        "helm.values" => ApplicationKey::Values("image.tag".to_owned()),
        other => ApplicationKey::parse(other).unwrap(),
    }
}

pub(crate) fn element(edit: &Json) -> (Manifest, Vec<Owned>) {
    let set = edit["set"].as_object().unwrap();
    let selector = ApplicationSet {
        name: text_of(&edit["applicationset"]),
        matching: texts(&edit["match"]),
        keys: set.keys().map(|key| KeyPath::parse(key).unwrap()).collect(),
        document: None,
    };
    let want = |(key, value): (&String, &Json)| Owned::key(key, &serde_json::json!({ "value": value }));
    (Manifest::ApplicationSet(selector), set.iter().map(want).collect())
}

/// The place was known by what is changed: it isn't found again.
pub(crate) fn chooses_by_what_moves(edit: &Json) -> bool {
    let moves = |key: &String| edit["field"] == **key || edit["set"].get(key).is_some();
    ["source", "match"].iter().any(|by| edit[by].as_object().is_some_and(|map| map.keys().any(moves)))
}

fn texts(map: &Json) -> BTreeMap<String, String> {
    let text = |(key, value): (&String, &Json)| (key.clone(), text_of(value).unwrap());
    map.as_object().into_iter().flatten().map(text).collect()
}
