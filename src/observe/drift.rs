//! Where environments are branches: the files in which each stays other than the one before, whatever is promoted.

use super::Sight;
use super::merges::{Left, Work};
use crate::config::Route;
use crate::error::Error;
use crate::model::delivery::Deliver;
use crate::model::facts::Facts;
use crate::model::inputs::Inputs;
use crate::model::merge::Drift;
use crate::model::name::EnvironmentName;
use crate::model::plan::{Action, Note, NoteKind};
use crate::model::strategy::StrategyName;

/// How many files are named.
const MOST: usize = 10;

pub(super) fn note(
    sight: &Sight<'_, '_>,
    environments: &[EnvironmentName],
    facts: &mut Facts,
) -> Result<(), Error> {
    if sight.config.strategy.name() != StrategyName::Branch {
        return Ok(());
    }
    for name in environments {
        let before = sight.config.environment(name).and_then(|one| one.after.first());
        let Some(from) = before.filter(|from| sight.config.environment(from).is_some()) else { continue };
        between(sight, from, name, facts)?;
    }
    Ok(())
}

fn between(
    sight: &Sight<'_, '_>,
    from: &EnvironmentName,
    to: &EnvironmentName,
    facts: &mut Facts,
) -> Result<(), Error> {
    let route = Route {
        to: to.clone(),
        from: Some(from.clone()),
        before: vec![from.clone()],
        brought_back: false,
        deliver: Deliver::Branch,
        action: Action::Promote,
    };
    let Left { drift, conflicts, brings } = match Work::of(&Inputs::default(), sight, &route)?.left() {
        Ok(left) => left,
        // A clone that is cut short still has versions to show.
        Err(Error::Refused(refusal)) => {
            facts.notes.push(warning(refusal.to_string()));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    if !conflicts.is_empty() || !brings {
        facts.unmergeable.insert(to.clone());
    }
    let conflicts: Vec<_> = conflicts.into_iter().map(|one| one.path).collect();
    let stays = told(&drift).map(|files| Note {
        kind: NoteKind::Inferred,
        text: format!("drift: {to} has its own {files}"),
        at: None,
    });
    let stuck = told(&Drift { paths: conflicts, more: false });
    let stuck = stuck.map(|files| warning(format!("{from} can't be merged into {to}: both changed {files}")));
    facts.notes.extend(stays.into_iter().chain(stuck));
    Ok(())
}

fn told(drift: &Drift) -> Option<String> {
    let left = drift.paths.len().saturating_sub(MOST);
    let more = match (left, drift.more) {
        (0, false) => String::new(),
        (_, true) => " and more".to_owned(),
        (left, false) => format!(" and {left} more"),
    };
    let paths: Vec<_> = drift.paths.iter().take(MOST).map(String::as_str).collect();
    (!paths.is_empty()).then(|| format!("{}{more}", paths.join(", ")))
}

fn warning(text: String) -> Note {
    Note { kind: NoteKind::Warning, text, at: None }
}
