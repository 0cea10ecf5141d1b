//! `hoist rollback`: back to the version before.

use super::name::CommandName;
use super::session::Session;
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    session.call(CommandName::Rollback, flags)?;
    anyhow::bail!("`hoist rollback` is not built yet")
}
