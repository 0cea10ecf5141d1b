//! How far the environment before is ahead, and what could come from it.

use super::View;
use crate::config::Environment;
use crate::gate::unfixed;
use crate::model::name::EnvironmentName;
use crate::model::pin::Reading;
use crate::model::status::Could;
use crate::model::step::Step;
use crate::model::strategy::StrategyName;
use crate::model::text::shell_word;
use crate::model::timeline::Timeline;
use crate::model::version::Version;
use std::collections::BTreeSet;

pub(super) struct Ahead {
    /// An environment before runs another version.
    pub differs: bool,
    /// So many versions were there since it ran what is here.
    pub by: Option<usize>,
    pub could: Option<Could>,
}

impl Ahead {
    pub(super) fn of(view: &View<'_>, environment: &Environment, here: &Version) -> Self {
        let before = environment.after.iter().filter_map(|before| Some((before, lead(view, before)?)));
        let others: Vec<_> = before.clone().filter(|(_, (_, version))| *version != here).collect();
        let by =
            others.first().and_then(|(before, _)| by(view.facts.timeline(&view.found.app, before)?, here));
        let mut versions: Vec<_> = before.map(|(_, (_, version))| version).collect();
        versions.dedup();
        let could = match (others.as_slice(), versions.as_slice()) {
            ([(from, _), ..], [_]) => could(view, environment, from, here),
            _ => None,
        };
        Self { differs: !others.is_empty(), by, could }
    }
}

/// What leads in an environment, where that is clear.
fn lead<'a>(view: &View<'a>, environment: &EnvironmentName) -> Option<(&'a Reading, &'a Version)> {
    let readings = view.facts.readings.of(&view.found.app, environment);
    let lead = view.config.apps[view.found.rule].lead(&view.found.app, readings).ok().flatten()?;
    Some((lead, lead.version.as_ref()?))
}

/// What would be taken from an environment: what leads there, or led when it had soaked.
fn source<'a>(
    view: &View<'a>,
    from: &EnvironmentName,
    to: &EnvironmentName,
) -> Option<(&'a Reading, &'a Version)> {
    let readings = view.facts.source(&view.found.app, Some(from), to);
    let lead = view.config.apps[view.found.rule].lead(&view.found.app, readings).ok().flatten()?;
    Some((lead, lead.version.as_ref()?))
}

/// How many versions an environment had since it ran this one; none where its history doesn't show that it did.
fn by(timeline: &Timeline, here: &Version) -> Option<usize> {
    let stays = timeline.stays.iter().map(|stay| stay.version.as_ref());
    let earlier = timeline.earlier.iter().map(|earlier| earlier.version.as_ref());
    let mut since = BTreeSet::new();
    for version in stays.chain(earlier) {
        if version == Some(here) {
            return Some(since.len());
        }
        since.extend(version);
    }
    None
}

/// What moves, is a step back, or isn't known has no command that would bring it.
fn could(
    view: &View<'_>,
    environment: &Environment,
    from: &EnvironmentName,
    here: &Version,
) -> Option<Could> {
    let (lead, next) = source(view, from, &environment.name).filter(|(_, next)| *next != here)?;
    if view.facts.unmergeable.contains(&environment.name) {
        return None;
    }
    let step = Step::between(Some(here), next);
    if step == Step::Downgrade || (unfixed(next).is_some() && lead.pin.digest.is_none()) {
        return None;
    }
    let (app, to) = (&view.found.app, &environment.name);
    let source =
        if environment.after.first() == Some(from) { String::new() } else { format!(" --from {from}") };
    let held_by = view.holds.against(app, to, next).or_else(|| soaks(view, environment));
    let strategy = view.strategy.map(|asked| format!(" --strategy {}", asked.as_str())).unwrap_or_default();
    Some(Could {
        version: next.to_string(),
        from: from.clone(),
        step,
        command: format!("hoist promote{} --to {to}{source}{strategy}", what(view)),
        held_by,
    })
}

/// The app as one types it; a branch moves as a whole.
fn what(view: &View<'_>) -> String {
    let app = view.found.app.as_str();
    match view.config.strategy.name() {
        StrategyName::Branch => String::new(),
        StrategyName::Directory | StrategyName::Tag if app.starts_with('-') => {
            format!(" --app={}", shell_word(app))
        }
        StrategyName::Directory | StrategyName::Tag => format!(" {}", shell_word(app)),
    }
}

/// Until when the version that would be taken has to stand in the environments before. One that is taken because it
/// has soaked needn't.
fn soaks(view: &View<'_>, environment: &Environment) -> Option<String> {
    let (facts, app) = (view.facts, &view.found.app);
    let soak = environment.soak.filter(|_| facts.older(app, &environment.name).is_none())?;
    let end = |timeline: &Timeline| match timeline.now() {
        Some(stay) if environment.has_soaked(stay.since, facts.now) => None,
        stay => Some(stay.and_then(|stay| stay.since.checked_add(soak.0).ok())),
    };
    let timelines = environment.after.iter().filter_map(|before| facts.timeline(app, before));
    let ends: Vec<_> = timelines.filter_map(end).collect();
    if ends.is_empty() {
        return None;
    }
    let known: Option<Vec<_>> = ends.into_iter().collect();
    Some(match known.and_then(|ends| ends.into_iter().max()) {
        Some(until) => format!("soak {soak}, until {until}"),
        None => format!("soak {soak}: since when it stands isn't known"),
    })
}
