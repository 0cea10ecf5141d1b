//! A repository and its remote made from nothing, to show things in.

use super::auth::Credentials;
use super::error::Error;
use super::remote::{Pushed, Update};
use super::repo::{Repo, oid};
use crate::model::delivery::Signature;
use crate::model::path::RepoPath;
use git2::build::CheckoutBuilder;
use git2::{Repository, RepositoryInitOptions, Time};
use std::path::Path;

const BRANCH: &str = "main";

impl Repo {
    /// Makes a bare `remote.git` in an empty folder, and beside it `clone`, whose first commit, pushed, has these files.
    pub fn throwaway(
        folder: &Path,
        files: &[(RepoPath, Vec<u8>)],
        who: &Signature,
        seconds: i64,
    ) -> Result<Self, Error> {
        init(&folder.join("remote.git"), true)?;
        let repo = Self::of(init(&folder.join("clone"), false)?);
        repo.configure(&folder.join("remote.git"), who).map_err(Error::failed("configure the repository"))?;
        let tree = repo.inner.treebuilder(None).and_then(|empty| empty.write());
        let tree = repo.planted(tree.map_err(Error::failed("write a tree"))?, files)?;
        let first = repo.first_commit(tree, who, seconds).map_err(Error::failed("make the first commit"))?;
        if let Some(remote) = repo.remote(&Credentials::default())? {
            let new = Update::branch(BRANCH, None, oid(first));
            match remote.push(&[new])? {
                Pushed::Done => {}
                Pushed::Lost { branch, .. } => return Err(Error::Moved { branch, from: oid(first) }),
            }
        }
        Ok(repo)
    }

    fn configure(&self, remote: &Path, who: &Signature) -> Result<(), git2::Error> {
        let mut config = self.inner.config()?;
        config.set_str("user.name", &who.name)?;
        config.set_str("user.email", &who.email)?;
        // So that a plain `git pull` and `git push` work there.
        config.set_str(&format!("branch.{BRANCH}.remote"), "origin")?;
        config.set_str(&format!("branch.{BRANCH}.merge"), &format!("refs/heads/{BRANCH}"))?;
        self.inner.remote("origin", &format!("file://{}", remote.display())).map(drop)
    }

    fn first_commit(&self, tree: git2::Oid, who: &Signature, seconds: i64) -> Result<git2::Oid, git2::Error> {
        let who = git2::Signature::new(&who.name, &who.email, &Time::new(seconds, 0))?;
        let tree = self.inner.find_tree(tree)?;
        let commit = self.inner.commit(Some("HEAD"), &who, &who, "the first commit\n", &tree, &[])?;
        self.inner.checkout_head(Some(CheckoutBuilder::new().force()))?;
        Ok(commit)
    }
}

fn init(path: &Path, bare: bool) -> Result<Repository, Error> {
    let mut options = RepositoryInitOptions::new();
    options.bare(bare).initial_head(BRANCH).external_template(false).mkpath(true);
    Repository::init_opts(path, &options).map_err(Error::failed("make a repository"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_throwaway_repository_is_pushed_and_checked_out() {
        let folder = tempfile::tempdir().unwrap();
        let who = Signature { name: "Dev".into(), email: "dev@example.com".into() };
        let file = RepoPath::new("apps/web/kustomization.yaml").unwrap();
        let repo = Repo::throwaway(folder.path(), &[(file.clone(), b"a: 1\n".to_vec())], &who, 1_700_000_000)
            .unwrap();
        let remote = repo.remote(&Credentials::default()).unwrap().unwrap();
        assert_eq!(remote.default_branch().unwrap(), "main");
        let tip = remote.fetch("main").unwrap();
        assert_eq!(repo.branch("main").unwrap(), Some(tip.clone()));
        assert_eq!(repo.info(&tip).unwrap().seconds, 1_700_000_000);
        assert!(repo.dirty(&[file]).unwrap().is_empty());
    }
}
