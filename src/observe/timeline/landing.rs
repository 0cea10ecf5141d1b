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
use crate::model::version::Version;
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
        messages().filter_map(Record::read).for_each(|record| landing.note(record));
        for id in messages().flat_map(reverted).take(MOST) {
            landing.reverts.extend(taken_back(repo, id)?);
        }
        Ok(landing)
    }

    fn note(&mut self, record: Record) {
        let Some(action) = Action::of(&record.action) else { return };
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

    /// How a version came with this commit, where something else stood before.
    pub(super) fn brought(
        &self,
        (app, environment): (&AppName, &EnvironmentName),
        version: Option<&Version>,
        places: &Places<'_>,
        left: &Standing,
    ) -> Result<Rc<Brought>, git::Error> {
        let lines = || self.lines.get(&(app.to_string(), environment.to_string()));
        let is_it = |to: &str| version.is_some_and(|version| version.as_str() == to);
        if !self.lines.is_empty()
            && let Some((at, _)) = lines().into_iter().flatten().find(|(_, to)| is_it(to))
        {
            return Ok(Rc::clone(&self.recorded[*at]));
        }
        for reverted in &self.reverts {
            if reverted.brought(places, left)? {
                let how = How::Reverted(reverted.commit.clone());
                return Ok(Rc::new(Brought { how, ..Brought::clone(&self.unrecorded) }));
            }
        }
        Ok(Rc::clone(&self.unrecorded))
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
    /// Whether it had brought what stood until now.
    fn brought(&self, places: &Places<'_>, left: &Standing) -> Result<bool, git::Error> {
        let standing = |tree: &Tree<'_>| Ok::<_, git::Error>(places.standing(&places.in_tree(tree)?));
        let before = self.before.as_ref().map(standing).transpose()?.unwrap_or_default();
        Ok(before != *left && standing(&self.files)? == *left)
    }
}
