//! Runs the binary in a copy of a scenario's tree, and looks at every file afterwards.

use super::case::{Before, Case};
use super::files::{self, Change, Files};
use super::scenario::{Ask, Scenario};
use super::support::{Ran, Repo};
use std::fmt;

/// What came of a case.
pub(crate) enum Result {
    Right { code: i32, changes: usize, why: Option<&'static str> },
    NeedsGate(&'static str),
    Wrong(String),
}

impl fmt::Display for Result {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Right { code, changes, why } => {
                write!(f, "ok: exit {code}, {changes} changed")?;
                why.map_or(Ok(()), |why| write!(f, " (configured: {why})"))
            }
            Self::NeedsGate(gate) => write!(f, "needs a later gate: {gate}"),
            Self::Wrong(why) => write!(f, "WRONG: {}", why.lines().next().unwrap_or_default()),
        }
    }
}

pub(crate) fn run(scenario: &Scenario, case: &Case) -> Result {
    let why = case.configuration.as_ref().map(|configuration| configuration.why);
    match tried(scenario, case) {
        Ok(()) => Result::Right { code: case.code, changes: case.changes.len(), why },
        Err(why) => match case.gate.filter(|_| why.contains("not yet built")) {
            Some(gate) => Result::NeedsGate(gate),
            None => Result::Wrong(why),
        },
    }
}

fn tried(scenario: &Scenario, case: &Case) -> std::result::Result<(), String> {
    let (repo, before) = prepared(scenario, case)?;
    if !case.environments.is_empty() {
        return tells_apart(&repo, case);
    }
    let planned = hoist(&repo, "plan", &case.ask);
    unwritten(&repo, &before, "plan", &planned)?;
    let ran = hoist(&repo, "promote", &case.ask);
    let told = format!("{}{}", ran.stdout, ran.stderr);
    expect(&told, ran.code == case.code, || format!("exit {} instead of {}", ran.code, case.code))?;
    expect(&told, planned.code == ran.code, || format!("`plan` exits {}", planned.code))?;
    for said in &case.says {
        expect(&told, told.contains(said.as_str()), || format!("it doesn't say `{said}`"))?;
    }
    for unsaid in &case.silent {
        expect(&told, !told.contains(unsaid.as_str()), || format!("it says `{unsaid}`"))?;
    }
    written(&repo, &before, &case.changes).map_err(|why| format!("{why}\n{told}"))?;
    recorded(&repo, case)?;
    stays(&repo, case)?;
    if case.changes.is_empty() { Ok(()) } else { same_by_push(scenario, case, &repo) }
}

fn expect(told: &str, is_right: bool, wrong: impl FnOnce() -> String) -> std::result::Result<(), String> {
    if is_right { Ok(()) } else { Err(format!("{}\n{told}", wrong())) }
}

/// The tree in a repository with a remote, after what comes before the case.
fn prepared(scenario: &Scenario, case: &Case) -> std::result::Result<(Repo, Files), String> {
    let repo = Repo::new();
    let mut tree = files::read(&scenario.tree);
    if let Before::Edited(changes) = &case.before {
        tree = files::changed(&tree, changes);
    }
    tree.iter().for_each(|(path, bytes)| repo.write(path, bytes));
    if let Some(configuration) = &case.configuration {
        repo.write("hoist.yaml", &configuration.text);
    }
    repo.commit_and_push("the tree");
    if let Before::Promoted(ask, changes) = &case.before {
        let before = files::read(&repo.clone);
        let ran = hoist(&repo, "promote", ask);
        expect(&ran.stderr, ran.code == 0, || format!("what comes first exits {}", ran.code))?;
        written(&repo, &before, changes)?;
        repo.git(&["push", "--quiet", "origin", "HEAD:main"]);
    }
    let before = files::read(&repo.clone);
    Ok((repo, before))
}

fn hoist(repo: &Repo, command: &str, ask: &Ask) -> Ran {
    delivered(repo, command, "commit", ask)
}

fn delivered(repo: &Repo, command: &str, delivery: &str, ask: &Ask) -> Ran {
    let options =
        [("--to", &ask.to), ("--from", &ask.from), ("--version", &ask.version), ("--scope", &ask.scope)];
    let mut args = vec![command, "--deliver", delivery];
    args.extend(ask.app.as_deref());
    for (name, value) in options {
        args.extend(value.iter().flat_map(|value| [name, value.as_str()]));
    }
    args.extend(ask.create.then_some("--create"));
    repo.hoist(&args).run()
}

fn unwritten(repo: &Repo, before: &Files, what: &str, ran: &Ran) -> std::result::Result<(), String> {
    let differences = files::differences(before, &files::read(&repo.clone));
    expect(&ran.stderr, differences.is_empty(), || format!("`{what}` wrote {}", differences.join(", ")))
}

/// Just these lines are different, in the files and in the one commit.
fn written(repo: &Repo, before: &Files, changes: &[Change]) -> std::result::Result<(), String> {
    let expected = files::changed(before, changes);
    let differences = files::differences(&expected, &files::read(&repo.clone));
    if !differences.is_empty() {
        return Err(differences.join("\n"));
    }
    let ahead = repo.git(&["rev-list", "--count", "origin/main..HEAD"]);
    if ahead != if changes.is_empty() { "0" } else { "1" } {
        return Err(format!("{ahead} commits"));
    }
    let dirty = repo.git(&["status", "--porcelain", "--untracked-files=all"]);
    if dirty.is_empty() { Ok(()) } else { Err(format!("not committed: {dirty}")) }
}

fn recorded(repo: &Repo, case: &Case) -> std::result::Result<(), String> {
    let message = repo.git(&["log", "-1", "--format=%B"]);
    let missing = case.records.iter().find(|record| !message.contains(record.as_str()));
    missing.map_or(Ok(()), |record| Err(format!("the record doesn't say `{record}`:\n{message}")))
}

fn stays(repo: &Repo, case: &Case) -> std::result::Result<(), String> {
    let gone = case.unchanged.iter().find(|(file, value)| !repo.read(file).contains(value.as_str()));
    gone.map_or(Ok(()), |(file, value)| Err(format!("{file} has no `{value}`")))
}

/// Pushed instead, the remote holds the same tree.
fn same_by_push(scenario: &Scenario, case: &Case, here: &Repo) -> std::result::Result<(), String> {
    let (repo, _) = prepared(scenario, case)?;
    let ran = delivered(&repo, "promote", "push", &case.ask);
    expect(&ran.stderr, ran.code == case.code, || format!("pushed, it exits {}", ran.code))?;
    let (there, here) = (repo.there(&["rev-parse", "main^{tree}"]), here.git(&["rev-parse", "HEAD^{tree}"]));
    if there == here { Ok(()) } else { Err("pushed, it gives another tree".to_owned()) }
}

/// The environments of the status, and nothing that a person isn't told.
fn tells_apart(repo: &Repo, case: &Case) -> std::result::Result<(), String> {
    let ran = repo.hoist(&["status", "--format", "json"]).run();
    let told = format!("{}{}", ran.stdout, ran.stderr);
    expect(&told, ran.code == case.code, || format!("exit {} instead of {}", ran.code, case.code))?;
    let names = ran.json()["environments"].clone();
    expect(&told, names == serde_json::json!(case.environments), || format!("the environments are {names}"))?;
    let said = case.silent.iter().find(|unsaid| ran.stdout.contains(unsaid.as_str()));
    expect(&told, said.is_none(), || format!("it says {said:?}"))
}
