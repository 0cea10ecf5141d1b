//! Which remote is meant, and how it is reached.

use super::Remote;
use super::program::Program;
use crate::git::auth::{Access, Credentials};
use crate::git::error::Error;
use crate::git::repo::Repo;
use crate::model::text::visible;

impl Repo {
    /// The remote called origin, else the only one; none where there is none.
    pub fn remote(&self, credentials: &Credentials) -> Result<Option<Remote>, Error> {
        let Some(name) = self.remote_name()? else { return Ok(None) };
        let urls = self.urls(&name)?;
        let access = Access::to(&urls, credentials, &self.git)?;
        let config = self.inner.config().map_err(Error::failed("read git's configuration"))?;
        let git = self.git.with(access, config.get_entry("core.sshcommand").is_err());
        self.lender.get_or_init(|| git.clone());
        Ok(Some(Remote::Program(Program { name, urls, git, here: self.again()? })))
    }

    fn remote_name(&self) -> Result<Option<String>, Error> {
        let names = self.inner.remotes().map_err(Error::failed("list the remotes"))?;
        let names: Vec<_> = names.iter().filter_map(|name| name.ok().flatten()).map(str::to_owned).collect();
        let name = match names.as_slice() {
            [] => return Ok(None),
            [only] => only.clone(),
            _ if names.iter().any(|name| name == "origin") => "origin".to_owned(),
            _ => return Err(Error::Remotes { names: names.iter().map(|name| visible(name)).collect() }),
        };
        if name.starts_with('-') || !git2::Remote::is_valid_name(&name) {
            return Err(Error::Name { what: "remote", name: visible(&name) });
        }
        Ok(Some(name))
    }

    /// Where it is fetched from, then where it is pushed to, as git rewrites them.
    fn urls(&self, name: &str) -> Result<Vec<String>, Error> {
        let remote = self.inner.find_remote(name).map_err(Error::failed("read the remote"))?;
        let fetch = remote.url().unwrap_or_default();
        if fetch.is_empty() {
            return Err(Error::NoUrl { name: visible(name) });
        }
        let push = remote.pushurl().ok().flatten().filter(|push| *push != fetch);
        Ok(std::iter::once(fetch).chain(push).map(str::to_owned).collect())
    }
}
