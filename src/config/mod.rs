//! What a team declares in hoist.yaml, and what is found where nothing is declared.

mod back;
mod branches;
mod format;
mod groups;
pub mod holds;
mod infer;
mod lead;
mod names;
mod one_app;
mod pattern;
mod problem;
mod read;
mod route;
mod shape;
mod value;
mod written;

pub use back::is_held;
pub use format::infer_format;
pub use infer::{Doors, Look, Read, WHOLE, seen_in_refs};
pub use lead::{LeadError, Sought, are_alike};
pub use pattern::{BadPattern, List, Pattern, Unfilled, fill_text};
pub use problem::{Problem, Problems};
pub use route::{Route, RouteError, matches};
pub use shape::schema;

use crate::gate::Soak;
use crate::manifest::{KeyPath, Manifest};
use crate::model::delivery::Deliver;
use crate::model::format::Format;
use crate::model::name::{AppName, EnvironmentName};
use crate::model::path::RepoPath;
use crate::model::pin::{PinKind, SelectorName};
use crate::model::plan::Note;
use crate::strategy::Strategy;
use jiff::Timestamp;
use pattern::Names;
use problem::Faults;
use serde::Deserialize;
use std::collections::BTreeMap;
use value::Value;

/// The configuration of a run: declared, inferred, or some of both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Config {
    /// In the order in which versions travel.
    pub environments: Vec<Environment>,
    /// Nobody declares them: they were found by looking, as far as the run looked.
    pub environments_found: bool,
    pub apps: Vec<AppRule>,
    pub strategy: Strategy,
    /// Apps that are promoted together or not at all, by the name of their group.
    pub groups: BTreeMap<String, Vec<AppName>>,
    /// The branch that holds the environments, where it is declared.
    pub base: Option<String>,
    pub templates: Templates,
    pub requests: Requests,
    /// What is held is left out, and that is fine.
    pub held_passes: bool,
    /// Somebody gave it for one run: it isn't what the repository declares.
    pub is_given: bool,
    /// What was found by looking, and why.
    pub notes: Vec<Note>,
}

/// A stop on the way to users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    pub name: EnvironmentName,
    /// What its versions have stood in before.
    pub after: Vec<EnvironmentName>,
    /// A version may start here.
    pub entry: bool,
    /// How it writes versions, where that is declared.
    pub format: Option<Format>,
    /// More names for patterns. A value may hold `{app}`.
    pub vars: BTreeMap<String, String>,
    pub deliver: Option<Deliver>,
    /// Globs of paths that stay its own, where environments are branches.
    pub keep: Vec<String>,
    pub take: Take,
    pub soak: Option<Soak>,
    /// How a rollback is delivered, where that differs.
    pub rollback: Option<Deliver>,
    /// Its own word, else the one for all.
    pub requests: Requests,
    pub held_passes: bool,
    /// Why its place among the others is a guess that somebody should confirm.
    pub guess: Option<String>,
}

/// Which version of the environment before it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Take {
    #[default]
    Current,
    /// The newest that stood long enough for its own soak.
    Soaked,
}

/// An entry of `apps`: one app by its name, or a pattern that finds apps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppRule {
    pub name: Option<AppName>,
    pub path: Option<Pattern>,
    pub lead: Option<String>,
    /// Values by which a source's file says that its version goes no further.
    pub held_by: Vec<(KeyPath, String)>,
    pub pins: Vec<PinRule>,
}

/// Which versions of an app move.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a run has a handful of them")]
pub enum PinRule {
    /// All of one kind, in the app's own folder.
    Word(Word),
    /// Those of one file. The path is relative to the app's own, or from the root.
    Selector { manifest: Manifest, path: Pattern, format: Option<Format> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    Images,
    Charts,
    Revisions,
}

/// One request for all apps of a run, or one for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Requests {
    #[default]
    One,
    Each,
}

/// The team's own words, in the place of the built-in ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Templates {
    pub branch: Option<TemplateSource>,
    pub commit: Option<TemplateSource>,
    pub title: Option<TemplateSource>,
    pub body: Option<TemplateSource>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateSource {
    Text(String),
    File(RepoPath),
}

impl Config {
    /// Nothing is left to be inferred.
    pub fn is_whole(&self) -> bool {
        !self.environments.is_empty() && !self.apps.is_empty()
    }

    /// Reads a hoist.yaml; every problem of it is told at once. What it leaves out is left to be inferred.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problems> {
        let mut faults = Faults::default();
        let root = Value::read(text, &mut faults);
        shape::check(&root, &mut faults);
        let config = read::config(&root, &mut faults);
        faults.settled(file, text, config)
    }

    pub fn environment(&self, name: &EnvironmentName) -> Option<&Environment> {
        self.environments.iter().find(|one| one.name == *name)
    }
}

impl Config {
    /// How an environment writes versions of an app as tags; none where environments aren't tags.
    pub fn tag_format(&self, app: &AppName, environment: &EnvironmentName) -> Option<Format> {
        let Strategy::Tag(tags) = &self.strategy else { return None };
        tags.format(&self.environment(environment)?.names(app))
    }
}

impl AppRule {
    /// The selector by which an entry of `pins` finds a pin where names stand for this.
    pub fn manifest(&self, entry: usize, selector: SelectorName, names: &Names) -> Option<Manifest> {
        match self.pins.get(entry)? {
            PinRule::Word(_) => Manifest::every(selector),
            PinRule::Selector { manifest, .. } => Some(manifest.filled(&|text| fill_text(text, names))),
        }
    }
}

impl Environment {
    /// What stood from one time to another stood long enough.
    pub fn has_soaked(&self, since: Timestamp, until: Timestamp) -> bool {
        self.soak.is_some_and(|soak| soak.is_over(since, until))
    }

    /// It takes what has soaked, and doesn't say how long that is.
    fn takes_soaked_of_nothing(&self) -> bool {
        self.take == Take::Soaked && self.soak.is_none()
    }

    /// What names in patterns stand for here.
    pub fn names(&self, app: &AppName) -> Names {
        let mut names = self.vars.clone();
        names.insert("env".to_owned(), self.name.to_string());
        names.insert("app".to_owned(), app.to_string());
        names
    }

    /// An environment of which nothing but the name is known.
    pub fn named(name: EnvironmentName) -> Self {
        Self {
            name,
            after: Vec::new(),
            entry: false,
            format: None,
            vars: BTreeMap::new(),
            deliver: None,
            keep: Vec::new(),
            take: Take::default(),
            soak: None,
            rollback: None,
            requests: Requests::default(),
            held_passes: false,
            guess: None,
        }
    }
}

impl Word {
    pub fn kind(self) -> PinKind {
        match self {
            Self::Images => PinKind::Image,
            Self::Charts => PinKind::Chart,
            Self::Revisions => PinKind::Revision,
        }
    }

    pub const ALL: [Self; 3] = [Self::Images, Self::Charts, Self::Revisions];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Charts => "charts",
            Self::Revisions => "revisions",
        }
    }
}
