//! The holds that a run puts into git, or takes away.

use super::paint::Paint;
use super::text::Block;
use crate::model::markdown::{code, plain};
use crate::model::outcome::Outcome;
use crate::model::plan::{Action, HoldChange, Promotion};
use crate::model::text::visible;

fn all(outcome: &Outcome) -> impl Iterator<Item = (&Promotion, &HoldChange)> {
    outcome.plan().promotions.iter().flat_map(|one| one.held.iter().map(move |of| (one, of)))
}

/// Each as an app with its environment, and why.
pub(super) fn blocks(outcome: &Outcome) -> Vec<Block> {
    let block = |(promotion, one): (&Promotion, &HoldChange)| {
        let what = Paint::Bold.on(&visible(&one.what()));
        let standing = Paint::Cyan.on(&format!("({})", standing(promotion, one)));
        Block {
            title: format!("{what}  {}  {standing}", promotion.environment),
            lines: vec![format!("  {}", visible(&one.reason))],
            calm: true,
        }
    };
    all(outcome).map(block).collect()
}

pub(super) fn table(outcome: &Outcome) -> String {
    let row = |(promotion, one): (&Promotion, &HoldChange)| {
        let environment = code(promotion.environment.as_str());
        let (what, standing) = (code(&one.what()), standing(promotion, one));
        format!("| {what} | {environment} | {standing} | {} |\n", plain(&one.reason))
    };
    let rows: String = all(outcome).map(row).collect();
    if rows.is_empty() {
        return rows;
    }
    format!("| held | in | | why |\n| --- | --- | --- | --- |\n{rows}")
}

fn standing(promotion: &Promotion, one: &HoldChange) -> String {
    let until = one.until.map(|until| format!(" until {until}")).unwrap_or_default();
    match promotion.action {
        Action::Unhold => "held no more".to_owned(),
        Action::Hold | Action::Promote | Action::Rollback if one.is_new => format!("held{until}"),
        Action::Hold | Action::Promote | Action::Rollback => format!("held already{until}"),
    }
}
