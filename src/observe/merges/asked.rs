//! What is asked of a branch: all of it, as it stands or as it stood at a commit.

use super::deepen;
use crate::config::{Route, matches};
use crate::error::{Ask, Error};
use crate::model::facts::Facts;
use crate::model::inputs::Inputs;
use crate::model::name::EnvironmentName;
use crate::model::plan::{Action, Oid, Promotion};
use crate::observe::Sight;

/// What is asked of a branch as a whole: all its apps, at the versions that stand there.
pub(in crate::observe) fn of_all(inputs: &Inputs) -> Result<Inputs, Error> {
    let given = inputs.version.iter().chain(inputs.apps.iter().filter_map(|one| one.version.as_ref())).next();
    if inputs.action == Action::Rollback {
        let to_version = given.or(inputs.to_version.as_ref()).cloned();
        return Ok(Inputs { apps: Vec::new(), to_version, ..inputs.clone() });
    }
    if let Some(version) = given {
        let what = format!("{version} can't be given: a merge brings what the source's branch holds");
        let hint = "leave it out, or name an older commit of the source with --from-ref".to_owned();
        return Err(Ask::Contradiction { what, hint }.into());
    }
    Ok(Inputs { apps: Vec::new(), saved: None, ..inputs.clone() })
}

/// One app of a branch that others share can't move alone.
pub(in crate::observe) fn refuse_some(inputs: &Inputs, facts: &Facts) -> Result<(), Error> {
    let known = || facts.apps.iter().map(|one| one.app.to_string());
    let fits = |name: &str| inputs.apps.iter().any(|one| matches(&one.app, name));
    let unknown: Vec<_> =
        inputs.apps.iter().filter(|one| !known().any(|name| matches(&one.app, &name))).collect();
    if !unknown.is_empty() {
        let typed = unknown.into_iter().map(|one| one.app.clone()).collect();
        return Err(Ask::UnknownApps { typed, known: known().collect() }.into());
    }
    let others: Vec<_> = known().filter(|name| !inputs.apps.is_empty() && !fits(name)).collect();
    if others.is_empty() {
        return Ok(());
    }
    let asked: Vec<_> = inputs.apps.iter().map(|one| one.app.as_str()).collect();
    let what =
        format!("{} can't move alone: {} stand on the same branch", asked.join(", "), others.join(", "));
    let hint = "leave the app out, or say `*`: a branch moves as a whole".to_owned();
    Err(Ask::Contradiction { what, hint }.into())
}

/// The commit that is promoted instead of the source's tip: one at which its branch stood.
pub(super) fn fixed(
    inputs: &Inputs,
    sight: &Sight<'_, '_>,
    route: &Route,
    from: &EnvironmentName,
) -> Result<Option<Oid>, Error> {
    let saved = inputs.saved.iter().flat_map(|plan| &plan.promotions);
    let saved = saved.filter(|one| one.environment == route.to).find_map(planned);
    if saved.is_some() || inputs.from_ref.is_some() {
        deepen(sight, &[from])?;
    }
    let commit = match (saved, &inputs.from_ref) {
        (Some(commit), _) => commit.clone(),
        (None, Some(typed)) => {
            sight.repo.resolve_back(typed)?.ok_or_else(|| Ask::UnknownRef { typed: typed.clone() })?
        }
        (None, None) => return Ok(None),
    };
    let tip = &sight.homes.of(from).base;
    if commit == tip.commit || sight.repo.stood_at(&tip.commit, &commit)? {
        return Ok(Some(commit));
    }
    let what = format!("{} isn't known to stand on {}", commit.short(), tip.branch);
    let hint =
        "name a commit that the branch itself stood at; a shallow clone must be deep enough to hold it";
    Err(Ask::Contradiction { what, hint: hint.to_owned() }.into())
}

fn planned(promotion: &Promotion) -> Option<&Oid> {
    promotion.merge.as_ref().map(|merge| &merge.of.commit)
}
