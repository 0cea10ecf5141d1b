//! Step 4: words for people and data for machines. Texts are made here, written elsewhere.

pub mod annotations;
pub mod escape;
pub mod fold;
pub mod github;
pub mod gitlab;
pub mod history;
pub mod json;
pub mod markdown;
pub mod matrix;
pub mod outputs;
pub mod status;
pub mod summary;
pub mod text;
pub mod verify;

mod ago;
mod closing;
mod csv;
mod held;
mod merge;
mod mermaid;
mod paint;
#[cfg(test)]
mod sample;
mod table;

use crate::model::plan::{Fate, Move};
use crate::model::verdict::{GateName, Verdict};
use jiff::Timestamp;

/// GitHub drops a summary of more than 1 MiB whole.
const MOST_BYTES: usize = 1_000_000;

/// The verdicts worth a line: gates that are on for everybody only when they have something to say.
fn worth_showing(one: &Move) -> impl Iterator<Item = &(GateName, Verdict)> {
    let level = one.fate == Fate::Level;
    one.verdicts.iter().filter(move |(gate, verdict)| match verdict {
        Verdict::Pass { .. } => !gate.is_quiet() && !level,
        Verdict::Held { .. } | Verdict::Refused { .. } | Verdict::Later { .. } => true,
    })
}

/// Why, and until when if that is known.
fn reason(verdict: &Verdict) -> String {
    match verdict.until() {
        Some(until) => format!("{}, until {until}", verdict.why()),
        None => verdict.why().to_owned(),
    }
}

/// The text, cut at the end of a line where it is too long, which it says.
fn cut(text: String, most: usize) -> String {
    if text.len() <= most {
        return text;
    }
    let end = (0..=most).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let end = text[..end].rfind('\n').unwrap_or(end);
    format!("{}\n\n(cut here: the whole is longer than {most} bytes)\n", &text[..end])
}

/// A time as a table has room for it.
fn minute(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}
