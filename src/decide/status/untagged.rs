//! Pins that name tags which aren't there: what they should run can't be had.

use crate::config::{Config, Environment};
use crate::model::facts::{AppFound, Facts};
use crate::model::pin::Reading;
use crate::model::plan::{Note, NoteKind};

pub(super) fn untagged(config: &Config, facts: &Facts, environments: &[&Environment]) -> Vec<Note> {
    let one = |found: &AppFound, environment: &Environment| {
        let format = config.tag_format(&found.app, &environment.name)?;
        let readings = facts.readings.of(&found.app, &environment.name);
        let is_missing = |one: &&Reading| {
            let version = one.version.as_ref().filter(|_| !one.is_tag() && one.format == format);
            version.is_some_and(|it| facts.tags.tag(&found.app, &environment.name, it).is_none())
        };
        let written = readings.iter().find(is_missing)?.pin.written()?;
        let text = format!(
            "{} in {} names the tag {}, which isn't there",
            found.app, environment.name, written.text
        );
        Some(Note { kind: NoteKind::Warning, text, at: Some(written.at.clone()) })
    };
    let all = facts.apps.iter().flat_map(|found| environments.iter().filter_map(move |it| one(found, it)));
    all.collect()
}
