//! `hoist promote`: plan, judge, deliver.

use super::checked::Call;
use super::console::Stream;
use super::name::CommandName;
use super::progress::Progress;
use super::session::Session;
use super::world;
use crate::model::outcome::Outcome;
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let call = session.call(CommandName::Promote, flags)?;
    let outcome = outcome(session, &call)?;
    session.teller(call.format, Stream::Err).outcome(&outcome, None)?;
    Ok(outcome.exit_code())
}

/// All four steps, or the first three of them where nothing is to be written.
pub(super) fn outcome(session: &Session, call: &Call) -> anyhow::Result<Outcome> {
    let progress = Progress::start(session.ci);
    let outcome =
        world::open(session, call, &progress).and_then(|world| crate::promote(&call.inputs, &world));
    progress.end();
    Ok(outcome?)
}
