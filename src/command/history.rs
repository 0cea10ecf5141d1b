//! `hoist history`: what happened to each environment, whether its records hold, and what it comes to.

use super::checked::{Call, Format};
use super::console::Stream;
use super::name::CommandName;
use super::problem::{Problem, Problems, What};
use super::progress::Progress;
use super::session::Session;
use super::world;
use crate::World;
use crate::error::Error;
use crate::model::history::History;
use crate::model::inputs::Inputs;
use crate::report::{history, json, summary, verify};
use clap::ArgMatches;

/// One report in each of its formats, made when it is asked for.
struct Report<'a> {
    coloured: &'a dyn Fn() -> String,
    plain: &'a dyn Fn() -> String,
    markdown: &'a dyn Fn() -> String,
    csv: &'a dyn Fn() -> String,
    json: &'a dyn Fn() -> Result<String, serde_json::Error>,
}

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let call = session.call(CommandName::History, flags)?;
    let is_of_version = call.inputs.apps.iter().any(|one| one.version.is_some());
    if is_of_version && (flags.get_flag("verify") || flags.get_flag("summary")) {
        let what = What::Clash { clash: "this report is of all versions: name the app alone" };
        return Err(Problems(vec![Problem { origin: "APP".to_owned(), what }]).into());
    }
    match (flags.get_flag("verify"), flags.get_flag("summary")) {
        (false, false) => told(session, &call),
        (true, false) => verified(session, &call),
        (false, true) => summed(session, &call),
        (true, true) => {
            let what = What::Clash { clash: "`--verify` and `--summary` are two reports: ask for one" };
            Err(Problems(vec![Problem { origin: "--summary".to_owned(), what }]).into())
        }
    }
}

fn told(session: &Session, call: &Call) -> anyhow::Result<u8> {
    let one = observed(session, call)?;
    let report = Report {
        coloured: &|| history::text(&one),
        plain: &|| history::plain_text(&one),
        markdown: &|| history::markdown(&one),
        csv: &|| history::csv(&one),
        json: &|| json::history(&one),
    };
    show(session, call.format, &report)?;
    Ok(0)
}

/// What happened, newest first.
pub(super) fn observed(session: &Session, call: &Call) -> anyhow::Result<History> {
    looked(session, call, crate::history)
}

fn verified(session: &Session, call: &Call) -> anyhow::Result<u8> {
    let one = looked(session, call, crate::verify)?;
    let report = Report {
        coloured: &|| verify::text(&one),
        plain: &|| verify::plain_text(&one),
        markdown: &|| verify::markdown(&one),
        csv: &|| verify::csv(&one),
        json: &|| json::verified(&one),
    };
    show(session, call.format, &report)?;
    Ok(one.exit_code())
}

fn summed(session: &Session, call: &Call) -> anyhow::Result<u8> {
    let one = looked(session, call, crate::summary)?;
    let report = Report {
        coloured: &|| summary::text(&one),
        plain: &|| summary::plain_text(&one),
        markdown: &|| summary::markdown(&one),
        csv: &|| summary::csv(&one),
        json: &|| json::summary(&one),
    };
    show(session, call.format, &report)?;
    Ok(0)
}

fn looked<T>(
    session: &Session,
    call: &Call,
    look: fn(&Inputs, &World) -> Result<T, Error>,
) -> anyhow::Result<T> {
    let progress = Progress::start(session.ci);
    let seen = world::open(session, call, &progress).and_then(|world| look(&call.inputs, &world));
    progress.end();
    Ok(seen?)
}

fn show(session: &Session, format: Format, report: &Report<'_>) -> anyhow::Result<()> {
    match format {
        Format::Text | Format::Matrix => {
            Stream::Out.either(session.ci, &(report.coloured)(), &(report.plain)())?;
        }
        Format::Json => Stream::Out.write(&(report.json)()?)?,
        Format::Markdown => Stream::Out.write(&(report.markdown)())?,
        Format::Csv => Stream::Out.write(&(report.csv)())?,
    }
    session.teller(format, Stream::Out).summary(report.markdown)
}
