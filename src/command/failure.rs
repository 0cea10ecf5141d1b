//! Errors at the edge: what to say beside them, and how to exit.

use super::problem::Problems;
use super::usage::Usage;
use crate::error::Error;

/// What the user can do about it.
pub fn hint(error: &anyhow::Error) -> Option<String> {
    let inputs = error.downcast_ref::<Problems>().and_then(Problems::hint);
    let usage = || error.downcast_ref::<Usage>().and_then(Usage::hint);
    inputs.or_else(usage).or_else(|| error.downcast_ref::<Error>().and_then(Error::hint))
}

/// 1 for the world, 2 for what was typed or configured, 4 for what is refused.
pub fn exit_code(error: &anyhow::Error) -> u8 {
    if error.is::<Problems>() || error.is::<Usage>() {
        return 2;
    }
    error.downcast_ref::<Error>().map_or(1, Error::exit_code)
}
