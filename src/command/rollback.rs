//! `hoist rollback`: back to the version before.

use super::console::Stream;
use super::name::CommandName;
use super::promote;
use super::session::Session;
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let call = session.call(CommandName::Rollback, flags)?;
    let outcome = promote::outcome(session, &call)?;
    session.teller(call.format, Stream::Err).outcome(&outcome, None)?;
    Ok(outcome.exit_code())
}
