//! What a run needs of the past, asked all at once.

use super::Sight;
use super::timeline::{self, Asked, Bounds, Need};
use crate::config::{Route, Sought, Take};
use crate::error::Error;
use crate::model::facts::{AppFound, Facts, Past};
use crate::model::format::Format;
use crate::model::inputs::Inputs;
use crate::model::name::{AppName, EnvironmentName};
use crate::model::pin::{PinKind, Reading};
use crate::model::plan::{Action, Change};
use crate::model::strategy::StrategyName;
use crate::model::timeline::{Content, Cut, Timeline};
use crate::model::version::Version;
use std::collections::BTreeMap;

/// What is needed of each app's version, by environment. Apps go by their place among those that were found.
type Needs<'a> = BTreeMap<(usize, &'a EnvironmentName), Need>;

type Timelines = BTreeMap<(AppName, EnvironmentName), Timeline>;

/// What the gates, and what a rollback goes back to, need.
pub(super) fn of_routes(inputs: &Inputs, sight: &Sight<'_, '_>, facts: &mut Facts) -> Result<(), Error> {
    let routes = sight.config.routes(inputs)?;
    let mut needs = Needs::new();
    let mut files = Vec::new();
    for route in &routes {
        for (at, found) in facts.apps.iter().enumerate() {
            match inputs.action {
                Action::Rollback => needs.entry((at, &route.to)).or_default().all = true,
                Action::Promote | Action::Hold | Action::Unhold => {
                    order(sight, facts, route, (at, found), &mut needs);
                    soak(sight, facts, route, (at, found), &mut needs);
                    files.extend(contents(facts, route, found));
                }
            }
        }
    }
    let (timelines, pasts) = ask(sight, facts, needs, &files, Bounds::default())?;
    (facts.timelines, facts.pasts) = (timelines, pasts);
    Ok(())
}

/// The past of all that was found, in these environments.
pub(super) fn of_all(
    sight: &Sight<'_, '_>,
    facts: &mut Facts,
    environments: &[EnvironmentName],
    need: &Need,
    bounds: Bounds,
) -> Result<(), Error> {
    let apps = 0..facts.apps.len();
    let needs = apps.flat_map(|at| environments.iter().map(move |one| ((at, one), need.clone()))).collect();
    (facts.timelines, _) = ask(sight, facts, needs, &[], bounds)?;
    Ok(())
}

/// Since when each version stands that now does; and of one that the environment before has left behind, since when
/// that was.
pub(super) fn of_status(
    sight: &Sight<'_, '_>,
    facts: &mut Facts,
    environments: &[EnvironmentName],
) -> Result<(), Error> {
    let mut needs = Needs::new();
    for (at, found) in facts.apps.iter().enumerate() {
        let rule = &sight.config.apps[found.rule];
        let lead = |name| rule.lead(&found.app, facts.readings.of(&found.app, name)).ok().flatten();
        for name in environments {
            needs.entry((at, name)).or_default().now = true;
            let to = sight.config.environment(name);
            let after = to.map_or(&[][..], |one| &one.after);
            for before in after.iter().filter(|_| to.is_some_and(|one| one.soak.is_some())) {
                let need = needs.entry((at, before)).or_default();
                need.now = true;
                need.all |= to.is_some_and(|one| one.take == Take::Soaked);
            }
            let Some(version) = lead(name).and_then(|lead| lead.version.as_ref()) else { continue };
            let ahead = after.iter().find(|before| {
                lead(before).and_then(|lead| lead.version.as_ref()).is_some_and(|there| there != version)
            });
            if let Some(before) = ahead {
                let content = Content { version: version.clone(), digest: None };
                needs.entry((at, before)).or_default().stood.push(content);
            }
        }
    }
    (facts.timelines, _) = ask(sight, facts, needs, &[], Bounds::default())?;
    Ok(())
}

/// Whether a version that is sought and doesn't run in an environment before ever stood there.
fn order<'a>(
    sight: &Sight<'_, '_>,
    facts: &Facts,
    route: &'a Route,
    (at, found): (usize, &AppFound),
    needs: &mut Needs<'a>,
) {
    let entry = sight.config.environment(&route.to).is_some_and(|one| one.entry);
    // What isn't clear is told when it is decided.
    let Ok(Some(sought)) = sight.config.sought(facts, route, found) else { return };
    let is_told_by_tags = sight.config.strategy.name() == StrategyName::Tag;
    if is_told_by_tags || (entry && sought.given) {
        return;
    }
    for environment in route.judged_by(&sought) {
        let readings = facts.readings.of(&found.app, environment);
        let lead = sight.config.apps[found.rule].lead(&found.app, readings).ok().flatten();
        if lead.is_some_and(|lead| !runs(lead, &sought)) {
            let content = Content { version: sought.version.clone(), digest: sought.digest.clone() };
            needs.entry((at, environment)).or_default().stood.push(content);
        }
    }
}

/// A digest that goes with the version must stand there with it.
fn runs(lead: &Reading, sought: &Sought<'_>) -> bool {
    let digest = lead.pin.digest.as_ref().map(|written| &written.text);
    lead.version.as_ref() == Some(&sought.version)
        && sought.digest.as_ref().is_none_or(|sought| digest == Some(sought))
}

/// Since when the source holds what it holds, and what it held before where that is taken.
fn soak<'a>(
    sight: &Sight<'_, '_>,
    facts: &Facts,
    route: &'a Route,
    (at, found): (usize, &AppFound),
    needs: &mut Needs<'a>,
) {
    let Some(to) = sight.config.environment(&route.to).filter(|one| one.soak.is_some()) else { return };
    let sought = sight.config.sought(facts, route, found).ok().flatten();
    for environment in route.from.iter().chain(&route.before) {
        let readings = facts.readings.of(&found.app, environment);
        let lead = sight.config.apps[found.rule].lead(&found.app, readings).ok().flatten();
        let is_over = lead.zip(sought.as_ref()).is_some_and(|(lead, sought)| !runs(lead, sought));
        let need = needs.entry((at, environment)).or_default();
        need.now = true;
        need.all |= is_over || to.take == Take::Soaked;
    }
}

/// A whole file of an approved plan.
struct Copied<'a> {
    found: &'a AppFound,
    from: EnvironmentName,
    change: &'a Change,
    version: Version,
}

/// An approved plan has whole files in it: what the source doesn't hold now must have stood there.
fn contents<'a>(facts: &Facts, route: &Route, found: &'a AppFound) -> Vec<Copied<'a>> {
    let (Some(approved), Some(from)) = (found.approved.get(&route.to), &route.from) else {
        return Vec::new();
    };
    let held = facts.readings.of(&found.app, from);
    let copied = |change: &'a Change| {
        let version = change.to.as_ref().and_then(|id| Version::new(id).ok())?;
        let is_held = |one: &Reading| one.pin.name == change.pin && one.version.as_ref() == Some(&version);
        let is_asked = change.pin.kind == PinKind::File && !held.iter().any(is_held);
        is_asked.then(|| Copied { found, from: from.clone(), change, version })
    };
    approved.changes.iter().filter_map(copied).collect()
}

fn ask(
    sight: &Sight<'_, '_>,
    facts: &Facts,
    needs: Needs<'_>,
    files: &[Copied<'_>],
    bounds: Bounds,
) -> Result<(Timelines, Vec<Past>), Error> {
    let (mut timelines, mut asked) = (Timelines::new(), Vec::new());
    for ((at, environment), need) in needs {
        let AppFound { app, rule, .. } = &facts.apps[at];
        let rule = &sight.config.apps[*rule];
        match rule.lead(app, facts.readings.of(app, environment)) {
            // Its tags tell by themselves.
            Ok(Some(lead)) if lead.is_tag() => {}
            Ok(Some(lead)) => {
                let (pin, format) = (&lead.pin.name, &lead.format);
                asked.push(Asked { app, environment, rule, pin, format, need });
            }
            Ok(None) => {}
            Err(error) => {
                let cut = Some(Cut::Lead(error.to_string().into()));
                let unclear = Timeline { cut, ..Timeline::default() };
                timelines.insert((app.clone(), environment.clone()), unclear);
            }
        }
    }
    let leads = asked.len();
    let plain = Format::plain();
    asked.extend(files.iter().map(|one| Asked {
        app: &one.found.app,
        environment: &one.from,
        rule: &sight.config.apps[one.found.rule],
        pin: &one.change.pin,
        format: &plain,
        need: Need { stood: vec![Content { version: one.version.clone(), digest: None }], ..Need::default() },
    }));
    let mut found = timeline::read(sight, facts, &asked, bounds)?;
    let of_files = found.split_off(leads);
    let keys = asked.iter().map(|one| (one.app.clone(), one.environment.clone()));
    timelines.extend(keys.zip(found));
    let pasts = files.iter().zip(&of_files).map(|(one, timeline)| Past {
        app: one.found.app.clone(),
        environment: one.from.clone(),
        version: one.version.clone(),
        answer: timeline.stood(&one.version, None),
    });
    Ok((timelines, pasts.collect()))
}
