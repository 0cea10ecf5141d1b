//! Branches, tags and what is checked out.

use super::error::Error;
use super::repo::{Repo, id, oid};
use crate::model::plan::Oid;
use git2::{ErrorCode, Reference};

/// What is checked out. A branch without a commit is one that has none yet; no branch is a detached head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub branch: Option<String>,
    pub commit: Option<Oid>,
}

impl Repo {
    pub fn head(&self) -> Result<Head, Error> {
        let head = self.inner.find_reference("HEAD").map_err(Error::failed("read HEAD"))?;
        let target = head.symbolic_target().ok().flatten();
        let branch = target.and_then(|target| target.strip_prefix("refs/heads/")).map(str::to_owned);
        let commit = self.tip("HEAD")?;
        Ok(Head { branch, commit })
    }

    /// The tip of a local branch.
    pub fn branch(&self, name: &str) -> Result<Option<Oid>, Error> {
        self.tip(&full_name(name)?)
    }

    /// The names of branches, here and as the remotes were last seen, and those of tags.
    pub fn refs(&self) -> Result<(Vec<String>, Vec<String>), Error> {
        let (mut branches, mut tags) = (Vec::new(), Vec::new());
        for found in self.inner.references().map_err(Error::failed("list branches"))? {
            let Ok(found) = found else { continue };
            let Ok(name) = found.name() else { continue };
            if let Some(tag) = name.strip_prefix("refs/tags/") {
                tags.push(tag.to_owned());
            } else if let Some(branch) = name.strip_prefix("refs/heads/") {
                branches.push(branch.to_owned());
            } else if let Some((_, branch)) =
                name.strip_prefix("refs/remotes/").and_then(|name| name.split_once('/'))
            {
                branches.push(branch.to_owned());
            }
        }
        Ok((branches, tags))
    }

    /// The commit that a commit id (whole or its beginning) or the name of a branch or tag means.
    pub fn resolve(&self, text: &str) -> Result<Option<Oid>, Error> {
        let is_hex = text.chars().all(|c| c.is_ascii_hexdigit());
        if is_hex && text.len() == 40 {
            return self.commit_of(&Oid(text.to_lowercase()));
        }
        for prefix in ["", "refs/tags/", "refs/heads/", "refs/remotes/", "refs/remotes/origin/"] {
            let name = format!("{prefix}{text}");
            if !(name == "HEAD" || name.starts_with("refs/")) || !Reference::is_valid_name(&name) {
                continue;
            }
            if let Some(commit) = self.tip(&name)? {
                return Ok(Some(commit));
            }
        }
        if !is_hex || !(4..40).contains(&text.len()) {
            return Ok(None);
        }
        Ok(self.inner.find_commit_by_prefix(text).ok().map(|commit| oid(commit.id())))
    }

    /// The same, as people type it with steps back behind it: `main~2`, `HEAD^`.
    pub fn resolve_back(&self, text: &str) -> Result<Option<Oid>, Error> {
        let (name, steps) = steps_back(text);
        match self.resolve(name)? {
            Some(commit) => self.back(&commit, steps),
            None => Ok(None),
        }
    }

    /// A commit's ancestor by such steps; none where there is none, or where it isn't here.
    pub fn back(&self, commit: &Oid, steps: &str) -> Result<Option<Oid>, Error> {
        let (mut at, mut rest) = (id(commit)?, steps);
        while let Some(step) = rest.chars().next() {
            let after = &rest[step.len_utf8()..];
            let (count, others) =
                after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
            let count = if count.is_empty() { Ok(1) } else { count.parse() };
            let Ok(count) = count else { return Ok(None) };
            let Some(found) = self.step_back(at, step, count) else { return Ok(None) };
            (at, rest) = (found, others);
        }
        Ok(self.inner.find_commit(at).ok().map(|commit| oid(commit.id())))
    }

    fn step_back(&self, from: git2::Oid, step: char, count: u32) -> Option<git2::Oid> {
        let parent = |of, nth: u32| self.inner.find_commit(of).ok()?.parent_id(nth as usize).ok();
        match (step, count) {
            ('^', 0) => Some(from),
            ('^', nth) => parent(from, nth - 1),
            ('~', times) => (0..times).try_fold(from, |at, _| parent(at, 0)),
            _ => None,
        }
    }

    fn commit_of(&self, whole: &Oid) -> Result<Option<Oid>, Error> {
        let found = self.inner.find_object(id(whole)?, None);
        Ok(found.and_then(|object| object.peel_to_commit()).ok().map(|commit| oid(commit.id())))
    }

    /// The commit that a full ref name leads to.
    pub(super) fn tip(&self, name: &str) -> Result<Option<Oid>, Error> {
        let found = self.inner.find_reference(name).and_then(|found| found.peel_to_commit());
        match found {
            Ok(commit) => Ok(Some(oid(commit.id()))),
            Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::UnbornBranch) => Ok(None),
            Err(error) => Err(Error::failed("read a ref")(error)),
        }
    }
}

/// A name, and the steps back behind it: no name of a ref has these signs.
pub fn steps_back(text: &str) -> (&str, &str) {
    text.split_at(text.find(['~', '^']).unwrap_or(text.len()))
}

/// The full name of a branch, if git takes it.
pub(super) fn full_name(branch: &str) -> Result<String, Error> {
    full("refs/heads/", "branch", branch)
}

/// The full name of a tag, if git takes it.
pub(super) fn full_tag(tag: &str) -> Result<String, Error> {
    full("refs/tags/", "tag", tag)
}

fn full(folder: &str, what: &'static str, name: &str) -> Result<String, Error> {
    let full = format!("{folder}{name}");
    if Reference::is_valid_name(&full) && !name.starts_with('-') {
        return Ok(full);
    }
    Err(Error::Name { what, name: crate::model::text::visible(name) })
}
