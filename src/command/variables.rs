//! The process environment as a value, read once.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

/// The variables of a run. One that is empty counts as unset.
#[derive(Debug, Clone, Default)]
pub(super) struct Variables(BTreeMap<String, OsString>);

impl Variables {
    /// Those of this process. A name that isn't UTF-8 is none of ours.
    pub(super) fn read() -> Self {
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value))).collect()
    }

    pub(super) fn raw(&self, name: &str) -> Option<&OsStr> {
        self.0.get(name).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// The text of a variable that isn't ours to complain about.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.raw(name)?.to_str()
    }

    pub(super) fn is(&self, name: &str, value: &str) -> bool {
        self.text(name) == Some(value)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().filter(|name| self.raw(name).is_some()).map(String::as_str)
    }
}

impl<N: Into<String>, V: Into<OsString>> FromIterator<(N, V)> for Variables {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        Self(variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}
