//! The other side: where branches are fetched from and pushed to.

mod choose;
mod failure;
mod fetch;
mod program;
mod push;

pub use program::Program;

pub(super) use failure::refusal_hint;

use super::error::Error;
use crate::model::plan::Oid;
use std::collections::BTreeMap;

/// The repository's remote, by how it is spoken with.
pub enum Remote {
    /// The `git` program speaks.
    Program(Program),
}

/// One branch of a push: what it must be at (none: it must not be there), and what it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    pub branch: String,
    pub old: Option<Oid>,
    pub new: Oid,
}

/// How a push that wasn't refused ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pushed {
    Done,
    /// Somebody else was faster; nothing was written.
    Lost {
        branch: String,
        winner: Option<Oid>,
    },
}

impl Remote {
    /// The URL for people, without credentials.
    pub fn url_shown(&self) -> String {
        match self {
            Self::Program(program) => program.url_shown(),
        }
    }

    pub fn default_branch(&self) -> Result<String, Error> {
        match self {
            Self::Program(program) => program.default_branch(),
        }
    }

    /// The names of all branches.
    pub fn branches(&self) -> Result<Vec<String>, Error> {
        match self {
            Self::Program(program) => program.branches(),
        }
    }

    /// The tips of those of the branches that are there.
    pub fn tips(&self, branches: &[&str]) -> Result<BTreeMap<String, Oid>, Error> {
        match self {
            Self::Program(program) => program.tips(branches),
        }
    }

    /// Brings the tip of a branch here, if it isn't, and remembers it in the tracking ref.
    pub fn fetch(&self, branch: &str) -> Result<Oid, Error> {
        match self {
            Self::Program(program) => program.fetch(branch),
        }
    }

    /// Brings the tips of those of the branches here that are there.
    pub fn fetch_all(&self, branches: &[&str]) -> Result<BTreeMap<String, Oid>, Error> {
        match self {
            Self::Program(program) => program.fetch_all(branches),
        }
    }

    /// Brings the whole history of a branch into a shallow clone.
    pub fn deepen(&self, branch: &str) -> Result<(), Error> {
        match self {
            Self::Program(program) => program.deepen(branch),
        }
    }

    /// All or nothing; the server itself checks what each branch must be at.
    pub fn push(&self, updates: &[Update]) -> Result<Pushed, Error> {
        match self {
            Self::Program(program) => program.push(updates),
        }
    }
}
