//! What was asked for and can't be: exit 2, something typed or configured must be mended.

use crate::model::text::{meant, quoted};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ask {
    #[error("no app is named {}", quoted(typed))]
    UnknownApps { typed: Vec<String>, known: Vec<String> },
    #[error("it isn't said which app: there are {}", list(known))]
    AppNeeded { known: Vec<String> },
    #[error("no app is found")]
    NoApps { patterns: Vec<String> },
    #[error("no layout that hoist knows is found in this repository")]
    NoLayout,
    #[error("`{app}` needs a version: {why}")]
    VersionNeeded { app: String, why: String },
    #[error("`{what}` is not built yet")]
    NotYet { what: String },
    #[error("{what}")]
    Contradiction { what: String, hint: String },
    #[error("{file}: {what}")]
    BadFile { file: String, what: String },
    #[error("the source as of {commit} can't be read: {what}")]
    BadSource { commit: String, what: String },
    #[error("{0}")]
    BadBranch(#[from] crate::model::name::BadName),
    #[error("{0}")]
    BadAuthor(#[from] crate::model::plan::BadSignature),
    #[error("this repository has no remote, and `{deliver}` needs one")]
    NoRemote { deliver: String },
    #[error("no commit or ref is named `{typed}`")]
    UnknownRef { typed: String },
}

impl Ask {
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownApps { typed, known } => Some(format!("{}there are {}", meant(typed, known), list(known))),
            Self::AppNeeded { .. } => Some("name it, or say `*` for all".to_owned()),
            Self::NoApps { patterns } => {
                Some(format!("nothing fits {}: mend `apps:` in hoist.yaml", patterns.join(", ")))
            }
            Self::NoLayout => Some(
                "looked for folders such as overlays/ENVIRONMENT or envs/ENVIRONMENT with a kustomization.yaml; \
                 declare yours in hoist.yaml (docs/configuration.md)"
                    .to_owned(),
            ),
            Self::VersionNeeded { .. } => Some("give it with --version, or name a source with --from".to_owned()),
            Self::NotYet { .. } => Some("this version of hoist refuses it rather than ignore it".to_owned()),
            Self::Contradiction { hint, .. } => Some(hint.clone()),
            Self::NoRemote { .. } => Some("use --deliver worktree or commit, or `git remote add origin URL`".to_owned()),
            Self::BadFile { .. } | Self::BadSource { .. } | Self::BadBranch(_) | Self::BadAuthor(_) | Self::UnknownRef { .. } => None,
        }
    }
}

/// Names for a person; a long list is cut, and says so.
fn list(names: &[String]) -> String {
    const MOST: usize = 20;
    let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST { format!("{shown} and {} more", names.len() - MOST) } else { shown }
}
