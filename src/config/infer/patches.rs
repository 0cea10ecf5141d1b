//! Files that are called like environments: `APP/ENV.yaml`, patches over what all share; `APP-ENV.yaml` for several apps.

use super::here::Here;
use super::search::Search;
use super::sign::{Sign, SignKind, found_by, pattern};
use super::values::Named;
use crate::config::names::app_and_environment;
use crate::model::path::RepoPath;
use std::collections::{BTreeMap, BTreeSet};

impl<E> Search<'_, '_, E> {
    /// At least two environments side by side, each with a version of its own.
    pub(super) fn patches(&mut self, here: &Here) -> Result<Vec<Sign>, E> {
        let mut signs = Vec::new();
        for ending in [".yaml", ".yml", ".json"] {
            let shape = ("", ending);
            let named = self.named(here, shape);
            if self.different(&named.environments) < 2 {
                continue;
            }
            if let Some(several) = Several::of(&named).filter(|_| self.declared_is_empty()) {
                signs.extend(self.several(here, ending, several)?);
                continue;
            }
            let why = "where versions stand in a file for each environment";
            signs.extend(self.sign_of_files(here, shape, named, 2, why)?);
        }
        Ok(signs)
    }

    fn several(&mut self, here: &Here, ending: &str, several: Several) -> Result<Option<Sign>, E> {
        let Some(path) = pattern(here, &format!("{{app}}-{{env}}{ending}")) else { return Ok(None) };
        let files: Vec<_> = several.files.values().flatten().cloned().collect();
        if !self.holds(&path.to_string(), &files, 2)? {
            return Ok(None);
        }
        Ok(Some(Sign {
            folders: here.parts(),
            environments: several.files.keys().cloned().collect(),
            rule: found_by(path),
            why: "where each app has a file for each environment".to_owned(),
            left_out: Vec::new(),
            samples: several.files,
            holds: true,
            kind: SignKind::Files,
        }))
    }
}

/// Files of several apps, by their environments.
struct Several {
    files: BTreeMap<String, Vec<RepoPath>>,
}

impl Several {
    /// All names are an app's and an environment's, and some environment has two of the apps.
    fn of(named: &Named) -> Option<Self> {
        let mut files: BTreeMap<String, Vec<RepoPath>> = BTreeMap::new();
        let mut apps = BTreeSet::new();
        for (name, file) in named.environments.iter().zip(&named.files) {
            let (app, environment) = app_and_environment(name)?;
            files.entry(environment.to_owned()).or_default().push(file.clone());
            apps.insert(app);
        }
        let is_shared = apps.len() > 1 && files.len() > 1 && files.values().any(|files| files.len() > 1);
        is_shared.then_some(Self { files })
    }
}
