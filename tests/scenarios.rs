//! Real repositories, promoted as their own people did it: each `real/*/scenario.json` of the shared folder, and
//! each case of the table in its README.md. The trees stay where they are; nothing of them is in this repository.
//!
//! The folder is `HOIST_SHARED`, else `../shared`. Without either this test says so, and passes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on fails")]

#[path = "scenarios/argocd.rs"]
mod argocd;
#[path = "scenarios/case.rs"]
mod case;
#[path = "scenarios/cases.rs"]
mod cases;
#[path = "scenarios/files.rs"]
mod files;
#[path = "scenarios/flux.rs"]
mod flux;
#[path = "scenarios/govuk.rs"]
mod govuk;
#[path = "scenarios/run.rs"]
mod run;
#[path = "scenarios/scenario.rs"]
mod scenario;
#[path = "scenarios/shared.rs"]
mod shared;
#[path = "cli/support.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the other tests of the binary")]
mod support;

use run::Result;
use scenario::Scenario;
use std::collections::BTreeSet;
use std::io::Write as _;

#[test]
fn real_repositories_are_promoted_as_they_were() {
    let mut out = std::io::stderr();
    let Some(folder) = shared::folder("real") else {
        writeln!(out, "no HOIST_SHARED and no ../shared: no real repository was promoted").unwrap();
        return;
    };
    let scenarios = Scenario::all(&folder);
    let there: BTreeSet<_> = scenarios.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(there, BTreeSet::from(cases::KNOWN), "the scenarios that the table speaks of");
    let mut failed = Vec::new();
    for scenario in &scenarios {
        for case in cases::of(scenario) {
            let result = run::run(scenario, &case);
            let row =
                format!("{:31} {:14} {:72} {result}", scenario.name, case.configuration_word(), case.name);
            writeln!(out, "{row}").unwrap();
            if let Result::Wrong(why) = result {
                failed.push(format!("── {}: {}\n{why}", scenario.name, case.name));
            }
        }
    }
    assert!(failed.is_empty(), "{} cases:\n{}", failed.len(), failed.join("\n"));
}
