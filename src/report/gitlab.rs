//! What GitLab's runner reads: a dotenv report, and folded logs.

use super::outputs::Outputs;
use super::text::Text;

/// A dotenv report may have 5 KB in all.
const LONGEST: usize = 200;

/// Outputs as `HOIST_OUT_…` lines. A value that the format can't carry whole is left to the JSON report.
pub fn dotenv(outputs: &Outputs) -> String {
    let plain = |value: &str| {
        // A `$` would be expanded by the job that reads it.
        !value.is_empty()
            && value.len() <= LONGEST
            && value.chars().all(|c| c.is_ascii_graphic() && !"\"'`\\$#".contains(c))
    };
    let lines = outputs.iter().filter(|(_, value)| plain(value));
    lines
        .map(|(name, value)| format!("HOIST_OUT_{}={value}\n", name.replace('-', "_").to_uppercase()))
        .collect()
}

/// The text with its calm parts folded. `seconds` is what GitLab counts the sections' time from.
pub fn folded(text: &Text, seconds: i64) -> String {
    let open = |at, title: &str| {
        format!("\u{1b}[0Ksection_start:{seconds}:hoist_{at}[collapsed=true]\r\u{1b}[0K{title}")
    };
    text.folded(open, |at| format!("\u{1b}[0Ksection_end:{seconds}:hoist_{at}\r\u{1b}[0K"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::outputs::{Files, outputs};
    use crate::report::{sample, text::text};

    #[test]
    fn a_dotenv_report_has_blank_free_values_only() {
        insta::assert_snapshot!(dotenv(&outputs(&sample::requested(true), &Files::default())), @r"
        HOIST_OUT_RESULT=requested
        HOIST_OUT_CHANGED=true
        HOIST_OUT_APPS=web-app
        HOIST_OUT_VERSION=v1.2.3
        HOIST_OUT_PREVIOUS=v1.2.2
        HOIST_OUT_ENVIRONMENT=production
        HOIST_OUT_BRANCH=hoist/production/web-app
        HOIST_OUT_COMMIT=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
        ");
        let odd = ["a b", "a\nHOIST_TO=x", "$HOME", "é", "\"x\"", ""];
        let odd = odd.into_iter().map(|value| ("title", value.to_owned())).collect();
        assert_eq!(dotenv(&odd), "");
    }

    #[test]
    fn calm_parts_are_sections() {
        let log =
            folded(&text(&sample::partial()), 1_700_000_000).replace('\u{1b}', "ESC").replace('\r', "CR");
        insta::assert_snapshot!(log, @r"
        ESC[0Ksection_start:1700000000:hoist_0[collapsed=true]CRESC[0Kweb-app  staging → production   v1.2.2 → v1.2.3  (patch)
          apps/web-app/overlays/production/kustomization.yaml:9:11   newTag: v1.2.2 → v1.2.3

          order  pass  staging runs it (3f1c2ab)
        ESC[0Ksection_end:1700000000:hoist_0CRESC[0K
        api      staging → production   v1.2.2 → v1.2.3  (held)
          order  held  the history is cut short, until 2026-03-01T12:00:00Z
        worker   staging → production   v1.2.2 → v1.2.3  (refused)
          immutable  refused  `dev-latest` moves
        cart     staging → production   v1.2.3           (nothing to do)

        warning: apps/web-app/overlays/staging/kustomization.yaml:12:11: `sidecar` isn't in production and is left out

        pushed ccccccc to main · left out: api (held by order), worker (refused by immutable)
        ");
    }
}
