//! The two doors through which inference looks at a repository, and what it looks for.

use crate::config::pattern::List;
use crate::model::path::RepoPath;

/// Reads a file; none where there is no such file.
pub type Read<'d, E> = &'d mut dyn FnMut(&RepoPath) -> Result<Option<Vec<u8>>, E>;

/// How a repository is looked at.
pub struct Doors<'d, E> {
    pub list: List<'d, E>,
    pub read: Read<'d, E>,
}

/// What is looked for. What is found doesn't depend on the apps; how much is looked at does.
#[derive(Debug, Clone, Copy, Default)]
pub struct Look<'a> {
    /// Apps by name or glob; none: all.
    pub apps: &'a [&'a str],
    /// The folder within which signs count.
    pub scope: Option<&'a str>,
}
