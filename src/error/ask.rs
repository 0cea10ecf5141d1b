//! What was asked for and can't be: exit 2, something typed or configured must be mended.

use crate::model::text::{meant, quoted, visible};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ask {
    #[error("no app is named {}", quoted(typed))]
    UnknownApps { typed: Vec<String>, known: Vec<String> },
    #[error("it isn't said which app: there are {}", list(known))]
    AppNeeded { known: Vec<String> },
    #[error("no app is found")]
    NoApps { patterns: Vec<String>, scope: Option<String> },
    #[error("no layout that hoist knows is found in this repository")]
    NoLayout { seen: Vec<String> },
    #[error("`{app}` needs a version: {why}")]
    VersionNeeded { app: String, why: String },
    #[error("`{what}` is not built yet")]
    NotYet { what: String },
    #[error("this repository has no commit yet")]
    NoCommit,
    #[error("{what}")]
    Contradiction { what: String, hint: String },
    #[error("{file}: {what}")]
    BadFile { file: String, what: String },
    #[error("the source as of {commit} can't be read: {what}")]
    BadSource { commit: String, what: String },
    #[error(transparent)]
    BadBranch(#[from] crate::model::name::BadName),
    #[error(transparent)]
    BadAuthor(#[from] crate::model::delivery::BadSignature),
    #[error("this repository has no remote, and `{deliver}` needs one")]
    NoRemote { deliver: String },
    #[error("{environment} has no branch: there is no `{branch}`{}", if *remote { " on the remote" } else { "" })]
    NoBranch { environment: String, branch: String, remote: bool, near: Option<String>, can_begin: bool },
    #[error("no commit or ref is named `{typed}`")]
    UnknownRef { typed: String },
}

impl Ask {
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownApps { typed, known } => {
                let meant = with_version(typed, known).unwrap_or_else(|| meant(&folders_off(typed), known));
                let are = if known.len() == 1 { "is" } else { "are" };
                Some(format!("{meant}there {are} {}", list(known)))
            }
            Self::AppNeeded { .. } => Some("name it, or say `*` for all".to_owned()),
            Self::NoApps { patterns, scope: None } => {
                Some(format!("nothing fits {}: mend `apps:` in hoist.yaml", patterns.join(", ")))
            }
            Self::NoApps { patterns, scope: Some(scope) } => Some(format!(
                "nothing that fits {} is below {}: name another folder with --scope",
                patterns.join(", "),
                visible(scope)
            )),
            Self::NoLayout { seen } => {
                let seen = seen.iter().map(|one| format!("{}\n", visible(one))).collect::<String>();
                Some(format!(
                    "{seen}looked for folders and files that are named like environments, with versions in them: \
                     docs/layouts.md\ndeclare a layout of your own, or the one environment that there is, in hoist.yaml: docs/configuration.md"
                ))
            }
            Self::NoCommit => Some("commit the manifests first: hoist reads what is committed".to_owned()),
            Self::VersionNeeded { .. } => {
                Some("give it with --version, or name a source with --from".to_owned())
            }
            Self::NotYet { .. } => Some("take it out: what isn't built is refused, never ignored".to_owned()),
            Self::Contradiction { hint, .. } => Some(hint.clone()),
            Self::NoRemote { .. } => {
                Some("use --deliver worktree or commit, or `git remote add origin URL`".to_owned())
            }
            Self::NoBranch { near, can_begin, .. } => {
                let near = near.as_ref().map(|near| format!("did you mean `{near}`? "));
                let begin = if *can_begin { "; --create makes the branch" } else { "" };
                Some(format!("{}mend `branches:` of hoist.yaml{begin}", near.unwrap_or_default()))
            }
            Self::UnknownRef { .. } => Some(
                "name a branch, a tag, the id of a commit, or HEAD; `~2` or `^` behind it go back from there"
                    .to_owned(),
            ),
            Self::BadFile { .. } | Self::BadSource { .. } | Self::BadBranch(_) | Self::BadAuthor(_) => None,
        }
    }
}

/// What was meant where a version stands behind a colon, as images are written.
fn with_version(typed: &[String], known: &[String]) -> Option<String> {
    let fixed = |typed: &String| {
        let (app, version) = typed.split_once(':')?;
        known.iter().any(|name| name == app).then(|| format!("{app}@{version}"))
    };
    let fixed: Vec<_> = typed.iter().filter_map(fixed).collect();
    (!fixed.is_empty()).then(|| format!("a version stands behind an `@`: {}; ", quoted(&fixed)))
}

/// A shell makes paths of `apps/*`; an app is called by its last part.
fn folders_off(typed: &[String]) -> Vec<String> {
    typed.iter().map(|one| one.trim_end_matches('/').rsplit('/').next().unwrap_or(one).to_owned()).collect()
}

/// Names for a person; a long list is cut, and says so.
fn list(names: &[String]) -> String {
    const MOST: usize = 20;
    let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST { format!("{shown} and {} more", names.len() - MOST) } else { shown }
}
