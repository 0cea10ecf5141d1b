//! Environments are tags on commits: `{version}-{env}`.

/// What the tags of environments are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tags(pub String);

impl Default for Tags {
    fn default() -> Self {
        Self("{version}-{env}".to_owned())
    }
}
