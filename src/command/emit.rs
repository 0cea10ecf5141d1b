//! Tells what came of a run: to the person, to the next step, to the files that a CI reads.

use super::checked::Format;
use super::ci::Ci;
use super::console::Stream;
use super::files;
use super::variables::Variables;
use crate::model::outcome::{Outcome, Receipt};
use crate::model::text::visible;
use crate::report::outputs::{self, Files, Outputs};
use crate::report::text::text;
use crate::report::{annotations, escape, github, gitlab, json, markdown, matrix};
use anyhow::Context as _;
use jiff::Timestamp;
use std::path::Path;

/// Where and how this run is told of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Teller<'a> {
    pub(super) variables: &'a Variables,
    pub(super) ci: Ci,
    pub(super) now: Timestamp,
    pub(super) format: Format,
    /// Where the text for people goes: a plan's is what was asked for.
    pub(super) people: Stream,
}

/// One run's result in the shapes that a CI keeps.
struct Kept<'a> {
    outputs: &'a Outputs,
    json: &'a str,
    summary: &'a str,
    annotations: &'a str,
}

impl Teller<'_> {
    pub(super) fn outcome(&self, outcome: &Outcome, out: Option<&str>) -> anyhow::Result<()> {
        let files = Files { body: self.body_file(outcome)?, plan: out.map(str::to_owned) };
        let outputs = outputs::outputs(outcome, &files);
        let json = json::outcome(outcome, &outputs)?;
        if let Some(out) = out {
            files::write(Path::new(out), &json)
                .with_context(|| format!("the plan can't be saved to {}", visible(out)))?;
        }
        let summary = markdown::outcome(outcome);
        if self.format == Format::Text || self.people == Stream::Err {
            self.people.report(self.ci, self.now, &text(outcome))?;
        }
        match self.format {
            // Of a history alone.
            Format::Text | Format::Csv => {}
            Format::Json => Stream::Out.write(&json)?,
            Format::Markdown => Stream::Out.write(&summary)?,
            Format::Matrix => Stream::Out.write(&(matrix::matrix(outcome) + "\n"))?,
        }
        if let Some(out) = out {
            Stream::Err.write(&escape::log(&format!("saved the plan to {}\n", visible(out))))?;
        }
        let annotations = annotations::outcome(outcome);
        self.keep(&Kept { outputs: &outputs, json: &json, summary: &summary, annotations: &annotations })
    }

    /// An error is told to programs too; main.rs tells the person.
    pub(super) fn failed(&self, message: &str, hint: Option<&str>, exit_code: u8) -> anyhow::Result<()> {
        let json = json::failed(message, hint, exit_code)?;
        if self.format == Format::Json {
            Stream::Out.write(&json)?;
        }
        let (summary, annotations) = (markdown::failed(message, hint), annotations::failed(message));
        self.keep(&Kept {
            outputs: &outputs::failed(exit_code),
            json: &json,
            summary: &summary,
            annotations: &annotations,
        })
    }

    /// Something that the person should know, whatever comes of the run.
    pub(super) fn warn(&self, warning: &str) -> anyhow::Result<()> {
        match self.ci {
            Ci::GitHub => Stream::Err.write(&annotations::warning(warning)),
            Ci::GitLab | Ci::Other | Ci::Absent => {
                Stream::Err.write(&escape::log(&format!("warning: {}\n", visible(warning))))
            }
        }
    }

    /// Adds to the page that GitHub shows of a job.
    pub(super) fn summary(&self, markdown: impl Fn() -> String) -> anyhow::Result<()> {
        match self.variables.raw("GITHUB_STEP_SUMMARY") {
            Some(file) => self.or_warn("the summary", files::append(Path::new(file), &markdown())),
            None => Ok(()),
        }
    }

    fn keep(&self, kept: &Kept<'_>) -> anyhow::Result<()> {
        if let Some(file) = self.variables.raw("GITHUB_OUTPUT") {
            let lines = github::outputs(kept.outputs, files::random)
                .context("no random delimiter for the outputs")?;
            self.or_warn("the outputs", files::append(Path::new(file), &lines))?;
        }
        self.summary(|| kept.summary.to_owned())?;
        match self.ci {
            Ci::GitHub => Stream::Err.write(kept.annotations),
            Ci::GitLab => self.keep_for_gitlab(kept),
            Ci::Other | Ci::Absent => Ok(()),
        }
    }

    fn keep_for_gitlab(&self, kept: &Kept<'_>) -> anyhow::Result<()> {
        let Some(folder) = self.ci.workspace(self.variables) else { return Ok(()) };
        self.or_warn("hoist.env", files::write(&folder.join("hoist.env"), &gitlab::dotenv(kept.outputs)))?;
        self.or_warn("hoist.json", files::write(&folder.join("hoist.json"), kept.json))
    }

    /// What can't be kept for a later step doesn't undo what was done.
    fn or_warn(&self, what: &str, written: std::io::Result<()>) -> anyhow::Result<()> {
        match written {
            Ok(()) => Ok(()),
            Err(error) => self.warn(&format!("{what} can't be written: {error}")),
        }
    }

    /// The words of the request in a file, for a step that opens it.
    fn body_file(&self, outcome: &Outcome) -> anyhow::Result<Option<String>> {
        let pushed = outcome.promotions().any(|(_, receipt)| matches!(receipt, Some(Receipt::Branch { .. })));
        let Some(request) = outputs::request(outcome).filter(|_| pushed) else { return Ok(None) };
        let file = match self.ci {
            Ci::GitHub => files::fresh(self.variables.raw("RUNNER_TEMP").map(Path::new), &request.body),
            Ci::GitLab => match self.ci.workspace(self.variables) {
                Some(folder) => {
                    let file = folder.join("hoist-body.md");
                    files::write(&file, &request.body).map(|()| file)
                }
                None => files::fresh(None, &request.body),
            },
            Ci::Other | Ci::Absent => files::fresh(None, &request.body),
        };
        match file {
            Ok(file) => Ok(Some(file.to_string_lossy().into_owned())),
            Err(error) => {
                self.warn(&format!("the description can't be written to a file: {error}"))?;
                Ok(None)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn failed(variables: &Variables) -> anyhow::Result<()> {
        let (ci, now) = (Ci::detect(variables), Timestamp::UNIX_EPOCH);
        let teller = Teller { variables, ci, now, format: Format::Text, people: Stream::Err };
        teller.failed("a.yaml:1:2: unknown key `x`", Some("did you mean `y`?"), 2)
    }

    #[test]
    fn github_gets_outputs_and_a_summary_beside_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let (output, summary) = (folder.path().join("output"), folder.path().join("summary"));
        fs::write(&output, "before<<x\n1\nx\n").unwrap();
        let files = [("GITHUB_OUTPUT", output.as_os_str()), ("GITHUB_STEP_SUMMARY", summary.as_os_str())];
        failed(&files.into_iter().collect()).unwrap();
        let output = fs::read_to_string(output).unwrap();
        assert!(output.starts_with("before<<x\n1\nx\nresult<<"), "{output}");
        assert!(output.contains("\nfailed\n") && output.contains("changed<<"), "{output}");
        assert!(fs::read_to_string(summary).unwrap().starts_with("### hoist: failed\n"));
    }

    #[test]
    fn a_file_that_can_not_be_written_is_no_error() {
        let nowhere = [("GITHUB_OUTPUT", "/nowhere/at/all"), ("GITHUB_STEP_SUMMARY", "/nowhere/at/all")];
        failed(&nowhere.into_iter().collect()).unwrap();
        failed(&[("GITHUB_ACTIONS", "true")].into_iter().collect()).unwrap();
        failed(&[("GITLAB_CI", "true")].into_iter().collect()).unwrap();
    }

    #[test]
    fn gitlab_gets_a_dotenv_report_and_the_json_report() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().to_str().unwrap();
        failed(&[("GITLAB_CI", "true"), ("CI_PROJECT_DIR", place)].into_iter().collect()).unwrap();
        let read = |name| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("hoist.env"), "HOIST_OUT_RESULT=failed\nHOIST_OUT_CHANGED=false\n");
        let json: serde_json::Value = serde_json::from_str(&read("hoist.json")).unwrap();
        assert_eq!(json["error"]["hint"], "did you mean `y`?");
    }
}
