//! The inputs as the steps take them: every value parsed once, here.

use super::ci::Ci;
use super::given::Given;
use super::init::workflow::Workflow;
use super::name::CommandName;
use super::named;
use super::problem::{Problems, What};
use super::variables::Variables;
use crate::git::Credentials;
use crate::model::delivery::{Deliver, Signature};
use crate::model::glob::Glob;
use crate::model::hold;
use crate::model::inputs::{Asked, Inputs, Words};
use crate::model::name::{AppName, EnvironmentName, branch};
use crate::model::path::RepoPath;
use crate::model::strategy::StrategyName;
use crate::model::version::Version;
use clap::ArgMatches;
use jiff::Timestamp;

/// One run: what it is to do, and how to tell what came of it.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) inputs: Inputs,
    pub(super) format: Format,
    /// Where to save the plan.
    pub(super) out: Option<String>,
    pub(super) credentials: Credentials,
    /// The workflow to write.
    pub(super) workflow: Option<Workflow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Markdown,
    /// Of a history.
    Csv,
    /// Of a plan.
    Matrix,
}

pub(super) fn call(
    command: CommandName,
    flags: &ArgMatches,
    variables: &Variables,
) -> Result<Call, Problems> {
    let mut given = Given::gather(command, flags, variables);
    let ci = Ci::detect(variables);
    let call = Call {
        inputs: inputs(command, &mut given, ci, variables),
        format: format(command, &mut given),
        out: given.parsed("out", one_line),
        credentials: Credentials { chosen: given.parsed("token", token), fallback: ci.own_token(variables) },
        workflow: given.word("workflow").and_then(Workflow::of),
    };
    given.settle()?;
    Ok(call)
}

/// The format that was asked for, as far as it can be told: an error is written in it too.
pub(super) fn format_of(command: CommandName, flags: &ArgMatches, variables: &Variables) -> Format {
    format(command, &mut Given::gather(command, flags, variables))
}

fn inputs(command: CommandName, given: &mut Given, ci: Ci, variables: &Variables) -> Inputs {
    let at = given.parsed("at", time);
    let looks = given.switch("dry-run") || at.is_some() || !command.writes();
    let saved = given.parsed("plan", named::plan);
    if saved.is_some() {
        refuse_beside_plan(given);
    }
    let (apps, version) = (given.each("app", asked), given.parsed("version", Version::given));
    refuse_two_versions(given, &apps, version.as_ref());
    let reason = given.parsed("reason", one_line);
    if matches!(command, CommandName::Hold | CommandName::Unhold) && reason.is_none() {
        given.complain("reason", What::NoReason);
    }
    Inputs {
        action: command.action(),
        to: given.each("to", environment_or_glob),
        from: given.parsed("from", |text| EnvironmentName::new(text).map(|name| name.to_string())),
        from_ref: given.parsed("from-ref", revision),
        apps,
        version,
        scope: given.parsed("scope", |text| RepoPath::new(text.trim_end_matches('/')).map(String::from)),
        create: given.switch("create"),
        deliver: given.word("deliver").and_then(deliver),
        base: given.parsed("base", |text| branch(text).map(|()| text.to_owned())),
        dry_run: looks,
        config: given.parsed("config", named::file),
        path: given.parsed("path", one_line),
        at,
        strategy: given.word("strategy").and_then(StrategyName::of),
        tagged: given.parsed("ref", revision),
        to_version: given.parsed("to-version", Version::given),
        reason,
        until: given.parsed("until", time),
        since: given.parsed("since", time),
        limit: given.parsed("limit", count),
        saved,
        words: words(given),
        run: ci.run(variables),
    }
}

fn words(given: &mut Given) -> Words {
    Words {
        branch: given.parsed("branch", one_line),
        commit_message: given.parsed("commit-message", lines),
        title: given.parsed("title", one_line),
        body: given.parsed("body", lines),
        author: given.parsed("author", author),
        sign_off: given.switch("sign-off"),
    }
}

/// One app has one version.
fn refuse_two_versions(given: &mut Given, apps: &[Asked], version: Option<&Version>) {
    let own = |one: &&Asked| one.version.is_some();
    if version.is_some() && apps.iter().any(|one| own(&one)) {
        given.complain(
            "version",
            What::Clash { clash: "an app has its version behind `@` already: leave one out" },
        );
    }
    let differ = |one: &Asked| apps.iter().any(|other| other.app == one.app && other.version != one.version);
    if apps.iter().any(differ) {
        given.complain("app", What::Clash { clash: "one app is named twice, with two versions" });
    }
}

/// A saved plan says all of this already.
fn refuse_beside_plan(given: &mut Given) {
    for name in ["to", "from", "from-ref", "app", "version", "create"] {
        if given.has(name) {
            given.complain(
                name,
                What::Clash { clash: "the saved plan fixes this: leave it out beside `plan`" },
            );
        }
    }
}

fn format(command: CommandName, given: &mut Given) -> Format {
    match given.word("format") {
        Some("json") => Format::Json,
        Some("markdown") => Format::Markdown,
        Some("matrix") if command != CommandName::Plan => {
            given.complain("format", What::Clash { clash: "`matrix` is for `hoist plan` only" });
            Format::Text
        }
        Some("matrix") => Format::Matrix,
        Some("csv") if command != CommandName::History => {
            given.complain("format", What::Clash { clash: "`csv` is for `hoist history` only" });
            Format::Text
        }
        Some("csv") => Format::Csv,
        Some(_) | None => Format::Text,
    }
}

fn deliver(word: &str) -> Option<Deliver> {
    let all = [Deliver::Worktree, Deliver::Commit, Deliver::Push, Deliver::Branch];
    all.into_iter().find(|deliver| deliver.as_str() == word)
}

fn environment_or_glob(text: &str) -> Result<String, What> {
    if !is_glob(text) {
        return Ok(EnvironmentName::new(text)?.to_string());
    }
    if text.chars().any(|c| !c.is_ascii_alphanumeric() && !"._-*?[]{}!".contains(c)) {
        return Err(What::BadText {
            text: text.to_owned(),
            why: "a character that no environment's name has",
        });
    }
    glob(text)
}

fn asked(text: &str) -> Result<Asked, What> {
    let (app, version) = match text.split_once('@') {
        Some((app, version)) => (app, Some(Version::given(version)?)),
        None => (text, None),
    };
    let app = if is_glob(app) { glob(app)? } else { AppName::new(app)?.to_string() };
    Ok(Asked { app, version, along: None })
}

fn is_glob(text: &str) -> bool {
    Asked { app: text.to_owned(), version: None, along: None }.is_glob()
}

fn glob(text: &str) -> Result<String, What> {
    let text = one_word(text)?;
    match Glob::new(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(What::BadGlob { text, why: error.to_string() }),
    }
}

/// A commit or a ref: data for git, never an option.
fn revision(text: &str) -> Result<String, What> {
    if text.starts_with('-') {
        return Err(What::BadText { text: text.to_owned(), why: "a `-` before it" });
    }
    one_word(text)
}

fn one_word(text: &str) -> Result<String, What> {
    if text.contains(char::is_whitespace) {
        return Err(What::BadText { text: text.to_owned(), why: "a blank in it" });
    }
    one_line(text)
}

fn one_line(text: &str) -> Result<String, What> {
    if text.chars().any(char::is_control) {
        return Err(What::BadText {
            text: text.to_owned(),
            why: "a line break or another control character",
        });
    }
    Ok(text.to_owned())
}

/// A token that can't be used is never shown.
fn token(text: &str) -> Result<String, What> {
    if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        Err(What::BadToken)
    } else {
        Ok(text.to_owned())
    }
}

fn lines(text: &str) -> Result<String, What> {
    if text.contains('\0') {
        return Err(What::BadText { text: text.to_owned(), why: "a NUL" });
    }
    Ok(text.to_owned())
}

fn author(text: &str) -> Result<String, What> {
    Ok(Signature::parse(text)?.to_string())
}

fn time(text: &str) -> Result<Timestamp, What> {
    hold::time(text).ok_or_else(|| What::NotTime { text: text.to_owned() })
}

fn count(text: &str) -> Result<usize, What> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| What::BadText { text: text.to_owned(), why: "something else than a number above 0" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::cli::cli;
    use std::ffi::OsString;

    fn call_of(arguments: &[&str], variables: &[(&str, &str)]) -> Result<Call, Problems> {
        let typed = ["hoist", "promote"].iter().chain(arguments);
        let flags = cli().try_get_matches_from(typed).unwrap().remove_subcommand().unwrap().1;
        call(CommandName::Promote, &flags, &variables.iter().copied().collect())
    }

    fn problems(arguments: &[&str], variables: &[(&str, &str)]) -> String {
        call_of(arguments, variables).unwrap_err().to_string()
    }

    #[test]
    fn a_flag_beats_the_step_which_beats_the_job() {
        let all = [("INPUT_FROM", "step"), ("HOIST_FROM", "job")];
        let from = |arguments: &[&str], variables: &[_]| call_of(arguments, variables).unwrap().inputs.from;
        assert_eq!(from(&["--from", "flag"], &all).as_deref(), Some("flag"));
        assert_eq!(from(&[], &all).as_deref(), Some("step"));
        assert_eq!(from(&[], &all[1..]).as_deref(), Some("job"));
        assert_eq!(from(&[], &[("INPUT_FROM", ""), ("HOIST_FROM", "job")]).as_deref(), Some("job"));
        assert_eq!(from(&[], &[("INPUT_FROM", " \n"), ("HOIST_FROM", "")]), None);
    }

    #[test]
    fn an_action_may_spell_its_inputs_with_hyphens() {
        let dry = |name, value| call_of(&[], &[(name, value)]).unwrap().inputs.dry_run;
        assert!(dry("INPUT_DRY_RUN", "true") && dry("INPUT_DRY-RUN", "True") && dry("HOIST_DRY_RUN", "TRUE"));
        assert!(!dry("INPUT_DRY_RUN", "false") && !dry("INPUT_DRY-RUN", "FALSE"));
        let both = [("INPUT_DRY-RUN", "true"), ("INPUT_DRY_RUN", "false")];
        assert!(!call_of(&[], &both).unwrap().inputs.dry_run);
    }

    #[test]
    fn lists_are_by_comma_by_line_and_repeated() {
        let call = call_of(&["web,api@v1.2.4", "--app", "worker", "--to", "prod-*\n staging"], &[]).unwrap();
        let apps: Vec<_> = call.inputs.apps.iter().map(|asked| asked.app.as_str()).collect();
        assert_eq!(apps, ["web", "api", "worker"]);
        assert_eq!(call.inputs.apps[1].version, Version::new("v1.2.4").ok());
        assert_eq!(call.inputs.to, ["prod-*", "staging"]);
    }

    #[test]
    fn an_app_ends_at_its_first_at() {
        let version = format!("v1@sha256:{}", "ab".repeat(32));
        let call = call_of(&[&format!("web@{version}")], &[]).unwrap();
        assert_eq!(call.inputs.apps[0].app, "web");
        assert_eq!(call.inputs.apps[0].version, Version::new(&version).ok());
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let variables = [
            ("HOIST_DRY_RUN", "yes"),
            ("INPUT_SIGN-OFF", "1"),
            ("HOIST_REVIEWERS", "a"),
            ("HOIST_AT", "now"),
        ];
        let flags =
            ["--deliver", "pull-request", "--strategy", "brunch", "--version", "", "--format", "matrix"];
        insta::assert_snapshot!(problems(&flags, &variables), @r"
    HOIST_REVIEWERS: `reviewers` is not built yet
    HOIST_AT: `now` is no time
    HOIST_DRY_RUN: `yes` is neither true nor false
    --version: the value is empty
    --deliver: `pull-request` is not built yet
    --strategy: `brunch` is none of directory, branch, tag
    INPUT_SIGN-OFF: `1` is neither true nor false
    --format: `matrix` is for `hoist plan` only
    ");
    }

    #[test]
    fn hostile_text_is_refused_or_data() {
        let hostile = [
            "v1\n::set-output name=x::y",
            "##[error]",
            "v1%0A",
            "a|b",
            "`x`",
            "</details>",
            "../../x",
            "--upload-pack=x",
        ];
        for text in hostile {
            assert!(problems(&[], &[("HOIST_VERSION", text)]).starts_with("HOIST_VERSION: "), "{text:?}");
            assert!(problems(&[], &[("HOIST_TO", text)]).starts_with("HOIST_TO: "), "{text:?}");
            assert!(problems(&[], &[("INPUT_FROM", text)]).starts_with("INPUT_FROM: "), "{text:?}");
            assert!(!problems(&[], &[("HOIST_VERSION", text)]).contains('\n'), "{text:?}");
        }
        for text in ["v1\0", "--upload-pack=x", "a b", "a..b", "@{1}", "x.lock"] {
            assert!(problems(&[], &[("HOIST_BASE", text)]).starts_with("HOIST_BASE: "), "{text:?}");
        }
        for text in ["../../x", "/etc", "a/.git/x", "a\nb"] {
            assert!(problems(&[], &[("HOIST_SCOPE", text)]).starts_with("HOIST_SCOPE: "), "{text:?}");
        }
        for text in ["@team", "a b", "[", "a\u{1b}b"] {
            assert!(problems(&["--app", text], &[]).starts_with("--app: "), "{text:?}");
        }
        // These are names that a folder can have: they are carried as data.
        for text in ["a|b", "`x`", "</details>", "##", "--upload-pack=x"] {
            assert_eq!(call_of(&[&format!("--app={text}")], &[]).unwrap().inputs.apps[0].app, text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn text_that_is_not_utf_8_is_refused() {
        use std::os::unix::ffi::OsStringExt as _;
        let variables = [("HOIST_APP", OsString::from_vec(vec![b'a', 0xff]))].into_iter().collect();
        let flags = cli().try_get_matches_from(["hoist", "promote"]).unwrap().remove_subcommand().unwrap().1;
        let error = call(CommandName::Promote, &flags, &variables).unwrap_err();
        assert_eq!(error.to_string(), "HOIST_APP: the text is not UTF-8");
    }

    #[test]
    fn a_time_to_judge_at_writes_nothing() {
        assert!(call_of(&["--at", "2026-03-01T12:00:00Z"], &[]).unwrap().inputs.dry_run);
        assert!(!call_of(&[], &[]).unwrap().inputs.dry_run);
    }
}
