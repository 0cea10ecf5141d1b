//! What came of a run: for reports, outputs and the exit code.

use super::path::RepoPath;
use super::plan::{Fate, Oid, Plan, Promotion};
use serde::Serialize;

/// A promotion run, planned only or carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Planned(Plan),
    /// One receipt for each promotion of the plan, in its order.
    Applied(Plan, Vec<Receipt>),
}

/// What was done for one promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "done")]
pub enum Receipt {
    /// Nothing moves, or what would is held or refused.
    Nothing,
    /// The files where they stand.
    Worktree { files: Vec<RepoPath> },
    /// A commit on the local base branch.
    Commit { branch: String, commit: Oid },
    /// A commit on the remote's base branch.
    Push { branch: String, commit: Oid },
    /// Tags alone: on the remote, or (`local`) in this clone.
    Tags { names: Vec<String>, commit: Oid, local: bool },
    /// A branch on the remote, or (`fresh` is false) one that held just this already.
    Branch { branch: String, commit: Oid, fresh: bool },
}

/// One word for the whole run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum RunResult {
    Planned,
    Promoted,
    Requested,
    Written,
    Partial,
    Nothing,
    Held,
    Refused,
    Failed,
}

impl Outcome {
    pub fn plan(&self) -> &Plan {
        match self {
            Self::Planned(plan) | Self::Applied(plan, _) => plan,
        }
    }

    /// Each promotion with its receipt; no receipts where it was only planned.
    pub fn promotions(&self) -> impl Iterator<Item = (&Promotion, Option<&Receipt>)> {
        let receipts = match self {
            Self::Planned(_) => &[][..],
            Self::Applied(_, receipts) => receipts,
        };
        self.plan().promotions.iter().enumerate().map(|(at, promotion)| (promotion, receipts.get(at)))
    }

    /// Whether something new reached a file, a branch or the remote.
    pub fn changed(&self) -> bool {
        self.promotions().any(|(_, receipt)| match receipt {
            None | Some(Receipt::Nothing | Receipt::Branch { fresh: false, .. }) => false,
            Some(
                Receipt::Worktree { .. }
                | Receipt::Commit { .. }
                | Receipt::Push { .. }
                | Receipt::Tags { .. }
                | Receipt::Branch { .. },
            ) => true,
        })
    }

    pub fn result(&self) -> RunResult {
        let has = |fate| self.plan().promotions.iter().any(|promotion| promotion.has(fate));
        let moves = has(Fate::Moves) || self.plan().promotions.iter().any(Promotion::changes_holds);
        if moves && (has(Fate::Held) || has(Fate::Refused)) {
            return RunResult::Partial;
        }
        if has(Fate::Refused) {
            return RunResult::Refused;
        }
        if has(Fate::Held) {
            return RunResult::Held;
        }
        if !moves {
            return RunResult::Nothing;
        }
        let Self::Applied(_, receipts) = self else { return RunResult::Planned };
        let word = |receipt: &Receipt| match receipt {
            Receipt::Nothing => RunResult::Nothing,
            Receipt::Worktree { .. } | Receipt::Commit { .. } => RunResult::Written,
            Receipt::Tags { local: true, .. } => RunResult::Written,
            Receipt::Push { .. } | Receipt::Tags { .. } => RunResult::Promoted,
            Receipt::Branch { .. } => RunResult::Requested,
        };
        // Requested beats promoted: somebody still has something to do.
        let order = [RunResult::Requested, RunResult::Written, RunResult::Promoted];
        let words: Vec<_> = receipts.iter().map(word).collect();
        order.into_iter().find(|one| words.contains(one)).unwrap_or(RunResult::Nothing)
    }

    /// 0 done or nothing to do, 3 held, 4 refused; partial is 3, or 0 where `onHeld` is `pass`.
    pub fn exit_code(&self) -> u8 {
        match self.result() {
            RunResult::Partial if self.plan().held_passes => 0,
            RunResult::Partial | RunResult::Held => 3,
            RunResult::Refused => 4,
            RunResult::Failed => 1,
            RunResult::Planned
            | RunResult::Promoted
            | RunResult::Requested
            | RunResult::Written
            | RunResult::Nothing => 0,
        }
    }
}

impl RunResult {
    /// What a run comes to that ends in an error: dirty files or a branch behind are refused, as manifests are.
    pub fn of_error(exit_code: u8) -> Self {
        if exit_code == 4 { Self::Refused } else { Self::Failed }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Promoted => "promoted",
            Self::Requested => "requested",
            Self::Written => "written",
            Self::Partial => "partial",
            Self::Nothing => "nothing",
            Self::Held => "held",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}
