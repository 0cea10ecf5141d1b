//! `hoist demo`: promotes through a throwaway repository, and shows each step.

use super::ci::Ci;
use super::cli::cli;
use super::console::Stream;
use super::name::CommandName;
use super::problem::{Problem, Problems, What};
use super::session::Session;
use super::variables::Variables;
use super::{checked, promote, status};
use crate::git::{Credentials, Repo};
use crate::model::path::RepoPath;
use crate::model::plan::Signature;
use crate::report;
use anyhow::Context as _;
use clap::ArgMatches;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What is typed, and the exit code that it has to have.
const STORY: [(&str, &str, u8); 6] = [
    ("Three environments, each with its own version:", "hoist status", 0),
    ("What would move to staging, and whether it may:", "hoist plan web-app --to staging --deliver push", 0),
    ("Lift it:", "hoist promote web-app --to staging --deliver push", 0),
    ("And on to production:", "hoist promote web-app --to production --deliver push", 0),
    (
        "A version that staging never ran is refused:",
        "hoist promote web-app --to production --version v9.9.9 --deliver push",
        4,
    ),
    ("Now all run the same:", "hoist status", 0),
];

const FILES: [(&str, &str); 4] = [
    ("hoist.yaml", include_str!("demo/hoist.yaml")),
    ("apps/web-app/overlays/dev/kustomization.yaml", include_str!("demo/dev.yaml")),
    ("apps/web-app/overlays/staging/kustomization.yaml", include_str!("demo/staging.yaml")),
    ("apps/web-app/overlays/production/kustomization.yaml", include_str!("demo/production.yaml")),
];

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
    let demo = Demo::new(session, &folder)?;
    for (words, line, code) in STORY {
        demo.tell(words, line, code)?;
    }
    demo.show_record()?;
    if let Some(kept) = kept {
        Stream::Out
            .write(&format!("\nThe repository is in {}/clone, its remote beside it.\n", kept.display()))?;
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

struct Demo {
    /// As if nothing were set around us.
    session: Session,
    /// Where this really runs.
    ci: Ci,
    repo: Repo,
    clone: PathBuf,
}

impl Demo {
    fn new(session: &Session, folder: &Path) -> anyhow::Result<Self> {
        let who = Signature { name: "hoist demo".to_owned(), email: "demo@example.com".to_owned() };
        let files: Result<Vec<_>, _> =
            FILES.iter().map(|(path, text)| Ok((RepoPath::new(path)?, text.as_bytes().to_vec()))).collect();
        let files = files.map_err(|bad: crate::model::path::BadPath| anyhow::Error::new(bad))?;
        let repo = Repo::throwaway(folder, &files, &who, session.now.as_second())
            .map_err(crate::error::Error::from)?;
        let alone = Session::new(Variables::default(), session.now);
        Ok(Self { session: alone, ci: session.ci, repo, clone: folder.join("clone") })
    }

    /// Runs one line as if it were typed in the clone; that it ends otherwise than told is an error.
    fn tell(&self, words: &str, line: &str, code: u8) -> anyhow::Result<()> {
        Stream::Out.write(&format!("\n{words}\n$ {line}\n"))?;
        let matches = cli().try_get_matches_from(line.split(' '))?;
        let (word, flags) = matches.subcommand().context("a line without a command")?;
        let command = CommandName::of(word).context("a line with an unknown command")?;
        let mut call = checked::call(command, flags, &self.session.variables)?;
        call.inputs.path = Some(self.clone.to_string_lossy().into_owned());
        if command == CommandName::Status {
            let status = status::observed(&self.session, &call)?;
            return Stream::Out.either(
                self.ci,
                &report::status::text(&status),
                &report::status::plain_text(&status),
            );
        }
        let outcome = promote::outcome(&self.session, &call)?;
        let text = report::text::text(&outcome);
        Stream::Out.either(self.ci, &text.coloured(), &text.plain())?;
        let ended = outcome.exit_code();
        anyhow::ensure!(ended == code, "`{line}` ended with {ended} instead of {code}");
        if code == 0 { Ok(()) } else { Stream::Out.write(&format!("(exit code {code})\n")) }
    }

    /// The last commit's message: what git remembers of a promotion.
    fn show_record(&self) -> anyhow::Result<()> {
        let remote = self.repo.remote(&Credentials::default()).map_err(crate::error::Error::from)?;
        let remote = remote.context("the clone lost its remote")?;
        let tip = remote.fetch("main").map_err(crate::error::Error::from)?;
        let commit = self.repo.info(&tip).map_err(crate::error::Error::from)?;
        let message: String =
            commit.message.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect();
        Stream::Out.write(&format!("\nWhat was written last, commit {}:\n\n{message}", tip.short()))
    }
}
