//! What was typed is no command line of ours.

use super::inputs::{INPUTS, Standing};
use super::name::CommandName;
use crate::model::text::{nearest, visible};
use clap::error::{ContextKind, ContextValue, ErrorKind};

#[derive(Debug, thiserror::Error)]
pub(super) enum Usage {
    #[error("no command is named `{}`", visible(typed))]
    NoCommand { typed: String },
    #[error("no flag here is named `{}`", visible(typed))]
    NoFlag { typed: String },
    #[error("`{}` is one word too many", visible(typed))]
    TooMuch { typed: String },
    #[error("{} is missing", missing.join(", "))]
    Missing { missing: Vec<String> },
    #[error("{flag} needs a value")]
    NoValue { flag: String },
    #[error("`{}` is none of {}", visible(typed), words.join(", "))]
    NotOneOf { typed: String, words: Vec<String> },
    #[error("`hoist {command}` is not built yet")]
    NotYet { command: String },
    /// In clap's words.
    #[error("{0}")]
    Other(String),
}

impl Usage {
    pub(super) fn of(error: &clap::Error) -> Self {
        Self::known(error).unwrap_or_else(|| {
            let text = error.render().to_string();
            Self::Other(text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned())
        })
    }

    /// What clap found, in our words.
    fn known(error: &clap::Error) -> Option<Self> {
        let text = |kind| match error.get(kind) {
            Some(ContextValue::String(text)) => Some(text.clone()),
            _ => None,
        };
        let words = |kind| match error.get(kind) {
            Some(ContextValue::Strings(words)) => Some(words.clone()),
            _ => None,
        };
        let kind = error.kind();
        if kind == ErrorKind::InvalidSubcommand {
            return text(ContextKind::InvalidSubcommand).map(|typed| Self::NoCommand { typed });
        }
        if kind == ErrorKind::UnknownArgument {
            let typed = text(ContextKind::InvalidArg)?;
            return Some(if typed.starts_with('-') {
                Self::NoFlag { typed }
            } else {
                Self::TooMuch { typed }
            });
        }
        if kind == ErrorKind::MissingRequiredArgument {
            return words(ContextKind::InvalidArg).map(|missing| Self::Missing { missing });
        }
        let typed = text(ContextKind::InvalidValue).unwrap_or_default();
        if kind == ErrorKind::InvalidValue && typed.is_empty() {
            let flag = text(ContextKind::InvalidArg)?;
            return Some(Self::NoValue { flag: flag.split(' ').next().unwrap_or(&flag).to_owned() });
        }
        if kind == ErrorKind::InvalidValue {
            return words(ContextKind::ValidValue).map(|words| Self::NotOneOf { typed, words });
        }
        None
    }

    pub(super) fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoCommand { typed } => {
                let near = nearest(typed, CommandName::ALL.map(CommandName::as_str));
                format!("{}`hoist --help` lists them", did_you_mean("", near))
            }
            Self::NoFlag { typed } => {
                let flags = INPUTS.iter().filter(|input| input.standing == Standing::Works);
                let known: Vec<_> = flags.map(|input| input.name).chain(["in", "dir"]).collect();
                let name = typed.trim_start_matches('-');
                // A flag of another command is spelt right.
                let others = known.iter().copied().filter(|flag| *flag != name);
                match name {
                    "in" => "what is lifted goes `--to` an environment".to_owned(),
                    "from" => "`--from` is where a promotion takes its version; from when a hold counts is written by hand, \
                               as `from: 2026-12-20` in its entry of .hoist/holds.yaml"
                        .to_owned(),
                    _ if known.contains(&name) => {
                        "another command takes it: `hoist COMMAND --help` lists them".to_owned()
                    }
                    _ => format!(
                        "{}`hoist COMMAND --help` lists them",
                        did_you_mean("--", nearest(name, others))
                    ),
                }
            }
            Self::TooMuch { .. } | Self::Missing { .. } | Self::NoValue { .. } => {
                "`hoist COMMAND --help` shows what goes where".to_owned()
            }
            Self::NotOneOf { typed, words } => {
                let near = nearest(typed, words.iter().map(String::as_str))?;
                format!("did you mean `{near}`?")
            }
            Self::NotYet { .. } => "`hoist --help` lists what there is".to_owned(),
            Self::Other(_) => return None,
        })
    }
}

fn did_you_mean(dashes: &str, near: Option<&str>) -> String {
    near.map(|near| format!("did you mean `{dashes}{near}`? ")).unwrap_or_default()
}
