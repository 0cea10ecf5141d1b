//! The timelines of whole fleets, judged by the `git` program.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

mod fleet;
mod judge;
mod layouts;
mod look;
mod shallow;
mod told;
