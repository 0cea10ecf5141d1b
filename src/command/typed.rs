//! What was typed: a command with its flags, or a wish for help.

use super::cli::cli;
use super::given;
use super::name::CommandName;
use super::usage::Usage;
use super::variables::Variables;
use clap::ArgMatches;
use std::ffi::OsString;

pub(super) enum Typed {
    Help { coloured: String, plain: String },
    Command(CommandName, ArgMatches),
}

pub(super) fn read(
    arguments: impl IntoIterator<Item = OsString>,
    variables: &Variables,
) -> anyhow::Result<Typed> {
    let mut matches = match cli().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) if error.use_stderr() => return Err(Usage::of(&error).into()),
        // `--help` and `--version` are errors to clap.
        Err(wanted) => return Ok(help(&wanted.render())),
    };
    match matches.remove_subcommand() {
        Some((word, flags)) => match CommandName::of(&word) {
            Some(command) => Ok(Typed::Command(command, flags)),
            None => Err(Usage::NotYet { command: word }.into()),
        },
        None => bare(variables),
    }
}

/// Without a command, the environment says what to do.
fn bare(variables: &Variables) -> anyhow::Result<Typed> {
    let Some(command) = given::bare(variables)? else { return Ok(help(&cli().render_help())) };
    let matches = cli().try_get_matches_from(["hoist", command.as_str()]);
    let flags = matches.map_err(|error| Usage::of(&error))?.remove_subcommand();
    let flags = flags.map(|(_, flags)| flags).unwrap_or_default();
    Ok(Typed::Command(command, flags))
}

fn help(text: &clap::builder::StyledStr) -> Typed {
    Typed::Help { coloured: text.ansi().to_string(), plain: text.to_string() }
}
