//! What is asked, and what should come of it.

use super::files::Change;
use super::scenario::Ask;

/// One promotion in a scenario.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// What is done first.
    pub(crate) before: Before,
    pub(crate) configuration: Option<Configuration>,
    /// A gate that is known to come later: until then it is "not yet".
    pub(crate) gate: Option<&'static str>,
    pub(crate) ask: Ask,
    pub(crate) code: i32,
    pub(crate) changes: Vec<Change>,
    /// What a person is told.
    pub(crate) says: Vec<String>,
    /// What a person isn't told.
    pub(crate) silent: Vec<String>,
    /// What the commit's message says.
    pub(crate) records: Vec<String>,
    /// The environments that are told apart.
    pub(crate) environments: Vec<String>,
    /// Values that stay, with their files.
    pub(crate) unchanged: Vec<(String, String)>,
}

/// What is done before.
#[derive(Debug, Clone, Default)]
pub(crate) enum Before {
    #[default]
    Nothing,
    /// The tree is changed.
    Edited(Vec<Change>),
    /// Another promotion, with what it changes.
    Promoted(Ask, Vec<Change>),
}

/// A hoist.yaml, and why the layout needs one.
#[derive(Debug, Clone)]
pub(crate) struct Configuration {
    pub(crate) text: String,
    pub(crate) why: &'static str,
}

impl Case {
    /// A promotion that changes these lines.
    pub(crate) fn changes(name: impl Into<String>, ask: Ask, changes: Vec<Change>) -> Self {
        Self {
            name: name.into(),
            before: Before::Nothing,
            configuration: None,
            gate: None,
            ask,
            code: 0,
            changes,
            says: Vec::new(),
            silent: Vec::new(),
            records: Vec::new(),
            environments: Vec::new(),
            unchanged: Vec::new(),
        }
    }

    /// A promotion that ends like this, and writes nothing.
    pub(crate) fn writes_nothing(name: impl Into<String>, ask: Ask, code: i32, says: &[&str]) -> Self {
        Self { code, ..Self::changes(name, ask, Vec::new()) }.and_says(says)
    }

    pub(crate) fn and_says(mut self, says: &[&str]) -> Self {
        self.says.extend(says.iter().map(|one| (*one).to_owned()));
        self
    }

    pub(crate) fn and_records(mut self, record: &str) -> Self {
        self.records.push(record.to_owned());
        self
    }

    pub(crate) fn after(mut self, before: Before) -> Self {
        self.before = before;
        self
    }

    pub(crate) fn with(mut self, why: &'static str, text: String) -> Self {
        self.configuration = Some(Configuration { text, why });
        self
    }

    pub(crate) fn of_gate(mut self, gate: &'static str) -> Self {
        self.gate = Some(gate);
        self
    }

    pub(crate) fn configuration_word(&self) -> &'static str {
        if self.configuration.is_some() { "hoist.yaml" } else { "none" }
    }
}
