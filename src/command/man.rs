//! `hoist man`: the manual page of hoist, or of one command.

use super::cli::shown;
use super::console::Stream;
use clap::{ArgMatches, Command};
use clap_mangen::Man;

pub(super) fn run(flags: &ArgMatches) -> anyhow::Result<u8> {
    let mut page = Vec::new();
    Man::new(page_of(flags.get_one::<String>("of"))).render(&mut page)?;
    Stream::Out.write(&String::from_utf8_lossy(&page))?;
    Ok(0)
}

fn page_of(command: Option<&String>) -> Command {
    let whole = shown();
    let Some(name) = command else { return whole };
    let named = whole.find_subcommand(name).cloned().map(|one| one.name(format!("hoist-{name}")));
    named.unwrap_or(whole)
}
