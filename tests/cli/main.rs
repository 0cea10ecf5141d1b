//! The binary on real repositories in temporary folders, judged by the `git` program. One file a capability.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]
#![allow(clippy::print_stdout, reason = "the long tests tell what they met")]

mod argo;
mod branch_gates;
mod branch_records;
mod branches;
mod create;
mod deliveries;
mod demo;
mod flux;
mod gates;
mod groups;
mod history;
mod holds;
mod hostile;
mod inferred;
mod init;
mod killed;
mod layouts;
mod many;
mod messages;
mod pins;
mod race;
mod real;
mod rollback;
mod saved_plan;
mod seed;
mod soak;
mod status;
mod support;
mod tags;
mod text;
mod usage;
