//! `hoist status`: what runs where.

use super::checked::{Call, Format};
use super::console::Stream;
use super::name::CommandName;
use super::progress::Progress;
use super::session::Session;
use super::world;
use crate::config::{self, RouteError};
use crate::error::Error;
use crate::model::name::EnvironmentName;
use crate::model::outcome::{Status, StatusRow};
use crate::report::{json, status};
use clap::ArgMatches;

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let call = session.call(CommandName::Status, flags)?;
    let status = observed(session, &call)?;
    match call.format {
        Format::Text | Format::Matrix => {
            Stream::Out.either(session.ci, &status::text(&status), &status::plain_text(&status))?;
        }
        Format::Json => Stream::Out.write(&json::status(&status)?)?,
        Format::Markdown => Stream::Out.write(&status::markdown(&status))?,
    }
    session.teller(call.format, Stream::Out).summary(&status::markdown(&status))?;
    Ok(0)
}

pub(super) fn observed(session: &Session, call: &Call) -> anyhow::Result<Status> {
    let progress = Progress::start(session.ci);
    let status = world::open(session, call, &progress).and_then(|world| crate::status(&call.inputs, &world));
    progress.end();
    Ok(only(status?, &call.inputs.to)?)
}

/// The columns that were asked for.
fn only(status: Status, asked: &[String]) -> Result<Status, Error> {
    if asked.is_empty() {
        return Ok(status);
    }
    let names = || status.environments.iter().map(EnvironmentName::as_str);
    for typed in asked {
        if !names().any(|name| config::matches(typed, name)) {
            let known = names().map(str::to_owned).collect();
            return Err(RouteError::Unknown { typed: typed.clone(), known }.into());
        }
    }
    let kept: Vec<_> = names().map(|name| asked.iter().any(|typed| config::matches(typed, name))).collect();
    let row = |row: StatusRow| StatusRow { cells: chosen(row.cells, &kept), ..row };
    Ok(Status {
        environments: chosen(status.environments, &kept),
        rows: status.rows.into_iter().map(row).collect(),
        notes: status.notes,
    })
}

fn chosen<T>(all: Vec<T>, kept: &[bool]) -> Vec<T> {
    all.into_iter().zip(kept).filter(|(_, kept)| **kept).map(|(one, _)| one).collect()
}
