//! The report for programs. Its shape is documented in docs/json.md; a change that breaks readers raises `VERSION`.

use super::escape;
use super::outputs::Outputs;
use crate::model::history::History;
use crate::model::outcome::{Outcome, Receipt, RunResult};
use crate::model::plan::Plan;
use crate::model::status::Status;
use crate::model::summary::Summary;
use crate::model::verified::Verified;
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of the documents written here.
pub const VERSION: u32 = 1;

/// A run that came to its end.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ended<'a> {
    version: u32,
    result: RunResult,
    changed: bool,
    exit_code: u8,
    outputs: BTreeMap<&'a str, &'a str>,
    plan: &'a Plan,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipts: Option<&'a [Receipt]>,
}

/// A run that could not be done.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failed<'a> {
    version: u32,
    result: RunResult,
    changed: bool,
    exit_code: u8,
    error: Trouble<'a>,
}

#[derive(Serialize)]
struct Trouble<'a> {
    message: &'a str,
    hint: Option<&'a str>,
}

/// What was looked at, with the version of the document before it.
#[derive(Serialize)]
struct Told<'a, T> {
    version: u32,
    #[serde(flatten)]
    told: &'a T,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Judged<'a> {
    version: u32,
    exit_code: u8,
    #[serde(flatten)]
    verified: &'a Verified,
}

pub fn outcome(outcome: &Outcome, outputs: &Outputs) -> Result<String, serde_json::Error> {
    let receipts = match outcome {
        Outcome::Planned(_) => None,
        Outcome::Applied(_, receipts) => Some(receipts.as_slice()),
    };
    written(&Ended {
        version: VERSION,
        result: outcome.result(),
        changed: outcome.changed(),
        exit_code: outcome.exit_code(),
        outputs: outputs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (*name, value.as_str()))
            .collect(),
        plan: outcome.plan(),
        receipts,
    })
}

pub fn failed(message: &str, hint: Option<&str>, exit_code: u8) -> Result<String, serde_json::Error> {
    let error = Trouble { message, hint };
    written(&Failed {
        version: VERSION,
        result: RunResult::of_error(exit_code),
        changed: false,
        exit_code,
        error,
    })
}

pub fn status(status: &Status) -> Result<String, serde_json::Error> {
    written(&Told { version: VERSION, told: status })
}

pub fn history(history: &History) -> Result<String, serde_json::Error> {
    written(&Told { version: VERSION, told: history })
}

pub fn summary(summary: &Summary) -> Result<String, serde_json::Error> {
    written(&Told { version: VERSION, told: summary })
}

pub fn verified(verified: &Verified) -> Result<String, serde_json::Error> {
    written(&Judged { version: VERSION, exit_code: verified.exit_code(), verified })
}

fn written(document: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(escape::json(&serde_json::to_string_pretty(document)?) + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::outputs::{Files, outputs};
    use crate::report::sample;

    #[test]
    fn an_outcome_is_one_document() {
        let requested = sample::requested(true);
        insta::assert_snapshot!(outcome(&requested, &outputs(&requested, &Files::default())).unwrap(), @r#"
        {
          "version": 1,
          "result": "requested",
          "changed": true,
          "exitCode": 0,
          "outputs": {
            "apps": "web-app",
            "branch": "hoist/production/web-app",
            "changed": "true",
            "commit": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            "environment": "production",
            "matrix": "{\"include\":[{\"app\":\"web-app\",\"environment\":\"production\"}]}",
            "previous": "v1.2.2",
            "result": "requested",
            "title": "promote(production): web-app v1.2.2 -> v1.2.3",
            "version": "v1.2.3"
          },
          "plan": {
            "promotions": [
              {
                "action": "promote",
                "environment": "production",
                "from": "staging",
                "moves": [
                  {
                    "app": "web-app",
                    "from": "v1.2.2",
                    "to": "v1.2.3",
                    "step": "patch",
                    "changes": [
                      {
                        "pin": {
                          "kind": "image",
                          "name": "web-app",
                          "entry": 0
                        },
                        "selector": "kustomize",
                        "file": "apps/web-app/overlays/production/kustomization.yaml",
                        "field": "version",
                        "key": "newTag",
                        "from": "v1.2.2",
                        "to": "v1.2.3",
                        "at": {
                          "file": "apps/web-app/overlays/production/kustomization.yaml",
                          "line": 9,
                          "column": 11
                        }
                      }
                    ],
                    "verdicts": [
                      [
                        "order",
                        {
                          "verdict": "pass",
                          "why": "staging runs it (3f1c2ab)"
                        }
                      ],
                      [
                        "immutable",
                        {
                          "verdict": "pass",
                          "why": "staging runs it (3f1c2ab)"
                        }
                      ]
                    ],
                    "fate": "moves"
                  }
                ],
                "files": [
                  {
                    "path": "apps/web-app/overlays/production/kustomization.yaml",
                    "text": "newTag: v1.2.3\n"
                  }
                ],
                "base": {
                  "branch": "main",
                  "commit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                },
                "delivery": {
                  "deliver": "branch",
                  "message": {
                    "text": "promote(production): web-app v1.2.2 -> v1.2.3",
                    "author": {
                      "name": "hoist",
                      "email": "hoist@example.com"
                    },
                    "committer": {
                      "name": "hoist",
                      "email": "hoist@example.com"
                    }
                  },
                  "request": {
                    "branch": "hoist/production/web-app",
                    "title": "promote(production): web-app v1.2.2 -> v1.2.3",
                    "body": "Promotes."
                  }
                }
              }
            ],
            "notes": [],
            "heldPasses": false
          },
          "receipts": [
            {
              "done": "branch",
              "branch": "hoist/production/web-app",
              "commit": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
              "fresh": true
            }
          ]
        }
        "#);
    }

    #[test]
    fn an_error_is_a_document_too() {
        insta::assert_snapshot!(failed("no app is named `web`", Some("there are web-app, api"), 2).unwrap(), @r#"
        {
          "version": 1,
          "result": "failed",
          "changed": false,
          "exitCode": 2,
          "error": {
            "message": "no app is named `web`",
            "hint": "there are web-app, api"
          }
        }
        "#);
    }

    #[test]
    fn an_error_of_exit_code_4_is_a_refusal() {
        let result = |code| serde_json::from_str::<serde_json::Value>(&failed("x", None, code).unwrap());
        assert_eq!(result(4).unwrap()["result"], "refused");
        assert_eq!(result(1).unwrap()["result"], "failed");
    }

    #[test]
    fn a_status_is_one_document() {
        let text = status(&sample::status()).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["version"], 1);
        assert_eq!(value["rows"][0]["cells"][2]["version"], "v1.2.2");
    }

    #[test]
    fn a_history_its_figures_and_what_does_not_hold_are_documents() {
        let value =
            |text: Result<String, _>| serde_json::from_str::<serde_json::Value>(&text.unwrap()).unwrap();
        let told = value(history(&sample::history()));
        assert_eq!((&told["version"], &told["entries"][0]["how"]), (&1.into(), &"promotion".into()));
        assert_eq!(told["entries"][3]["to"], sample::HOSTILE);
        let told = value(verified(&sample::verified()));
        assert_eq!((&told["exitCode"], &told["findings"][0]["level"]), (&4.into(), &"wrong".into()));
        let told = value(summary(&sample::summary()));
        assert_eq!((&told["version"], &told["leads"][0]["medianSeconds"]), (&1.into(), &7200.into()));
    }

    #[test]
    fn no_line_of_it_is_a_command_and_the_data_is_whole() {
        let hostile = sample::hostile();
        let text = outcome(&hostile, &outputs(&hostile, &Files::default())).unwrap();
        assert!(
            !text.contains("##[") && !text.lines().any(|line| line.trim_start().starts_with("::")),
            "{text}"
        );
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["plan"]["promotions"][0]["moves"][0]["to"], sample::HOSTILE);
    }
}
