//! The timelines as hoist sees them.

use hoist::config::Config;
use hoist::error::Error;
use hoist::git::{Credentials, Remote, Repo};
use hoist::model::delivery::Signature;
use hoist::model::facts::Facts;
use hoist::model::inputs::Inputs;
use hoist::model::plan::Base;
use hoist::observe::{Home, Homes, Sight};
use jiff::Timestamp;
use std::path::Path;

pub(crate) const CONFIG: &str = "environments: [dev, staging, production]\napps: apps/{app}/overlays/{env}\n";

/// Whether the other side may be asked for what a shallow clone lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Other {
    Asked,
    Absent,
}

pub(crate) type Observe = fn(&Inputs, &Sight<'_, '_>) -> Result<Facts, Error>;

/// Looks at the tip of main.
pub(crate) fn facts(folder: &Path, inputs: &Inputs, other: Other, observe: Observe) -> Facts {
    facts_by(CONFIG, folder, inputs, other, observe)
}

pub(crate) fn facts_by(
    config: &str,
    folder: &Path,
    inputs: &Inputs,
    other: Other,
    observe: Observe,
) -> Facts {
    let repo = Repo::open(folder, false).unwrap();
    let commit = repo.branch("main").unwrap().unwrap();
    let main = Home {
        tree: repo.tree(&commit).unwrap(),
        base: Base { branch: "main".to_owned(), commit },
        begins: false,
    };
    let homes = Homes::on(main);
    let (config, committer) = (Config::parse("hoist.yaml", config).unwrap(), Signature::hoist());
    let remote: Option<Remote> = match other {
        Other::Asked => repo.remote(&Credentials::default()).unwrap(),
        Other::Absent => None,
    };
    let sight = Sight {
        config: &config,
        repo: &repo,
        remote: remote.as_ref(),
        homes: &homes,
        now: Timestamp::UNIX_EPOCH,
        committer: &committer,
        say: &|_| {},
    };
    observe(inputs, &sight).unwrap()
}
