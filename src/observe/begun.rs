//! Where a branch that was begun from another's starts: what lies below is that one's past.

use super::{Home, Sight};
use crate::git::{self, OnLine};
use crate::model::plan::Action;
use crate::model::record::Record;
use crate::model::strategy::StrategyName;

/// Whether a commit of the line began the branch: its record is of this environment, and names the first parent as
/// the source. Such a commit changes nothing, so that few are read.
pub(super) fn begins(sight: &Sight<'_, '_>, home: &Home<'_>, commit: &OnLine) -> Result<bool, git::Error> {
    if !commit.is_empty || sight.config.strategy.name() != StrategyName::Branch {
        return Ok(false);
    }
    let info = sight.repo.info(&commit.commit.oid())?;
    let Some(record) = Record::read(&info.message) else { return Ok(false) };
    let [parent] = info.parents.as_slice() else { return Ok(false) };
    let is_promotion = Action::of(&record.action) == Some(Action::Promote);
    let is_source = record.source.as_ref().is_some_and(|source| source.eq_ignore_ascii_case(&parent.0));
    Ok(is_promotion && is_source && is_alone(sight, home, &record))
}

/// Whether the record's environment is the one that this line holds.
fn is_alone(sight: &Sight<'_, '_>, home: &Home<'_>, record: &Record) -> bool {
    let all = sight.config.environments.iter();
    let mut here = all.filter(|one| sight.homes.of(&one.name).base.commit == home.base.commit);
    here.all(|one| one.name.as_str() == record.environment)
}
