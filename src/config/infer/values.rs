//! Files of values: `values-ENV.yaml`, `ENV-values.yaml`, `values.ENV.yaml`. `values.yaml` is for all.

use super::here::Here;
use super::search::Search;
use super::sign::{Sign, SignKind, found_by, pattern};
use crate::config::names::{Class, class};
use crate::model::path::RepoPath;

/// What stands before and after the environment's name in names of files.
pub(super) type Shape = (&'static str, &'static str);

const SHAPES: [Shape; 6] = [
    ("values-", ".yaml"),
    ("values-", ".yml"),
    ("values.", ".yaml"),
    ("values.", ".yml"),
    ("", "-values.yaml"),
    ("", "-values.yml"),
];

/// The files of a folder that have environments' names.
pub(super) struct Named {
    pub(super) environments: Vec<String>,
    pub(super) files: Vec<RepoPath>,
}

impl<E> Search<'_, '_, E> {
    /// The files of values in which versions stand.
    pub(super) fn values(&mut self, here: &Here) -> Result<Vec<Sign>, E> {
        let mut signs = Vec::new();
        for shape in SHAPES {
            let named = self.named(here, shape);
            let is_far = |name: &String| class(name).is_none_or(|class| class >= Class::Staging);
            let is_chain = self.different(&named.environments) >= self.fewest();
            if is_chain || named.environments.iter().any(is_far) {
                let why = "where versions stand in the values of each environment";
                signs.extend(self.sign_of_files(here, shape, named, 1, why)?);
            }
        }
        Ok(signs)
    }

    pub(super) fn named(&self, here: &Here, (before, after): Shape) -> Named {
        let name = |file: &str| file.strip_prefix(before)?.strip_suffix(after).map(str::to_owned);
        let known = here.files().filter_map(|file| Some((name(file)?, here.below(file)?)));
        // `values-dev.yaml` has values of dev; `values-dev` is no environment.
        let is_stop = |name: &str| self.knows(name) && !name.split(['-', '.']).any(|word| word == "values");
        let (environments, files) = known.filter(|(name, _)| is_stop(name)).unzip();
        Named { environments, files }
    }

    /// Without files that only speak of an environment: `demo-policy.yaml` beside `demo.yaml`, with no version.
    fn own(&mut self, Named { environments, files }: Named) -> Result<Named, E> {
        let mut own = Named { environments: Vec::new(), files: Vec::new() };
        for (name, file) in environments.iter().zip(files) {
            let is_longer =
                |other: &String| name.strip_prefix(other).is_some_and(|rest| rest.starts_with('-'));
            if !environments.iter().any(is_longer) || !self.pins(&file)?.is_empty() {
                own.environments.push(name.clone());
                own.files.push(file);
            }
        }
        Ok(own)
    }

    /// One file is one environment, if so many of the files hold versions.
    pub(super) fn sign_of_files(
        &mut self,
        here: &Here,
        (before, after): Shape,
        named: Named,
        least: usize,
        why: &str,
    ) -> Result<Option<Sign>, E> {
        let Named { environments, files } = self.own(named)?;
        let Some(path) = pattern(here, &format!("{before}{{env}}{after}")) else { return Ok(None) };
        if !self.holds(&path.to_string(), &files, least)? {
            return Ok(None);
        }
        let samples = environments.iter().cloned().zip(files.into_iter().map(|file| vec![file])).collect();
        Ok(Some(Sign {
            folders: here.parts(),
            environments,
            rule: found_by(path),
            why: why.to_owned(),
            left_out: Vec::new(),
            samples,
            holds: true,
            kind: SignKind::Files,
        }))
    }
}
