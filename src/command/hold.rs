//! `hoist hold`: puts a hold into git.

use super::name::CommandName;
use super::session::Session;
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    session.call(CommandName::Hold, flags)?;
    anyhow::bail!("`hoist hold` is not built yet")
}
