//! What happened, as lines for a person, a table, or a sheet.

use super::paint::{Paint, stripped};
use super::table::align;
use super::text::{note, safe};
use super::{MOST_BYTES, csv, cut, escape, minute};
use crate::model::history::{Entry, History, Way};
use crate::model::markdown::{code, plain};
use crate::model::text::visible;

const HEAD: [&str; 15] = [
    "time",
    "environment",
    "app",
    "from",
    "to",
    "how",
    "by",
    "request",
    "commit",
    "reason",
    "until",
    "overrides",
    "approved by",
    "run",
    "subject",
];

/// The entries for a person, with colours.
pub fn text(history: &History) -> String {
    let head = ["when (UTC)", "environment", "app", "version", "how", "by", "commit"];
    let mut rows = vec![head.map(|name| Paint::Dim.on(name)).to_vec()];
    rows.extend(history.entries.iter().map(row));
    let mut lines = align(&rows, &[2]).into_iter();
    let mut told: Vec<_> = lines.next().into_iter().collect();
    for (line, entry) in lines.zip(&history.entries) {
        told.push(line);
        told.extend(details(entry).iter().map(|detail| format!("    {detail}")));
    }
    if history.entries.is_empty() {
        told = vec!["nothing happened".to_owned()];
    }
    let below = below(history);
    if !below.is_empty() {
        told.push(String::new());
        told.extend(below);
    }
    told.join("\n").replace("##[", "# #[") + "\n"
}

/// The entries without colours, for a log or a file.
pub fn plain_text(history: &History) -> String {
    safe(&text(history))
}

pub fn markdown(history: &History) -> String {
    let mut text = "| when (UTC) | environment | app | from | to | how | by | commit | why |\n".to_owned();
    text.push_str(&format!("|{}\n", " --- |".repeat(9)));
    for entry in &history.entries {
        let version = |version: &Option<String>| version.as_ref().map(|text| code(text)).unwrap_or_default();
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
            minute(entry.at),
            code(entry.environment.as_str()),
            code(&entry.app),
            version(&entry.from),
            version(&entry.to),
            plain(&how(entry)),
            plain(&entry.by),
            code(entry.commit.short()),
            details(entry).iter().map(|detail| plain(detail)).collect::<Vec<_>>().join("; "),
        ));
    }
    for line in below(history) {
        text.push_str(&format!("\n> {}\n", plain(&stripped(&line))));
    }
    cut(escape::log(&text), MOST_BYTES)
}

/// Every value of every entry, for a sheet or a program.
pub fn csv(history: &History) -> String {
    csv::table(&HEAD, history.entries.iter().map(values))
}

fn values(entry: &Entry) -> Vec<String> {
    let or_nothing = |text: &Option<String>| text.as_deref().map(visible).unwrap_or_default();
    vec![
        entry.at.to_string(),
        entry.environment.to_string(),
        visible(&entry.app),
        or_nothing(&entry.from),
        or_nothing(&entry.to),
        entry.how.as_str().to_owned(),
        visible(&entry.by),
        or_nothing(&entry.request),
        entry.commit.to_string(),
        or_nothing(&entry.reason),
        or_nothing(&entry.until),
        visible(&entry.overrides.join("; ")),
        visible(&entry.approved_by.join("; ")),
        or_nothing(&entry.run),
        visible(&entry.subject),
    ]
}

fn row(entry: &Entry) -> Vec<String> {
    let paint = match entry.how {
        Way::Promotion => Paint::Green,
        Way::Rollback | Way::Revert | Way::Hold | Way::Unhold => Paint::Yellow,
        Way::First => Paint::Dim,
        Way::ByHand => Paint::Red,
    };
    vec![
        minute(entry.at),
        entry.environment.to_string(),
        Paint::Bold.on(&visible(&entry.app)),
        versions(entry),
        paint.on(&visible(&how(entry))),
        visible(&entry.by),
        Paint::Dim.on(entry.commit.short()),
    ]
}

fn versions(entry: &Entry) -> String {
    let shown = |version: &Option<String>| version.as_deref().map(visible);
    match (shown(&entry.from), shown(&entry.to), entry.how) {
        (_, to, Way::Hold | Way::Unhold) => to.unwrap_or_else(|| "every version".to_owned()),
        (Some(from), Some(to), _) => format!("{from} → {to}"),
        (None, Some(to), _) => format!("→ {to}"),
        (Some(from), None, _) => format!("{from} → nothing"),
        (None, None, _) => "?".to_owned(),
    }
}

fn how(entry: &Entry) -> String {
    match &entry.request {
        Some(request) => format!("{} {request}", entry.how.as_str()),
        None => entry.how.as_str().to_owned(),
    }
}

/// What was said of it.
fn details(entry: &Entry) -> Vec<String> {
    let reason = entry.reason.iter().map(|reason| format!("reason: {}", visible(reason)));
    let until = entry.until.iter().map(|until| format!("until {}", visible(until)));
    let overrides = entry.overrides.iter().map(|gate| format!("override: {}", visible(gate)));
    let approved = Some(&entry.approved_by).filter(|names| !names.is_empty());
    let approved = approved.map(|names| format!("approved by {}", visible(&names.join(", "))));
    reason.chain(until).chain(overrides).chain(approved).collect()
}

fn below(history: &History) -> Vec<String> {
    let missing =
        history.missing.iter().map(|what| format!("{} {}", Paint::Yellow.on("missing:"), visible(what)));
    missing.chain(history.notes.iter().map(note)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn what_happened_is_told_newest_first() {
        insta::assert_snapshot!(plain_text(&sample::history()), @r#"
        when (UTC)        environment  app            version                                                                               how            by               commit
        2026-03-01 11:00  production   web-app        v1.2.2 → v1.2.3                                                                       promotion #12  octocat          ddddddd
            reason: an outage
            override: soak: an outage
            approved by mona
        2026-03-01 10:00  production   web-*          every version                                                                         hold           octocat          ddddddd
            until 2026-03-02
        2026-03-01 09:00  production   web-app        v1.2.3 → v1.2.2                                                                       rollback       octocat          ddddddd
        2026-02-27 10:00  production   ::add-mask::x  v1,2 → ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge  by hand        =HYPERLINK("x")  ddddddd
            reason: ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge
        2026-02-27 00:00  production   web-app        v1.2.3 → nothing                                                                      by hand        octocat          ddddddd
        2026-02-25 09:00  production   web-app        → v1.2.2                                                                              first          octocat          ddddddd

        missing: older changes of 3 apps in production: the clone is shallow
        "#);
    }

    #[test]
    fn a_table_holds_no_active_data() {
        insta::assert_snapshot!(markdown(&sample::history()).replace('\u{2060}', "(joint)"), @r#"
        | when (UTC) | environment | app | from | to | how | by | commit | why |
        | --- | --- | --- | --- | --- | --- | --- | --- | --- |
        | 2026-03-01 11:00 | `production` | `web-app` | `v1.2.2` | `v1.2.3` | promotion \#(joint)12 | octocat | `ddddddd` | reason: an outage; override: soak: an outage; approved by mona |
        | 2026-03-01 10:00 | `production` | `web-*` |  |  | hold | octocat | `ddddddd` | until 2026-03-02 |
        | 2026-03-01 09:00 | `production` | `web-app` | `v1.2.3` | `v1.2.2` | rollback | octocat | `ddddddd` |  |
        | 2026-02-27 10:00 | `production` | `::add-mask::x` | `v1,2` | ``::set-output name=x::y # #[error] %0A \| `x` </details> @team #1 \u{202e}/merge`` | by hand | \=HYPERLINK\("x"\) | `ddddddd` | reason: ::set-output name=x::y \#(joint)\#(joint)\[error\] %(joint)0A \| \`x\` \</details\> @(joint)team \#(joint)1 \\u\{202e\}/merge |
        | 2026-02-27 00:00 | `production` | `web-app` | `v1.2.3` |  | by hand | octocat | `ddddddd` |  |
        | 2026-02-25 09:00 | `production` | `web-app` |  | `v1.2.2` | first | octocat | `ddddddd` |  |

        > missing: older changes of 3 apps in production: the clone is shallow
        "#);
    }

    #[test]
    fn a_sheet_has_a_line_for_each() {
        insta::assert_snapshot!(csv(&sample::history()).replace('\r', ""), @r#"
        time,environment,app,from,to,how,by,request,commit,reason,until,overrides,approved by,run,subject
        2026-03-01T11:00:00Z,production,web-app,v1.2.2,v1.2.3,promotion,octocat,#12,dddddddddddddddddddddddddddddddddddddddd,an outage,,soak: an outage,mona,https://ci.example.com/1,change web-app
        2026-03-01T10:00:00Z,production,web-*,,,hold,octocat,,dddddddddddddddddddddddddddddddddddddddd,,2026-03-02,,,,change web-app
        2026-03-01T09:00:00Z,production,web-app,v1.2.3,v1.2.2,rollback,octocat,,dddddddddddddddddddddddddddddddddddddddd,,,,,,change web-app
        2026-02-27T10:00:00Z,production,::add-mask::x,"v1,2",::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge,by hand,"'=HYPERLINK(""x"")",,dddddddddddddddddddddddddddddddddddddddd,::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge,,,,,::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge
        2026-02-27T00:00:00Z,production,web-app,v1.2.3,,by hand,octocat,,dddddddddddddddddddddddddddddddddddddddd,,,,,,change web-app
        2026-02-25T09:00:00Z,production,web-app,,v1.2.2,first,octocat,,dddddddddddddddddddddddddddddddddddddddd,,,,,,change web-app
        "#);
    }
}
