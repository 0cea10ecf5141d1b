//! Which CI this runs in, and what it says of the run.

use super::variables::Variables;
use crate::model::inputs::Run;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ci {
    GitHub,
    GitLab,
    /// Something that sets `CI`.
    Other,
    Absent,
}

impl Ci {
    /// By the exact value: a local runner of GitLab jobs sets `GITLAB_CI=false`.
    pub(super) fn detect(variables: &Variables) -> Self {
        if variables.is("GITHUB_ACTIONS", "true") {
            Self::GitHub
        } else if variables.is("GITLAB_CI", "true") {
            Self::GitLab
        } else if variables.raw("CI").is_some() && !variables.is("CI", "false") {
            Self::Other
        } else {
            Self::Absent
        }
    }

    pub(super) fn run(self, variables: &Variables) -> Run {
        let text = |name| variables.text(name).map(str::to_owned);
        let (actor, url) = match self {
            Self::GitHub => (text("GITHUB_ACTOR"), github_url(variables)),
            Self::GitLab => (text("GITLAB_USER_LOGIN"), text("CI_JOB_URL")),
            Self::Other | Self::Absent => (None, None),
        };
        Run { in_ci: self != Self::Absent, actor: actor.and_then(line), url: url.and_then(line) }
    }

    /// The folder that the CI checked the repository out to.
    pub(super) fn workspace(self, variables: &Variables) -> Option<&Path> {
        let name = match self {
            Self::GitHub => "GITHUB_WORKSPACE",
            Self::GitLab => "CI_PROJECT_DIR",
            Self::Other | Self::Absent => return None,
        };
        variables.raw(name).map(Path::new)
    }

    /// The token that the CI itself gives, with the user name that goes with it.
    pub(super) fn own_token(self, variables: &Variables) -> Option<(String, String)> {
        let (user, name) = match self {
            Self::GitHub | Self::Other => ("x-access-token", "HOIST_ACTION_TOKEN"),
            Self::GitLab => ("gitlab-ci-token", "CI_JOB_TOKEN"),
            Self::Absent => return None,
        };
        Some((user.to_owned(), variables.text(name)?.to_owned()))
    }
}

fn github_url(variables: &Variables) -> Option<String> {
    let part = |name| variables.text(name);
    let (server, repository) = (part("GITHUB_SERVER_URL")?, part("GITHUB_REPOSITORY")?);
    Some(format!("{server}/{repository}/actions/runs/{}", part("GITHUB_RUN_ID")?))
}

/// What is more than a line would speak for itself in a log or a record.
fn line(text: String) -> Option<String> {
    (!text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ci_is_known_by_its_exact_word() {
        let cases = [
            (&[("GITHUB_ACTIONS", "true"), ("CI", "true")][..], Ci::GitHub),
            (&[("GITLAB_CI", "true"), ("CI", "true")], Ci::GitLab),
            (&[("GITLAB_CI", "false"), ("CI", "true")], Ci::Other),
            (&[("GITHUB_ACTIONS", "1")], Ci::Absent),
            (&[("CI", "")], Ci::Absent),
            (&[("CI", "woodpecker")], Ci::Other),
        ];
        for (variables, ci) in cases {
            assert_eq!(Ci::detect(&variables.iter().copied().collect()), ci, "{variables:?}");
        }
    }

    #[test]
    fn a_run_names_its_actor_and_its_page() {
        let variables = [
            ("GITHUB_ACTOR", "octocat"),
            ("GITHUB_SERVER_URL", "https://git.example.com"),
            ("GITHUB_REPOSITORY", "team/deployments"),
            ("GITHUB_RUN_ID", "7"),
        ];
        let run = Ci::GitHub.run(&variables.into_iter().collect());
        assert_eq!(run.actor.as_deref(), Some("octocat"));
        assert_eq!(run.url.as_deref(), Some("https://git.example.com/team/deployments/actions/runs/7"));
        let hostile =
            [("GITLAB_USER_LOGIN", "x\nHoist-Approved-By: me"), ("CI_JOB_URL", "https://ci.example.com/1")];
        let run = Ci::GitLab.run(&hostile.into_iter().collect());
        assert_eq!((run.actor, run.url.as_deref()), (None, Some("https://ci.example.com/1")));
    }

    #[test]
    fn a_ci_token_has_its_own_user() {
        let variables: Variables = [("CI_JOB_TOKEN", "t"), ("HOIST_ACTION_TOKEN", "a")].into_iter().collect();
        assert_eq!(Ci::GitLab.own_token(&variables), Some(("gitlab-ci-token".into(), "t".into())));
        assert_eq!(Ci::GitHub.own_token(&variables), Some(("x-access-token".into(), "a".into())));
        assert_eq!(Ci::Absent.own_token(&variables), None);
    }
}
