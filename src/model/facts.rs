//! All that one run observed: what decide sees of the world.

use super::delivery::Signature;
use super::hold::Hold;
use super::inputs::Along;
use super::line::Line;
use super::merge::Merge;
use super::name::{AppName, EnvironmentName};
use super::path::{EntryKind, RepoPath};
use super::pin::{Reading, SelectorName};
use super::plan::{Base, Move, Note, Oid};
use super::tagged::TagFacts;
use super::text::Position;
use super::timeline::Timeline;
use super::version::Version;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The time that everything is judged by.
    pub now: Timestamp,
    /// Who commits, as git is configured.
    pub committer: Signature,
    /// The commit that all this was read from.
    pub base: Base,
    /// Of environments that have a branch of their own: the commit that each was read from.
    pub bases: BTreeMap<EnvironmentName, Base>,
    /// The apps that were asked for, in the order of their names.
    pub apps: Vec<AppFound>,
    pub readings: Readings,
    /// What isn't taken from the tip, by the app and the environment that it goes to.
    pub older: BTreeMap<(AppName, EnvironmentName), Rc<Older>>,
    /// Where the selectors look, whether they find pins there or not.
    pub places: ByApp<Place>,
    pub troubles: ByApp<Trouble>,
    /// Environments without an app, and where it would stand there.
    pub absent: ByApp<Absent>,
    /// Files beside those that hold pins which can't be read: they stop nothing, and may explain what isn't found.
    pub neighbours: ByApp<Trouble>,
    /// The files that hold pins, as they stand at the base.
    pub texts: BTreeMap<RepoPath, String>,
    /// The files that environments take from bases, where one has all its versions from there.
    pub reached: ByApp<RepoPath>,
    /// Each Chart.yaml with a `Chart.lock` beside it, which helm compares with it.
    pub locked: BTreeSet<RepoPath>,
    /// What an app's own files say against going further.
    pub held_by: ByApp<HeldBy>,
    /// Of the whole files of an approved plan.
    pub pasts: Vec<Past>,
    /// As far as this run needs them.
    pub timelines: BTreeMap<(AppName, EnvironmentName), Timeline>,
    /// Where environments are tags.
    pub tags: TagFacts,
    /// Of the environments whose history is asked for.
    pub lines: BTreeMap<EnvironmentName, Rc<Line>>,
    /// All entries of `.hoist/holds.yaml`, those that don't count now included.
    pub holds: Vec<Hold>,
    /// Where environments are branches: what each promotion of the run merges.
    pub merges: Vec<Merging>,
    /// Promotions of these apps that are open.
    pub proposals: Vec<Proposal>,
    /// Files of holds that can't be read.
    pub unread_holds: Vec<UnreadHolds>,
    /// Branches into which the one before brings nothing: it conflicts, or all of it is there.
    pub unmergeable: BTreeSet<EnvironmentName>,
    /// The file of holds where each environment is, as it stands there.
    pub holds_texts: BTreeMap<EnvironmentName, String>,
    pub notes: Vec<Note>,
}

/// What a branch of hoist's proposes for one app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub branch: String,
    pub app: AppName,
    pub environment: EnvironmentName,
    pub version: String,
}

/// A file of holds that can't be read: what it keeps out of these environments isn't known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadHolds {
    pub environments: Vec<EnvironmentName>,
    pub what: String,
}

/// What a merge would make of an environment: found in memory, written nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merging {
    pub into: EnvironmentName,
    pub merge: Merge,
    /// Its pins as they would stand.
    pub merged: Readings,
    /// Its files that couldn't be read any more.
    pub troubles: ByApp<Trouble>,
    /// The source's pins as of what both sides are compared with, of apps whose version wouldn't follow the source.
    pub before: Readings,
    /// The apps with a file among those that change.
    pub touched: BTreeSet<AppName>,
    /// The files with pins that stay the environment's own.
    pub kept: BTreeSet<RepoPath>,
}

/// Something of each app in each environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByApp<T>(BTreeMap<AppName, BTreeMap<EnvironmentName, Vec<T>>>);

pub type Readings = ByApp<Reading>;

/// An app, and the entry of the configuration's `apps` that found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppFound {
    pub app: AppName,
    pub rule: usize,
    /// Asked for by a glob: it may be left out when it is held.
    pub by_glob: bool,
    /// It comes with another app of its group.
    pub along: Option<Along>,
    /// The version that was asked for it alone: `APP@VERSION`, or the input `version` or `to-version`.
    pub version: Option<Version>,
    /// What an approved plan says of it, by the environment that it goes to.
    pub approved: BTreeMap<EnvironmentName, Move>,
    /// Where it stands: the environments that it has a place in.
    pub environments: Vec<EnvironmentName>,
}

/// What an environment held as of a commit before the tip. Apps that are read at one commit share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Older {
    pub commit: Oid,
    pub environment: EnvironmentName,
    pub readings: Readings,
    /// Files that can't be read as of then.
    pub troubles: ByApp<Trouble>,
    /// The files that held pins then.
    pub texts: BTreeMap<RepoPath, String>,
}

/// A file that one entry of an app's `pins` reads in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub entry: usize,
    pub selector: SelectorName,
    pub file: RepoPath,
    /// What the names in the entry's texts stand for there.
    pub names: Rc<BTreeMap<String, String>>,
}

/// A key beside an app's version that says: no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBy {
    pub key: String,
    pub value: String,
    pub at: Position,
}

/// The place that an app doesn't have in one environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    pub path: RepoPath,
    /// What names stand for there.
    pub names: BTreeMap<String, String>,
    /// Its one place in each other environment.
    pub like: BTreeMap<EnvironmentName, (RepoPath, EntryKind)>,
}

/// Files that should hold pins and can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, its place first.
    pub what: String,
    pub hint: Option<String>,
}

/// Whether the content of a whole file ever stood in an environment, as the history tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub app: AppName,
    pub environment: EnvironmentName,
    /// What stands for the content.
    pub version: Version,
    pub answer: Stood,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stood {
    /// It stood there as of this commit.
    At(Oid),
    /// The whole history doesn't have it.
    Never,
    /// The history is cut short, and what there is of it doesn't have it.
    Unknown { why: String },
}

impl<T> Default for ByApp<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> ByApp<T> {
    pub fn of(&self, app: &AppName, environment: &EnvironmentName) -> &[T] {
        self.0.get(app).and_then(|there| there.get(environment)).map_or(&[], Vec::as_slice)
    }

    pub fn add(&mut self, app: &AppName, environment: &EnvironmentName, one: T) {
        let known = self.0.get_mut(app).and_then(|there| there.get_mut(environment));
        if let Some(all) = known {
            all.push(one);
            return;
        }
        // Mostly there is one, and there may be many apps: no room is taken in advance.
        self.0.entry(app.clone()).or_default().insert(environment.clone(), vec![one]);
    }

    /// What there is of one app, by environment.
    pub fn across(&self, app: &AppName) -> impl Iterator<Item = (&EnvironmentName, &[T])> {
        self.0.get(app).into_iter().flatten().map(|(environment, all)| (environment, all.as_slice()))
    }

    pub fn across_mut(&mut self, app: &AppName) -> impl Iterator<Item = (&EnvironmentName, &mut Vec<T>)> {
        self.0.get_mut(app).into_iter().flatten()
    }
}

impl Facts {
    /// The commit before the tip that an app's way into an environment starts from, where there is one.
    pub fn older(&self, app: &AppName, to: &EnvironmentName) -> Option<&Older> {
        self.older.get(&(app.clone(), to.clone())).map(Rc::as_ref)
    }

    /// The pins of an app where its version comes from: at the tip, or as of an older commit.
    pub fn source(&self, app: &AppName, from: Option<&EnvironmentName>, to: &EnvironmentName) -> &[Reading] {
        match self.older(app, to) {
            Some(older) => older.readings.of(app, &older.environment),
            None => from.map_or(&[], |from| self.readings.of(app, from)),
        }
    }

    /// What stands in a file where the version comes from.
    pub fn source_text(&self, app: &AppName, to: &EnvironmentName, file: &RepoPath) -> Option<&String> {
        self.older(app, to).map_or(&self.texts, |older| &older.texts).get(file)
    }

    /// The commit that an environment was read from.
    pub fn base_of(&self, environment: &EnvironmentName) -> &Base {
        self.bases.get(environment).unwrap_or(&self.base)
    }

    /// The merge that is to change an environment.
    pub fn merging(&self, into: &EnvironmentName) -> Option<&Merging> {
        self.merges.iter().find(|one| one.into == *into)
    }

    pub fn timeline(&self, app: &AppName, environment: &EnvironmentName) -> Option<&Timeline> {
        self.timelines.get(&(app.clone(), environment.clone()))
    }

    /// Whether the content of a whole file ever stood in an environment; none where that wasn't asked.
    pub fn past(&self, app: &AppName, environment: &EnvironmentName, version: &Version) -> Option<&Stood> {
        let asked =
            |past: &&Past| past.app == *app && past.environment == *environment && past.version == *version;
        self.pasts.iter().find(asked).map(|past| &past.answer)
    }
}
