//! What was given for each input, and by whom: a flag, the action's variable, the job's variable.

use super::inputs::{INPUTS, Input, Shape, Standing};
use super::name::CommandName;
use super::problem::{Problem, Problems, What};
use super::variables::Variables;
use crate::model::text::nearest;
use clap::ArgMatches;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// The values of one run as they were given; each read complains of what it can't use.
#[derive(Debug, Default)]
pub(super) struct Given {
    values: BTreeMap<&'static str, Value>,
    problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
struct Value {
    texts: Vec<OsString>,
    origin: String,
}

impl Given {
    /// A flag beats the step's own `with:`, which beats a job's variables.
    pub(super) fn gather(command: CommandName, flags: &ArgMatches, variables: &Variables) -> Self {
        let mut given = Self::default();
        for input in Input::of(command) {
            if let Some(value) = flag(input, flags).or_else(|| variable(input, variables)) {
                given.values.insert(input.name, value);
            }
        }
        given.add_positional(flags);
        given.refuse_later();
        given
    }

    /// Apps may stand without a flag before them.
    fn add_positional(&mut self, flags: &ArgMatches) {
        let Some(apps) = flags.try_get_many::<OsString>("apps").ok().flatten() else { return };
        let mut texts: Vec<_> = apps.cloned().collect();
        if let Some(flagged) = self.values.get("app").filter(|value| value.origin == "--app") {
            texts.extend(flagged.texts.iter().cloned());
        }
        self.values.insert("app", Value { texts, origin: "APP".to_owned() });
    }

    fn refuse_later(&mut self) {
        for input in INPUTS.iter().filter(|input| input.standing == Standing::NotYet) {
            if let Some(value) = self.values.get(input.name) {
                let what = What::NotYet { what: input.name.to_owned() };
                self.problems.push(Problem { origin: value.origin.clone(), what });
            }
        }
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.texts(name).into_iter().next_back()
    }

    /// A list: by comma, by line, or given several times.
    pub(super) fn list(&mut self, name: &str) -> Vec<String> {
        let texts = self.texts(name);
        let items = texts.iter().flat_map(|text| text.split([',', '\n'])).map(str::trim);
        items.filter(|item| !item.is_empty()).map(str::to_owned).collect()
    }

    pub(super) fn switch(&mut self, name: &str) -> bool {
        let Some(text) = self.text(name) else { return false };
        match text.as_str() {
            "true" | "True" | "TRUE" => true,
            "false" | "False" | "FALSE" => false,
            _ => {
                self.complain(name, What::NotBoolean { text });
                false
            }
        }
    }

    pub(super) fn word(&mut self, name: &str) -> Option<&'static str> {
        let text = self.text(name)?;
        let input = INPUTS.iter().find(|input| input.name == name)?;
        let Shape::Word { now, later } = input.shape else { return None };
        let found = now.iter().find(|word| **word == text).copied();
        if found.is_none() {
            let what = if later.contains(&text.as_str()) {
                What::NotYet { what: text }
            } else {
                What::NotOneOf { text, words: now.to_vec() }
            };
            self.complain(name, what);
        }
        found
    }

    /// A text as what it has to be.
    pub(super) fn parsed<T, E: Into<What>>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(name)?;
        parse(&text).map_err(|error| self.complain(name, error.into())).ok()
    }

    /// Each item of a list as what it has to be.
    pub(super) fn each<T, E: Into<What>>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        let items = self.list(name);
        items
            .iter()
            .filter_map(|item| parse(item).map_err(|error| self.complain(name, error.into())).ok())
            .collect()
    }

    pub(super) fn complain(&mut self, name: &str, what: What) {
        let origin = self.values.get(name).map_or_else(|| format!("--{name}"), |value| value.origin.clone());
        self.problems.push(Problem { origin, what });
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// All that was complained of, once everything is read.
    pub(super) fn settle(self) -> Result<(), Problems> {
        if self.problems.is_empty() { Ok(()) } else { Err(Problems(self.problems)) }
    }

    fn texts(&mut self, name: &str) -> Vec<String> {
        let Some(value) = self.values.get(name).cloned() else { return Vec::new() };
        let mut texts = Vec::new();
        for raw in &value.texts {
            match raw.to_str().map(str::trim) {
                Some("") => self.complain(name, What::Empty),
                Some(text) => texts.push(text.to_owned()),
                None => self.complain(name, What::NotUtf8),
            }
        }
        texts
    }
}

fn flag(input: &Input, flags: &ArgMatches) -> Option<Value> {
    let texts: Vec<_> = flags.try_get_many::<OsString>(input.name).ok()??.cloned().collect();
    Some(Value { texts, origin: format!("--{}", input.name) })
}

fn variable(input: &Input, variables: &Variables) -> Option<Value> {
    let names = input.action_variables().into_iter().chain([input.variable()]);
    let is_set = |raw: &OsStr| raw.to_str().is_none_or(|text| !text.trim().is_empty());
    let set = |name: String| variables.raw(&name).filter(|raw| is_set(raw)).map(|raw| (name, raw.to_owned()));
    names.into_iter().find_map(set).map(|(origin, raw)| Value { texts: vec![raw], origin })
}

/// Which command a bare `hoist` runs; none where nothing in the environment speaks to it.
pub(super) fn bare(variables: &Variables) -> Result<Option<CommandName>, Problems> {
    let asks = |input: &&Input| matches!(input.name, "to" | "app" | "version" | "plan" | "command");
    let asked = INPUTS.iter().filter(asks).any(|input| variable(input, variables).is_some());
    let mut given = Given::default();
    given.values.extend(
        INPUTS
            .iter()
            .filter(|input| input.name == "command")
            .filter_map(|input| variable(input, variables).map(|value| (input.name, value))),
    );
    let word = given.word("command");
    given.settle()?;
    Ok(asked.then_some(CommandName::Promote).and_then(|promote| word.map_or(Some(promote), CommandName::of)))
}

/// A warning for each variable that looks like an input and is none.
pub(super) fn unknown(variables: &Variables) -> Vec<String> {
    let known: Vec<_> = INPUTS.iter().map(Input::variable).collect();
    let ours = |name: &&str| name.starts_with("HOIST_") && !known.iter().any(|known| known == name);
    let spoken_for = |name: &&str| name.starts_with("HOIST_ACTION_") || name.starts_with("HOIST_OUT_");
    let strange = variables.names().filter(ours).filter(|name| !spoken_for(name));
    strange
        .map(|name| {
            let near = nearest(name, known.iter().map(String::as_str));
            let near = near.map(|near| format!(": did you mean {near}?")).unwrap_or_default();
            format!("the variable {name} is no input{near}")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_hoist_does_what_the_environment_asks() {
        let cases = [
            (&[][..], None),
            (&[("HOIST_DELIVER", "push")], None),
            (&[("HOIST_TO", "")], None),
            (&[("INPUT_TO", "production")], Some(CommandName::Promote)),
            (&[("HOIST_APP", "web")], Some(CommandName::Promote)),
            (&[("INPUT_TO", "production"), ("INPUT_COMMAND", "plan")], Some(CommandName::Plan)),
            (&[("HOIST_COMMAND", "status")], Some(CommandName::Status)),
            (&[("HOIST_COMMAND", "rollback")], Some(CommandName::Rollback)),
        ];
        for (variables, command) in cases {
            assert_eq!(bare(&variables.iter().copied().collect()).unwrap(), command, "{variables:?}");
        }
        let error = bare(&[("HOIST_COMMAND", "explain")].into_iter().collect()).unwrap_err();
        assert_eq!(error.to_string(), "HOIST_COMMAND: `explain` is not built yet");
    }

    #[test]
    fn a_variable_that_is_no_input_is_warned_about() {
        let variables = [
            "HOIST_TOO",
            "HOIST_OUT_RESULT",
            "HOIST_ACTION_TOKEN",
            "HOIST_TO",
            "HOIST_OUT",
            "HOIST_XYZZY_PLUGH",
            "TO",
        ];
        let warnings = unknown(&variables.into_iter().map(|name| (name, "x")).collect());
        assert_eq!(
            warnings,
            [
                "the variable HOIST_TOO is no input: did you mean HOIST_TO?",
                "the variable HOIST_XYZZY_PLUGH is no input"
            ]
        );
    }
}
