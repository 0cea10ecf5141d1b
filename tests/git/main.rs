//! The repository, judged by the real `git` program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on stops here")]

mod access;
mod fixture;
mod history;
mod merge;
mod objects;
mod odd;
mod push;
mod remote;
mod tags;
mod worktree;
