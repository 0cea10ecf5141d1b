//! Where the apps stand.

use crate::model::facts::AppFound;
use crate::model::name::EnvironmentName;
use crate::model::path::RepoPath;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Where an app stands in each environment: more than one place where it is rolled out piece by piece.
pub(super) type Places = BTreeMap<EnvironmentName, Vec<AppPlace>>;

/// An app that was asked for, with its place in each environment.
#[derive(Clone)]
pub(super) struct Placed {
    pub found: AppFound,
    pub places: Places,
}

/// Where an app stands in one environment.
#[derive(Clone)]
pub(super) struct AppPlace {
    /// The folder or file that its pattern names; none where it has no path of its own.
    pub path: Option<RepoPath>,
    /// What patterns may name there: app, env, vars and captures.
    pub names: Rc<BTreeMap<String, String>>,
}
