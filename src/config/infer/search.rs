//! A walk over the folders of a repository, without those that can't matter.

use super::doors::{Doors, Look};
use super::here::Here;
use super::sign::Sign;
use super::tried::Tried;
use crate::config::names::class;
use crate::model::path::RepoPath;
use std::collections::BTreeSet;

/// Deeper than any layout, and an end to hostile trees.
const DEEPEST: usize = 10;

/// How many of many alike are looked at: the first, in the order of their names.
pub(super) const SAMPLE: usize = 8;

pub(super) struct Search<'d, 'a, E> {
    doors: Doors<'d, E>,
    /// Apps by name; none: all.
    asked: &'a [&'a str],
    scope: Option<&'a str>,
    /// Environments by name; none: those that the table knows.
    declared: &'a [&'a str],
    pending: Vec<Option<RepoPath>>,
    /// Folders that are named like an app that was asked for, whose neighbours weren't all looked at.
    narrowed: Vec<RepoPath>,
    pub(super) tried: Tried,
}

impl<'d, 'a, E> Search<'d, 'a, E> {
    pub(super) fn new(doors: Doors<'d, E>, look: Look<'a>, declared: &'a [&'a str]) -> Self {
        let scope = look.scope.map(|scope| scope.trim_matches('/')).filter(|scope| !scope.is_empty());
        let (pending, narrowed) = (Vec::new(), Vec::new());
        Self { doors, asked: by_name(look.apps), scope, declared, pending, narrowed, tried: Tried::default() }
    }

    /// All signs, in the order of their folders. Where apps are asked for by name, only some of their
    /// neighbours are looked at, unless one isn't found: a folder that is named like the app may be something
    /// else.
    pub(super) fn signs(&mut self) -> Result<Vec<Sign>, E> {
        let signs = self.run(Self::of_folder)?;
        let is_found = |folder: &RepoPath| signs.iter().any(|sign| sign.is_below(folder));
        if self.narrowed.iter().all(is_found) {
            return Ok(signs);
        }
        self.asked = &[];
        self.tried = Tried::default();
        self.run(Self::of_folder)
    }

    /// The signs of ApplicationSets, wherever they are.
    pub(super) fn elements(&mut self) -> Result<Vec<Sign>, E> {
        self.asked = &[];
        let mut signs = self.run(Self::sets)?;
        signs.retain(|sign| self.counts(sign));
        Ok(signs)
    }

    /// All that one look at each folder gives. Where it gives something, what is below is left alone.
    fn run(&mut self, look: LookAt<'d, 'a, E>) -> Result<Vec<Sign>, E> {
        let mut signs = Vec::new();
        self.pending.push(None);
        while let Some(folder) = self.pending.pop() {
            let here = self.open(folder)?;
            let found = look(self, &here)?;
            let is_settled = found.iter().any(|sign| sign.is_of_folders());
            signs.extend(found);
            if !is_settled {
                self.descend(&here);
            }
        }
        signs.sort_by(|one, other| one.place().cmp(other.place()));
        Ok(signs)
    }

    /// The rules, in the order in which they are tried.
    fn of_folder(&mut self, here: &Here) -> Result<Vec<Sign>, E> {
        if let Some(sign) = self.folders(here)?.filter(|sign| self.counts(sign)) {
            return Ok(vec![sign]);
        }
        let mut signs = self.values(here)?;
        if signs.is_empty() {
            signs = self.patches(here)?;
        }
        signs.retain(|sign| self.counts(sign));
        Ok(signs)
    }

    /// Signs within the scope count, and those with the scope in one of their environments.
    fn counts(&self, sign: &Sign) -> bool {
        self.scope.is_none_or(|scope| {
            let scope: Vec<_> = scope.split('/').map(str::to_owned).collect();
            sign.folders.starts_with(&scope)
                || (scope.starts_with(&sign.folders)
                    && scope.get(sign.folders.len()).is_some_and(|next| sign.environments.contains(next)))
        })
    }

    pub(super) fn open(&mut self, path: Option<RepoPath>) -> Result<Here, E> {
        let entries = (self.doors.list)(path.as_ref())?;
        Ok(Here { path, entries })
    }

    pub(super) fn read(&mut self, file: &RepoPath) -> Result<Option<Vec<u8>>, E> {
        (self.doors.read)(file)
    }

    pub(super) fn knows(&self, environment: &str) -> bool {
        if self.declared.is_empty() {
            class(environment).is_some()
        } else {
            self.declared.contains(&environment)
        }
    }

    pub(super) fn declared_is_empty(&self) -> bool {
        self.declared.is_empty()
    }

    /// How many of these could not be one and the same stop.
    pub(super) fn different(&self, environments: &[String]) -> usize {
        if !self.declared.is_empty() {
            return environments.len();
        }
        environments.iter().filter_map(|name| class(name)).collect::<BTreeSet<_>>().len()
    }

    /// The fewest environments that stand side by side by their names alone.
    pub(super) fn fewest(&self) -> usize {
        if self.declared.len() == 1 { 1 } else { 2 }
    }

    /// The first of many folders, and those that were asked for.
    pub(super) fn some<'n>(&self, folders: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
        let some = folders.enumerate().filter(|(at, name)| *at < SAMPLE || self.asked.contains(name));
        some.map(|(_, name)| name).collect()
    }

    pub(super) fn is_asked(&self, app: &str) -> bool {
        self.asked.contains(&app)
    }

    /// Where one of the folders is named like an app that was asked for, the others are its neighbours.
    fn descend(&mut self, here: &Here) {
        if here.parts().len() >= DEEPEST {
            return;
        }
        let asked: Vec<_> = here.folders().filter(|name| self.asked.contains(name)).collect();
        let chosen = if asked.is_empty() { here.folders().collect() } else { self.some(here.folders()) };
        self.narrowed.extend(asked.into_iter().filter_map(|name| here.below(name)));
        let chosen = chosen.into_iter().filter_map(|name| here.below(name));
        let chosen: Vec<_> = chosen.filter(|path| self.is_on_the_way(path)).map(Some).collect();
        self.pending.extend(chosen);
    }

    /// A folder within the scope, or one that the scope is in.
    fn is_on_the_way(&self, path: &RepoPath) -> bool {
        let is_in = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.scope.is_none_or(|scope| is_in(path.as_str(), scope) || is_in(scope, path.as_str()))
    }
}

/// One look at a folder.
type LookAt<'d, 'a, E> = fn(&mut Search<'d, 'a, E>, &Here) -> Result<Vec<Sign>, E>;

/// The names, where nothing but names was asked for.
pub(super) fn by_name<'a>(asked: &'a [&'a str]) -> &'a [&'a str] {
    if asked.iter().any(|name| name.contains(['*', '?', '[', '{'])) { &[] } else { asked }
}
