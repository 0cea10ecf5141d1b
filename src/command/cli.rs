//! The command line, built from the table of inputs.

use super::inputs::{Input, Shape, Standing};
use super::name::CommandName;
use clap::builder::{PossibleValue, TypedValueParser, ValueParser};
use clap::{Arg, ArgAction, Command};
use std::ffi::{OsStr, OsString};

/// All that can be typed, with what is known and not built yet: that is refused by name.
pub(super) fn cli() -> Command {
    with(|_| true).subcommands(CommandName::LATER.map(later))
}

/// What completions and manual pages tell of: what works.
pub(super) fn shown() -> Command {
    with(|input| input.standing == Standing::Works)
}

fn with(wanted: fn(&Input) -> bool) -> Command {
    Command::new("hoist")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Promotes versions between the environments of a GitOps repository")
        .after_help(include_str!("help/hoist.txt"))
        .subcommands(CommandName::ALL.map(|name| command(name, wanted)))
}

fn command(name: CommandName, wanted: fn(&Input) -> bool) -> Command {
    let flags = Input::of(name).filter(|input| wanted(input)).map(|input| flag(name, input));
    Command::new(name.as_str())
        .about(about(name))
        .after_help(examples(name))
        .args(flags)
        .args(positional(name))
        .args(own(name))
}

/// A command that is known and not built yet takes anything, so that it can be refused by name.
fn later(name: &'static str) -> Command {
    let rest = Arg::new("rest").num_args(0..).trailing_var_arg(true).allow_hyphen_values(true);
    Command::new(name).hide(true).disable_help_flag(true).arg(rest.value_parser(ValueParser::os_string()))
}

fn flag(command: CommandName, input: &'static Input) -> Arg {
    let arg = Arg::new(input.name)
        .long(input.name)
        .help(input.help)
        .hide(input.standing != Standing::Works)
        .action(ArgAction::Append)
        .value_parser(Words(input.shape.words()));
    // Where nothing is lifted, one looks *in* an environment.
    let arg = if input.name == "to" && !command.lifts() {
        arg.long("in").alias("to").help("environments: names or globs")
    } else {
        arg
    };
    match input.shape {
        Shape::Text => arg.value_name("TEXT"),
        Shape::List => arg.value_name("NAME,…"),
        Shape::Word { .. } => arg.value_name("WORD"),
        Shape::Switch => {
            arg.value_name("BOOLEAN").num_args(0..=1).require_equals(true).default_missing_value("true")
        }
    }
}

fn positional(name: CommandName) -> Option<Arg> {
    let os = ValueParser::os_string();
    match name {
        CommandName::Promote | CommandName::Plan | CommandName::Hold | CommandName::Unhold => {
            let apps = Arg::new("apps").value_name("APP[@VERSION]").num_args(0..).value_parser(os);
            Some(apps.help("the apps, each perhaps with its version"))
        }
        CommandName::Status | CommandName::History | CommandName::Rollback => Some(
            Arg::new("apps")
                .value_name("APP")
                .num_args(0..)
                .value_parser(os)
                .help("the apps: names or globs"),
        ),
        CommandName::Completions => {
            let shell = Arg::new("shell").value_name("SHELL").required(true);
            Some(
                shell
                    .value_parser(clap::value_parser!(clap_complete::Shell))
                    .help("the shell to write them for"),
            )
        }
        CommandName::Demo => Some(
            Arg::new("dir").long("dir").value_name("DIR").value_parser(os).help("keep the repository here"),
        ),
        CommandName::Man => {
            let words = CommandName::ALL.map(CommandName::as_str);
            Some(
                Arg::new("of")
                    .value_name("COMMAND")
                    .value_parser(words)
                    .help("a command, for a page of its own"),
            )
        }
        CommandName::Init | CommandName::Schema => None,
    }
}

/// Flags of one command alone: no variable stands for them.
fn own(name: CommandName) -> Vec<Arg> {
    let switch = |word: &'static str, help| Arg::new(word).long(word).help(help).action(ArgAction::SetTrue);
    match name {
        CommandName::History => vec![
            switch("verify", "compare each record with its commit and its source"),
            switch("summary", "how often, how long, and how much went back"),
        ],
        CommandName::Promote
        | CommandName::Plan
        | CommandName::Rollback
        | CommandName::Status
        | CommandName::Hold
        | CommandName::Unhold
        | CommandName::Init
        | CommandName::Schema
        | CommandName::Completions
        | CommandName::Man
        | CommandName::Demo => Vec::new(),
    }
}

fn about(name: CommandName) -> &'static str {
    match name {
        CommandName::Promote => "Lifts versions to an environment: plans, judges, delivers",
        CommandName::Plan => "Shows what `promote` would do, and writes nothing",
        CommandName::Rollback => {
            "Takes an environment back to the version before, and holds the one left behind"
        }
        CommandName::History => "Shows every promotion, rollback and change by hand",
        CommandName::Hold => "Keeps an app or a version out of an environment",
        CommandName::Unhold => "Takes a hold away",
        CommandName::Status => "Shows which version of each app runs where",
        CommandName::Init => "Looks at the repository and writes its hoist.yaml",
        CommandName::Schema => "Prints the JSON schema of hoist.yaml",
        CommandName::Completions => "Prints completions for a shell",
        CommandName::Man => "Prints the manual page",
        CommandName::Demo => "Promotes through a throwaway repository, and shows each step",
    }
}

fn examples(name: CommandName) -> &'static str {
    match name {
        CommandName::Promote => include_str!("help/promote.txt"),
        CommandName::Plan => include_str!("help/plan.txt"),
        CommandName::Rollback => include_str!("help/rollback.txt"),
        CommandName::Status => include_str!("help/status.txt"),
        CommandName::History => include_str!("help/history.txt"),
        CommandName::Hold => include_str!("help/hold.txt"),
        CommandName::Unhold => include_str!("help/unhold.txt"),
        CommandName::Init => include_str!("help/init.txt"),
        CommandName::Schema => include_str!("help/schema.txt"),
        CommandName::Completions => include_str!("help/completions.txt"),
        CommandName::Man => include_str!("help/man.txt"),
        CommandName::Demo => include_str!("help/demo.txt"),
    }
}

/// Takes any value, so that all that is wrong is told at once; help and completions know the words.
#[derive(Debug, Clone)]
struct Words(&'static [&'static str]);

impl TypedValueParser for Words {
    type Value = OsString;

    fn parse_ref(&self, _: &Command, _: Option<&Arg>, value: &OsStr) -> Result<OsString, clap::Error> {
        Ok(value.to_owned())
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if self.0.is_empty() { None } else { Some(Box::new(self.0.iter().map(PossibleValue::new))) }
    }
}
