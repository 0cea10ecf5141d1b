//! Environments are branches: `env/{env}`.

/// What the branches of environments are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branches(pub String);

impl Default for Branches {
    fn default() -> Self {
        Self("{env}".to_owned())
    }
}
