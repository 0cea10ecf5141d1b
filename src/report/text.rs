//! The report for a person: what moves, whether it may, what came of it.

use super::closing::closing;
use super::fold::folded;
use super::held;
use super::paint::{Paint, stripped};
use super::table::align;
use super::{escape, merge, reason, worth_showing};
use crate::model::outcome::Outcome;
use crate::model::plan::{Action, Change, Fate, Move, NewTag, Note, NoteKind, Promotion};
use crate::model::text::visible;
use crate::model::version::Version;

/// A text in parts, so that a CI log can fold the calm ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub blocks: Vec<Block>,
    /// What was inferred and what deserves a look, then what came of it all.
    pub end: Vec<String>,
}

/// One app's way into one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub title: String,
    pub lines: Vec<String>,
    /// Nothing here holds or refuses: it may be folded.
    pub calm: bool,
}

pub fn text(outcome: &Outcome) -> Text {
    let moves: Vec<_> =
        outcome.plan().promotions.iter().flat_map(|one| one.moves.iter().map(move |of| (one, of))).collect();
    let titles: Vec<_> = moves.iter().map(|(promotion, one)| title(promotion, one)).collect();
    let titles = align(&titles, &[2, 3, 2]);
    let mut of_moves = titles.into_iter().zip(&moves).map(|(title, (promotion, one))| Block {
        title,
        lines: details(promotion, one),
        calm: matches!(one.fate, Fate::Moves | Fate::Level),
    });
    let mut blocks = Vec::new();
    for promotion in &outcome.plan().promotions {
        blocks.extend(of_moves.by_ref().take(promotion.moves.len()));
        blocks.extend(merge::block(promotion));
    }
    blocks.extend(held::blocks(outcome));
    Text { blocks, end: end(outcome) }
}

impl Text {
    /// The whole in one, with colours.
    pub fn coloured(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for block in &self.blocks {
            match (parts.last_mut(), block.lines.is_empty()) {
                // Apps with nothing to tell are a list, not a row of paragraphs.
                (Some(last), true) if !last.contains('\n') => *last = format!("{last}{}\n", block.title),
                (_, true) => parts.push(format!("{}\n", block.title)),
                (_, false) => parts.push(format!("{}\n{}\n", block.title, block.lines.join("\n"))),
            }
        }
        parts.push(format!("{}\n", self.end.join("\n")));
        escape_painted(&parts.join("\n"))
    }

    /// The whole in one, without colours.
    pub fn plain(&self) -> String {
        safe(&self.coloured())
    }

    /// The whole without colours, its calm parts between what `open` (of a number and a title) and `close` give.
    pub(super) fn folded(
        &self,
        open: impl Fn(usize, &str) -> String,
        close: impl Fn(usize) -> String,
    ) -> String {
        let mut log = String::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let title = safe(&block.title);
            let lines: String = block.lines.iter().map(|line| safe(line) + "\n").collect();
            if block.calm && !lines.is_empty() {
                log.push_str(&format!("{}\n{lines}{}\n", open(at, &title), close(at)));
            } else {
                log.push_str(&format!("{title}\n{lines}"));
            }
        }
        format!("{log}\n{}\n", safe(&self.end.join("\n")))
    }
}

/// A text for a log: no colours, no commands.
pub(super) fn safe(text: &str) -> String {
    escape::log(&stripped(text))
}

/// A colour before it doesn't make a command harmless: logs drop colours before they look.
fn escape_painted(text: &str) -> String {
    text.replace("##[", "# #[")
}

fn title(promotion: &Promotion, one: &Move) -> Vec<String> {
    let way = match &promotion.from {
        Some(from) => format!("{from} → {}", promotion.environment),
        None if promotion.action == Action::Rollback => format!("back in {}", promotion.environment),
        None => format!("→ {}", promotion.environment),
    };
    let app = Paint::Bold.on(&visible(one.app.as_str()));
    vec![app, way, versions(one), Paint::of_fate(one.fate).on(&format!("({})", standing(promotion, one)))]
}

/// The tag of an app, and whose it is where it is there.
fn tags(promotion: &Promotion, one: &Move) -> Vec<String> {
    let line = |tag: &NewTag| {
        let (name, on) = (visible(&tag.name), tag.on.short());
        let by = tag.by.as_deref().map(visible).unwrap_or_default();
        match tag.since {
            Some(since) => format!("  tag {name} stands on {on}: by {by}, {since}"),
            None => format!("  tag {name} on {on}"),
        }
    };
    promotion.tags.iter().filter(|tag| tag.app == one.app).map(line).collect()
}

fn versions(one: &Move) -> String {
    let shown = |version: &Option<Version>| version.as_ref().map(|version| visible(version.as_str()));
    match (shown(&one.from), shown(&one.to)) {
        (Some(from), Some(to)) if from == to => to,
        (Some(from), Some(to)) => format!("{from} → {to}"),
        (None, Some(to)) => format!("→ {to}"),
        (Some(from), None) => format!("{from} → ?"),
        (None, None) => "?".to_owned(),
    }
}

fn standing(promotion: &Promotion, one: &Move) -> String {
    let fate = match one.fate {
        Fate::Moves if promotion.action == Action::Rollback => "rollback",
        Fate::Moves => one.step.word().unwrap_or("moves"),
        Fate::Level => "nothing to do",
        Fate::Held => "held",
        Fate::Refused => "refused",
    };
    fate.to_owned()
}

/// What a gate says, beside its name and verdict.
const WIDTH: usize = 78;

fn details(promotion: &Promotion, one: &Move) -> Vec<String> {
    let changes: Vec<_> = one.changes.iter().map(change).collect();
    let mut lines = [align(&changes, &[0, 3]), tags(promotion, one)].concat();
    let verdicts: Vec<_> = worth_showing(one)
        .flat_map(|(gate, verdict)| {
            let word = Paint::of_verdict(verdict).on(verdict.word());
            let whys = folded(&visible(&reason(verdict)), WIDTH);
            let more = |at| if at == 0 { (gate.to_string(), word.clone()) } else { Default::default() };
            let row = move |(at, why)| {
                let (gate, word) = more(at);
                vec!["  ".to_owned(), gate, word, why]
            };
            whys.into_iter().enumerate().map(row).collect::<Vec<_>>()
        })
        .collect();
    if !lines.is_empty() && !verdicts.is_empty() {
        lines.push(String::new());
    }
    lines.extend(align(&verdicts, &[0, 2]));
    let back = back(one);
    if !lines.is_empty() && !back.is_empty() {
        lines.push(String::new());
    }
    lines.extend(back);
    lines
}

/// What a rollback brings back.
fn back(one: &Move) -> Vec<String> {
    let ran = one.back.iter().map(|former| {
        let (version, commit) =
            (visible(former.version.as_str()), former.commit.as_ref().unwrap_or(&former.last));
        format!("  {version} ran {} ({})", former.when(), commit.short())
    });
    ran.collect()
}

fn change(change: &Change) -> Vec<String> {
    let at = Paint::Dim.on(&visible(&change.at.to_string()));
    let value = match (&change.from, &change.to) {
        (Some(from), Some(to)) => format!("{} → {}", visible(from), visible(to)),
        (None, Some(to)) => format!("{} (new)", visible(to)),
        (Some(from), None) => format!("{} (removed)", visible(from)),
        (None, None) => String::new(),
    };
    let lines = change.lines.map(lines_differ).unwrap_or_default();
    vec!["  ".to_owned(), at, format!("{}: {value}{lines}", visible(&change.key))]
}

/// Of a file that is copied whole.
pub(super) fn lines_differ(count: usize) -> String {
    format!(", {count} {}", if count == 1 { "line differs" } else { "lines differ" })
}

fn end(outcome: &Outcome) -> Vec<String> {
    let mut lines: Vec<_> = outcome.plan().notes.iter().map(note).collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(closing(outcome));
    lines
}

/// A note as one line, its place first.
pub(super) fn note(note: &Note) -> String {
    let word = match note.kind {
        NoteKind::Inferred => Paint::Cyan.on("inferred"),
        NoteKind::Warning => Paint::Yellow.on("warning"),
        NoteKind::Aside => Paint::Cyan.on("note"),
    };
    let at = note.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
    format!("{word}: {}", visible(&format!("{at}{}", note.text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_plan_says_what_moves_why_and_what_would_be_done() {
        insta::assert_snapshot!(text(&sample::planned()).plain(), @r"
        web-app  staging → production   v1.2.2 → v1.2.3  (patch)
          apps/web-app/overlays/production/kustomization.yaml:9:11   newTag: v1.2.2 → v1.2.3

          order  pass  staging runs it (3f1c2ab)

        would push a branch hoist/production/web-app · nothing was written
        ");
    }

    #[test]
    fn a_partial_run_names_each_app() {
        insta::assert_snapshot!(text(&sample::partial()).plain(), @r"
        web-app  staging → production   v1.2.2 → v1.2.3  (patch)
          apps/web-app/overlays/production/kustomization.yaml:9:11   newTag: v1.2.2 → v1.2.3

          order  pass  staging runs it (3f1c2ab)

        api      staging → production   v1.2.2 → v1.2.3  (held)
          order  held  the history is cut short, until 2026-03-01T12:00:00Z

        worker   staging → production   v1.2.2 → v1.2.3  (refused)
          immutable  refused  `dev-latest` moves

        cart     staging → production   v1.2.3           (nothing to do)

        warning: apps/web-app/overlays/staging/kustomization.yaml:12:11: `sidecar` isn't in production and is left out

        pushed ccccccc to main · left out: api (held by order), worker (refused by immutable)
        ");
    }

    #[test]
    fn nothing_to_do_is_said() {
        insta::assert_snapshot!(text(&sample::level()).plain(), @r"
        cart  staging → production   v1.2.3  (nothing to do)

        nothing to do · nothing was written
        ");
    }

    #[test]
    fn data_can_not_speak_to_the_log() {
        insta::assert_snapshot!(text(&sample::hostile()).plain(), @r"
        : :add-mask::x  staging → production   v1.2.2 → ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge  (held)
          : :set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge:9:11   newTag: v1.2.2 → ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge

          order  held  a\n::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge

        warning: a\r\n::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge

        held · nothing was written
        ");
    }
}
