//! A hold taken out of the file: all other bytes stay.

use super::list::{Edit, Written, spliced};
use super::read::{apps_of, parse};
use super::{Error, FILE, checked};
use crate::model::hold::{Hold, unhold};
use crate::model::name::EnvironmentName;
use crate::model::version::Version;
use crate::yaml::Node;

/// The hold of an app, or of one of its versions, in one environment. The app stands as it does in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Which {
    pub app: String,
    pub version: Option<Version>,
    pub environment: EnvironmentName,
}

impl Which {
    fn is(&self, hold: &Hold) -> bool {
        hold.app == self.app && hold.version == self.version && hold.environments.contains(&self.environment)
    }
}

impl Which {
    /// A wider hold is about it too.
    fn is_under(&self, hold: &Hold) -> bool {
        let is_version = match (&hold.version, &self.version) {
            (Some(held), Some(own)) => held.is_like(own.as_str()),
            (None, _) => true,
            (Some(_), None) => false,
        };
        is_version && apps_of(&hold.app)(&self.app) && hold.environments.contains(&self.environment)
    }

    fn lift(&self, hold: &Hold) -> String {
        unhold(&hold.app, hold.version.as_ref(), &self.environment)
    }
}

/// The file without a hold. One that is about other environments too stays for those.
pub fn removed(text: Option<&str>, which: &Which) -> Result<String, Error> {
    let text = text.unwrap_or_default();
    let holds = parse(FILE, text, &[])?;
    if !holds.iter().any(|hold| which.is(hold)) {
        return Err(not_there(which, &holds));
    }
    let written = Written::open(text)?;
    let items = written.root().and_then(Node::as_list).unwrap_or_default();
    let (mut edits, mut meant): (Vec<Edit>, Vec<Hold>) = Default::default();
    for (at, hold) in holds.iter().enumerate() {
        if !which.is(hold) {
            meant.push(hold.clone());
            continue;
        }
        let mut rest = hold.clone();
        rest.environments.retain(|name| *name != which.environment);
        if rest.environments.is_empty() {
            let root = written.root().ok_or(Error::Layout { what: "it is no list" })?;
            edits.push((written.without(root, at)?, String::new()));
        } else {
            edits.extend(narrowed(&written, &items[at], which)?);
            meant.push(rest);
        }
    }
    checked(spliced(text, edits), &meant)
}

/// One environment less.
fn narrowed(written: &Written<'_>, item: &Node, which: &Which) -> Result<Option<Edit>, Error> {
    let Some(list) = item.get("environments") else { return Ok(None) };
    let names = list.as_list().unwrap_or_default();
    let at = names.iter().position(|name| name.as_str() == Some(which.environment.as_str()));
    at.map(|at| Ok((written.without(list, at)?, String::new()))).transpose()
}

fn not_there(which: &Which, holds: &[Hold]) -> Error {
    let shown = |app: &str, version: &Option<Version>, environments: &str| match version {
        Some(version) => format!("{app}@{version} in {environments}"),
        None => format!("{app} in {environments}"),
    };
    let list = |hold: &Hold| {
        let names: Vec<_> = hold.environments.iter().map(ToString::to_string).collect();
        shown(&hold.app, &hold.version, &names.join(", "))
    };
    Error::NotThere {
        which: shown(&which.app, &which.version, which.environment.as_str()),
        there: holds.iter().map(list).collect(),
        lifts: holds.iter().filter(|hold| which.is_under(hold)).map(|hold| which.lift(hold)).collect(),
    }
}
