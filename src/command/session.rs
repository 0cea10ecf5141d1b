//! What all commands share: the environment, the time, and who is told.

use super::checked::{self, Call, Format};
use super::ci::Ci;
use super::console::Stream;
use super::emit::Teller;
use super::name::CommandName;
use super::variables::Variables;
use super::{failure, given, mask};
use clap::ArgMatches;
use jiff::Timestamp;

pub(super) struct Session {
    pub(super) variables: Variables,
    pub(super) ci: Ci,
    pub(super) now: Timestamp,
}

impl Session {
    pub(super) fn new(variables: Variables, now: Timestamp) -> Self {
        Self { ci: Ci::detect(&variables), variables, now }
    }

    /// The inputs of a command, once warnings are out and the token is masked.
    pub(super) fn call(&self, command: CommandName, flags: &ArgMatches) -> anyhow::Result<Call> {
        let teller = self.teller(Format::Text, Stream::Err);
        for warning in given::unknown(&self.variables) {
            teller.warn(&warning)?;
        }
        let call = checked::call(command, flags, &self.variables)?;
        mask::secrets(self.ci, &call.credentials)?;
        Ok(call)
    }

    pub(super) fn teller(&self, format: Format, people: Stream) -> Teller<'_> {
        Teller { variables: &self.variables, ci: self.ci, now: self.now, format, people }
    }

    /// The same result, after an error was told to the programs that listen.
    pub(super) fn told<T>(&self, format: Format, result: anyhow::Result<T>) -> anyhow::Result<T> {
        if let Err(error) = &result {
            let hint = failure::hint(error);
            let teller = self.teller(format, Stream::Err);
            teller.failed(&format!("{error:#}"), hint.as_deref(), failure::exit_code(error))?;
        }
        result
    }
}
