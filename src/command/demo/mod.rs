//! `hoist demo`: each strategy on a throwaway repository, step by step.

mod branch;
mod chapter;
mod directory;
mod stage;
mod tag;

use super::console::Stream;
use super::problem::{Problem, Problems, What};
use super::session::Session;
use anyhow::Context as _;
use clap::ArgMatches;
use stage::Stage;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

const CHAPTERS: [chapter::Chapter; 3] = [directory::CHAPTER, branch::CHAPTER, tag::CHAPTER];

pub(super) fn run(session: &Session, flags: &ArgMatches) -> anyhow::Result<u8> {
    let kept = flags.get_one::<OsString>("dir").map(PathBuf::from);
    let temporary = tempfile::tempdir().context("there is no place for a temporary folder")?;
    let folder = match &kept {
        Some(kept) => {
            make_empty(kept)?;
            kept.canonicalize().with_context(|| format!("{} can't be found", kept.display()))?
        }
        None => temporary.path().to_owned(),
    };
    for chapter in &CHAPTERS {
        Stream::Out.write(&format!("\n== {}\n", chapter.title))?;
        let mut stage = Stage::set(session, &folder, chapter)?;
        chapter.steps.iter().try_for_each(|step| stage.play(step))?;
    }
    if let Some(kept) = kept {
        let folders: Vec<_> = CHAPTERS.iter().map(|chapter| chapter.folder).collect();
        let (kept, folders) = (kept.display(), folders.join(", "));
        Stream::Out.write(&format!(
            "\nThe repositories are in {kept}: {folders}, each a clone with its remote beside it.\n"
        ))?;
    }
    Ok(0)
}

fn make_empty(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    let mut inside = fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?;
    if inside.next().is_some() {
        let what = What::Clash { clash: "the folder isn't empty" };
        return Err(Problems(vec![Problem { origin: "--dir".to_owned(), what }]).into());
    }
    Ok(())
}
