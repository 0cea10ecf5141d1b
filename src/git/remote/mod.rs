//! The other side: where branches are fetched from and pushed to.

mod choose;
mod failure;
mod fetch;
mod program;
mod push;
mod tags;

pub use program::Program;

pub(super) use failure::refusal_hint;

use super::error::Error;
use super::refs::{full_name, full_tag};
use super::tag::TagRef;
use crate::model::plan::Oid;
use std::collections::BTreeMap;

/// The repository's remote, by how it is spoken with.
pub enum Remote {
    /// The `git` program speaks.
    Program(Program),
}

/// A branch or a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefName {
    Branch(String),
    Tag(String),
}

/// One ref of a push: what it must be at (none: it must not be there), and what it will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    pub name: RefName,
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

impl RefName {
    /// As a person calls it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Branch(name) | Self::Tag(name) => name,
        }
    }

    pub(super) fn full(&self) -> Result<String, Error> {
        match self {
            Self::Branch(name) => full_name(name),
            Self::Tag(name) => full_tag(name),
        }
    }
}

impl Update {
    pub fn branch(name: &str, old: Option<Oid>, new: Oid) -> Self {
        Self { name: RefName::Branch(name.to_owned()), old, new }
    }

    /// A tag is only ever made.
    pub fn tag(name: &str, new: Oid) -> Self {
        Self { name: RefName::Tag(name.to_owned()), old: None, new }
    }
}

impl Remote {
    /// What it is called here.
    pub fn name(&self) -> &str {
        match self {
            Self::Program(program) => &program.name,
        }
    }

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

    /// All tags, as the remote has them now.
    pub fn tags(&self) -> Result<Vec<TagRef>, Error> {
        match self {
            Self::Program(program) => program.tags(),
        }
    }

    /// Brings the objects of tags here, without refs.
    pub fn fetch_tags(&self, tags: &[&TagRef]) -> Result<(), Error> {
        match self {
            Self::Program(program) => program.fetch_tags(tags),
        }
    }

    /// Brings one commit here, if the remote gives it.
    pub fn fetch_commit(&self, commit: &Oid) -> Result<(), Error> {
        match self {
            Self::Program(program) => program.fetch_commit(commit),
        }
    }

    /// All or nothing; the server itself checks what each ref must be at.
    pub fn push(&self, updates: &[Update]) -> Result<Pushed, Error> {
        match self {
            Self::Program(program) => program.push(updates),
        }
    }
}
