//! The JSON schema of hoist.yaml, for editors and for checks without hoist.

use super::top::HOIST;
use super::{Key, Leaf, Selector, Shape};
use serde_json::{Map, Value, json};

/// The schema, draft 2020-12. It knows every key, also those that are not yet built.
pub fn schema() -> Value {
    let mut schema = shape(&HOIST);
    if let Value::Object(fields) = &mut schema {
        fields.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
        fields.insert("$id".to_owned(), json!("urn:hoist:hoist.yaml"));
        fields.insert("title".to_owned(), json!("hoist.yaml"));
        fields.insert(
            "description".to_owned(),
            json!("how versions travel between the environments of a repository"),
        );
    }
    schema
}

fn shape(of: &Shape) -> Value {
    match of {
        Shape::Leaf(leaf) => self::leaf(*leaf),
        Shape::Words(words) => json!({ "enum": words.iter().map(|word| word.name).collect::<Vec<_>>() }),
        Shape::List(inner) => json!({ "type": "array", "items": shape(inner) }),
        Shape::Keys(keys) => map(&keys.iter().collect::<Vec<_>>()),
        Shape::Names(leaf, inner) => json!({
            "type": "object",
            "propertyNames": self::leaf(*leaf),
            "additionalProperties": shape(inner),
        }),
        Shape::Selector(selectors) => json!({ "oneOf": selectors.iter().map(selector).collect::<Vec<_>>() }),
        Shape::Either(shapes) => json!({ "anyOf": shapes.iter().map(shape).collect::<Vec<_>>() }),
        Shape::Reserved => json!({}),
    }
}

fn selector(of: &Selector) -> Value {
    let mut schema = map(&std::iter::once(&of.key).chain(of.beside).collect::<Vec<_>>());
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.push(json!(of.key.name));
    }
    schema
}

fn map(keys: &[&Key]) -> Value {
    let properties: Map<_, _> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<_> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

fn property(key: &Key) -> Value {
    let default = if key.default.is_empty() { String::new() } else { format!("; default: {}", key.default) };
    let later = if key.is_built { "" } else { " (not yet built)" };
    let mut schema = shape(&key.shape);
    if let Value::Object(fields) = &mut schema {
        fields.insert("description".to_owned(), json!(format!("{}{default}{later}", key.meaning)));
    }
    schema
}

fn leaf(of: Leaf) -> Value {
    let matching = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    match of {
        // What YAML would read as a number is taken as it is written.
        Leaf::Text
        | Leaf::Scalar
        | Leaf::VarValue
        | Leaf::App
        | Leaf::Branch
        | Leaf::Rule
        | Leaf::Apps
        | Leaf::Version
        | Leaf::Time => {
            json!({ "type": ["string", "number", "boolean"] })
        }
        Leaf::Environment => {
            json!({ "type": ["string", "number", "boolean"], "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$" })
        }
        Leaf::Bool => json!({ "type": "boolean" }),
        Leaf::Number => json!({ "type": "integer", "minimum": 0 }),
        Leaf::Duration => matching("^[0-9]+[mhd]$"),
        Leaf::Branches => matching("\\{env\\}"),
        Leaf::Tags | Leaf::TextPattern | Leaf::Format => matching("\\{version\\}"),
        Leaf::Variable => matching("^[A-Za-z_][A-Za-z0-9_]*$"),
        Leaf::Var => matching("^(?!(app|env|version)$)[A-Za-z][A-Za-z0-9_-]*$"),
        Leaf::Path | Leaf::Pattern | Leaf::Glob | Leaf::KeyPath => {
            json!({ "type": "string", "minLength": 1 })
        }
    }
}
