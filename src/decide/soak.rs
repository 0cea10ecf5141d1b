//! Whether the gate soak can be asked at all.

use super::{Case, candidate};
use crate::config::{Route, Sought};
use crate::error::Ask;
use crate::gate::unfixed;
use crate::model::candidate::Runs;
use crate::model::facts::AppFound;
use crate::model::plan::Action;

impl Case<'_> {
    /// What names something else tomorrow has no age.
    pub(super) fn can_soak(&self, route: &Route, found: &AppFound, sought: &Sought<'_>) -> Result<(), Ask> {
        let asked = self
            .config
            .environment(&route.to)
            .is_some_and(|one| one.soak.is_some() && !(one.entry && sought.given));
        if !asked || self.inputs.action != Action::Promote {
            return Ok(());
        }
        for environment in route.judged_by(sought) {
            let (Runs::Version(version), None) = candidate::runs(self, found, environment) else { continue };
            let Some(unfixed) = unfixed(&version) else { continue };
            let (app, to, what) = (&found.app, &route.to, unfixed.what());
            return Err(Ask::Contradiction {
                what: format!(
                    "how long {app} soaks for {to} can't be told: {environment} runs {version}, {what}"
                ),
                hint: format!("let {environment} run a version, or take `soak` out of the gates of {to}"),
            });
        }
        Ok(())
    }
}
