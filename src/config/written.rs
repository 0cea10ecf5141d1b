//! A configuration as a hoist.yaml: short, with the reasons of what was found beside it.

mod lines;
mod rules;

use super::{Config, Environment, Requests, TemplateSource, Templates};
use crate::strategy::{Branches, Strategy, Tags};
use lines::{Lines, in_flow, scalar};

impl Config {
    /// The text of a hoist.yaml that declares just this. What was found by looking is told in comments.
    pub fn written(&self) -> String {
        let mut lines = Lines::default();
        lines.comment(0, "What hoist found in this repository. docs/configuration.md explains every key.");
        if let Some(base) = &self.base {
            lines.add(0, &format!("base: {}", scalar(base)));
        }
        self.notes.iter().for_each(|note| lines.comment(0, &note.text));
        self.strategy_line(&mut lines);
        if !self.environments.is_empty() {
            lines.add(0, "environments:");
        }
        for (at, environment) in self.environments.iter().enumerate() {
            let above = at.checked_sub(1).map(|above| &self.environments[above]);
            self.environment_lines(environment, above, &mut lines);
        }
        rules::write(&self.apps, &mut lines);
        templates(&self.templates, &mut lines);
        self.words(&mut lines);
        lines.text()
    }

    fn strategy_line(&self, lines: &mut Lines) {
        match &self.strategy {
            Strategy::Directory => {}
            Strategy::Branch(Branches(pattern)) => lines.add(0, &format!("branches: {}", scalar(pattern))),
            Strategy::Tag(Tags(pattern)) => lines.add(0, &format!("tags: {}", scalar(pattern))),
        }
    }

    fn environment_lines(&self, one: &Environment, above: Option<&Environment>, lines: &mut Lines) {
        let mut keys = place(one, above);
        keys.extend(own(one));
        if one.requests != self.requests {
            keys.push(format!("requests: {}", word(one.requests)));
        }
        if one.held_passes != self.held_passes {
            keys.push(format!("onHeld: {}", on_held(one.held_passes)));
        }
        let name = scalar(one.name.as_str());
        if keys.is_empty() {
            lines.add(2, &format!("- {name}"));
        } else {
            lines.add(2, &format!("- name: {name}"));
        }
        keys.iter().for_each(|key| lines.add(4, key));
        if let Some(guess) = &one.guess {
            lines.comment(4, &format!("a guess, please check: {guess}"));
        }
    }

    fn words(&self, lines: &mut Lines) {
        if self.requests != Requests::default() {
            lines.add(0, &format!("requests: {}", word(self.requests)));
        }
        if self.held_passes {
            lines.add(0, &format!("onHeld: {}", on_held(true)));
        }
    }
}

/// Its place among the others, where that doesn't go without saying.
fn place(one: &Environment, above: Option<&Environment>) -> Vec<String> {
    let mut keys = Vec::new();
    let usual: Vec<_> = above.map(|above| above.name.clone()).into_iter().collect();
    if one.after != usual {
        let names: Vec<_> = one.after.iter().map(|name| scalar(name.as_str())).collect();
        keys.push(format!("after: [{}]", names.join(", ")));
    }
    if one.entry != one.after.is_empty() {
        keys.push(format!("entry: {}", one.entry));
    }
    keys
}

fn own(one: &Environment) -> Vec<String> {
    let mut keys: Vec<_> =
        one.format.iter().map(|format| format!("format: {}", scalar(&format.to_string()))).collect();
    let vars = one.vars.iter().map(|(name, value)| format!("{}: {}", in_flow(name), in_flow(value)));
    if !one.vars.is_empty() {
        keys.push(format!("vars: {{ {} }}", vars.collect::<Vec<_>>().join(", ")));
    }
    keys.extend(one.deliver.iter().map(|deliver| format!("deliver: {deliver}")));
    keys
}

fn word(requests: Requests) -> &'static str {
    match requests {
        Requests::One => "one",
        Requests::Each => "each",
    }
}

fn on_held(passes: bool) -> &'static str {
    if passes { "pass" } else { "fail" }
}

fn templates(templates: &Templates, lines: &mut Lines) {
    let Templates { branch, commit, title, body } = templates;
    let all = [("branch", branch), ("commit", commit), ("title", title), ("body", body)];
    let written: Vec<_> =
        all.into_iter().filter_map(|(name, source)| Some((name, source.as_ref()?))).collect();
    if !written.is_empty() {
        lines.add(0, "templates:");
    }
    for (name, source) in written {
        let source = match source {
            TemplateSource::Text(text) => scalar(text),
            TemplateSource::File(path) => format!("{{ file: {} }}", in_flow(path.as_str())),
        };
        lines.add(2, &format!("{name}: {source}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Look;
    use crate::config::pattern::tree::Folders;

    fn comes_back(text: &str) -> String {
        let config = Config::parse("given", text).unwrap();
        let written = config.written();
        assert_eq!(
            Config::parse("written", &written).map_err(|error| error.to_string()),
            Ok(config),
            "{written}"
        );
        written
    }

    #[test]
    fn what_is_written_reads_back() {
        let texts = [
            "",
            "environments: [dev, staging, production]\napps: apps/{app}/overlays/{env}\n",
            "environments: [1.10, yes, 'null', \"0x1\"]\napps: '{app}/{env}'\n",
            "environments: [s, {name: eu, after: s}, {name: us, after: s}, {name: ap, after: [eu, us]}, {name: x, after: []}]\n",
            "environments: [{name: p, after: s}, {name: s, after: []}, {name: q, entry: true, format: 'q-{version}', vars: {a: '{app}, #', b: 'c: d'}}]\n",
            "base: a#b\nrequests: each\nonHeld: pass\nenvironments: [{name: a, requests: one, onHeld: fail, deliver: push}, b]\n",
            "templates: {title: \"a: 'b'\\n# c\\t\\u2028\", body: {file: 'x y.md'}}\n",
            "apps:\n  - a/{app}/{env}\n  - {path: 'b/{app}/{env}', pins: [images]}\n  - name: 'true'\n    lead: a:b\n    pins:\n      \
             - {kustomize: '/x {env}', images: [a, 'b: c']}\n      - {yaml: y, keys: [a.b, '\"c.d/e\"[name=x]'], format: '{version}-z', document: {index: 2}}\n      \
             - {yaml: '/y', keys: [k], document: {kind: A, namespace: 'n'}}\n",
            "apps: [{name: x, path: /x/y}]\n",
            "branches: 'env/{env}'\nenvironments: [dev, staging]\napps: apps/{app}\n",
            "tags: '{app}/{version}-{env}'\nenvironments: [dev, staging]\napps: [{name: x, pins: [{application: /x.yaml, keys: [targetRevision]}]}]\n",
        ];
        for text in texts {
            comes_back(text);
        }
    }

    #[test]
    fn what_was_found_is_written_short_and_with_its_reason() {
        let folders = ["dev", "staging", "prod-eu", "prod-us"];
        let folders = Folders::of(folders.map(|env| format!("apps/web/overlays/{env}/kustomization.yaml")));
        let written = folders.completed(Config::default(), Look::default()).written();
        assert_eq!(
            written,
            "\
# What hoist found in this repository. docs/configuration.md explains every key.
# environments: dev, then staging, then prod-eu and prod-us side by side: their names tell the order
# apps: apps/{app}/overlays/{env}, where each environment has a kustomization
environments:
  - dev
  - staging
  - prod-eu
    # a guess, please check: prod-eu and prod-us may be side by side, or one after the other
  - name: prod-us
    after: [staging]
    # a guess, please check: prod-eu and prod-us may be side by side, or one after the other
apps: apps/{app}/overlays/{env}
"
        );
        assert!(Config::parse("hoist.yaml", &written).is_ok());
    }
}
