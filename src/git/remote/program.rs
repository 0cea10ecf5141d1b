//! A remote that the `git` program speaks with: any URL that git knows.

use super::failure::{is_transient, words};
use crate::git::error::Error;
use crate::git::program::{Git, Limit, Ran};
use crate::git::refs::full_name;
use crate::git::repo::Repo;
use crate::git::url;
use crate::model::plan::Oid;
use crate::model::text::{nearest, visible};
use std::collections::BTreeMap;
use std::time::Duration;

/// A remote that the `git` program speaks with.
pub struct Program {
    pub(super) name: String,
    pub(super) urls: Vec<String>,
    pub(super) git: Git,
    /// A handle of its own on the repository that the remote belongs to.
    pub(super) here: Repo,
}

const ATTEMPTS: u32 = 3;

impl Program {
    pub(super) fn url_shown(&self) -> String {
        self.urls.first().map(|one| url::shown(one)).unwrap_or_default()
    }

    pub(super) fn default_branch(&self) -> Result<String, Error> {
        let ran = self.ask(&["ls-remote", "--symref", "--", &self.name, "HEAD"])?;
        let branch =
            ran.stdout.lines().find_map(|line| line.strip_prefix("ref: refs/heads/")?.strip_suffix("\tHEAD"));
        if let Some(branch) = branch {
            return Ok(branch.to_owned());
        }
        // HEAD names a branch that isn't there, or none at all.
        let mut branches: Vec<_> = self.all()?.into_keys().collect();
        match branches.len() {
            0 => Err(Error::EmptyRemote { url: self.url_shown() }),
            1 => Ok(branches.remove(0)),
            _ => {
                let branches = branches.iter().map(|branch| visible(branch)).collect();
                Err(Error::NoDefaultBranch { url: self.url_shown(), branches })
            }
        }
    }

    pub(super) fn tips(&self, branches: &[&str]) -> Result<BTreeMap<String, Oid>, Error> {
        let names: Vec<_> = branches.iter().map(|branch| full_name(branch)).collect::<Result<_, _>>()?;
        if names.is_empty() {
            return Ok(BTreeMap::new());
        }
        let mut arguments = vec!["ls-remote", "--", &self.name];
        arguments.extend(names.iter().map(String::as_str));
        let mut tips = listed(&self.ask(&arguments)?.stdout);
        // git matches the ends of names too.
        tips.retain(|branch, _| branches.contains(&branch.as_str()));
        Ok(tips)
    }

    pub(super) fn branches(&self) -> Result<Vec<String>, Error> {
        Ok(self.all()?.into_keys().collect())
    }

    /// Where those of the refs stand that are there, by their full names.
    pub(super) fn stands(&self, names: &[String]) -> Result<BTreeMap<String, Oid>, Error> {
        let mut arguments = vec!["ls-remote", "--", &self.name];
        arguments.extend(names.iter().map(String::as_str));
        let ran = self.ask(&arguments)?;
        let one = |line: &str| line.split_once('\t').map(|(id, name)| (name.to_owned(), Oid(id.to_owned())));
        // git matches the ends of names too.
        Ok(ran.stdout.lines().filter_map(one).filter(|(name, _)| names.contains(name)).collect())
    }

    /// Why a branch that was asked for isn't there.
    pub(super) fn no_branch(&self, branch: &str) -> Result<Error, Error> {
        let all = self.all()?;
        let url = self.url_shown();
        if all.is_empty() {
            return Ok(Error::EmptyRemote { url });
        }
        let near = nearest(branch, all.keys().map(String::as_str)).map(visible);
        Ok(Error::NoBranch { url, branch: visible(branch), near })
    }

    fn all(&self) -> Result<BTreeMap<String, Oid>, Error> {
        Ok(listed(&self.ask(&["ls-remote", "--heads", "--", &self.name])?.stdout))
    }

    /// A question, asked again where the network failed.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Ran, Error> {
        let ran = self.patiently(arguments, Limit::Question)?;
        if ran.ok { Ok(ran) } else { Err(self.why(&ran)) }
    }

    /// Runs a command again where the network failed, and waits longer each time.
    pub(super) fn patiently(&self, arguments: &[&str], limit: Limit) -> Result<Ran, Error> {
        let near = self.urls.iter().all(|one| url::is_near(one));
        let mut pause = Duration::from_millis(if near { 1 } else { 500 });
        for _ in 1..ATTEMPTS {
            let ran = self.git.run(arguments, limit)?;
            if ran.ok || !is_transient(&ran.stderr) {
                return Ok(ran);
            }
            std::thread::sleep(pause);
            pause *= 3;
        }
        self.git.run(arguments, limit)
    }

    /// Why the program failed before it spoke of any branch.
    pub(super) fn why(&self, ran: &Ran) -> Error {
        let (url, words) = (self.url_shown(), words(&ran.stderr));
        let has = |texts: &[&str]| texts.iter().any(|text| ran.stderr.contains(text));
        if has(&["dubious ownership"]) {
            return Error::Owner { path: url };
        }
        if has(&["error: 301", "error: 302", "error: 303", "error: 307", "error: 308"]) {
            return Error::Redirects { url };
        }
        let denied =
            ["Authentication failed", "could not read Username", "could not read Password", "error: 401"];
        let refused = ["error: 403", "Permission denied", "Access denied", "HTTP Basic"];
        if has(&denied) || has(&refused) {
            return Error::Denied { url, words, tried: self.git.access.tried.clone() };
        }
        Error::Unreachable { url, words }
    }
}

fn listed(text: &str) -> BTreeMap<String, Oid> {
    let one = |line: &str| {
        let (id, name) = line.split_once('\t')?;
        Some((name.strip_prefix("refs/heads/")?.to_owned(), Oid(id.to_owned())))
    };
    text.lines().filter_map(one).collect()
}
