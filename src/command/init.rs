//! `hoist init`: looks at the repository, and writes down what hoist infers of it, and a workflow for it.

pub(super) mod workflow;

use super::console::Stream;
use super::files;
use super::name::CommandName;
use super::problem::{Problem, Problems, What};
use super::progress::Progress;
use super::session::Session;
use super::world;
use crate::World;
use crate::config::{Config, Doors, Look};
use crate::error::{Ask, Error};
use crate::git;
use crate::ground::{no_layout, on_branches};
use crate::report::escape;
use anyhow::Context as _;
use clap::ArgMatches;
use std::fs;
use std::path::Path;
use workflow::Workflow;

const FILE: &str = "hoist.yaml";

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let call = session.call(CommandName::Init, flags)?;
    let world = world::open(session, &call, &Progress::start(session.ci))?;
    let root = world.repo.root().ok_or(git::Error::Bare).map_err(Error::from)?;
    let is_there = fs::symlink_metadata(root.join(FILE)).is_ok();
    // Nothing is written where one of the files is there. A workflow can be added later.
    match call.workflow {
        Some(Workflow::GitHub) => {
            inside(root, Workflow::GitHub.file())?;
            free(root, Workflow::GitHub.file())?;
        }
        Some(Workflow::GitLab) => {}
        None => free(root, FILE)?,
    }
    let config = if is_there { declared(&world, root)? } else { found(&world, Config::default())? };
    if !is_there {
        let text = config.written();
        Stream::Out.write(&escape::log(&text))?;
        write(root, FILE, &text)?;
    }
    call.workflow.map_or(Ok(()), |workflow| add(root, workflow, &config))?;
    Ok(0)
}

/// The workflow as a file; where a repository has one for all its jobs already, the jobs are for people to add.
fn add(root: &Path, workflow: Workflow, config: &Config) -> anyhow::Result<()> {
    let (file, text) = (workflow.file(), workflow.text(config));
    if fs::symlink_metadata(root.join(file)).is_ok() {
        Stream::Out.write(&escape::log(&text))?;
        Stream::Err.write(&format!("{file} is there already: add what is printed to it\n"))?;
        return Ok(());
    }
    write(root, file, &text)
}

fn free(root: &Path, file: &str) -> Result<(), Problems> {
    if fs::symlink_metadata(root.join(file)).is_err() {
        return Ok(());
    }
    let what = What::Clash { clash: "it is there already, and hoist overwrites nothing" };
    Err(Problems(vec![Problem { origin: file.to_owned(), what }]))
}

fn write(root: &Path, file: &str, text: &str) -> anyhow::Result<()> {
    let path = root.join(file);
    inside(root, file)?;
    path.parent().map_or(Ok(()), fs::create_dir_all).with_context(|| format!("{file} has no folder"))?;
    files::write(&path, text).with_context(|| format!("{file} can't be written"))?;
    Stream::Err.write(&format!("wrote {file}: look at it, commit it\n"))?;
    Ok(())
}

/// A folder on the way that is a link may lead out of the repository.
fn inside(root: &Path, file: &str) -> Result<(), Problems> {
    let is_link = |way: &Path| fs::symlink_metadata(root.join(way)).is_ok_and(|there| there.is_symlink());
    if !Path::new(file).ancestors().skip(1).filter(|way| !way.as_os_str().is_empty()).any(is_link) {
        return Ok(());
    }
    let what = What::Clash { clash: "a symbolic link is on the way, which hoist never follows" };
    Err(Problems(vec![Problem { origin: file.to_owned(), what }]))
}

/// The hoist.yaml that is there, with what it leaves out.
fn declared(world: &World, root: &Path) -> anyhow::Result<Config> {
    let text = fs::read_to_string(root.join(FILE)).with_context(|| format!("{FILE} can't be read"))?;
    let config = Config::parse(FILE, &text).map_err(Error::from)?;
    Ok(found(world, config)?)
}

/// What the committed files tell, beside what is declared.
fn found(world: &World, declared: Config) -> Result<Config, Error> {
    let repo = &world.repo;
    let Some(commit) = repo.head()?.commit else {
        return Err(Ask::NoCommit.into());
    };
    let tree = repo.tree(&commit)?;
    let doors = Doors { list: &mut |folder| tree.list(folder), read: &mut |file| tree.read(file) };
    let found = declared.clone().completed(doors, Look::default())?;
    if found.is_whole() {
        return Ok(found);
    }
    on_branches(declared, world).ok_or_else(|| no_layout(&found, world))
}
