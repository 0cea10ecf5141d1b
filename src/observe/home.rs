//! Where environments stand: on one branch, or each on its own.

use crate::git::Tree;
use crate::model::name::EnvironmentName;
use crate::model::plan::Base;
use std::collections::BTreeMap;

/// A branch at one commit, with its files.
pub struct Home<'r> {
    pub base: Base,
    pub tree: Tree<'r>,
    /// The branch isn't there yet: it begins with the commit of its source.
    pub begins: bool,
}

/// The branch that holds the environments, and those that have a branch of their own.
pub struct Homes<'r> {
    pub main: Home<'r>,
    /// The branch that hoist.yaml is on, where that is another one.
    pub declared: Option<Home<'r>>,
    pub own: BTreeMap<EnvironmentName, Home<'r>>,
}

/// The files that each environment is read from.
#[derive(Clone, Copy)]
pub(super) enum Trees<'t, 'r> {
    Of(&'t Homes<'r>),
    /// One commit for all.
    At(&'t Tree<'r>),
}

impl<'t, 'r> Trees<'t, 'r> {
    pub(super) fn of(self, environment: &EnvironmentName) -> &'t Tree<'r> {
        match self {
            Self::Of(homes) => &homes.of(environment).tree,
            Self::At(tree) => tree,
        }
    }
}

impl<'r> Homes<'r> {
    /// All environments, and hoist.yaml, on one branch.
    pub fn on(main: Home<'r>) -> Self {
        Self { main, declared: None, own: BTreeMap::new() }
    }

    pub fn of(&self, environment: &EnvironmentName) -> &Home<'r> {
        self.own.get(environment).unwrap_or(&self.main)
    }
}
