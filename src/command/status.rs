//! `hoist status`: what runs where.

use super::checked::{Call, Format};
use super::console::Stream;
use super::name::CommandName;
use super::progress::Progress;
use super::session::Session;
use super::world;
use crate::model::status::Status;
use crate::report::{json, status};
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let call = session.call(CommandName::Status, flags)?;
    let status = observed(session, &call)?;
    match call.format {
        Format::Text | Format::Matrix | Format::Csv => {
            Stream::Out.either(session.ci, &status::text(&status), &status::plain_text(&status))?;
        }
        Format::Json => Stream::Out.write(&json::status(&status)?)?,
        Format::Markdown => Stream::Out.write(&status::markdown(&status))?,
    }
    session.teller(call.format, Stream::Out).summary(|| status::markdown(&status))?;
    Ok(0)
}

pub(super) fn observed(session: &Session, call: &Call) -> anyhow::Result<Status> {
    let progress = Progress::start(session.ci);
    let status = world::open(session, call, &progress).and_then(|world| crate::status(&call.inputs, &world));
    progress.end();
    Ok(status?)
}
