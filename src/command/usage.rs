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
    #[error("`hoist {command}` is not built yet")]
    NotYet { command: String },
    /// In clap's words.
    #[error("{0}")]
    Other(String),
}

impl Usage {
    pub(super) fn of(error: &clap::Error) -> Self {
        let typed = |kind| match error.get(kind) {
            Some(ContextValue::String(typed)) => Some(typed.clone()),
            _ => None,
        };
        let known = if error.kind() == ErrorKind::InvalidSubcommand {
            typed(ContextKind::InvalidSubcommand).map(|typed| Self::NoCommand { typed })
        } else if error.kind() == ErrorKind::UnknownArgument {
            typed(ContextKind::InvalidArg).map(|typed| Self::NoFlag { typed })
        } else {
            None
        };
        known.unwrap_or_else(|| {
            let text = error.render().to_string();
            Self::Other(text.strip_prefix("error: ").unwrap_or(&text).trim_end().to_owned())
        })
    }

    pub(super) fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoCommand { typed } => {
                let near = nearest(typed, CommandName::ALL.map(CommandName::as_str));
                format!("{}`hoist --help` lists them", did_you_mean("", near))
            }
            Self::NoFlag { typed } => {
                let flags = INPUTS.iter().filter(|input| input.standing == Standing::Works);
                let near = nearest(
                    typed.trim_start_matches('-'),
                    flags.map(|input| input.name).chain(["in", "dir"]),
                );
                format!("{}`hoist COMMAND --help` lists them", did_you_mean("--", near))
            }
            Self::NotYet { .. } => "`hoist --help` lists what there is".to_owned(),
            Self::Other(_) => return None,
        })
    }
}

fn did_you_mean(dashes: &str, near: Option<&str>) -> String {
    near.map(|near| format!("did you mean `{dashes}{near}`? ")).unwrap_or_default()
}
