//! The repository that one chapter plays on, and the time there.

use super::chapter::{Chapter, File, Step};
use crate::command::ci::Ci;
use crate::command::cli::cli;
use crate::command::console::Stream;
use crate::command::name::CommandName;
use crate::command::session::Session;
use crate::command::variables::Variables;
use crate::command::{checked, history, promote, status};
use crate::error::Error;
use crate::git::{Credentials, NewCommit, Pushed, Remote, Repo, Update};
use crate::model::delivery::Signature;
use crate::model::path::{BadPath, RepoPath};
use crate::model::plan::Oid;
use crate::report;
use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use std::path::{Path, PathBuf};

pub(super) struct Stage {
    /// As if nothing were set around us.
    session: Session,
    /// Where this really runs.
    ci: Ci,
    repo: Repo,
    remote: Remote,
    clone: PathBuf,
    who: Signature,
}

impl Stage {
    /// Makes the repository of a chapter, with its remote, in a folder that isn't there yet.
    pub(super) fn set(session: &Session, folder: &Path, chapter: &Chapter) -> anyhow::Result<Self> {
        let folder = folder.join(chapter.folder);
        let who = Signature { name: "hoist demo".to_owned(), email: "demo@example.com".to_owned() };
        let seconds = session.now.as_second();
        let repo = Repo::throwaway(&folder, &files(chapter.files)?, &who, seconds).map_err(Error::from)?;
        let remote = repo.remote(&Credentials::default()).map_err(Error::from)?;
        let alone = Session::new(Variables::default(), session.now);
        let stage = Self {
            session: alone,
            ci: session.ci,
            repo,
            remote: remote.context("the clone lost its remote")?,
            clone: folder.join("clone"),
            who,
        };
        let first = stage.remote.fetch("main").map_err(Error::from)?;
        for (branch, added) in chapter.branches {
            let tip = match added {
                [] => first.clone(),
                added => stage.commit(&first, added, "the first of its own")?,
            };
            stage.push(branch, None, tip)?;
        }
        Ok(stage)
    }

    pub(super) fn play(&mut self, step: &Step) -> anyhow::Result<()> {
        // A minute passes between any two steps.
        let later = self.session.now.checked_add(SignedDuration::from_mins(1));
        self.session.now = later.unwrap_or(Timestamp::MAX);
        match step {
            Step::Typed { words, line, code } => self.typed(words, line, *code),
            Step::ByHand { words, branch, file } => self.by_hand(words, branch, *file),
            Step::Record { branch } => self.record(branch),
        }
    }

    /// Runs one line as if it were typed in the clone; that it ends otherwise than told is an error.
    fn typed(&self, words: &str, line: &str, code: u8) -> anyhow::Result<()> {
        Stream::Out.write(&format!("\n{words}\n$ {line}\n"))?;
        let matches = cli().try_get_matches_from(split(line))?;
        let (word, flags) = matches.subcommand().context("a line without a command")?;
        let command = CommandName::of(word).context("a line with an unknown command")?;
        let mut call = checked::call(command, flags, &self.session.variables)?;
        call.inputs.path = Some(self.clone.to_string_lossy().into_owned());
        if command == CommandName::Status {
            let status = status::observed(&self.session, &call)?;
            let (coloured, plain) = (report::status::text(&status), report::status::plain_text(&status));
            return Stream::Out.either(self.ci, &coloured, &plain);
        }
        if command == CommandName::History {
            let history = history::observed(&self.session, &call)?;
            let (coloured, plain) = (report::history::text(&history), report::history::plain_text(&history));
            return Stream::Out.either(self.ci, &coloured, &plain);
        }
        let outcome = promote::outcome(&self.session, &call)?;
        let text = report::text::text(&outcome);
        Stream::Out.either(self.ci, &text.coloured(), &text.plain())?;
        let ended = outcome.exit_code();
        anyhow::ensure!(ended == code, "`{line}` ended with {ended} instead of {code}");
        if code == 0 { Ok(()) } else { Stream::Out.write(&format!("(exit code {code})\n")) }
    }

    fn by_hand(&self, words: &str, branch: &str, file: File) -> anyhow::Result<()> {
        Stream::Out.write(&format!("\n{words}\n"))?;
        let tip = self.remote.fetch(branch).map_err(Error::from)?;
        let new = self.commit(&tip, &[file], words.trim_end_matches(':'))?;
        self.push(branch, Some(tip), new)?;
        Stream::Out.write(&format!("  a commit on {branch} changes {}\n", file.0))
    }

    /// The last commit's message: what git remembers of a promotion.
    fn record(&self, branch: &str) -> anyhow::Result<()> {
        let tip = self.remote.fetch(branch).map_err(Error::from)?;
        let commit = self.repo.info(&tip).map_err(Error::from)?;
        let message: String =
            commit.message.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect();
        Stream::Out.write(&format!("\nWhat was written last, commit {}:\n\n{message}", tip.short()))
    }

    fn commit(&self, parent: &Oid, changed: &[File], message: &str) -> anyhow::Result<Oid> {
        let new = NewCommit {
            parent: parent.clone(),
            files: files(changed)?,
            message: format!("{message}\n"),
            author: self.who.clone(),
            committer: self.who.clone(),
            seconds: self.session.now.as_second(),
        };
        Ok(self.repo.commit(&new).map_err(Error::from)?)
    }

    fn push(&self, branch: &str, old: Option<Oid>, new: Oid) -> anyhow::Result<()> {
        let pushed = self.remote.push(&[Update::branch(branch, old, new)]);
        match pushed.map_err(Error::from)? {
            Pushed::Done => Ok(()),
            Pushed::Lost { branch, winner } => Err(Error::LostRace { branch, winner }.into()),
        }
    }
}

fn files(files: &[File]) -> Result<Vec<(RepoPath, Vec<u8>)>, BadPath> {
    files.iter().map(|(path, text)| Ok((RepoPath::new(path)?, text.as_bytes().to_vec()))).collect()
}

/// The words of a line; what stands between quotes is one.
fn split(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}
