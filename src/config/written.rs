//! A configuration as the text of a hoist.yaml.

use super::{AppRule, Config, Environment, PinRule, Word};
use crate::manifest::Manifest;
use crate::model::text::visible;

impl Config {
    /// The text of a hoist.yaml that says the same.
    pub fn written(&self) -> String {
        let mut lines = vec![
            "# What hoist found in this repository. docs/configuration.md explains every key.".to_owned(),
        ];
        lines.extend(self.notes.iter().map(|note| format!("# {}", visible(&note.text))));
        lines.push("environments:".to_owned());
        let mut above = None;
        for one in &self.environments {
            lines.extend(item(&environment(one, above)));
            if let Some(guess) = &one.guess {
                lines.push(format!("    # a guess, please check: {}", visible(guess)));
            }
            above = Some(one);
        }
        lines.extend(apps(&self.apps));
        lines.join("\n") + "\n"
    }
}

/// The lines of an environment; one alone is its name.
fn environment(environment: &Environment, above: Option<&Environment>) -> Vec<String> {
    let name = scalar(environment.name.as_str());
    let mut lines = vec![format!("name: {name}")];
    let usual: Vec<_> = above.iter().map(|above| above.name.clone()).collect();
    if environment.after != usual {
        let after: Vec<_> = environment.after.iter().map(|name| scalar(name.as_str())).collect();
        lines.push(format!("after: [{}]", after.join(", ")));
    }
    if environment.entry && !environment.after.is_empty() {
        lines.push("entry: true".to_owned());
    }
    lines
        .extend(environment.format.as_ref().map(|format| format!("format: {}", scalar(&format.to_string()))));
    if !environment.vars.is_empty() {
        let vars =
            environment.vars.iter().map(|(name, value)| format!("{}: {}", scalar(name), quoted(value)));
        lines.push(format!("vars: {{ {} }}", vars.collect::<Vec<_>>().join(", ")));
    }
    if lines.len() == 1 { vec![name] } else { lines }
}

fn apps(rules: &[AppRule]) -> Vec<String> {
    match rules {
        [only] if bare(only).is_some() => vec![format!("apps: {}", bare(only).unwrap_or_default())],
        several => {
            let items =
                several.iter().flat_map(|one| item(&bare(one).map_or_else(|| app(one), |path| vec![path])));
            ["apps:".to_owned()].into_iter().chain(items).collect()
        }
    }
}

/// The pattern alone, where that says it all.
fn bare(rule: &AppRule) -> Option<String> {
    let plain = rule.name.is_none() && rule.lead.is_none() && is_usual(&rule.pins);
    rule.path.as_ref().filter(|_| plain).map(|path| scalar(&path.to_string()))
}

fn is_usual(pins: &[PinRule]) -> bool {
    pins.len() == Word::ALL.len() && pins.iter().all(|pin| matches!(pin, PinRule::Word(_)))
}

fn app(rule: &AppRule) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(rule.name.as_ref().map(|name| format!("name: {}", scalar(name.as_str()))));
    lines.extend(rule.path.as_ref().map(|path| format!("path: {}", scalar(&path.to_string()))));
    lines.extend(rule.lead.as_ref().map(|lead| format!("lead: {}", scalar(lead))));
    if !is_usual(&rule.pins) {
        lines.push("pins:".to_owned());
        lines.extend(rule.pins.iter().flat_map(|one| item(&pin(one))));
    }
    lines
}

fn pin(rule: &PinRule) -> Vec<String> {
    match rule {
        PinRule::Word(word) => vec![word.as_str().to_owned()],
        PinRule::Selector { manifest, path, format } => {
            let mut lines = selector(manifest, &scalar(&path.to_string()));
            lines.extend(format.as_ref().map(|format| format!("format: {}", scalar(&format.to_string()))));
            lines
        }
    }
}

fn selector(manifest: &Manifest, path: &str) -> Vec<String> {
    match manifest {
        Manifest::Kustomize(kustomize) => {
            let images = kustomize.images.as_ref().map(|images| format!("images: {}", list(images)));
            [format!("kustomize: {path}")].into_iter().chain(images).collect()
        }
        Manifest::Yaml(yaml) => {
            let keys: Vec<_> = yaml.keys.iter().map(ToString::to_string).collect();
            vec![format!("yaml: {path}"), format!("keys: {}", list(&keys))]
        }
    }
}

/// The lines as an item of a list.
fn item(lines: &[String]) -> Vec<String> {
    let mark = |(at, line): (usize, &String)| format!("  {} {line}", if at == 0 { "-" } else { " " });
    lines.iter().enumerate().map(mark).collect()
}

fn list(items: &[String]) -> String {
    let items: Vec<_> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

/// A text that no YAML reader takes for anything else.
fn scalar(text: &str) -> String {
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-{}".contains(c))
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"]
            .contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::name::EnvironmentName;
    use crate::model::plan::{Note, NoteKind};

    fn named(name: &str, after: &[&str]) -> Environment {
        let valid = |name: &str| EnvironmentName::new(name).unwrap();
        Environment {
            after: after.iter().map(|after| valid(after)).collect(),
            ..Environment::named(valid(name))
        }
    }

    #[test]
    fn what_goes_without_saying_is_not_said() {
        let rule = AppRule {
            name: None,
            path: Some(crate::config::Pattern::parse("apps/{app}/overlays/{env}").unwrap()),
            lead: None,
            pins: Word::ALL.map(PinRule::Word).to_vec(),
        };
        let mut odd = named("1.10", &["dev"]);
        odd.guess = Some("nothing tells\nwhere it stands".into());
        let config = Config {
            environments: vec![named("dev", &[]), named("staging", &["dev"]), odd],
            apps: vec![rule],
            notes: vec![Note { kind: NoteKind::Inferred, text: "apps: by their folders".into(), at: None }],
            ..Config::default()
        };
        insta::assert_snapshot!(config.written(), @r#"
        # What hoist found in this repository. docs/configuration.md explains every key.
        # apps: by their folders
        environments:
          - dev
          - staging
          - name: "1.10"
            after: [dev]
            # a guess, please check: nothing tells\nwhere it stands
        apps: apps/{app}/overlays/{env}
        "#);
    }
}
