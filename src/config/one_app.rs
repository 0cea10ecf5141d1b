//! Tags without an app in their names are those of one app: the repository itself, unless hoist.yaml names others.

use super::{AppRule, Config};
use crate::model::name::AppName;
use crate::model::plan::{Note, NoteKind};
use crate::strategy::Strategy;

impl Config {
    /// With the one app that tags speak of where no app is declared: named in front of the version, else like the
    /// repository.
    pub fn with_one_app(mut self, repository: impl FnOnce() -> Option<String>) -> Self {
        let Strategy::Tag(tags) = &self.strategy else { return self };
        if !self.apps.is_empty() {
            return self;
        }
        let name = tags.app().map(str::to_owned).or_else(repository);
        let name = name.and_then(|name| AppName::new(&name).ok()).or_else(|| AppName::new("app").ok());
        self.notes.extend(name.iter().map(|name| Note {
            kind: NoteKind::Inferred,
            text: format!("apps: {name}, which has all the tags"),
            at: None,
        }));
        let rule = |name| AppRule {
            name: Some(name),
            path: None,
            lead: None,
            held_by: Vec::new(),
            pins: Vec::new(),
        };
        self.apps.extend(name.map(rule));
        self
    }
}
