//! The table of inputs against every place that repeats it: the action, the GitLab files, the documents.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may panic")]

use hoist::command::inputs::{INPUTS, Input, Shape, Standing};
use hoist::report::outputs;
use std::collections::BTreeSet;
use std::fs;

fn file(path: &str) -> String {
    fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The keys below a top-level key of a YAML file, in their order.
fn keys_below(text: &str, top: &str) -> Vec<String> {
    let mut lines = text.lines().skip_while(|line| *line != format!("{top}:"));
    lines.next();
    let block = lines.take_while(|line| line.is_empty() || line.starts_with([' ', '#']));
    let keys = block.filter_map(|line| {
        line.strip_prefix("  ").filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    });
    keys.filter_map(|line| line.split_once(':')).map(|(key, _)| key.to_owned()).collect()
}

/// Each `VARIABLE: … inputs.NAME …` of a file.
fn mapped(text: &str, prefix: &str) -> BTreeSet<(String, String)> {
    let pairs = text.lines().filter_map(|line| {
        let (variable, value) = line.trim().split_once(": ")?;
        let name = value.split_once("inputs.")?.1;
        let name: String = name.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        variable.starts_with(prefix).then(|| (variable.to_owned(), name))
    });
    pairs.collect()
}

/// Every `HOIST_…` name in a text.
fn variables(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("HOIST_").map(|(at, _)| &text[at..]);
    starts
        .map(|rest| {
            rest.chars().take_while(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || *c == '_').collect()
        })
        .collect()
}

fn of(standing: Standing) -> impl Iterator<Item = &'static Input> {
    INPUTS.iter().filter(move |input| input.standing == standing)
}

#[test]
fn the_action_lists_the_inputs_in_their_order() {
    let listed = keys_below(&file("action.yml"), "inputs");
    let known: Vec<_> =
        INPUTS.iter().filter(|input| input.standing != Standing::NotYet).map(|input| input.name).collect();
    assert_eq!(listed, known);
}

#[test]
fn the_action_maps_each_input_of_the_program_to_its_variable() {
    let found = mapped(&file("action.yml"), "INPUT_");
    let upper = |name: &str| format!("INPUT_{}", name.replace('-', "_").to_uppercase());
    let known: BTreeSet<_> =
        of(Standing::Works).map(|input| (upper(input.name), input.name.to_owned())).collect();
    assert_eq!(found, known);
}

#[test]
fn the_action_has_the_outputs_and_no_defaults() {
    let action = file("action.yml");
    assert_eq!(keys_below(&action, "outputs"), outputs::NAMES);
    // A default would beat a job's own variables.
    assert!(
        !action.lines().any(|line| line.trim_start().starts_with("default:")),
        "action.yml sets a default"
    );
}

#[test]
fn the_gitlab_files_name_only_variables_that_work() {
    let known: BTreeSet<_> = of(Standing::Works).map(Input::variable).collect();
    for path in ["gitlab-template.yml", "templates/promote.yml"] {
        let text = file(path);
        let ours = |name: &String| !name.starts_with("HOIST_OUT_") && !name.starts_with("HOIST_ACTION_");
        let strange: Vec<_> =
            variables(&text).into_iter().filter(ours).filter(|name| !known.contains(name)).collect();
        assert!(strange.is_empty(), "{path} names {strange:?}");
        // The component names the environment as GitLab does.
        let own = ("HOIST_TO".to_owned(), "environment".to_owned());
        for (variable, name) in mapped(&text, "HOIST_").into_iter().filter(|pair| *pair != own) {
            assert_eq!(variable, format!("HOIST_{}", name.replace('-', "_").to_uppercase()), "{path}");
        }
    }
}

#[test]
fn the_page_of_inputs_is_the_table() {
    let rows: String = of(Standing::Works).map(row).collect();
    let table = format!("| input | value | commands | what it says |\n| --- | --- | --- | --- |\n{rows}");
    let page = file("docs/inputs.md");
    assert!(page.contains(&table), "docs/inputs.md should hold this table:\n\n{table}");
    let later: Vec<_> = of(Standing::NotYet).map(|input| format!("`{}`", input.name)).collect();
    let later = later.join(", ");
    assert!(
        page.replace('\n', " ").contains(&later),
        "docs/inputs.md should name what is not built yet:\n\n{later}"
    );
}

#[test]
fn the_page_of_outputs_names_each_in_order() {
    let page = file("docs/outputs.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let named: Vec<_> = rows.map(|(name, _)| name).collect();
    assert_eq!(named, outputs::NAMES);
}

#[test]
fn no_output_can_be_taken_for_an_input() {
    let inputs: BTreeSet<_> = INPUTS.iter().map(Input::variable).collect();
    for name in outputs::NAMES {
        assert!(!inputs.contains(&format!("HOIST_OUT_{}", name.replace('-', "_").to_uppercase())), "{name}");
    }
}

fn row(input: &Input) -> String {
    let commands: Vec<_> = input.commands.iter().map(|command| command.as_str()).collect();
    let commands = if commands.is_empty() { "none: it names one".to_owned() } else { commands.join(", ") };
    format!("| `{}` | {} | {commands} | {} |\n", input.name, value(input.shape), input.help)
}

fn value(shape: Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::List => "list".to_owned(),
        Shape::Switch => "true or false".to_owned(),
        Shape::Word { now, .. } => now.join(", "),
    }
}
