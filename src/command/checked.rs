//! The inputs as the steps take them: every value parsed once, here.

use super::ci::Ci;
use super::given::Given;
use super::name::CommandName;
use super::problem::{Problems, What};
use super::saved;
use super::variables::Variables;
use crate::model::inputs::{Asked, Inputs, Words};
use crate::model::name::{AppName, EnvironmentName, branch};
use crate::model::path::RepoPath;
use crate::model::plan::Deliver;
use crate::model::version::Version;
use clap::ArgMatches;
use globset::Glob;
use jiff::Timestamp;

/// One run: what it is to do, and how to tell what came of it.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) inputs: Inputs,
    pub(super) format: Format,
    /// Where to save the plan.
    pub(super) out: Option<String>,
    pub(super) token: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Markdown,
    Matrix,
}

pub(super) fn call(
    command: CommandName,
    flags: &ArgMatches,
    variables: &Variables,
) -> Result<Call, Problems> {
    let mut given = Given::gather(command, flags, variables);
    let call = Call {
        inputs: inputs(command, &mut given, Ci::detect(variables), variables),
        format: format(command, &mut given),
        out: given.parsed("out", one_line),
        token: given.parsed("token", one_line),
    };
    given.word("strategy");
    given.settle()?;
    Ok(call)
}

fn inputs(command: CommandName, given: &mut Given, ci: Ci, variables: &Variables) -> Inputs {
    let at = given.parsed("at", time);
    let looks = given.switch("dry-run") || at.is_some() || command != CommandName::Promote;
    let saved = given.parsed("plan", saved::read);
    if saved.is_some() {
        refuse_beside_plan(given);
    }
    Inputs {
        to: given.each("to", environment_or_glob),
        from: given.parsed("from", |text| EnvironmentName::new(text).map(|name| name.to_string())),
        from_ref: given.parsed("from-ref", revision),
        apps: given.each("app", asked),
        version: given.parsed("version", Version::given),
        scope: given.parsed("scope", |text| RepoPath::new(text.trim_end_matches('/')).map(String::from)),
        create: given.switch("create"),
        deliver: given.word("deliver").and_then(deliver),
        base: given.parsed("base", |text| branch(text).map(|()| text.to_owned())),
        dry_run: looks,
        config: given.parsed("config", one_line),
        path: given.parsed("path", one_line),
        at,
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
        Some(_) | None => Format::Text,
    }
}

fn deliver(word: &str) -> Option<Deliver> {
    let all = [Deliver::Worktree, Deliver::Commit, Deliver::Push, Deliver::Branch];
    all.into_iter().find(|deliver| deliver.as_str() == word)
}

fn environment_or_glob(text: &str) -> Result<String, What> {
    if is_glob(text) { glob(text) } else { Ok(EnvironmentName::new(text)?.to_string()) }
}

fn asked(text: &str) -> Result<Asked, What> {
    let (app, version) = match text.split_once('@') {
        Some((app, version)) => (app, Some(Version::given(version)?)),
        None => (text, None),
    };
    let app = if is_glob(app) { glob(app)? } else { AppName::new(app)?.to_string() };
    Ok(Asked { app, version })
}

fn is_glob(text: &str) -> bool {
    Asked { app: text.to_owned(), version: None }.is_glob()
}

fn glob(text: &str) -> Result<String, What> {
    let text = one_line(text)?;
    match Glob::new(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(What::BadGlob { text, why: error.kind().to_string() }),
    }
}

/// A commit or a ref: data for git, never an option.
fn revision(text: &str) -> Result<String, What> {
    if text.starts_with('-') || text.contains(char::is_whitespace) {
        return Err(What::BadText { text: text.to_owned(), why: "a `-` before it or a blank in it" });
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

fn lines(text: &str) -> Result<String, What> {
    if text.contains('\0') {
        return Err(What::BadText { text: text.to_owned(), why: "a NUL" });
    }
    Ok(text.to_owned())
}

fn author(text: &str) -> Result<String, What> {
    let bad = || What::BadAuthor { text: text.to_owned() };
    let (name, email) = text.strip_suffix('>').and_then(|text| text.split_once('<')).ok_or_else(bad)?;
    let odd = |part: &str| {
        part.trim().is_empty() || part.contains(['<', '>']) || part.chars().any(char::is_control)
    };
    if odd(name) || odd(email) { Err(bad()) } else { Ok(text.to_owned()) }
}

fn time(text: &str) -> Result<Timestamp, What> {
    text.parse().map_err(|_: jiff::Error| What::NotTime { text: text.to_owned() })
}
