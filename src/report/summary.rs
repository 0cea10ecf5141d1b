//! The figures of a history.

use super::ago::lasting;
use super::paint::{Paint, stripped};
use super::table::align;
use super::text::safe;
use super::{csv, escape, minute};
use crate::model::markdown::{code, plain};
use crate::model::summary::{Figures, Lead, Summary};
use crate::model::text::visible;

const FIGURES: [&str; 7] =
    ["environment", "changes", "per week", "promotions", "rollbacks", "by hand", "share that went back"];
const LEADS: [&str; 4] = ["from → to", "versions", "median", "90 of 100 within"];

/// The figures for a person, with colours.
pub fn text(summary: &Summary) -> String {
    let head = |names: &[&str]| names.iter().map(|name| Paint::Dim.on(name)).collect::<Vec<_>>();
    let mut figures = vec![head(&FIGURES)];
    figures.extend(summary.environments.iter().map(|one| row(one).to_vec()));
    let mut parts = vec![vec![Paint::Bold.on(&time(summary))], align(&figures, &[2])];
    if !summary.leads.is_empty() {
        let mut leads = vec![head(&LEADS)];
        leads.extend(summary.leads.iter().map(|one| lead(one).to_vec()));
        parts.push(align(&leads, &[2]));
    }
    parts.push(below(summary));
    let parts: Vec<_> = parts.iter().filter(|part| !part.is_empty()).map(|lines| lines.join("\n")).collect();
    parts.join("\n\n").replace("##[", "# #[") + "\n"
}

/// The figures without colours, for a log or a file.
pub fn plain_text(summary: &Summary) -> String {
    safe(&text(summary))
}

pub fn markdown(summary: &Summary) -> String {
    let table = |head: &[&str], rows: Vec<Vec<String>>| {
        let mut text = format!("| {} |\n|{}\n", head.join(" | "), " --- |".repeat(head.len()));
        for row in rows {
            let cells: Vec<_> = row
                .iter()
                .enumerate()
                .map(|(at, cell)| if at == 0 { code(cell) } else { plain(cell) })
                .collect();
            text.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
        text
    };
    let mut text = format!("### hoist: {}\n\n", plain(&time(summary)));
    text.push_str(&table(&FIGURES, summary.environments.iter().map(|one| row(one).to_vec()).collect()));
    if !summary.leads.is_empty() {
        text.push('\n');
        text.push_str(&table(&LEADS, summary.leads.iter().map(|one| lead(one).to_vec()).collect()));
    }
    for line in below(summary) {
        text.push_str(&format!("\n> {}\n", plain(&stripped(&line))));
    }
    escape::log(&text)
}

/// One figure a line.
pub fn csv(summary: &Summary) -> String {
    let figures = summary.environments.iter().flat_map(|one| {
        let float = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let values = [
            ("changes", one.changes.to_string()),
            ("promotions", one.promotions.to_string()),
            ("rollbacks", one.rollbacks.to_string()),
            ("unrecorded", one.unrecorded.to_string()),
            ("per week", float(one.per_week)),
            ("rollback share", float(one.rollback_share)),
            ("unrecorded share", float(one.unrecorded_share)),
        ];
        values
            .map(|(figure, value)| vec![one.environment.to_string(), String::new(), figure.to_owned(), value])
    });
    let leads = summary.leads.iter().flat_map(|one| {
        let seconds = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        let values = [
            ("lead versions", one.versions.to_string()),
            ("lead median seconds", seconds(one.median_seconds)),
            ("lead p90 seconds", seconds(one.p90_seconds)),
        ];
        values.map(|(figure, value)| vec![one.to.to_string(), one.from.to_string(), figure.to_owned(), value])
    });
    csv::table(&["environment", "from", "figure", "value"], figures.chain(leads))
}

fn time(summary: &Summary) -> String {
    match summary.from {
        Some(from) => format!("from {} to {} UTC", minute(from), minute(summary.to)),
        None => "nothing happened yet".to_owned(),
    }
}

fn row(one: &Figures) -> [String; 7] {
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    [
        one.environment.to_string(),
        one.changes.to_string(),
        or_none(one.per_week.map(|value| format!("{value:.1}"))),
        one.promotions.to_string(),
        one.rollbacks.to_string(),
        one.unrecorded.to_string(),
        or_none(one.rollback_share.map(|share| format!("{:.0}%", share * 100.0))),
    ]
}

fn lead(one: &Lead) -> [String; 4] {
    let time = |seconds: Option<i64>| {
        seconds.map_or_else(
            || "-".to_owned(),
            |seconds| lasting(seconds).unwrap_or_else(|| format!("{seconds}s")),
        )
    };
    [
        format!("{} → {}", one.from, one.to),
        one.versions.to_string(),
        time(one.median_seconds),
        time(one.p90_seconds),
    ]
}

fn below(summary: &Summary) -> Vec<String> {
    summary.missing.iter().map(|what| format!("{} {}", Paint::Yellow.on("missing:"), visible(what))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn the_figures_are_two_tables() {
        insta::assert_snapshot!(plain_text(&sample::summary()), @r"
        from 2026-01-01 00:00 to 2026-03-01 12:00 UTC

        environment  changes  per week  promotions  rollbacks  by hand  share that went back
        staging      0        -         0           0          0        -
        production   8        1.2       4           2          2        25%

        from → to             versions  median  90 of 100 within
        staging → production  4         2h      30s
        staging → production  0         -       -

        missing: older changes of api in staging: the clone is shallow
        ");
        insta::assert_snapshot!(markdown(&sample::summary()).replace('\u{2060}', "(joint)"), @r"
        ### hoist: from 2026-01-01 00:00 to 2026-03-01 12:00 UTC

        | environment | changes | per week | promotions | rollbacks | by hand | share that went back |
        | --- | --- | --- | --- | --- | --- | --- |
        | `staging` | 0 | \- | 0 | 0 | 0 | \- |
        | `production` | 8 | 1.2 | 4 | 2 | 2 | 25%(joint) |

        | from → to | versions | median | 90 of 100 within |
        | --- | --- | --- | --- |
        | `staging → production` | 4 | 2h | 30s |
        | `staging → production` | 0 | \- | \- |

        > missing: older changes of api in staging: the clone is shallow
        ");
    }

    #[test]
    fn a_sheet_has_one_figure_a_line() {
        insta::assert_snapshot!(csv(&sample::summary()).replace('\r', ""), @r"
        environment,from,figure,value
        staging,,changes,0
        staging,,promotions,0
        staging,,rollbacks,0
        staging,,unrecorded,0
        staging,,per week,
        staging,,rollback share,
        staging,,unrecorded share,
        production,,changes,8
        production,,promotions,4
        production,,rollbacks,2
        production,,unrecorded,2
        production,,per week,1.25
        production,,rollback share,0.25
        production,,unrecorded share,0.25
        production,staging,lead versions,4
        production,staging,lead median seconds,7200
        production,staging,lead p90 seconds,30
        production,staging,lead versions,0
        production,staging,lead median seconds,
        production,staging,lead p90 seconds,
        ");
    }
}
