//! Where words go: colours on a terminal, folded parts in a CI log, plain lines elsewhere.

use super::ci::Ci;
use crate::report::text::Text;
use crate::report::{github, gitlab};
use anyhow::Context as _;
use jiff::Timestamp;
use std::io::{self, IsTerminal as _, Write as _};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stream {
    /// What was asked for.
    Out,
    /// What a person may want to know besides.
    Err,
}

impl Stream {
    fn is_terminal(self) -> bool {
        match self {
            Self::Out => io::stdout().is_terminal(),
            Self::Err => io::stderr().is_terminal(),
        }
    }

    /// The text as it is.
    pub(super) fn write(self, text: &str) -> anyhow::Result<()> {
        let written = match self {
            Self::Out => io::stdout().lock().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()),
            Self::Err => io::stderr().lock().write_all(text.as_bytes()),
        };
        unless_closed(written)
    }

    /// The text with its colours where they are wanted.
    fn paint(self, text: &str) -> anyhow::Result<()> {
        unless_closed(match self {
            Self::Out => anstream::stdout().write_all(text.as_bytes()),
            Self::Err => anstream::stderr().write_all(text.as_bytes()),
        })
    }

    /// One of two texts: the coloured one for a person at a terminal.
    pub(super) fn either(self, ci: Ci, coloured: &str, plain: &str) -> anyhow::Result<()> {
        if ci == Ci::Absent && self.is_terminal() { self.paint(coloured) } else { self.write(plain) }
    }

    /// A report, as this place shows it best.
    pub(super) fn report(self, ci: Ci, now: Timestamp, text: &Text) -> anyhow::Result<()> {
        match ci {
            Ci::GitHub => self.write(&github::folded(text)),
            Ci::GitLab => self.write(&gitlab::folded(text, now.as_second())),
            Ci::Other | Ci::Absent => self.either(ci, &text.coloured(), &text.plain()),
        }
    }
}

/// Who reads may have stopped reading: `hoist plan | head`.
fn unless_closed(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("the report can't be written"),
    }
}
