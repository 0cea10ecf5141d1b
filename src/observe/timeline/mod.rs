//! Since when each version stands, what stood before, and who brought it: one walk for all that is asked of a branch.

mod ended;
mod landing;
mod need;
mod places;
mod standing;
mod trace;
mod walk;

pub(super) use need::Need;
pub(super) use walk::Bounds;

use super::{Home, Sight};
use crate::config::AppRule;
use crate::error::Error;
use crate::git::End;
use crate::model::facts::Facts;
use crate::model::format::Format;
use crate::model::name::{AppName, EnvironmentName};
use crate::model::pin::PinName;
use crate::model::plan::Oid;
use crate::model::timeline::Timeline;
use ended::Ended;
use std::collections::BTreeMap;
use trace::Trace;

/// One pin, whose past is asked for.
pub(super) struct Asked<'a> {
    pub app: &'a AppName,
    pub environment: &'a EnvironmentName,
    pub rule: &'a AppRule,
    pub pin: &'a PinName,
    pub format: &'a Format,
    pub need: Need,
}

/// The timeline of each pin that is asked about, in their order.
pub(super) fn read(
    sight: &Sight<'_, '_>,
    facts: &Facts,
    asked: &[Asked<'_>],
    bounds: Bounds,
) -> Result<Vec<Timeline>, Error> {
    let mut lines: BTreeMap<&Oid, (&Home<'_>, Vec<usize>)> = BTreeMap::new();
    for (at, one) in asked.iter().enumerate() {
        let home = sight.homes.of(one.environment);
        lines.entry(&home.base.commit).or_insert_with(|| (home, Vec::new())).1.push(at);
    }
    let mut timelines = vec![Timeline::default(); asked.len()];
    for (home, places) in lines.into_values() {
        let here: Vec<_> = places.iter().map(|at| &asked[*at]).collect();
        for (at, timeline) in places.into_iter().zip(line(sight, home, facts, &here, bounds)?) {
            timelines[at] = timeline;
        }
    }
    Ok(timelines)
}

/// The timelines of one branch. A history that is cut short is deepened where it can be.
fn line(
    sight: &Sight<'_, '_>,
    home: &Home<'_>,
    facts: &Facts,
    asked: &[&Asked<'_>],
    bounds: Bounds,
) -> Result<Vec<Timeline>, Error> {
    let follow = || {
        let mut traces: Vec<_> = asked.iter().map(|one| Trace::new(facts, one)).collect();
        walk::walk(sight, home, &mut traces, bounds).map(|walked| (traces, walked))
    };
    let (mut traces, mut walked) = follow()?;
    let mut shallow = "the clone is shallow".to_owned();
    if let (End::Cut, Some(remote)) = (walked.end, sight.remote) {
        (sight.say)("fetching the whole history");
        match remote.deepen(&home.base.branch) {
            Ok(()) => (traces, walked) = follow()?,
            Err(error) => shallow = format!("the clone is shallow, and can't be deepened: {error}"),
        }
    }
    let mut ended = Ended::new(sight.repo, &home.base.commit, walked, &shallow);
    Ok(traces.into_iter().map(|trace| ended.timeline(trace)).collect::<Result<_, _>>()?)
}
