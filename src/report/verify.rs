//! What doesn't hold of the records.

use super::paint::Paint;
use super::table::align;
use super::text::safe;
use super::{MOST_BYTES, csv, cut, escape, minute};
use crate::model::markdown::{code, plain};
use crate::model::text::visible;
use crate::model::verified::{Finding, Level, Verified};

/// The findings for a person, with colours.
pub fn text(verified: &Verified) -> String {
    let mut lines = align(&shown(verified).iter().map(row).collect::<Vec<_>>(), &[2]);
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(Paint::Bold.on(&closing(verified)));
    lines.join("\n").replace("##[", "# #[") + "\n"
}

/// The findings without colours, for a log or a file.
pub fn plain_text(verified: &Verified) -> String {
    safe(&text(verified))
}

pub fn markdown(verified: &Verified) -> String {
    let mut text = format!("### hoist: {}\n", plain(&closing(verified)));
    if !verified.findings.is_empty() {
        text.push_str(&format!(
            "\n| level | when (UTC) | environment | app | commit | what |\n|{}\n",
            " --- |".repeat(6)
        ));
    }
    for one in shown(verified) {
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            one.level.as_str(),
            minute(one.at),
            code(&one.environment),
            one.app.as_deref().map(code).unwrap_or_default(),
            code(one.commit.short()),
            plain(&one.what),
        ));
    }
    cut(escape::log(&text), MOST_BYTES)
}

/// Every finding, for a sheet or a program.
pub fn csv(verified: &Verified) -> String {
    let head = ["level", "time", "environment", "app", "commit", "what"];
    let values = |one: &Finding| {
        vec![
            one.level.as_str().to_owned(),
            one.at.to_string(),
            visible(&one.environment),
            one.app.as_deref().map(visible).unwrap_or_default(),
            one.commit.to_string(),
            visible(&one.what),
        ]
    };
    csv::table(&head, verified.findings.iter().map(values))
}

/// What records leave out is told once, with the newest of them: it shall hide nothing else.
fn shown(verified: &Verified) -> Vec<Finding> {
    let mut shown: Vec<(Finding, usize)> = Vec::new();
    for one in &verified.findings {
        let is_same = |other: &Finding| other.level == Level::Incomplete && other.what == one.what;
        match shown.iter_mut().find(|(other, _)| one.level == Level::Incomplete && is_same(other)) {
            Some((_, more)) => *more += 1,
            None => shown.push((one.clone(), 0)),
        }
    }
    let told = |(one, more): (Finding, usize)| match more {
        0 => one,
        more => Finding { what: format!("{}; nor have {more} older", one.what), ..one },
    };
    shown.into_iter().map(told).collect()
}

fn row(one: &Finding) -> Vec<String> {
    let paint = match one.level {
        Level::Wrong => Paint::Red,
        Level::Unrecorded => Paint::Yellow,
        Level::Unknown => Paint::Cyan,
        Level::Incomplete => Paint::Dim,
    };
    vec![
        paint.on(one.level.as_str()),
        minute(one.at),
        visible(&one.environment),
        Paint::Bold.on(&one.app.as_deref().map(visible).unwrap_or_else(|| "-".to_owned())),
        Paint::Dim.on(one.commit.short()),
        visible(&one.what),
    ]
}

fn closing(verified: &Verified) -> String {
    let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let looked = format!(
        "{} and {} compared",
        counted(verified.records, "record"),
        counted(verified.changes, "change")
    );
    let found: Vec<_> = Level::ALL
        .into_iter()
        .filter(|level| verified.count(*level) > 0)
        .map(|level| format!("{} {}", verified.count(level), level.as_str()))
        .collect();
    if found.is_empty() { format!("{looked}: all hold") } else { format!("{looked}: {}", found.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn what_does_not_hold_is_told_with_its_commit() {
        insta::assert_snapshot!(plain_text(&sample::verified()), @r"
        wrong       2026-03-01 12:00  production  web-app  eeeeeee  the record says v1 -> v2, and the commit brought v9
        unrecorded  2026-03-01 12:00  production  api      eeeeeee  ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge
        incomplete  2026-03-01 12:00  production  -        eeeeeee  the record has no Hoist-Actor

        2 records and 1 change compared: 1 wrong, 1 unrecorded, 1 incomplete
        ");
    }

    #[test]
    fn findings_are_a_table_too() {
        insta::assert_snapshot!(markdown(&sample::verified()).replace('\u{2060}', "(joint)"), @r"
        ### hoist: 2 records and 1 change compared: 1 wrong, 1 unrecorded, 1 incomplete

        | level | when (UTC) | environment | app | commit | what |
        | --- | --- | --- | --- | --- | --- |
        | wrong | 2026-03-01 12:00 | `production` | `web-app` | `eeeeeee` | the record says v1 -\> v2, and the commit brought v9 |
        | unrecorded | 2026-03-01 12:00 | `production` | `api` | `eeeeeee` | ::set-output name=x::y \#(joint)\#(joint)\[error\] %(joint)0A \| \`x\` \</details\> @(joint)team \#(joint)1 \\u\{202e\}/merge |
        | incomplete | 2026-03-01 12:00 | `production` |  | `eeeeeee` | the record has no Hoist-Actor |
        ");
        insta::assert_snapshot!(csv(&sample::verified()).replace('\r', ""), @r#"
        level,time,environment,app,commit,what
        wrong,2026-03-01T12:00:00Z,production,web-app,eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee,"the record says v1 -> v2, and the commit brought v9"
        unrecorded,2026-03-01T12:00:00Z,production,api,eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee,::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge
        incomplete,2026-03-01T12:00:00Z,production,,eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee,the record has no Hoist-Actor
        "#);
    }

    #[test]
    fn that_all_holds_is_said() {
        let verified = Verified { findings: Vec::new(), ..sample::verified() };
        assert_eq!(plain_text(&verified), "2 records and 1 change compared: all hold\n");
        assert_eq!(verified.exit_code(), 0);
    }
}
