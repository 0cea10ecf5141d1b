//! Step 4: words for people and data for machines. Texts are made here, written elsewhere.

pub mod annotations;
pub mod escape;
pub mod fold;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod markdown;
pub mod matrix;
pub mod outputs;
pub mod status;
pub mod text;

mod closing;
mod held;
mod mermaid;
mod paint;
#[cfg(test)]
mod sample;
mod table;

use crate::model::plan::{Fate, GateName, Move, Verdict};

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
