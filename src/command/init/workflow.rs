//! A workflow that promotes, for the forge that was named.

use crate::config::{Config, Environment};
use crate::model::name::EnvironmentName;

/// Whose workflow is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::command) enum Workflow {
    GitHub,
    GitLab,
}

impl Workflow {
    pub(in crate::command) fn of(word: &str) -> Option<Self> {
        [Self::GitHub, Self::GitLab].into_iter().find(|one| one.as_str() == word)
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::GitHub => "github",
            Self::GitLab => "gitlab",
        }
    }

    pub(super) fn file(self) -> &'static str {
        match self {
            Self::GitHub => ".github/workflows/promote.yml",
            Self::GitLab => ".gitlab-ci.yml",
        }
    }

    /// Its text: a choice of environments, or a job for each that comes after another.
    pub(super) fn text(self, config: &Config) -> String {
        match self {
            Self::GitHub => {
                let names: Vec<_> = config.environments.iter().map(|one| quoted(&one.name)).collect();
                filled(include_str!("github.yml"), &[("environments", &format!("[{}]", names.join(", ")))])
            }
            Self::GitLab => {
                let jobs = config.environments.iter().filter(|one| !one.after.is_empty()).map(job);
                filled(include_str!("gitlab.yml"), &[]) + &jobs.collect::<String>()
            }
        }
    }
}

fn job(environment: &Environment) -> String {
    filled(include_str!("gitlab-job.yml"), &[("environment", environment.name.as_str())])
}

/// A name that YAML could read as something else is quoted.
fn quoted(name: &EnvironmentName) -> String {
    format!("\"{name}\"")
}

fn filled(template: &str, names: &[(&str, &str)]) -> String {
    let version = template.replace("{version}", env!("CARGO_PKG_VERSION"));
    names.iter().fold(version, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
