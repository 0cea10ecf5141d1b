//! What is typed and set: help, misspelt words, what isn't built yet, and errors for programs.

use super::support::{Ran, hoist};
use std::path::PathBuf;

/// A folder that is in no repository.
struct Nowhere(tempfile::TempDir);

impl Nowhere {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("here")).unwrap();
        Self(folder)
    }

    fn here(&self) -> PathBuf {
        self.0.path().join("here")
    }

    fn ran(&self, args: &[&str], code: i32) -> Ran {
        hoist(&self.here(), args).exits(code)
    }
}

const COMMANDS: [&str; 8] = ["promote", "plan", "status", "init", "schema", "completions", "man", "demo"];

#[test]
fn bare_hoist_prints_help_where_nothing_is_asked() {
    let ran = Nowhere::new().ran(&[], 0);
    assert!(ran.stdout.contains("Usage: hoist [COMMAND]"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "");
    assert_eq!(
        Nowhere::new().ran(&["--version"], 0).stdout,
        format!("hoist {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn every_help_teaches() {
    for command in COMMANDS {
        let help = Nowhere::new().ran(&[command, "--help"], 0).stdout;
        assert!(help.contains("\nExamples:\n  hoist ") && help.contains("\nExit codes:"), "{help}");
        assert!(help.matches(&format!("hoist {command}")).count() >= 2, "two examples in\n{help}");
    }
}

#[test]
fn misspelt_words_get_the_nearest() {
    insta::assert_snapshot!(Nowhere::new().ran(&["promot"], 2).stderr, @r"
    error: no command is named `promot`
    hint: did you mean `promote`? `hoist --help` lists them
    ");
    insta::assert_snapshot!(Nowhere::new().ran(&["promote", "--enviroment", "x"], 2).stderr, @r"
    error: no flag here is named `--enviroment`
    hint: `hoist COMMAND --help` lists them
    ");
    insta::assert_snapshot!(Nowhere::new().ran(&["plan", "--form=json"], 2).stderr, @r"
    error: no flag here is named `--form`
    hint: did you mean `--from`? `hoist COMMAND --help` lists them
    ");
}

#[test]
fn what_is_not_built_yet_is_never_ignored() {
    insta::assert_snapshot!(Nowhere::new().ran(&["explain", "web", "--in", "production"], 2).stderr, @r"
    error: `hoist explain` is not built yet
    hint: `hoist --help` lists what there is
    ");
    insta::assert_snapshot!(Nowhere::new().ran(&["promote", "--reviewers", "ana", "--deliver=pull-request"], 2).stderr, @"
    error: --reviewers: `reviewers` is not built yet
           --deliver: `pull-request` is not built yet
    hint: take it out: what isn't built is refused, never ignored
    ");
}

#[test]
fn all_that_is_wrong_with_the_inputs_is_told_at_once() {
    let nowhere = Nowhere::new();
    let ran = hoist(&nowhere.here(), &["promote", "a b", "--version", "../x"])
        .env("INPUT_DRY-RUN", "yes")
        .env("HOIST_TO", "production,staging!")
        .env("HOIST_AP", "web")
        .exits(2);
    insta::assert_snapshot!(ran.stderr, @r#"
    warning: the variable HOIST_AP is no input: did you mean HOIST_APP?
    error: INPUT_DRY-RUN: `yes` is neither true nor false
           APP: an app can't be named "a b": blanks, control characters and any of @ , * ? [ ] { } ! \ have another meaning
           --version: "../x" is no version: it begins with a letter, a digit or `_`
           HOIST_TO: an environment can't be named "staging!": letters, digits and . _ - only, a letter or digit first
    hint: write true or false
    "#);
}

#[test]
fn an_error_reaches_programs_too() {
    let nowhere = Nowhere::new();
    let place = nowhere.here();
    let ran = hoist(&place, &["status", "--format", "json"]).exits(2);
    assert_eq!(ran.json()["result"], "failed");
    assert_eq!(ran.json()["exitCode"], 2);
    assert!(ran.stderr.contains("is in no git repository\nhint: "), "{}", ran.stderr);
    let ran = hoist(&place, &["status"]).env("GITLAB_CI", "true").env("CI_PROJECT_DIR", &place).exits(2);
    assert!(ran.stderr.contains("is in no git repository"), "{}", ran.stderr);
    let dotenv = std::fs::read_to_string(place.join("hoist.env")).unwrap();
    assert_eq!(dotenv, "HOIST_OUT_RESULT=failed\nHOIST_OUT_CHANGED=false\n");
    let ran = hoist(&place, &["status"]).env("GITHUB_ACTIONS", "true").exits(2);
    assert!(ran.stderr.starts_with("::error title=hoist::"), "{}", ran.stderr);
}

#[test]
fn a_given_token_is_masked_and_never_shown() {
    let nowhere = Nowhere::new();
    let ran = hoist(&nowhere.here(), &["status"])
        .env("GITHUB_ACTIONS", "true")
        .env("HOIST_TOKEN", "s3cret")
        .exits(2);
    assert!(
        ran.stderr.starts_with("::add-mask::s3cret\n::add-mask::eC1hY2Nlc3MtdG9rZW46czNjcmV0\n"),
        "{}",
        ran.stderr
    );
    let ran = hoist(&nowhere.here(), &["status", "--token", "s3 cret"]).exits(2);
    assert!(!ran.stderr.contains("s3"), "{}", ran.stderr);
}

#[test]
fn completions_man_and_schema_are_data() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = Nowhere::new().ran(&["completions", shell], 0).stdout;
        assert!(script.contains("dry-run"), "{shell}: {script}");
        assert!(!script.contains("merge-method"), "{shell} completes what isn't built yet");
    }
    assert!(Nowhere::new().ran(&["man"], 0).stdout.contains(".TH hoist 1"));
    assert!(Nowhere::new().ran(&["man", "plan"], 0).stdout.contains(".TH hoist-plan 1"));
    assert_eq!(Nowhere::new().ran(&["schema"], 0).json()["title"], "hoist.yaml");
}

#[test]
fn a_command_line_that_is_almost_right() {
    let lines: [&[&str]; 7] = [
        &["plan", "web", "--in", "production"],
        &["plan", "--plan", "plan.json"],
        &["init", "here"],
        &["completions"],
        &["completions", "bsh"],
        &["man", "explain"],
        &["plan", "web", "--version"],
    ];
    let told: Vec<_> = lines
        .iter()
        .map(|line| format!("$ hoist {}\n{}", line.join(" "), Nowhere::new().ran(line, 2).stderr))
        .collect();
    insta::assert_snapshot!(told.join(""), @"
    $ hoist plan web --in production
    error: no flag here is named `--in`
    hint: what is lifted goes `--to` an environment
    $ hoist plan --plan plan.json
    error: no flag here is named `--plan`
    hint: another command takes it: `hoist COMMAND --help` lists them
    $ hoist init here
    error: `here` is one word too many
    hint: `hoist COMMAND --help` shows what goes where
    $ hoist completions
    error: <SHELL> is missing
    hint: `hoist COMMAND --help` shows what goes where
    $ hoist completions bsh
    error: `bsh` is none of bash, elvish, fish, powershell, zsh
    hint: did you mean `bash`?
    $ hoist man explain
    error: `explain` is none of promote, plan, rollback, status, history, hold, unhold, init, schema, completions, man, demo
    $ hoist plan web --version
    error: --version needs a value
    hint: `hoist COMMAND --help` shows what goes where
    ");
}
