//! The report as Markdown: a step summary, a comment. No data in it can become more than text.

use super::mermaid::picture;
use super::text::lines_differ;
use super::{MOST_BYTES, cut, escape, held, merge, reason, worth_showing};
use crate::model::markdown::{code, plain};
use crate::model::outcome::Outcome;
use crate::model::plan::{Action, Fate, Move, NewTag, Promotion};
use crate::model::version::Version;

pub fn outcome(outcome: &Outcome) -> String {
    let plan = outcome.plan();
    let mut text = format!("### hoist: {}\n\n", outcome.result().as_str());
    let moves: Vec<_> =
        plan.promotions.iter().flat_map(|one| one.moves.iter().map(move |of| (one, of))).collect();
    if !moves.is_empty() {
        text.push_str(&picture(outcome));
        text.push_str(
            "\n| app | from | to | runs now | version | |\n| --- | --- | --- | --- | --- | --- |\n",
        );
        moves.iter().for_each(|(promotion, one)| text.push_str(&row(promotion, one)));
    }
    let held = held::table(outcome);
    if !moves.is_empty() && !held.is_empty() {
        text.push('\n');
    }
    text.push_str(&held);
    text.push_str(&changes(&moves));
    text.push_str(&tags(&plan.promotions));
    text.push_str(&gates(&moves));
    text.extend(plan.promotions.iter().map(merge::markdown));
    text.push_str(&back(&moves));
    for note in &plan.notes {
        let at = note.at.as_ref().map(|at| format!("{} ", code(&at.to_string()))).unwrap_or_default();
        text.push_str(&format!("\n> {at}{}\n", plain(&note.text)));
    }
    cut(escape::log(&text), MOST_BYTES)
}

/// A run that could not be done.
pub fn failed(message: &str, hint: Option<&str>) -> String {
    let lines = message.lines().map(|line| format!("- {}\n", plain(line)));
    let text = format!("### hoist: failed\n\n{}", lines.collect::<String>());
    let hint = hint.map(|hint| format!("\n{}\n", plain(hint))).unwrap_or_default();
    cut(escape::log(&(text + &hint)), MOST_BYTES)
}

fn row(promotion: &Promotion, one: &Move) -> String {
    let from = promotion.from.as_ref().map(|from| code(from.as_str())).unwrap_or_default();
    let version = |version: &Option<Version>| {
        version.as_ref().map(|version| code(version.as_str())).unwrap_or_default()
    };
    format!(
        "| {} | {from} | {} | {} | {} | {} |\n",
        code(one.app.as_str()),
        code(promotion.environment.as_str()),
        version(&one.from),
        version(&one.to),
        standing(promotion, one)
    )
}

fn standing(promotion: &Promotion, one: &Move) -> &'static str {
    match one.fate {
        Fate::Moves if promotion.action == Action::Rollback => "rollback",
        Fate::Moves => one.step.word().unwrap_or("moves"),
        Fate::Level => "nothing to do",
        Fate::Held => "**held**",
        Fate::Refused => "**refused**",
    }
}

fn changes(moves: &[(&Promotion, &Move)]) -> String {
    let lines = moves.iter().flat_map(|(_, one)| &one.changes).map(|change| {
        let value = |text: &Option<String>| text.as_ref().map_or("nothing".to_owned(), |text| code(text));
        let at = code(&change.at.to_string());
        let lines = change.lines.map(lines_differ).unwrap_or_default();
        format!("- {at} {}: {} → {}{lines}\n", code(&change.key), value(&change.from), value(&change.to))
    });
    section("\n**Changes**\n\n", lines.collect())
}

fn tags(promotions: &[Promotion]) -> String {
    let line = |tag: &NewTag| {
        let stands = if tag.is_there { " stands" } else { "" };
        format!("- {}{stands} on {}\n", code(&tag.name), code(tag.on.short()))
    };
    section("\n**Tags**\n\n", promotions.iter().flat_map(|one| &one.tags).map(line).collect())
}

fn gates(moves: &[(&Promotion, &Move)]) -> String {
    let lines = moves.iter().flat_map(|(promotion, one)| {
        worth_showing(one).map(|(gate, verdict)| {
            let (app, environment) = (code(one.app.as_str()), code(promotion.environment.as_str()));
            format!("| {app} | {environment} | {gate} | {} | {} |\n", verdict.word(), plain(&reason(verdict)))
        })
    });
    let head =
        "\n**Gates**\n\n| app | environment | gate | verdict | why |\n| --- | --- | --- | --- | --- |\n";
    section(head, lines.collect())
}

fn back(moves: &[(&Promotion, &Move)]) -> String {
    let lines = moves.iter().filter_map(|(promotion, one)| {
        let former = one.back.as_ref()?;
        let (app, version) = (code(one.app.as_str()), code(former.version.as_str()));
        let commit = code(former.commit.as_ref().unwrap_or(&former.last).short());
        let environment = code(promotion.environment.as_str());
        Some(format!("- {app}: {version} ran in {environment} {} ({commit})\n", former.when()))
    });
    section("\n**Back to**\n\n", lines.collect())
}

fn section(head: &str, lines: String) -> String {
    if lines.is_empty() { lines } else { format!("{head}{lines}") }
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
    fn a_summary_has_the_table_the_gates_and_a_picture() {
        insta::assert_snapshot!(outcome(&sample::partial()), @r#"
        ### hoist: partial

        ```mermaid
        flowchart LR
          e0["staging"] -->|"web-app v1.2.3"| e1["production"]
        ```

        | app | from | to | runs now | version | |
        | --- | --- | --- | --- | --- | --- |
        | `web-app` | `staging` | `production` | `v1.2.2` | `v1.2.3` | patch |
        | `api` | `staging` | `production` | `v1.2.2` | `v1.2.3` | **held** |
        | `worker` | `staging` | `production` | `v1.2.2` | `v1.2.3` | **refused** |
        | `cart` | `staging` | `production` | `v1.2.3` | `v1.2.3` | nothing to do |

        **Changes**

        - `apps/web-app/overlays/production/kustomization.yaml:9:11` `newTag`: `v1.2.2` → `v1.2.3`

        **Gates**

        | app | environment | gate | verdict | why |
        | --- | --- | --- | --- | --- |
        | `web-app` | `production` | order | pass | staging runs it \(3f1c2ab\) |
        | `api` | `production` | order | held | the history is cut short, until 2026-03-01T12:00:00Z |
        | `worker` | `production` | immutable | refused | \`dev-latest\` moves |

        > `apps/web-app/overlays/staging/kustomization.yaml:12:11` \`sidecar\` isn't in production and is left out
        "#);
    }

    #[test]
    fn data_is_not_active() {
        insta::assert_snapshot!(seen(&outcome(&sample::hostile())), @r##"
        ### hoist: held

        ```mermaid
        flowchart LR
          e0["staging"] -.->|"#58;#58;add-mask#58;#58;x is held"| e1["production"]
        ```

        | app | from | to | runs now | version | |
        | --- | --- | --- | --- | --- | --- |
        | `::add-mask::x` | `staging` | `production` | `v1.2.2` | ``::set-output name=x::y # #[error] %0A \| `x` </details> @team #1 \u{202e}/merge`` | **held** |

        **Changes**

        - ``::set-output name=x::y # #[error] %0A \| `x` </details> @team #1 \u{202e}/merge:9:11`` `newTag`: `v1.2.2` → ``::set-output name=x::y # #[error] %0A \| `x` </details> @team #1 \u{202e}/merge``

        **Gates**

        | app | environment | gate | verdict | why |
        | --- | --- | --- | --- | --- |
        | `::add-mask::x` | `production` | order | held | a\\n::set-output name=x::y \#(joint)\#(joint)\[error\] %(joint)0A \| \`x\` \</details\> @(joint)team \#(joint)1 \\u\{202e\}/merge |

        > a\\r\\n::set-output name=x::y \#(joint)\#(joint)\[error\] %(joint)0A \| \`x\` \</details\> @(joint)team \#(joint)1 \\u\{202e\}/merge
        "##);
    }

    #[test]
    fn an_error_is_told() {
        insta::assert_snapshot!(seen(&failed("a.yaml:1:2: <b>\n@team", Some("see #1"))), @r"
        ### hoist: failed

        - a.yaml:1:2: \<b\>
        - @(joint)team

        see \#(joint)1
        ");
    }

    #[test]
    fn a_long_text_is_cut_where_a_line_ends() {
        assert_eq!(cut("é\né\né\n".into(), 7), "é\né\n\n(cut here: the whole is longer than 7 bytes)\n");
        assert_eq!(cut("é\n".into(), 3), "é\n");
    }
}
