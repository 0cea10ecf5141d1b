//! `hoist init`: looks at the repository, and writes down what hoist infers of it.

use super::console::Stream;
use super::files;
use super::name::CommandName;
use super::problem::{Problem, Problems, What};
use super::progress::Progress;
use super::session::Session;
use super::world;
use crate::config::{self, Config};
use crate::error::{Ask, Error};
use crate::git::{self, Repo};
use crate::report::escape;
use anyhow::Context as _;
use clap::ArgMatches;
use std::fs;

const FILE: &str = "hoist.yaml";

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let call = session.call(CommandName::Init, flags)?;
    let repo = world::open(session, &call, &Progress::start(session.ci))?.repo;
    let file = repo.root().ok_or(git::Error::Bare).map_err(Error::from)?.join(FILE);
    if fs::symlink_metadata(&file).is_ok() {
        let what = What::Clash { clash: "it is there already, and hoist overwrites nothing" };
        return Err(Problems(vec![Problem { origin: FILE.to_owned(), what }]).into());
    }
    let text = inferred(&repo)?.written();
    Stream::Out.write(&escape::log(&text))?;
    files::write(&file, &text).with_context(|| format!("{FILE} can't be written"))?;
    Stream::Err.write(&format!("wrote {FILE}: look at it, commit it\n"))?;
    Ok(0)
}

/// What the committed files tell.
fn inferred(repo: &Repo) -> Result<Config, Error> {
    let Some(commit) = repo.head()?.commit else {
        return Err(Ask::NoCommit.into());
    };
    let tree = repo.tree(&commit)?;
    let found = config::infer(&mut |folder| tree.list(folder), &[])?;
    Ok(found.ok_or(Ask::NoLayout)?)
}
