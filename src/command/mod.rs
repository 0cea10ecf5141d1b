//! The commands: what was typed and set, which steps to take, where the words go.

pub mod failure;
pub mod inputs;
pub mod name;

mod checked;
mod ci;
mod cli;
mod completions;
mod console;
mod demo;
mod emit;
mod files;
mod given;
mod history;
mod hold;
mod init;
mod man;
mod mask;
mod named;
mod plan;
mod problem;
mod progress;
mod promote;
mod rollback;
mod schema;
mod session;
mod status;
mod typed;
mod unhold;
mod usage;
mod variables;
mod world;

use jiff::Timestamp;
use name::CommandName;
use session::Session;
use typed::Typed;

/// Runs what was typed, or what the environment asks for; gives the exit code.
pub fn run(now: Timestamp) -> anyhow::Result<u8> {
    let session = Session::new(variables::Variables::read(), now);
    let typed = session.told(checked::Format::Text, typed::read(std::env::args_os(), &session.variables))?;
    match typed {
        Typed::Help { coloured, plain } => {
            console::Stream::Out.either(session.ci, &coloured, &plain)?;
            Ok(0)
        }
        Typed::Command(name, flags) => {
            let format = checked::format_of(name, &flags, &session.variables);
            session.told(format, command(&session, name, &flags))
        }
    }
}

fn command(session: &Session, name: CommandName, flags: &clap::ArgMatches) -> anyhow::Result<u8> {
    match name {
        CommandName::Promote => promote::run(session, flags),
        CommandName::Plan => plan::run(session, flags),
        CommandName::Rollback => rollback::run(session, flags),
        CommandName::Status => status::run(session, flags),
        CommandName::History => history::run(session, flags),
        CommandName::Hold => hold::run(session, flags),
        CommandName::Unhold => unhold::run(session, flags),
        CommandName::Completions => completions::run(flags),
        CommandName::Man => man::run(flags),
        CommandName::Schema => schema::run(),
        CommandName::Demo => demo::run(session, flags),
        CommandName::Init => init::run(session, flags),
    }
}
