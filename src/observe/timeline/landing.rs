//! What a commit of the line says of what it brought: who, by which request, with which records.

use super::places::Places;
use super::standing::Standing;
use crate::git::{self, CommitInfo, Repo, Tree};
use crate::message::{request, reverted};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::plan::{Action, Oid};
use crate::model::record::Record;
use crate::model::text::visible;
use crate::model::timeline::{Brought, How};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A commit of the line that brought something.
pub(super) struct Landing<'r> {
    /// What is said of all that no record speaks of.
    unrecorded: Rc<Brought>,
    /// One for each record: a request may bring several.
    recorded: Vec<Rc<Brought>>,
    /// Which record speaks of an app in an environment, and the version that it says.
    lines: BTreeMap<(String, String), Vec<(usize, String)>>,
    reverts: Vec<Reverted<'r>>,
}

/// A message may name any number of commits; so many are looked at.
const MOST: usize = 16;

/// A commit that was taken back, with its files and those before it.
struct Reverted<'r> {
    commit: Oid,
    files: Tree<'r>,
    before: Option<Tree<'r>>,
}

impl<'r> Landing<'r> {
    pub(super) fn read(repo: &'r Repo, commit: &Oid) -> Result<Self, git::Error> {
        let info = repo.info(commit)?;
        let side = repo.side(commit)?;
        let side: Vec<_> = side.iter().map(|commit| repo.info(commit)).collect::<Result<_, _>>()?;
        let author = side.iter().find(|_| info.parents.len() > 1).map_or(&info.author, |tip| &tip.author);
        let unrecorded = Brought {
            how: How::Unrecorded,
            by: visible(&author.name),
            request: request(&info.message),
            record: None,
            subject: visible(info.message.lines().next().unwrap_or_default()),
        };
        let messages = || std::iter::once(&info).chain(&side).map(|info| info.message.as_str());
        let mut landing = Self {
            recorded: Vec::new(),
            lines: BTreeMap::new(),
            reverts: Vec::new(),
            unrecorded: Rc::new(unrecorded),
        };
        messages().flat_map(Record::all).for_each(|record| landing.note(record));
        for id in messages().flat_map(reverted).take(MOST) {
            landing.reverts.extend(taken_back(repo, id)?);
        }
        Ok(landing)
    }

    fn note(&mut self, record: Record) {
        // A hold brings no version, whatever its record says.
        let action = match Action::of(&record.action) {
            Some(action @ (Action::Promote | Action::Rollback)) => action,
            Some(Action::Hold | Action::Unhold) | None => return,
        };
        let at = self.recorded.len();
        for line in record.apps.iter().filter(|line| line.pin.is_none()) {
            let key = (line.app.clone(), record.environment.clone());
            self.lines.entry(key).or_default().push((at, line.to.clone()));
        }
        let by = record.actor.as_deref().map_or_else(|| self.unrecorded.by.clone(), visible);
        let how = How::Recorded(action);
        let record = Some(Rc::new(record));
        self.recorded.push(Rc::new(Brought { how, by, record, ..Brought::clone(&self.unrecorded) }));
    }

    /// How what stands came with this commit, where something else stood before.
    pub(super) fn brought(
        &self,
        (app, environment): (&AppName, &EnvironmentName),
        came: &Standing,
        places: &Places<'_>,
        left: &Standing,
    ) -> Result<Rc<Brought>, git::Error> {
        let version = came.version();
        let lines = || self.lines.get(&(app.to_string(), environment.to_string()));
        let is_it = |to: &str| version.is_some_and(|version| version.as_str() == to);
        if !self.lines.is_empty()
            && let Some((at, _)) = lines().into_iter().flatten().find(|(_, to)| is_it(to))
        {
            return Ok(Rc::clone(&self.recorded[*at]));
        }
        Ok(match self.reverted(places, left, came)? {
            Some(commit) => {
                let how = How::Reverted(commit.clone());
                Rc::new(Brought { how, ..Brought::clone(&self.unrecorded) })
            }
            None => Rc::clone(&self.unrecorded),
        })
    }

    /// The commit that had brought what left, where what came stood before that, or before another one that was taken
    /// back with it: a message alone makes no version one that ran.
    fn reverted(
        &self,
        places: &Places<'_>,
        left: &Standing,
        came: &Standing,
    ) -> Result<Option<&Oid>, git::Error> {
        let (mut brought, mut is_back) = (None, false);
        for reverted in &self.reverts {
            let (before, after) = reverted.standing(places)?;
            is_back |= before == *came;
            if before != *left && after == *left {
                brought = brought.or(Some(&reverted.commit));
            }
        }
        Ok(brought.filter(|_| is_back))
    }
}

/// The commit that a message says it reverts. To revert a revert is no way back.
fn taken_back<'r>(repo: &'r Repo, id: &str) -> Result<Option<Reverted<'r>>, git::Error> {
    let Some(commit) = repo.resolve(id)? else { return Ok(None) };
    let CommitInfo { parents, message, .. } = repo.info(&commit)?;
    if reverted(&message).next().is_some() {
        return Ok(None);
    }
    let before = match parents.first() {
        Some(parent) if repo.knows(parent)? => Some(repo.tree(parent)?),
        Some(_) => return Ok(None),
        None => None,
    };
    Ok(Some(Reverted { files: repo.tree(&commit)?, before, commit }))
}

impl Reverted<'_> {
    /// What stood before it, and what it brought.
    fn standing(&self, places: &Places<'_>) -> Result<(Standing, Standing), git::Error> {
        let standing = |tree: &Tree<'_>| Ok::<_, git::Error>(places.standing(&places.in_tree(tree)?));
        let before = self.before.as_ref().map(standing).transpose()?.unwrap_or_default();
        Ok((before, standing(&self.files)?))
    }
}
