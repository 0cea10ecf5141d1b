//! What runs where: each app in each environment.

mod ahead;
mod holds;
mod untagged;

use crate::config::{Config, Environment, RouteError};
use crate::gate::unfixed;
use crate::model::facts::{AppFound, Facts};
use crate::model::history::Way;
use crate::model::inputs::Inputs;
use crate::model::pin::Reading;
use crate::model::plan::{Note, NoteKind};
use crate::model::status::{Cell, Drift, Runs, Since, Status, StatusRow};
use crate::model::strategy::StrategyName;
use crate::model::timeline::{Stay, Timeline};
use ahead::Ahead;
use holds::Holds;
use untagged::untagged;

/// All environments, or those that were asked for.
pub fn status(inputs: &Inputs, config: &Config, facts: &Facts) -> Result<Status, RouteError> {
    let environments = asked(inputs, config)?;
    let holds = Holds::new(facts);
    let row = |found: &AppFound| {
        let view = View { config, facts, found, holds: &holds, strategy: inputs.strategy };
        let cells = environments.iter().map(|one| view.cell(one)).collect();
        StatusRow { app: found.app.clone(), cells }
    };
    Ok(Status {
        now: facts.now,
        rows: facts.apps.iter().map(row).collect(),
        holds: holds.shown(&facts.apps, &environments),
        environments: environments.iter().map(|one| one.name.clone()).collect(),
        notes: [
            config.notes.clone(),
            facts.notes.clone(),
            unread(facts, &environments),
            untagged(config, facts, &environments),
        ]
        .concat(),
    })
}

/// Holds that nobody can read may be about any app.
fn unread(facts: &Facts, environments: &[&Environment]) -> Vec<Note> {
    let here = facts.unread_holds.iter().filter(|unread| {
        environments.iter().any(|environment| unread.environments.contains(&environment.name))
    });
    let note = |what: &String| {
        let text = format!("the holds can't be read, so all is held: {what}");
        Note { kind: NoteKind::Warning, text, at: None }
    };
    here.map(|unread| note(&unread.what)).collect()
}

/// The environments to look at: all where none is named.
pub(super) fn asked<'a>(inputs: &Inputs, config: &'a Config) -> Result<Vec<&'a Environment>, RouteError> {
    match inputs.to.as_slice() {
        [] => Ok(config.environments.iter().collect()),
        asked => config.targets(asked),
    }
}

/// One app, and all that is known.
struct View<'a> {
    config: &'a Config,
    facts: &'a Facts,
    found: &'a AppFound,
    holds: &'a Holds<'a>,
    /// What has to be typed again, where no hoist.yaml says it.
    strategy: Option<StrategyName>,
}

impl View<'_> {
    fn cell(&self, environment: &Environment) -> Cell {
        let (facts, app) = (self.facts, &self.found.app);
        if let Some(trouble) = facts.troubles.of(app, &environment.name).first() {
            return Cell::Unclear { why: trouble.what.clone() };
        }
        let here = facts.readings.of(app, &environment.name);
        let lead = match self.config.apps[self.found.rule].lead(app, here) {
            Ok(lead) => lead,
            Err(error) => return Cell::Unclear { why: error.to_string() },
        };
        lead.and_then(|lead| self.runs(environment, lead, here))
            .map_or(Cell::Absent, |runs| Cell::Runs(Box::new(runs)))
    }

    fn runs(&self, environment: &Environment, lead: &Reading, here: &[Reading]) -> Option<Runs> {
        let (version, written) = (lead.version.as_ref()?, lead.pin.written()?);
        let (facts, app) = (self.facts, &self.found.app);
        let ahead = Ahead::of(self, environment, version);
        let before = environment.after.iter().map(|before| facts.readings.of(app, before));
        let drift =
            if ahead.differs { Vec::new() } else { before.flat_map(|one| drift(here, one)).collect() };
        let timeline = facts.timeline(app, &environment.name);
        let since = timeline.and_then(|timeline| Some(since(timeline, timeline.now()?)));
        let unfixed = unfixed(version).filter(|_| lead.pin.digest.is_none());
        Some(Runs {
            version: version.to_string(),
            written: written.text.clone(),
            at: written.at.clone(),
            unrecorded: !starts(environment) && since.as_ref().is_some_and(|since| since.how == Way::ByHand),
            since_unknown: timeline.filter(|_| since.is_none()).and_then(unknown),
            since,
            behind: ahead.differs,
            behind_by: ahead.by,
            could: ahead.could,
            held: self.holds.any(app, &environment.name),
            unfixed: unfixed.map(|unfixed| unfixed.what().to_owned()),
            drift,
            shared_with: lead.shared_with.clone(),
        })
    }
}

/// Versions come to it from without: a change without a record is nothing strange.
pub(super) fn starts(environment: &Environment) -> bool {
    environment.entry || environment.after.is_empty()
}

fn since(timeline: &Timeline, stay: &Stay) -> Since {
    Since {
        at: stay.since,
        how: way(timeline, 0, stay),
        by: stay.brought.by.clone(),
        request: stay.brought.request.clone(),
        commit: stay.commit.as_ref().clone(),
        subject: stay.brought.subject.clone(),
    }
}

/// How a stay came; the first of an app in an environment isn't a change by hand of something.
pub(super) fn way(timeline: &Timeline, at: usize, stay: &Stay) -> Way {
    let way = Way::of(&stay.brought.how);
    let is_first = timeline.stays.get(at + 1).is_none()
        && timeline
            .earlier
            .as_ref()
            .is_none_or(|earlier| earlier.version.is_none() && earlier.unclear.is_none());
    if way == Way::ByHand && is_first { Way::First } else { way }
}

fn unknown(timeline: &Timeline) -> Option<String> {
    timeline.cut.as_ref().map(ToString::to_string)
}

/// The pins that both environments have, and that hold something else here.
fn drift(here: &[Reading], before: &[Reading]) -> Vec<Drift> {
    let shown = |reading: &Reading| {
        let digest = reading.pin.digest.as_ref().map(|digest| digest.text.as_str());
        let version = reading.version.as_ref().map(|version| version.as_str());
        [version, digest.filter(|digest| version != Some(*digest))]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("@")
    };
    let differs = |one: &Reading| {
        let other = before.iter().find(|other| other.pin.name == one.pin.name)?;
        let (here, before) = (shown(one), shown(other));
        (here != before).then(|| Drift { pin: one.pin.name.to_string(), here, before })
    };
    here.iter().filter_map(differs).collect()
}
