//! What runs where, as a table.

use super::escape;
use super::paint::{Paint, stripped};
use super::table::align;
use super::text::{note, safe};
use crate::model::markdown::{code, plain};
use crate::model::outcome::{Cell, Drift, Runs, Status};
use crate::model::text::visible;

const BEHIND: &str = "↑";
const DRIFT: &str = "≠";

/// The table for a person, with colours.
pub fn text(status: &Status) -> String {
    let head = ["app".to_owned()].into_iter().chain(status.environments.iter().map(ToString::to_string));
    let mut rows = vec![head.map(|name| Paint::Dim.on(&name)).collect::<Vec<_>>()];
    rows.extend(status.rows.iter().map(|row| {
        let app = Paint::Bold.on(&visible(row.app.as_str()));
        [app].into_iter().chain(row.cells.iter().map(shown)).collect()
    }));
    let mut lines = align(&rows, &[2]);
    let below = below(status);
    if !below.is_empty() {
        lines.push(String::new());
        lines.extend(below);
    }
    lines.join("\n").replace("##[", "# #[") + "\n"
}

/// The table without colours, for a log or a file.
pub fn plain_text(status: &Status) -> String {
    safe(&text(status))
}

pub fn markdown(status: &Status) -> String {
    let head: String = status.environments.iter().map(|name| format!(" {} |", code(name.as_str()))).collect();
    let mut text = format!("| app |{head}\n| --- |{}\n", " --- |".repeat(status.environments.len()));
    for row in &status.rows {
        let cells: String = row.cells.iter().map(|cell| format!(" {} |", cell_markdown(cell))).collect();
        text.push_str(&format!("| {} |{cells}\n", code(row.app.as_str())));
    }
    for line in below(status) {
        text.push_str(&format!("\n> {}\n", plain(&stripped(&line))));
    }
    escape::log(&text)
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Absent => Paint::Dim.on("-"),
        Cell::Unclear { .. } => Paint::Red.on("?"),
        Cell::Runs(runs) => {
            let text = [visible(&runs.version), marks(runs)].join("");
            if runs.behind || !runs.drift.is_empty() { Paint::Yellow.on(&text) } else { text }
        }
    }
}

fn cell_markdown(cell: &Cell) -> String {
    match cell {
        Cell::Absent => "-".to_owned(),
        Cell::Unclear { .. } => "?".to_owned(),
        Cell::Runs(runs) => format!("{}{}", code(&runs.version), marks(runs)),
    }
}

/// What stands behind a version that deserves a look.
fn marks(runs: &Runs) -> String {
    let unfixed = runs.unfixed.as_ref().map(|what| format!(" ({})", what.trim_start_matches("a ")));
    let shared = runs.shared_with.as_ref().map(|_| " (shared)".to_owned());
    let behind = runs.behind.then(|| format!(" {BEHIND}"));
    let drift = (!runs.drift.is_empty()).then(|| format!(" {DRIFT}"));
    [unfixed, shared, behind, drift].into_iter().flatten().collect()
}

fn runs(cell: &Cell) -> Option<&Runs> {
    match cell {
        Cell::Runs(runs) => Some(runs),
        Cell::Absent | Cell::Unclear { .. } => None,
    }
}

/// What the marks mean, why a cell isn't known, and the notes.
fn below(status: &Status) -> Vec<String> {
    let cells = || {
        status.rows.iter().flat_map(|row| row.cells.iter().zip(&status.environments).map(move |it| (row, it)))
    };
    let any = |test: fn(&Runs) -> bool| cells().any(|(_, (cell, _))| runs(cell).is_some_and(test));
    let behind =
        any(|runs| runs.behind).then(|| format!("{BEHIND} the environment before runs another version"));
    let drifts = cells().filter_map(|(row, (cell, environment))| {
        let Drift { pin, here, before } = runs(cell)?.drift.first()?;
        let more = runs(cell)?.drift.len() - 1;
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        let [app, pin, here, before] = [row.app.as_str(), pin, here, before].map(visible);
        Some(format!(
            "{DRIFT} {app} in {environment}: {pin} is {here}, and {before} in the environment before{more}"
        ))
    });
    let shared = any(|runs| runs.shared_with.is_some())
        .then(|| "(shared) the version stands in a file that another environment reads too".to_owned());
    let unclear = cells().filter_map(|(row, (cell, environment))| match cell {
        Cell::Unclear { why } => {
            Some(format!("? {} in {environment}: {}", visible(row.app.as_str()), visible(why)))
        }
        Cell::Absent | Cell::Runs(_) => None,
    });
    behind
        .into_iter()
        .chain(drifts)
        .chain(shared)
        .chain(unclear)
        .chain(status.notes.iter().map(note))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    /// The joints that keep mentions from being seen, themselves seen.
    fn seen(text: &str) -> String {
        text.replace('\u{2060}', "(joint)")
    }

    #[test]
    fn a_status_is_a_table() {
        insta::assert_snapshot!(plain_text(&sample::status()), @r"
        app      dev                      staging   production
        web-app  dev-latest (moving tag)  v1.2.3 ↑  v1.2.2 ↑
        a|b      -                        ?         ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge

        ↑ the environment before runs another version
        ? a|b in staging: ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge
        inferred: apps: from `apps/*/overlays/*`
        ");
    }

    #[test]
    fn a_status_in_markdown_stays_a_table() {
        insta::assert_snapshot!(seen(&markdown(&sample::status())), @r"
        | app | `dev` | `staging` | `production` |
        | --- | --- | --- | --- |
        | `web-app` | `dev-latest` (moving tag) | `v1.2.3` ↑ | `v1.2.2` ↑ |
        | `a\|b` | - | ? | ``::set-output name=x::y # #[error] %0A \| `x` </details> @team #1 \u{202e}/merge`` |

        > ↑ the environment before runs another version

        > ? a\|b in staging: ::set-output name=x::y \#(joint)\#(joint)\[error\] %(joint)0A \| \`x\` \</details\> @(joint)team \#(joint)1 \\u\{202e\}/merge

        > inferred: apps: from \`apps/\*/overlays/\*\`
        ");
    }
}
