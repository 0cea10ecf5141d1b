//! The last lines of the text report: what was done, or would be.

use super::paint::Paint;
use crate::model::delivery::Delivery;
use crate::model::merge::Merge;
use crate::model::outcome::{Outcome, Receipt, RunResult};
use crate::model::plan::{Action, Fate, Move, Promotion};
use crate::model::text::visible;
use crate::model::verdict::Verdict;
use std::collections::BTreeSet;

pub(super) fn closing(outcome: &Outcome) -> Vec<String> {
    let mut lines: Vec<_> = match outcome {
        Outcome::Planned(plan) => plan.promotions.iter().filter_map(intent).collect(),
        Outcome::Applied(..) => {
            let done = |(promotion, receipt): (&Promotion, Option<&Receipt>)| done(promotion, receipt?);
            outcome.promotions().filter_map(done).collect()
        }
    };
    let untouched = !outcome.changed();
    if let (Some(last), Some(out)) = (lines.last_mut(), left_out(outcome)) {
        last.push_str(&out);
    }
    match lines.last_mut() {
        Some(last) if untouched => last.push_str(" · nothing was written"),
        Some(_) => {}
        None => lines.push(format!("{} · nothing was written", standstill(outcome.result()))),
    }
    lines.into_iter().map(|line| Paint::Bold.on(&line)).collect()
}

/// What a plan would do; none where nothing moves.
fn intent(promotion: &Promotion) -> Option<String> {
    if promotion.moving().next().is_none() && !promotion.changes_holds() {
        return None;
    }
    let base = visible(&promotion.base.branch);
    let would = if promotion.action == Action::Rollback { "would go back:" } else { "would" };
    Some(match promotion.delivery.as_ref()? {
        Delivery::Worktree => {
            format!("{would} edit {} where {}", files(promotion.files.len()), stand(promotion.files.len()))
        }
        Delivery::Commit(_) if promotion.is_tags_alone() => {
            format!("{would} make {} here", tags(promotion.new_tags().map(|tag| tag.name.as_str())))
        }
        Delivery::Push(_) if promotion.is_tags_alone() => {
            format!("{would} push {}", tags(promotion.new_tags().map(|tag| tag.name.as_str())))
        }
        Delivery::Commit(_) => format!("{would} commit on the local branch {base}{}", and_tags(promotion)),
        Delivery::Push(_) if is_merge(promotion) => format!("{would} push a merge to {base}"),
        Delivery::Push(_) => format!("{would} push a commit to {base}{}", and_tags(promotion)),
        Delivery::Branch { request, .. } if is_stuck(promotion) => format!(
            "{would} push a branch {} that holds {} as it is, for a person to resolve the conflicts",
            visible(&request.branch),
            source(promotion)
        ),
        Delivery::Branch { request, .. } => format!("{would} push a branch {}", visible(&request.branch)),
    })
}

/// `the tag v1.2.3-prod`, or how many they are.
fn tags<'a>(names: impl Iterator<Item = &'a str>) -> String {
    match names.collect::<Vec<_>>().as_slice() {
        [one] => format!("the tag {}", visible(one)),
        several => format!("{} tags", several.len()),
    }
}

/// The tags that go with a commit.
fn and_tags(promotion: &Promotion) -> String {
    let names: Vec<_> = promotion.new_tags().map(|tag| tag.name.as_str()).collect();
    if names.is_empty() { String::new() } else { format!(", and {}", tags(names.into_iter())) }
}

fn is_merge(promotion: &Promotion) -> bool {
    promotion.merge.as_ref().is_some_and(|merge| merge.undoes.is_empty())
}

fn source(promotion: &Promotion) -> String {
    promotion.from.as_ref().map_or_else(|| "the source".to_owned(), ToString::to_string)
}

fn is_stuck(promotion: &Promotion) -> bool {
    promotion.merge.as_ref().is_some_and(Merge::is_stuck)
}

fn done(promotion: &Promotion, receipt: &Receipt) -> Option<String> {
    Some(match receipt {
        Receipt::Branch { branch, commit, .. } if is_stuck(promotion) => format!(
            "the branch {} holds {} as it is ({}): open a request from it, and resolve the conflicts there",
            visible(branch),
            source(promotion),
            commit.short()
        ),
        Receipt::Nothing => return None,
        Receipt::Worktree { files: edited } => {
            format!("edited {}: {}", files(edited.len()), still_to_do(promotion, edited.len()))
        }
        Receipt::Commit { branch, commit } => {
            let made = and_tags(promotion).replace(", and", ", and made");
            format!("committed {} on {}{made}", commit.short(), visible(branch))
        }
        Receipt::Push { branch, commit } => {
            format!("pushed {} to {}{}", commit.short(), visible(branch), and_tags(promotion))
        }
        Receipt::Tags { names, commit, local } => {
            let (done, next) = if *local { ("made", ": push it when you are ready") } else { ("pushed", "") };
            format!("{done} {} on {}{next}", tags(names.iter().map(String::as_str)), commit.short())
        }
        Receipt::Branch { branch, commit, fresh: true } => {
            format!("pushed the branch {} ({}): open a request from it", visible(branch), commit.short())
        }
        Receipt::Branch { branch, commit, fresh: false } => {
            format!("the branch {} holds this already ({})", visible(branch), commit.short())
        }
    })
}

/// What the work tree holds counts nowhere else.
fn still_to_do(promotion: &Promotion, count: usize) -> String {
    let it = if count == 1 { "it" } else { "them" };
    let then = match promotion.action {
        Action::Promote => return "commit when you are ready".to_owned(),
        Action::Rollback => "nothing goes back or is held until then",
        Action::Hold => "it holds nothing until then",
        Action::Unhold => "it is held until then",
    };
    format!("commit and push {it}: {then}")
}

/// The apps that stay where others move, each with the gate that keeps it.
fn left_out(outcome: &Outcome) -> Option<String> {
    const SHOWN: usize = 5;
    let promotions = &outcome.plan().promotions;
    let stays = promotions.iter().flat_map(|promotion| {
        let several = promotions.len() > 1;
        promotion.moves.iter().filter_map(move |one| stay(promotion, one, several))
    });
    let all: Vec<_> = stays.collect();
    let more = all.len().saturating_sub(SHOWN);
    let shown = all.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!all.is_empty()).then(|| format!(" · left out: {shown}{more}"))
}

/// `api (held by order)`, with its environment where there are several.
fn stay(promotion: &Promotion, one: &Move, several: bool) -> Option<String> {
    let (word, keeps): (_, fn(&Verdict) -> bool) = match one.fate {
        Fate::Held => ("held", |verdict| matches!(verdict, Verdict::Held { .. })),
        Fate::Refused => ("refused", |verdict| matches!(verdict, Verdict::Refused { .. })),
        Fate::Moves | Fate::Level => return None,
    };
    let gates: BTreeSet<_> =
        one.verdicts.iter().filter(|(_, verdict)| keeps(verdict)).map(|(gate, _)| gate.to_string()).collect();
    let by = if gates.is_empty() { String::new() } else { format!(" by {}", join(gates)) };
    let place = if several { format!(" in {}", promotion.environment) } else { String::new() };
    Some(format!("{}{place} ({word}{by})", visible(one.app.as_str())))
}

fn join(words: BTreeSet<String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(" and ")
}

fn standstill(result: RunResult) -> &'static str {
    match result {
        RunResult::Held => "held",
        RunResult::Refused => "refused",
        RunResult::Partial => "partly held",
        RunResult::Failed => "failed",
        RunResult::Planned
        | RunResult::Promoted
        | RunResult::Requested
        | RunResult::Written
        | RunResult::Nothing => "nothing to do",
    }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

fn stand(count: usize) -> &'static str {
    if count == 1 { "it stands" } else { "they stand" }
}
