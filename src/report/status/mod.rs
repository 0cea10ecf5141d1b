//! What runs where, as a table.

mod below;
mod layout;

use super::escape;
use super::paint::stripped;
use super::text::safe;
use crate::model::markdown::{code, plain};
use crate::model::status::{Cell, Runs, Status};

const BEHIND: &str = "↑";
const DRIFT: &str = "≠";
const HELD: &str = "⊘";
const UNRECORDED: &str = "*";
const AGE_UNKNOWN: &str = "?";

/// The table for a person, with colours.
pub fn text(status: &Status) -> String {
    let mut parts = vec![layout::lines(status)];
    parts.extend(below::parts(status));
    let parts: Vec<_> = parts.iter().map(|lines| lines.join("\n")).collect();
    parts.join("\n\n").replace("##[", "# #[") + "\n"
}

/// The table without colours, for a log or a file.
pub fn plain_text(status: &Status) -> String {
    safe(&text(status))
}

pub fn markdown(status: &Status) -> String {
    let head: String = status.environments.iter().map(|name| format!(" {} |", code(name.as_str()))).collect();
    let mut text = format!("| app |{head}\n| --- |{}\n", " --- |".repeat(status.environments.len()));
    for row in &status.rows {
        let cells = row.cells.iter().map(|cell| format!(" {} |", cell_markdown(status, cell)));
        text.push_str(&format!("| {} |{}\n", code(row.app.as_str()), cells.collect::<String>()));
    }
    for line in below::parts(status).iter().flatten() {
        text.push_str(&format!("\n> {}\n", plain(stripped(line).trim_start())));
    }
    super::cut(escape::log(&text), super::MOST_BYTES)
}

fn cell_markdown(status: &Status, cell: &Cell) -> String {
    match cell {
        Cell::Absent => "-".to_owned(),
        Cell::Unclear { .. } => "?".to_owned(),
        Cell::Runs(runs) => {
            let age = layout::age(runs, status.now);
            let age = if age.is_empty() { age } else { format!(" · {age}") };
            format!("{}{}{age}", code(&runs.version), plain(&marks(runs)))
        }
    }
}

/// What stands behind a version that deserves a look.
fn marks(runs: &Runs) -> String {
    let unfixed = runs.unfixed.as_ref().map(|what| format!(" ({})", what.trim_start_matches("a ")));
    let shared = runs.shared_with.as_ref().map(|_| " (shared)".to_owned());
    let by = runs.behind_by.filter(|by| *by > 0).map(|by| by.to_string()).unwrap_or_default();
    let behind = runs.behind.then(|| format!(" {BEHIND}{by}"));
    let drift = (!runs.drift.is_empty()).then(|| format!(" {DRIFT}"));
    let held = runs.held.then(|| format!(" {HELD}"));
    let unrecorded = runs.unrecorded.then(|| format!(" {UNRECORDED}"));
    [unfixed, shared, behind, drift, held, unrecorded].into_iter().flatten().collect()
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
        app      dev                          staging        production
        web-app  dev-latest (moving tag) now  v1.2.3 ↑ * 5h  v1.2.2 ↑2 ⊘          4d
        a|b      -                            ?              ::set-output …/merge ?

        ↑ the environment before runs another version; the number says how many versions came there since
        * changed without a record: by hand, or by another tool

        could be promoted:
          hoist promote web-app --to production   v1.2.2 → v1.2.3  (patch)

        ⊘ web-* v1.2.4 in production is held until 2026-03-01T12:00:00Z: loses orders
        ⊘ web-* v1.1.0 in production was held until 2026-03-01T12:00:00Z, which is over: loses orders

        ? a|b in staging: ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge
        ? since when isn't known of 1 version: the clone is shallow
        inferred: apps: from `apps/*/overlays/*`
        ");
    }

    #[test]
    fn a_status_in_markdown_stays_a_table() {
        insta::assert_snapshot!(seen(&markdown(&sample::status())), @r"
        | app | `dev` | `staging` | `production` |
        | --- | --- | --- | --- |
        | `web-app` | `dev-latest` \(moving tag\) · now | `v1.2.3` ↑ \* · 5h | `v1.2.2` ↑2 ⊘ · 4d |
        | `a\|b` | - | ? | ``::set-output name=x::y # #[error] %0A \| `x` </details> @team #1 \u{202e}/merge`` · ? |

        > ↑ the environment before runs another version; the number says how many versions came there since

        > \* changed without a record: by hand, or by another tool

        > could be promoted:

        > hoist promote web-app --to production   v1.2.2 → v1.2.3  \(patch\)

        > ⊘ web-\* v1.2.4 in production is held until 2026-03-01T12:00:00Z: loses orders

        > ⊘ web-\* v1.1.0 in production was held until 2026-03-01T12:00:00Z, which is over: loses orders

        > ? a\|b in staging: ::set-output name=x::y \#(joint)\#(joint)\[error\] %(joint)0A \| \`x\` \</details\> @(joint)team \#(joint)1 \\u\{202e\}/merge

        > ? since when isn't known of 1 version: the clone is shallow

        > inferred: apps: from \`apps/\*/overlays/\*\`
        ");
    }
}
