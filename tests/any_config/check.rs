//! Reads a text as a hoist.yaml, and looks at what is told of it.

use hoist::config::{Config, Problem};

/// Every problem lies in the text; and what was read is written so that it reads the same.
pub(crate) fn any_config(text: &str) -> Result<(), String> {
    match Config::parse("hoist.yaml", text) {
        Err(problems) if problems.0.is_empty() => Err("refused without a problem".to_owned()),
        Err(problems) => problems.0.iter().try_for_each(|problem| lies_in(text, problem)),
        Ok(config) => reads_again(&config),
    }
}

fn lies_in(text: &str, problem: &Problem) -> Result<(), String> {
    let line = text.split('\n').nth(problem.at.line.wrapping_sub(1));
    let columns = line.map(|line| line.chars().count() + 1).unwrap_or_default();
    let is_one_line = !problem.to_string().contains(char::is_control);
    let is_there = problem.at.file == "hoist.yaml" && (1..=columns).contains(&problem.at.column);
    if is_there && is_one_line { Ok(()) } else { Err(format!("{problem:?}")) }
}

fn reads_again(config: &Config) -> Result<(), String> {
    let written = config.written();
    match Config::parse("hoist.yaml", &written) {
        Ok(again) if again == *config => Ok(()),
        Ok(again) => Err(format!("written as\n{written}it reads as {again:?}, not {config:?}")),
        Err(problems) => Err(format!("written as\n{written}it is refused: {problems}")),
    }
}
