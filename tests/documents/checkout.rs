//! Examples for a checkout of hoist itself: parsed by the shell, and what they name is there.

use crate::fence::Fence;
use std::process::{Command, Stdio};

/// Each line is a command that exists in a checkout.
pub(crate) fn check(fence: &Fence) -> Result<(), String> {
    let parsed = Command::new("sh").args(["-n", "-c", &fence.text]).stdin(Stdio::null()).output().unwrap();
    if !parsed.status.success() {
        return Err(String::from_utf8_lossy(&parsed.stderr).into_owned());
    }
    let lines = fence.text.lines().map(|line| line.split(" #").next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty() && !line.ends_with('\\')).try_for_each(known)
}

fn known(line: &str) -> Result<(), String> {
    let words: Vec<_> = line.split_whitespace().skip_while(|word| word.contains('=')).collect();
    match words.as_slice() {
        ["cargo", "run", "--", command, ..] => runs(command),
        ["cargo", "test" | "build" | "install" | "deny" | "clippy" | "fmt" | "insta", ..]
        | ["git", ..]
        | ["docker", "build", ..] => Ok(()),
        [".ci/run"] | ["just"] => Ok(()),
        [".ci/run", "--list"] => Ok(()),
        [".ci/run", steps @ ..] => {
            steps.iter().try_for_each(|step| has(&crate::read(".ci/run"), &format!("step_{step}() "), line))
        }
        ["just", recipe] => has(&crate::read("justfile"), &format!("\n{recipe}:"), line),
        _ => Err(format!("`{line}` is no command that tests/documents/checkout.rs knows")),
    }
}

/// The demo and the like are run by their own tests; here their names count.
fn runs(command: &str) -> Result<(), String> {
    let output =
        Command::new(env!("CARGO_BIN_EXE_hoist")).env_clear().args([command, "--help"]).output().unwrap();
    if output.status.success() { Ok(()) } else { Err(format!("`hoist {command}` isn't a command")) }
}

fn has(text: &str, needle: &str, line: &str) -> Result<(), String> {
    if text.contains(needle) { Ok(()) } else { Err(format!("`{line}` names what isn't there")) }
}
