//! hoist promotes versions between the environments of a GitOps repository.

// Pure: values in, values out.
pub mod config;
pub mod decide;
pub mod error;
pub mod gate;
pub mod manifest;
pub mod message;
pub mod model;
pub mod report;
pub mod strategy;
pub mod yaml;

// Meets the world.
pub mod apply;
pub mod command;
pub mod git;
pub mod observe;

mod ground;
mod patience;
mod world;

pub use world::World;

use apply::Site;
use config::{Config, RouteError};
use error::Error;
use ground::Ground;
use model::facts::Facts;
use model::history::History;
use model::inputs::Inputs;
use model::outcome::Outcome;
use model::plan::{Action, Plan};
use model::status::Status;
use model::summary::Summary;
use model::verified::Verified;
use observe::Sight;
use patience::Patience;

/// Observes, decides, applies; where somebody else's push came first, all of it again on what they left.
pub fn promote(inputs: &Inputs, world: &World) -> Result<Outcome, Error> {
    let mut patience = Patience::new();
    loop {
        let ground = ground::find(inputs, world)?;
        (world.say)("reading what runs where");
        let plan = planned(inputs, &ground, world).map_err(|error| ground.explain(error))?;
        let site = Site { repo: &world.repo, remote: world.remote.as_ref(), now: world.now };
        apply::check(&plan, &site)?;
        if inputs.dry_run {
            return Ok(Outcome::Planned(plan));
        }
        (world.say)("writing");
        match apply::apply(&plan, &site) {
            Err(error) if error.lost_race() && patience.allows() => patience.wait(),
            receipts => return Ok(Outcome::Applied(plan, receipts?)),
        }
    }
}

/// The first two of the steps.
fn planned<'w>(inputs: &Inputs, ground: &Ground<'w>, world: &'w World) -> Result<Plan, Error> {
    let sight = ground.sight(world);
    match inputs.action {
        Action::Promote | Action::Rollback => {
            let inputs = &ground.config.whole(inputs);
            let facts = observe::observe_with_history(inputs, &sight)?;
            decide::decide(inputs, &ground.config, &facts, &ground.templates)
        }
        Action::Hold | Action::Unhold => {
            let inputs = &ground.config.spelled(inputs);
            let facts = observe::observe_holds(inputs, &sight)?;
            decide::hold(inputs, &ground.config, &facts, &ground.templates)
        }
    }
}

/// What runs where, at the tip.
pub fn status(inputs: &Inputs, world: &World) -> Result<Status, Error> {
    looked(inputs, world, observe::observe_status, decide::status)
}

/// What happened, newest first.
pub fn history(inputs: &Inputs, world: &World) -> Result<History, Error> {
    looked(inputs, world, observe::observe_history, decide::history)
}

/// Whether the records hold.
pub fn verify(inputs: &Inputs, world: &World) -> Result<Verified, Error> {
    looked(inputs, world, observe::observe_records, decide::verify)
}

/// What the history comes to.
pub fn summary(inputs: &Inputs, world: &World) -> Result<Summary, Error> {
    looked(inputs, world, observe::observe_records, decide::summary)
}

/// Observes and decides; nothing is written.
fn looked<T>(
    inputs: &Inputs,
    world: &World,
    observe: fn(&Inputs, &Sight<'_, '_>) -> Result<Facts, Error>,
    decide: fn(&Inputs, &Config, &Facts) -> Result<T, RouteError>,
) -> Result<T, Error> {
    let mut ground = ground::find_to_read(inputs, world)?;
    ground.tell_from_head(world)?;
    (world.say)("reading what runs where");
    let inputs = &ground.config.spelled(inputs);
    let facts = observe(inputs, &ground.sight(world)).map_err(|error| ground.explain(error))?;
    decide(inputs, &ground.config, &facts).map_err(|error| ground.explain(error.into()))
}
