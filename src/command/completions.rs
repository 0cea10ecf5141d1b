//! `hoist completions`: completions for a shell.

use super::cli::shown;
use super::console::Stream;
use clap::ArgMatches;
use clap_complete::Shell;

pub(super) fn run(flags: &ArgMatches) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    // clap refuses a missing or unknown shell before this.
    if let Some(shell) = flags.get_one::<Shell>("shell") {
        clap_complete::generate(*shell, &mut shown(), "hoist", &mut script);
    }
    Stream::Out.write(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
