//! The pins of an environment as they would stand.

use super::Work;
use crate::error::Error;
use crate::git::{Repo, TreePath};
use crate::model::facts::{Facts, Merging};
use crate::model::inputs::Inputs;
use crate::model::merge::Merge;
use crate::model::name::AppName;
use crate::model::path::RepoPath;
use crate::model::pin::Reading;
use crate::model::plan::Oid;
use crate::observe::home::Trees;
use crate::observe::place::Placed;
use crate::observe::{apps, formats, nothing_yet, older, pins};
use std::collections::BTreeSet;

impl Work<'_, '_> {
    /// The pins as they would stand. Apps of which no file changes aren't read again.
    pub(in crate::observe) fn read(
        &self,
        memory: &Repo,
        result: &Oid,
        files: &[TreePath],
        facts: &Facts,
        merge: Merge,
    ) -> Result<Merging, Error> {
        let mut merging = Merging {
            into: self.into.clone(),
            merge,
            merged: Default::default(),
            troubles: Default::default(),
            before: Default::default(),
            touched: Default::default(),
            kept: Default::default(),
        };
        let changed: BTreeSet<_> = files.iter().filter_map(TreePath::as_repo_path).collect();
        let tree = memory.tree(result)?;
        let whole = Inputs::default();
        let Ok(mut placed) = apps::find(&whole, self.sight.config, Trees::At(&tree), &mut Vec::new()) else {
            return Ok(merging);
        };
        placed.iter_mut().for_each(|one| one.places.retain(|environment, _| *environment == self.into));
        merging.touched = placed
            .iter()
            .filter(|one| self.is_touched(one, &changed, facts))
            .map(|one| one.found.app.clone())
            .collect();
        let there: BTreeSet<_> = placed.iter().map(|one| &one.found.app).collect();
        let stands = |app: &&AppName| !facts.readings.of(app, &self.into).is_empty();
        let gone = facts.apps.iter().map(|one| &one.app).filter(stands).filter(|app| !there.contains(app));
        merging.touched.extend(gone.cloned());
        placed.retain(|one| merging.touched.contains(&one.found.app));
        let mut then = nothing_yet(self.sight, &placed, Vec::new());
        self.others(&placed, facts, &mut then);
        pins::read(self.sight.config, Trees::At(&tree), &placed, &mut then)?;
        formats::settle(self.sight.config, &placed, &mut then);
        for found in &facts.apps {
            let is_read = merging.touched.contains(&found.app);
            let readings = if is_read { &then.readings } else { &facts.readings };
            for reading in readings.of(&found.app, &self.into) {
                if self.kept.has(reading.pin.file.as_str()) {
                    merging.kept.insert(reading.pin.file.clone());
                }
                merging.merged.add(&found.app, &self.into, reading.clone());
            }
        }
        merging.troubles = then.troubles;
        self.before(facts, &mut merging)?;
        Ok(merging)
    }

    /// What the other environments hold: it may tell how versions are written.
    fn others(&self, placed: &[Placed], facts: &Facts, then: &mut Facts) {
        for app in placed.iter().map(|one| &one.found.app) {
            for (environment, readings) in facts.readings.across(app).filter(|(one, _)| **one != self.into) {
                readings.iter().for_each(|one| then.readings.add(app, environment, one.clone()));
            }
        }
    }

    fn is_touched(&self, placed: &Placed, changed: &BTreeSet<RepoPath>, facts: &Facts) -> bool {
        let app = &placed.found.app;
        if self.begins || facts.readings.of(app, &self.into).is_empty() {
            return true;
        }
        let sides = [&self.into, &self.from];
        let places = placed.places.values().flatten().filter_map(|place| place.path.as_ref());
        let files = sides.into_iter().flat_map(|side| facts.places.of(app, side)).map(|place| &place.file);
        let reached = sides.into_iter().flat_map(|side| facts.reached.of(app, side));
        places.chain(files).chain(reached).any(|path| is_in(changed, path))
    }

    /// The source as of the base, for apps that wouldn't hold what the source does.
    fn before(&self, facts: &Facts, merging: &mut Merging) -> Result<(), Error> {
        let differs = |app: &AppName| {
            let version = |one: &Reading| (one.pin.name.clone(), one.version.clone());
            let merged: BTreeSet<_> = merging.merged.of(app, &self.into).iter().map(version).collect();
            facts
                .source(app, Some(&self.from), &self.into)
                .iter()
                .map(version)
                .any(|one| !merged.contains(&one))
        };
        let apps: BTreeSet<_> =
            facts.apps.iter().map(|one| &one.app).filter(|app| differs(app)).cloned().collect();
        if apps.is_empty() {
            return Ok(());
        }
        for base in merging.merge.bases.clone() {
            self.as_of(&base, &apps, merging)?;
        }
        Ok(())
    }

    fn as_of(&self, base: &Oid, apps: &BTreeSet<AppName>, merging: &mut Merging) -> Result<(), Error> {
        let tree = self.sight.repo.tree(base)?;
        let whole = Inputs::default();
        let Ok(mut placed) = apps::find(&whole, self.sight.config, Trees::At(&tree), &mut Vec::new()) else {
            return Ok(());
        };
        placed.retain(|one| apps.contains(&one.found.app));
        let then = older::at(self.sight, &placed, &self.from, base)?;
        for app in apps {
            then.readings
                .of(app, &self.from)
                .iter()
                .for_each(|one| merging.before.add(app, &self.from, one.clone()));
        }
        Ok(())
    }
}

/// Whether a path, or anything below it, is among the files.
fn is_in(files: &BTreeSet<RepoPath>, path: &RepoPath) -> bool {
    let below = format!("{path}/");
    let mut after = files.range(path.clone()..).take_while(|file| file.as_str().starts_with(path.as_str()));
    after.any(|file| file == path || file.as_str().starts_with(&below))
}
