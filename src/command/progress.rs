//! Progress of long work, on a terminal only.

use super::ci::Ci;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, stderr};
use std::time::Duration;

#[derive(Debug, Clone)]
pub(super) struct Progress(Option<ProgressBar>);

impl Progress {
    pub(super) fn start(ci: Ci) -> Self {
        if ci != Ci::Absent || !stderr().is_terminal() {
            return Self(None);
        }
        let spinner = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            spinner.set_style(style);
        }
        spinner.enable_steady_tick(Duration::from_millis(120));
        Self(Some(spinner))
    }

    /// What a step calls to say how far it is.
    pub(super) fn say(&self) -> Box<dyn Fn(&str)> {
        let spinner = self.0.clone();
        Box::new(move |text| {
            if let Some(spinner) = &spinner {
                spinner.set_message(crate::model::text::visible(text));
            }
        })
    }

    /// Takes the line away, before anything else is printed.
    pub(super) fn end(&self) {
        if let Some(spinner) = &self.0 {
            spinner.finish_and_clear();
        }
    }
}
