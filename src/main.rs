//! The program: reads the clock, runs the command, prints what went wrong, exits.

use hoist::command::{self, failure};
use hoist::report::escape;
use hoist::report::fold::folded;
use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    #[allow(clippy::disallowed_methods, reason = "the only clock")]
    let now = jiff::Timestamp::now();
    match command::run(now) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            explain(&error);
            ExitCode::from(failure::exit_code(&error))
        }
    }
}

/// The error, and what to do about it. A closed stderr changes nothing about the exit code.
fn explain(error: &anyhow::Error) {
    let mut stderr = anstream::stderr().lock();
    let said = writeln!(stderr, "\u{1b}[1;31merror:\u{1b}[0m {}", indented(&format!("{error:#}"), 7));
    let hint = failure::hint(error).map(|hint| indented(&hint, 6));
    if let (Ok(()), Some(hint)) = (said, hint) {
        writeln!(stderr, "\u{1b}[1;36mhint:\u{1b}[0m {hint}").unwrap_or_default();
    }
}

/// A text that is safe for a log, its further lines below the first.
fn indented(text: &str, blanks: usize) -> String {
    let lines: Vec<_> = text.lines().flat_map(|line| folded(line, 100 - blanks)).collect();
    escape::log(&lines.join("\n")).replace('\n', &format!("\n{}", " ".repeat(blanks)))
}
