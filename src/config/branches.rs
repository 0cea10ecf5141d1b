//! The branches of environments, where each has one.

use super::infer::of_branches;
use super::pattern::fill_text;
use super::{Config, Environment};
use crate::model::plan::{Note, NoteKind};
use crate::model::strategy::StrategyName;
use crate::strategy::{Branches, Strategy, Tags};

impl Config {
    /// The branch of an environment; none where environments have no branches of their own.
    pub fn branch_of(&self, environment: &Environment) -> Option<String> {
        match &self.strategy {
            Strategy::Branch(branches) => Some(named(branches, environment)),
            Strategy::Directory | Strategy::Tag(_) => None,
        }
    }

    /// A strategy with its usual names.
    pub fn with_strategy(mut self, name: StrategyName) -> Self {
        self.strategy = match name {
            StrategyName::Directory => Strategy::Directory,
            StrategyName::Branch => Strategy::Branch(Branches::default()),
            StrategyName::Tag => Strategy::Tag(Tags::default()),
        };
        self
    }

    /// With the environments that branches are named after, where none is declared.
    pub fn told_by_branches(mut self, names: &[String]) -> Self {
        let Strategy::Branch(Branches(pattern)) = &self.strategy else { return self };
        if !self.environments.is_empty() {
            return self;
        }
        let is_declared = *pattern != Branches::default().0;
        let Some((pattern, found)) = of_branches(is_declared.then_some(pattern.as_str()), names) else {
            return self;
        };
        let shown: Vec<_> = found.iter().map(|name| pattern.replace("{env}", name)).collect();
        let text = format!("branches: {pattern}, since {} are named like environments", shown.join(", "));
        self.notes.push(Note { kind: NoteKind::Inferred, text, at: None });
        self.take_names(&found);
        self.strategy = Strategy::Branch(Branches(pattern));
        self
    }
}

pub(super) fn named(branches: &Branches, environment: &Environment) -> String {
    let mut names = environment.vars.clone();
    names.insert("env".to_owned(), environment.name.to_string());
    fill_text(&branches.0, &names)
}
