//! Remarks at a file and line, as GitHub's workflow commands.

use super::escape::{message, property};
use super::reason;
use crate::model::outcome::Outcome;
use crate::model::plan::{Move, NoteKind};
use crate::model::text::{Position, visible};
use crate::model::verdict::Verdict;

/// GitHub shows ten of a kind; the tenth says how many more there are.
const MOST: usize = 9;
/// GitHub cuts a longer message.
const LONGEST: usize = 4000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Warning,
    Notice,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Annotation {
    kind: Kind,
    at: Option<Position>,
    text: String,
}

/// The commands for what holds, what is refused, and what deserves a look.
pub fn outcome(outcome: &Outcome) -> String {
    let plan = outcome.plan();
    let notes = plan.notes.iter().filter_map(|note| {
        let kind = match note.kind {
            // What was inferred is in the log; on the page it only helps where it has a place.
            NoteKind::Inferred => note.at.as_ref().map(|_| Kind::Notice)?,
            NoteKind::Warning => Kind::Warning,
            NoteKind::Aside => return None,
        };
        Some(Annotation { kind, at: note.at.clone(), text: note.text.clone() })
    });
    let verdicts = plan.promotions.iter().flat_map(|one| {
        one.moves.iter().flat_map(move |of| {
            of.verdicts.iter().filter_map(move |(gate, verdict)| {
                let text = format!("{} into {}: {gate}: {}", of.app, one.environment, reason(verdict));
                Some(Annotation { kind: kind(verdict)?, at: place(of), text })
            })
        })
    });
    commands(&verdicts.chain(notes).collect::<Vec<_>>())
}

/// The commands for an error: one for each of its lines, at the place that the line begins with.
pub fn failed(error: &str) -> String {
    let lines = error.lines().filter(|line| !line.trim().is_empty());
    let annotations: Vec<_> = lines.map(|line| placed(line.trim())).collect();
    commands(&annotations)
}

/// The command for a warning about the run itself.
pub fn warning(text: &str) -> String {
    command(&Annotation { kind: Kind::Warning, at: None, text: text.to_owned() })
}

fn kind(verdict: &Verdict) -> Option<Kind> {
    match verdict {
        Verdict::Pass { .. } | Verdict::Later { .. } => None,
        Verdict::Held { .. } => Some(Kind::Warning),
        Verdict::Refused { .. } => Some(Kind::Error),
    }
}

fn place(one: &Move) -> Option<Position> {
    one.changes.first().map(|change| change.at.clone())
}

/// An error's line, its `file:line:column` taken apart.
fn placed(line: &str) -> Annotation {
    let plain = || Annotation { kind: Kind::Error, at: None, text: line.to_owned() };
    let Some((place, text)) = line.split_once(": ") else { return plain() };
    let mut parts = place.rsplitn(3, ':');
    let (column, row) = (parts.next().and_then(number), parts.next().and_then(number));
    match (parts.next(), row, column) {
        (Some(file), Some(line), Some(column)) => {
            let at = Position { file: file.to_owned(), line, column };
            Annotation { kind: Kind::Error, at: Some(at), text: text.to_owned() }
        }
        _ => plain(),
    }
}

fn number(text: &str) -> Option<usize> {
    text.parse().ok()
}

fn commands(annotations: &[Annotation]) -> String {
    [Kind::Error, Kind::Warning, Kind::Notice].into_iter().map(|kind| of_kind(kind, annotations)).collect()
}

fn of_kind(kind: Kind, annotations: &[Annotation]) -> String {
    let all: Vec<_> = annotations.iter().filter(|one| one.kind == kind).collect();
    let mut lines: Vec<_> = all.iter().take(MOST).map(|one| command(one)).collect();
    if all.len() > MOST {
        let text = format!("and {} more: see the log", all.len() - MOST);
        lines.push(command(&Annotation { kind, at: None, text }));
    }
    lines.concat()
}

fn command(one: &Annotation) -> String {
    let word = match one.kind {
        Kind::Error => "error",
        Kind::Warning => "warning",
        Kind::Notice => "notice",
    };
    let at = one
        .at
        .as_ref()
        .map(|at| format!("file={},line={},col={},", property(&visible(&at.file)), at.line, at.column));
    let text: String = one.text.chars().take(LONGEST).collect();
    format!("::{word} {}title=hoist::{}\n", at.unwrap_or_default(), message(&visible(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn what_holds_is_marked_at_its_place() {
        insta::assert_snapshot!(outcome(&sample::partial()), @r"
        ::error title=hoist::worker into production: immutable: `dev-latest` moves
        ::warning title=hoist::api into production: order: the history is cut short, until 2026-03-01T12:00:00Z
        ::warning file=apps/web-app/overlays/staging/kustomization.yaml,line=12,col=11,title=hoist::`sidecar` isn't in production and is left out
        ");
    }

    #[test]
    fn data_can_not_end_a_command() {
        insta::assert_snapshot!(outcome(&sample::hostile()), @r"
        ::warning file=%3A%3Aset-output name=x%3A%3Ay # #[error] %250A | `x` </details> @team #1 \u{202e}/merge,line=9,col=11,title=hoist::::add-mask::x into production: order: a\n::set-output name=x::y # #[error] %250A | `x` </details> @team #1 \u{202e}/merge
        ::warning title=hoist::a\r\n::set-output name=x::y # #[error] %250A | `x` </details> @team #1 \u{202e}/merge
        ");
    }

    #[test]
    fn an_error_is_marked_where_it_says() {
        insta::assert_snapshot!(failed("hoist.yaml:3:5: unknown key\nno place: here"), @r"
        ::error file=hoist.yaml,line=3,col=5,title=hoist::unknown key
        ::error title=hoist::no place: here
        ");
    }

    #[test]
    fn ten_of_a_kind_at_most() {
        let error = vec!["x"; 30].join("\n");
        let commands = failed(&error);
        assert_eq!(commands.lines().count(), 10);
        assert!(commands.ends_with("and 21 more: see the log\n"), "{commands}");
    }
}
