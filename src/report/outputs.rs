//! What a later step of the pipeline can read: the same names everywhere.

use crate::model::delivery::{Delivery, RequestText};
use crate::model::outcome::{Outcome, Receipt, RunResult};
use crate::model::plan::{Fate, Move, Promotion};
use crate::model::verdict::Verdict;

/// Names and values in their documented order; an empty value means that there is none.
pub type Outputs = Vec<(&'static str, String)>;

/// Files that were written beside the run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// The words of the request.
    pub body: Option<String>,
    pub plan: Option<String>,
}

/// All output names, as action.yml lists them.
pub const NAMES: [&str; 17] = [
    "result",
    "changed",
    "apps",
    "version",
    "previous",
    "environment",
    "branch",
    "commit",
    "tag",
    "request-number",
    "request-url",
    "held-by",
    "held-until",
    "title",
    "body-file",
    "plan",
    "matrix",
];

pub fn outputs(outcome: &Outcome, files: &Files) -> Outputs {
    let told: Vec<_> = told(outcome);
    let moves = || told.iter().map(|(_, one)| *one);
    // Of a way back, the version that it goes to is told, not the one that it leaves.
    let held = || {
        outcome
            .plan()
            .promotions
            .iter()
            .filter(|one| one.moves.is_empty())
            .flat_map(|one| one.held.iter().map(move |of| (one, of)))
    };
    let versions = moves().map(|one| one.to.as_ref().map(ToString::to_string));
    let environment = |promotion: &Promotion| promotion.environment.to_string();
    let (branch, commit) = landed(outcome);
    let values = [
        outcome.result().as_str().to_owned(),
        outcome.changed().to_string(),
        list(moves().map(|one| one.app.to_string()).chain(held().map(|(_, one)| one.app.clone()))),
        same(versions.chain(held().map(|(_, one)| one.version.as_ref().map(ToString::to_string)))),
        same(moves().map(|one| one.from.as_ref().map(ToString::to_string))),
        list(told.iter().map(|(one, _)| *one).chain(held().map(|(one, _)| one)).map(environment)),
        branch,
        commit,
        list(outcome.plan().promotions.iter().flat_map(|one| &one.tags).map(|tag| tag.name.clone())),
        String::new(),
        String::new(),
        list(holding(outcome).map(|(gate, _)| gate.to_owned())),
        held_until(outcome),
        request(outcome).map(|request| request.title.clone()).unwrap_or_default(),
        files.body.clone().unwrap_or_default(),
        files.plan.clone().unwrap_or_default(),
        super::matrix::matrix(outcome),
    ];
    NAMES.into_iter().zip(values).collect()
}

/// What can be said of a run that ended in an error.
pub fn failed(exit_code: u8) -> Outputs {
    vec![("result", RunResult::of_error(exit_code).as_str().to_owned()), ("changed", "false".to_owned())]
}

/// The words of the first request: a run with several is told apart by the JSON report.
pub fn request(outcome: &Outcome) -> Option<&RequestText> {
    outcome.plan().promotions.iter().find_map(|promotion| match promotion.delivery.as_ref()? {
        Delivery::Branch { request, .. } => Some(request),
        Delivery::Worktree | Delivery::Commit(_) | Delivery::Push(_) => None,
    })
}

/// The apps that move; where none does, all that were asked for.
fn told(outcome: &Outcome) -> Vec<(&Promotion, &Move)> {
    let all: Vec<_> =
        outcome.plan().promotions.iter().flat_map(|one| one.moves.iter().map(move |of| (one, of))).collect();
    let moving: Vec<_> = all.iter().copied().filter(|(_, one)| one.fate == Fate::Moves).collect();
    if moving.is_empty() { all } else { moving }
}

/// The branch and the commit that the first promotion reached, or would reach.
fn landed(outcome: &Outcome) -> (String, String) {
    let reached = outcome.promotions().find_map(|(_, receipt)| match receipt? {
        Receipt::Nothing | Receipt::Worktree { .. } => None,
        Receipt::Commit { branch, commit }
        | Receipt::Push { branch, commit }
        | Receipt::Branch { branch, commit, .. } => Some((branch.clone(), commit.to_string())),
        Receipt::Tags { commit, .. } => Some((String::new(), commit.to_string())),
    });
    let wanted = || request(outcome).map(|request| (request.branch.clone(), String::new()));
    reached.or_else(wanted).unwrap_or_default()
}

/// What holds, and what a request has to wait for until a time.
fn holding(outcome: &Outcome) -> impl Iterator<Item = (&'static str, &Verdict)> {
    let verdicts = outcome.plan().promotions.iter().flat_map(|one| &one.moves).flat_map(|one| &one.verdicts);
    let holds = |verdict: &Verdict| {
        matches!(
            verdict,
            Verdict::Held { .. } | Verdict::Refused { .. } | Verdict::Later { until: Some(_), .. }
        )
    };
    verdicts.filter(move |(_, verdict)| holds(verdict)).map(|(gate, verdict)| (gate.as_str(), verdict))
}

/// When the last hold ends; empty where one has no end that is known.
fn held_until(outcome: &Outcome) -> String {
    let ends: Option<Vec<_>> = holding(outcome).map(|(_, verdict)| verdict.until()).collect();
    ends.and_then(|ends| ends.into_iter().max()).map(|end| end.to_string()).unwrap_or_default()
}

/// The value that all share; else empty.
fn same(mut values: impl Iterator<Item = Option<String>>) -> String {
    let first = values.next().flatten().unwrap_or_default();
    if values.all(|value| value.as_ref() == Some(&first)) { first } else { String::new() }
}

/// Each value once, by comma.
fn list(values: impl Iterator<Item = String>) -> String {
    let mut once: Vec<String> = Vec::new();
    for value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn shown(outcome: &Outcome) -> String {
        let lines: Vec<_> = outputs(outcome, &Files::default())
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        lines.join("\n")
    }

    #[test]
    fn a_pushed_branch_tells_a_later_step_all_it_needs() {
        insta::assert_snapshot!(shown(&sample::requested(true)), @r#"
        result: requested
        changed: true
        apps: web-app
        version: v1.2.3
        previous: v1.2.2
        environment: production
        branch: hoist/production/web-app
        commit: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        title: promote(production): web-app v1.2.2 -> v1.2.3
        matrix: {"include":[{"app":"web-app","environment":"production"}]}
        "#);
    }

    #[test]
    fn what_is_partly_held_says_by_what() {
        insta::assert_snapshot!(shown(&sample::partial()), @r#"
        result: partial
        changed: true
        apps: web-app
        version: v1.2.3
        previous: v1.2.2
        environment: production
        branch: main
        commit: cccccccccccccccccccccccccccccccccccccccc
        held-by: order,immutable
        title: promote(production): web-app v1.2.2 -> v1.2.3
        matrix: {"include":[{"app":"web-app","environment":"production"}]}
        "#);
    }
}
