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
            lines: std::iter::once(format!("  {}", visible(&one.reason))).chain(was(one)).collect(),
            calm: true,
        }
    };
    all(outcome).map(block).collect()
}

fn was(one: &HoldChange) -> Option<String> {
    one.was.as_ref().map(|was| format!("  was held {}", visible(&was.words())))
}

pub(super) fn table(outcome: &Outcome) -> String {
    let row = |(promotion, one): (&Promotion, &HoldChange)| {
        let environment = code(promotion.environment.as_str());
        let (what, standing) = (code(&one.what()), standing(promotion, one));
        let was = one.was.as_ref().map(|was| format!(" (was held {})", plain(&was.words())));
        let was = was.unwrap_or_default();
        format!("| {what} | {environment} | {standing} | {}{was} |\n", plain(&one.reason))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::version::Version;
    use crate::report::{markdown, sample, text};

    fn outcome(action: Action, app: &str, is_new: bool) -> Outcome {
        let Outcome::Applied(mut plan, receipts) = sample::level() else { panic!("it was applied") };
        let one = &mut plan.promotions[0];
        one.moves.clear();
        one.from = None;
        one.action = action;
        one.held = vec![HoldChange {
            app: app.to_owned(),
            version: Version::new("v1.3.0").ok(),
            until: "2027-01-02T00:00:00Z".parse().ok().filter(|_| action == Action::Hold),
            reason: "leaks\n::add-mask::x @team".to_owned(),
            is_new,
            was: None,
        }];
        Outcome::Applied(plan, receipts)
    }

    #[test]
    fn a_hold_says_until_when_and_why() {
        let hold = outcome(Action::Hold, "web-*", true);
        insta::assert_snapshot!(text::text(&hold).plain(), @r"
        web-* v1.3.0  production  (held until 2027-01-02T00:00:00Z)
          leaks\n::add-mask::x @team

        nothing to do · nothing was written
        ");
        insta::assert_snapshot!(markdown::outcome(&hold).replace('\u{2060}', "(joint)"), @r"
        ### hoist: nothing

        | held | in | | why |
        | --- | --- | --- | --- |
        | `web-* v1.3.0` | `production` | held until 2027-01-02T00:00:00Z | leaks\\n::add-mask::x @(joint)team |
        ");
    }

    #[test]
    fn what_was_so_before_is_told_as_that() {
        let title = |action, is_new| text::text(&outcome(action, "web", is_new)).blocks[0].title.clone();
        assert!(title(Action::Hold, false).contains("held already until 2027-01-02T00:00:00Z"));
        assert!(title(Action::Unhold, true).contains("held no more"));
    }
}
