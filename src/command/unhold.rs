//! `hoist unhold`: takes a hold away.

use super::name::CommandName;
use super::session::Session;
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    session.call(CommandName::Unhold, flags)?;
    anyhow::bail!("`hoist unhold` is not built yet")
}
