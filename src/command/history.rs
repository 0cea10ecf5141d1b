//! `hoist history`: what happened to each environment.

use super::name::CommandName;
use super::session::Session;
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    session.call(CommandName::History, flags)?;
    anyhow::bail!("`hoist history` is not built yet")
}
