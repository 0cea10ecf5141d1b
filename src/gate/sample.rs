//! A candidate on its way from staging to production, for the tests of the gates.

use crate::model::candidate::{Before, Candidate, Runs, Soaked};
use crate::model::name::{AppName, EnvironmentName};
use crate::model::plan::Action;
use crate::model::version::Version;

pub(super) fn candidate(now: &str) -> Candidate {
    Candidate {
        action: Action::Promote,
        now: now.parse().unwrap(),
        app: AppName::new("web").unwrap(),
        environment: EnvironmentName::new("production").unwrap(),
        version: Version::new("v2").unwrap(),
        digest: None,
        given: false,
        chosen: false,
        entry: false,
        brought_back: false,
        before: Vec::new(),
        travels: Vec::new(),
        on_request: false,
        holds: Vec::new(),
        unread_holds: Vec::new(),
        held_by: Vec::new(),
    }
}

pub(super) fn before(environment: &str, soaked: Option<Soaked>) -> Before {
    Before {
        environment: EnvironmentName::new(environment).unwrap(),
        runs: Runs::Version(Version::new("v2").unwrap()),
        digest: None,
        stood: None,
        soaked,
    }
}
