//! `hoist plan`: what `hoist promote` would do.

use super::checked::Format;
use super::console::Stream;
use super::name::CommandName;
use super::promote;
use super::session::Session;
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let call = session.call(CommandName::Plan, flags)?;
    let outcome = promote::outcome(session, &call)?;
    session.teller(call.format, Stream::Out).outcome(&outcome, call.out.as_deref())?;
    // A matrix with nothing in it is an answer: the job that asked for it shall not fail.
    Ok(if call.format == Format::Matrix { 0 } else { outcome.exit_code() })
}
