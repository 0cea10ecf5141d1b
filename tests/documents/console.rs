//! Console examples: each command runs, and what it prints is what the page shows.

use crate::fence::Fence;
use crate::support::{Repo, seed};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// One command of an example, and what the page shows below it.
struct Step<'a> {
    command: &'a str,
    shown: Vec<&'a str>,
}

/// Runs the examples of a page, one after the other, in one repository. Gives each example as it should read.
pub(crate) fn run(fences: &[Fence]) -> Result<Vec<String>, String> {
    if fences.is_empty() {
        return Ok(Vec::new());
    }
    let repo = seed();
    fences.iter().map(|fence| example(&repo, fence)).collect()
}

/// Where a page shows something else than what was printed.
pub(crate) fn differences(fences: &[Fence], shown: &[String]) -> Vec<String> {
    let pairs =
        fences.iter().zip(shown).filter(|(fence, shown)| comparable(&fence.text) != comparable(shown));
    pairs
        .map(|(fence, shown)| {
            format!("{}: the page shows\n{}but this was printed\n{shown}", fence.place(), fence.text)
        })
        .collect()
}

fn example(repo: &Repo, fence: &Fence) -> Result<String, String> {
    let steps = steps(fence)?;
    let last = steps.len() - 1;
    let mut text = String::new();
    for (at, step) in steps.iter().enumerate() {
        let wanted = if at == last { exit_code(fence) } else { 0 };
        let (code, printed) = shell(repo, step.command);
        if code != wanted {
            return Err(format!(
                "{}: `{}` exits {code}, not {wanted}\n{printed}",
                fence.place(),
                step.command
            ));
        }
        text.push_str(&format!("$ {}\n", step.command));
        if !step.shown.is_empty() {
            text.push_str(&printed);
        }
    }
    Ok(text)
}

fn steps(fence: &Fence) -> Result<Vec<Step<'_>>, String> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for line in fence.text.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command, shown: Vec::new() }),
            (None, Some(step)) => step.shown.push(line),
            (None, None) => return Err(format!("{}: a console example starts with `$ `", fence.place())),
        }
    }
    if steps.is_empty() { Err(format!("{}: an empty example", fence.place())) } else { Ok(steps) }
}

fn exit_code(fence: &Fence) -> i32 {
    fence.word(1).strip_prefix("exit=").map_or(0, |code| code.parse().unwrap())
}

/// Runs a command line as a person would, in the clone; both streams as they come, without colours.
fn shell(repo: &Repo, line: &str) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_hoist"));
    let path = std::env::join_paths(
        std::iter::once(program.parent().unwrap().to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let (mut reader, writer) = std::io::pipe().unwrap();
    let mut command = Command::new("sh");
    command.current_dir(&repo.clone).args(["-c", line]).env_clear().stdin(Stdio::null());
    command
        .env("PATH", path.unwrap())
        .env("HOME", repo.clone.parent().unwrap())
        .env("GIT_CONFIG_NOSYSTEM", "1");
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    let mut child = command.spawn().unwrap();
    // Its ends of the pipe would keep the reader waiting.
    drop(command);
    let mut printed = String::new();
    reader.read_to_string(&mut printed).unwrap();
    let folder = repo.remote.parent().unwrap().display().to_string();
    (child.wait().unwrap().code().unwrap_or(-1), printed.replace(&folder, "/tmp/deployments"))
}

/// The text with what differs from run to run made equal: commit ids, times and ages.
fn comparable(text: &str) -> String {
    ids(&text.lines().map(|line| timeless(line) + "\n").collect::<String>())
}

/// A line with its times and ages made equal; where there is one, columns may be wider or narrower.
fn timeless(line: &str) -> String {
    let shape =
        |word: &str| word.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>();
    let is_date = |word: &str| shape(word).starts_with("0000-00-00");
    let is_age = |word: &str| ["now", "0s", "00s", "0min"].contains(&shape(word).as_str());
    let line = line.replace("just now", "now").replace("1 minute ago", "now");
    let words: Vec<_> = line.split(' ').filter(|word| !word.is_empty()).collect();
    if !words.iter().any(|word| is_date(word) || is_age(word)) {
        return line;
    }
    let kept = words.into_iter().filter(|word| shape(word) != "00:00");
    let equal = |word: &str| if is_date(word) || is_age(word) { "[time]" } else { word }.to_owned();
    kept.map(|word| equal(&word.replace("[time]", ""))).collect::<Vec<_>>().join(" ")
}

fn ids(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        let hex = (7..=40).contains(&word.len()) && word.chars().all(|c| c.is_ascii_hexdigit());
        let id = hex && word.chars().any(|c| c.is_ascii_digit());
        out.push_str(&if id { piece.replace(word, "[commit]") } else { piece.to_owned() });
    }
    out
}

#[test]
fn only_what_must_differ_may_differ() {
    assert_eq!(comparable("order pass (3f1c2ab)\n"), comparable("order pass (9f1c2ab)\n"));
    assert_eq!(comparable("at 2026-03-01T12:00:00Z"), comparable("at 2027-03-01T12:00:00Z"));
    assert_ne!(comparable("v1.2.3"), comparable("v1.2.4"));
    assert_ne!(comparable("defaced"), comparable("effaced"));
    assert_eq!(comparable("web  v1 now  v2"), comparable("web  v1 1min  v2"));
    assert_eq!(comparable("2026-03-01 10:00  web"), comparable("2027-11-30 09:41  web"));
    assert_eq!(
        comparable("since 2026-03-01T10:00:00Z, just now"),
        comparable("since 2027-03-01T10:00:01Z, 1 minute ago")
    );
    assert_ne!(comparable("web  v1 now"), comparable("web  v2 now"));
}
