//! What can go wrong with a repository or its remote, and the way out.

use super::remote::refusal_hint;
use crate::model::path::RepoPath;
use crate::model::plan::Oid;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{} is in no git repository", if path == "." { "this folder" } else { path })]
    NotARepository { path: String },
    #[error("{path} belongs to another user, and git trusts only its owner")]
    Owner { path: String },
    #[error("this repository uses {what}, which hoist can't read yet")]
    Unsupported { what: &'static str },
    #[error("there is no `git` program, and hoist needs it to reach a remote")]
    NoProgram,
    #[error("can't {doing}: {words}")]
    Failed { doing: &'static str, words: String },
    #[error("`{text}` is no commit id")]
    Id { text: String },
    #[error("`{name}` is no name that git takes for a {what}")]
    Name { what: &'static str, name: String },
    #[error("the object {id} is missing here{}", if *.partial { ", and the remote doesn't give it" } else { "" })]
    Missing { id: Oid, partial: bool },
    #[error("{path}: {what}, so it can't be written")]
    InTheWay { path: RepoPath, what: &'static str },
    #[error("{path}: {what}, so it can't be read as a file")]
    NotAFile { path: RepoPath, what: &'static str },
    #[error("this repository has no work tree")]
    Bare,
    #[error("the index can't be used: {words}")]
    Index { words: String },
    #[error("{path} isn't checked out here (sparse checkout)")]
    Sparse { path: RepoPath },
    #[error("`{branch}` moved on from {} while this ran", from.short())]
    Moved { branch: String, from: Oid },
    #[error("the tag `{name}` is here already")]
    TagThere { name: String },
    #[error("`{branch}` is checked out in another work tree")]
    CheckedOut { branch: String },
    #[error("`{branch}` is being rebased")]
    Rebased { branch: String },
    #[error("several remotes, and none is called origin: {}", names.join(", "))]
    Remotes { names: Vec<String> },
    #[error("the remote `{name}` has no URL")]
    NoUrl { name: String },
    #[error("{url} has no branch yet")]
    EmptyRemote { url: String },
    #[error("{url} doesn't tell its default branch")]
    NoDefaultBranch { url: String, branches: Vec<String> },
    #[error("{url} has no branch `{branch}`")]
    NoBranch { url: String, branch: String, near: Option<String> },
    #[error("{url} doesn't answer: {words}")]
    Unreachable { url: String, words: String },
    #[error("{url} doesn't let us in: {words}")]
    Denied { url: String, words: String, tried: Vec<&'static str> },
    #[error("{url} redirects to another place")]
    Redirects { url: String },
    #[error("the remote refused `{branch}`: {words}")]
    Rejected { branch: String, words: String },
}

impl Error {
    /// What the user can do about it.
    pub fn hint(&self) -> Option<String> {
        let say = |text: &str| Some(text.to_owned());
        match self {
            Self::NotARepository { .. } => say("run it inside a clone, or name one with --path"),
            Self::Owner { path } => {
                Some(format!("`git config --global --add safe.directory {path}` trusts it"))
            }
            Self::NoProgram => say("install git, or put it on the PATH"),
            Self::Missing { partial: true, .. } => {
                say("this is a partial clone: clone without --filter, or give it access to the remote")
            }
            Self::Missing { partial: false, .. } => say("`git fsck` tells what else is missing"),
            Self::InTheWay { .. } | Self::NotAFile { .. } => {
                say("hoist follows no link and enters no submodule: name the real file")
            }
            Self::Bare => say("use --deliver branch or push"),
            Self::Index { .. } => say("use --deliver branch or push, which need no index"),
            Self::Sparse { path } => Some(sparse(path)),
            Self::Moved { .. } | Self::TagThere { .. } => say("run it again"),
            Self::Rebased { .. } => say("end the rebase first, or use --deliver branch or push"),
            Self::CheckedOut { .. } => say("run it in that work tree, or use --deliver branch or push"),
            Self::Remotes { names } => {
                names.first().map(|name| format!("`git remote rename {name} origin` makes it the one"))
            }
            Self::NoUrl { name } => Some(format!("`git remote set-url {name} URL` gives it one")),
            Self::EmptyRemote { .. } => say("push the branch that holds the environments first"),
            Self::NoDefaultBranch { branches, .. } => {
                Some(format!("name one with --base: {}", branches.join(", ")))
            }
            Self::NoBranch { near, .. } => near.as_ref().map(|near| format!("there is `{near}`")),
            Self::Denied { tried, .. } => Some(denied(tried)),
            Self::Redirects { .. } => {
                say("a token is sent to no other place: give the remote its new URL, with `.git` at the end")
            }
            Self::Unreachable { words, .. } => unreachable(words).map(str::to_owned),
            Self::Rejected { words, .. } => refusal_hint(words),
            Self::Unsupported { .. } | Self::Failed { .. } | Self::Id { .. } | Self::Name { .. } => None,
        }
    }

    /// Wraps a failure of libgit2 by what was being done.
    pub(super) fn failed(doing: &'static str) -> impl Fn(git2::Error) -> Self {
        move |error| Self::Failed { doing, words: crate::model::text::visible(error.message()) }
    }
}

fn sparse(path: &RepoPath) -> String {
    let folder = path.parent().map_or_else(|| path.to_string(), |folder| folder.to_string());
    format!("`git sparse-checkout add {folder}`, or use --deliver branch")
}

fn unreachable(words: &str) -> Option<&'static str> {
    let missing =
        ["not found", "does not appear to be a git repository"].iter().any(|text| words.contains(text));
    missing.then_some("look at the remote's URL, and whether this token or key may see that repository")
}

fn denied(tried: &[&str]) -> String {
    if tried.is_empty() {
        return "ssh needs a key that the server knows; with an https URL, HOIST_TOKEN is enough".to_owned();
    }
    let tried = tried.join(", then ");
    format!(
        "tried {tried}; a token in HOIST_TOKEN (or the input `token`) that may read and write the repository is needed"
    )
}
