//! `.hoist/holds.yaml`: somebody's word that an app or a version stays out of an environment, read and written.

mod entry;
mod list;
mod read;
mod remove;
#[cfg(test)]
mod tests;
mod write;

pub use read::{apps_of, expired, means, parse, speaks_of};
pub use remove::{Which, removed};
pub use write::{added, replaced};

use super::problem::Problems;
use crate::model::hold::Hold;
use crate::model::text::visible;

/// Where holds stand, on every branch that holds environments.
pub const FILE: &str = ".hoist/holds.yaml";

/// Why a file of holds can't be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Broken(#[from] Problems),
    #[error("no hold of {} is there", visible(which))]
    NotThere {
        which: String,
        there: Vec<String>,
        /// The commands that take away what holds it all the same.
        lifts: Vec<String>,
    },
    #[error("{FILE} is written in a way that can't be changed without a loss: {what}")]
    Layout { what: &'static str },
}

impl Error {
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Broken(_) => "mend it first: docs/holds.md has every key".to_owned(),
            Self::NotThere { there, .. } if there.is_empty() => "there is none at all".to_owned(),
            Self::NotThere { there, lifts, .. } if lifts.is_empty() => {
                format!("there are {}", visible(&there.join("; ")))
            }
            Self::NotThere { there, lifts, .. } => format!(
                "there are {}\nit is held all the same, and this lifts it:\n{}",
                visible(&there.join("; ")),
                lifts.join("\n")
            ),
            Self::Layout { .. } => "change it by hand: docs/holds.md has every key".to_owned(),
        })
    }
}

/// The same but for where they stand.
fn same(some: &[Hold], others: &[Hold]) -> bool {
    let is_same = |(one, other): (&Hold, &Hold)| Hold { at: other.at.clone(), ..one.clone() } == *other;
    some.len() == others.len() && some.iter().zip(others).all(is_same)
}

/// The text, if it says just what is meant.
fn checked(text: String, meant: &[Hold]) -> Result<String, Error> {
    match parse(FILE, &text, &[]) {
        Ok(read) if same(&read, meant) => Ok(text),
        Ok(_) | Err(_) => Err(Error::Layout { what: "another entry would read differently" }),
    }
}
