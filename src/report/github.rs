//! What GitHub's runner reads: its file commands, and folded logs.

use super::escape;
use super::outputs::Outputs;
use super::text::Text;

/// The lines for the file that `GITHUB_OUTPUT` names. `random` gives a delimiter that nobody can foresee: a
/// fixed one would let a value speak for other outputs.
pub fn outputs<E>(outputs: &Outputs, mut random: impl FnMut() -> Result<String, E>) -> Result<String, E> {
    let mut text = String::new();
    for (name, value) in outputs.iter().filter(|(_, value)| !value.is_empty()) {
        let mut delimiter = random()?;
        while value.contains(&delimiter) {
            delimiter = random()?;
        }
        text.push_str(&format!("{name}<<{delimiter}\n{value}\n{delimiter}\n"));
    }
    Ok(text)
}

/// The text with its calm parts folded. Groups do not nest.
pub fn folded(text: &Text) -> String {
    text.folded(|_, title| format!("::group::{}", escape::message(title)), |_| "::endgroup::".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{sample, text::text};
    use std::convert::Infallible;

    #[test]
    fn a_value_can_not_speak_for_another_output() {
        let values = vec![
            ("title", "a\nguessed\nresult=x".to_owned()),
            ("version", "v1".to_owned()),
            ("tag", String::new()),
        ];
        let mut delimiters = ["guessed", "one", "two"].into_iter().map(str::to_owned);
        let lines = outputs(&values, || Ok::<_, Infallible>(delimiters.next().unwrap())).unwrap();
        assert_eq!(lines, "title<<one\na\nguessed\nresult=x\none\nversion<<two\nv1\ntwo\n");
    }

    #[test]
    fn calm_parts_are_folded_and_held_ones_are_not() {
        insta::assert_snapshot!(folded(&text(&sample::partial())), @r"
        ::group::web-app  staging → production   v1.2.2 → v1.2.3  (patch)
          apps/web-app/overlays/production/kustomization.yaml:9:11   newTag: v1.2.2 → v1.2.3

          order  pass  staging runs it (3f1c2ab)
        ::endgroup::
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
    fn only_our_own_commands_stand_in_the_log() {
        insta::assert_snapshot!(folded(&text(&sample::hostile())), @r"
        : :add-mask::x  staging → production   v1.2.2 → ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge  (held)
          : :set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge:9:11   newTag: v1.2.2 → ::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge

          order  held  a\n::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge

        warning: a\r\n::set-output name=x::y # #[error] %0A | `x` </details> @team #1 \u{202e}/merge

        held · nothing was written
        ");
    }
}
