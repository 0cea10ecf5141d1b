//! What a promotion merges where environments are branches: the files, what stays, and what can't be merged.

use super::paint::Paint;
use super::table::align;
use super::text::Block;
use crate::model::markdown::{code, plain};
use crate::model::merge::{Conflict, Drift, Merge, Touch};
use crate::model::plan::Promotion;
use crate::model::text::visible;

/// How many files are named; a report is read by people.
const MOST: usize = 10;

pub(super) fn block(promotion: &Promotion) -> Option<Block> {
    let merge = promotion.merge.as_ref()?;
    let (of, into) = (visible(&merge.of.branch), visible(&promotion.base.branch));
    let undoes: Vec<_> = merge.undoes.iter().map(|one| one.short()).collect();
    let title = if undoes.is_empty() {
        format!("{of} ({}) → {into}", merge.of.commit.short())
    } else {
        format!("{into} without {}", undoes.join(", "))
    };
    let mut lines = vec![format!("  {}", files(merge))];
    lines.extend(stays(promotion, &merge.drift).map(|line| format!("  {line}")));
    lines.extend(merge.conflicts.iter().flat_map(|one| conflict(promotion, one)));
    Some(Block { title: Paint::Bold.on(&title), lines, calm: !merge.is_stuck() })
}

fn files(merge: &Merge) -> String {
    if merge.begins {
        return "the branch begins with all that is there".to_owned();
    }
    match merge.paths.len() {
        0 => "no file changes".to_owned(),
        1 => format!("1 file changes: {}", named(&merge.paths, false)),
        count => format!("{count} files change: {}", named(&merge.paths, false)),
    }
}

/// The first of some paths, and that there are more.
fn named(paths: &[String], more: bool) -> String {
    let shown: Vec<_> = paths.iter().take(MOST).map(|path| visible(path)).collect();
    let left = paths.len().saturating_sub(MOST);
    let rest = match (left, more) {
        (0, false) => String::new(),
        (_, true) => " and more".to_owned(),
        (left, false) => format!(" and {left} more"),
    };
    format!("{}{rest}", shown.join(", "))
}

/// What was changed on the target alone.
fn stays(promotion: &Promotion, drift: &Drift) -> Option<String> {
    (!drift.paths.is_empty()).then(|| {
        format!("stays {}'s own (drift): {}", promotion.environment, named(&drift.paths, drift.more))
    })
}

fn conflict(promotion: &Promotion, conflict: &Conflict) -> Vec<String> {
    let mut lines =
        vec![String::new(), format!("  {}: {}", visible(&conflict.path), visible(&conflict.what))];
    let rows: Vec<_> = sides(promotion, conflict)
        .into_iter()
        .map(|(side, touch)| vec!["    ".to_owned(), side, touched(touch)])
        .collect();
    lines.extend(align(&rows, &[0, 2]));
    lines.extend(conflict.diff.lines().map(|line| format!("      {}", visible(line))));
    lines
}

fn sides<'c>(promotion: &Promotion, conflict: &'c Conflict) -> Vec<(String, &'c Touch)> {
    let source = promotion.from.as_ref().map_or_else(|| "taken back".to_owned(), ToString::to_string);
    let sides = [(promotion.environment.to_string(), &conflict.target), (source, &conflict.source)];
    sides.into_iter().filter_map(|(side, touch)| Some((side, touch.as_ref()?))).collect()
}

fn touched(touch: &Touch) -> String {
    format!("{} {} ({})", touch.commit.short(), visible(&touch.subject), visible(&touch.author))
}

/// The same for Markdown.
pub(super) fn markdown(promotion: &Promotion) -> String {
    let Some(merge) = &promotion.merge else { return String::new() };
    let (of, into) = (code(&merge.of.branch), code(&promotion.base.branch));
    let what = if merge.undoes.is_empty() { "Merge" } else { "Back" };
    let mut text = format!(
        "\n**{what}** of {of} ({}) into {into}\n\n- {}\n",
        merge.of.commit.short(),
        plain(&files(merge))
    );
    text.extend(stays(promotion, &merge.drift).map(|line| format!("- {}\n", plain(&line))));
    for conflict in &merge.conflicts {
        text.push_str(&format!("- conflict in {}: {}\n", code(&conflict.path), plain(&conflict.what)));
        for (side, touch) in sides(promotion, conflict) {
            text.push_str(&format!("  - {}: {}\n", code(&side), plain(&touched(touch))));
        }
        text.extend(conflict.diff.lines().map(|line| format!("  - {}\n", code(line))));
    }
    text
}
