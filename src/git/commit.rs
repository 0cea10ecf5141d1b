//! Commits: read, and made without a ref that names them.

use super::error::Error;
use super::repo::{Repo, id, oid};
use crate::model::delivery::Signature;
use crate::model::path::RepoPath;
use crate::model::plan::Oid;
use git2::Time;

/// What a commit says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitInfo {
    /// As they were written: those that a shallow clone lacks are named too.
    pub parents: Vec<Oid>,
    pub tree: Oid,
    /// The committer's time, in seconds of Unix.
    pub seconds: i64,
    /// It is as it was first made: amending or rebasing a commit keeps the author's time alone.
    pub is_first: bool,
    pub author: Signature,
    pub message: String,
}

/// A commit to be made: its parent's files, with these written over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommit {
    pub parent: Oid,
    pub files: Vec<(RepoPath, Vec<u8>)>,
    pub message: String,
    pub author: Signature,
    pub committer: Signature,
    pub seconds: i64,
}

/// A commit to be made of a tree that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMerge {
    /// The branch that is merged into comes first.
    pub parents: Vec<Oid>,
    pub tree: Oid,
    pub message: String,
    pub author: Signature,
    pub committer: Signature,
    pub seconds: i64,
}

impl Repo {
    pub fn info(&self, commit: &Oid) -> Result<CommitInfo, Error> {
        let commit = self.find_commit(id(commit)?)?;
        let author = commit.author();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(CommitInfo {
            parents: written_parents(&commit).into_iter().map(oid).collect(),
            tree: oid(commit.tree_id()),
            seconds: commit.time().seconds(),
            is_first: author.when() == commit.time(),
            author: Signature { name: text(author.name_bytes()), email: text(author.email_bytes()) },
            message: text(commit.message_raw_bytes()),
        })
    }

    /// Writes the objects of a commit; no ref moves, and neither index nor work tree is touched.
    pub fn commit(&self, new: &NewCommit) -> Result<Oid, Error> {
        let parent = self.find_commit(id(&new.parent)?)?;
        let tree = self.planted(parent.tree_id(), &new.files)?;
        self.merge_commit(&NewMerge {
            parents: vec![new.parent.clone()],
            tree: oid(tree),
            message: new.message.clone(),
            author: new.author.clone(),
            committer: new.committer.clone(),
            seconds: new.seconds,
        })
    }

    /// Writes a commit of any number of parents; no ref moves.
    pub fn merge_commit(&self, new: &NewMerge) -> Result<Oid, Error> {
        let parents = new.parents.iter().map(|parent| self.find_commit(id(parent)?));
        let parents = parents.collect::<Result<Vec<_>, _>>()?;
        let tree = self.find_tree(id(&new.tree)?)?;
        // A commit is never older than its parents: what counts since when would be wrong.
        let newest = parents.iter().map(|parent| parent.time().seconds()).max();
        let time = Time::new(new.seconds.max(newest.unwrap_or(new.seconds)), 0);
        let (author, committer) = (signature(&new.author, &time)?, signature(&new.committer, &time)?);
        let parents: Vec<_> = parents.iter().collect();
        let made = self.inner.commit(None, &author, &committer, &new.message, &tree, &parents);
        made.map(oid).map_err(Error::failed("write a commit"))
    }
}

pub(super) fn signature(who: &Signature, time: &Time) -> Result<git2::Signature<'static>, Error> {
    git2::Signature::new(&who.name, &who.email, time).map_err(Error::failed("sign a commit with this name"))
}

/// libgit2 hides the parents of a commit at which the history is cut; the object itself names them.
pub(super) fn written_parents(commit: &git2::Commit<'_>) -> Vec<git2::Oid> {
    let header = commit.raw_header_bytes().split(|byte| *byte == b'\n');
    let parents = header.filter_map(|line| line.strip_prefix(b"parent "));
    parents.filter_map(|hex| git2::Oid::from_str(std::str::from_utf8(hex).ok()?).ok()).collect()
}
