//! The commands: what was typed and set, which steps to take, where the words go.

pub mod inputs;
pub mod name;

mod checked;
mod ci;
mod cli;
mod given;
mod problem;
mod saved;
mod variables;
