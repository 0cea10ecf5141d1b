//! `hoist schema`: the JSON schema of hoist.yaml.

use super::console::Stream;

const SCHEMA: &str = include_str!("schema.json");

pub(super) fn run() -> anyhow::Result<u8> {
    Stream::Out.write(SCHEMA)?;
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reference_in_the_schema_has_its_definition() {
        let schema: serde_json::Value = serde_json::from_str(SCHEMA).unwrap();
        for reference in SCHEMA.split("\"$ref\": \"#/$defs/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schema["$defs"][name].is_object(), "{name}");
        }
    }
}
