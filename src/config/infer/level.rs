//! How an environment's folder is laid out.

use super::here::{Here, ending};
use super::search::{SAMPLE, Search};
use super::sign::{COLLECTIONS, app, pattern};
use super::tried::{EMPTY, FILES};
use crate::manifest::KUSTOMIZATIONS;
use crate::model::path::RepoPath;
use crate::model::pin::SelectorName;

/// Where its versions stand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// In it, or in its `base`: those of one app.
    Own,
    /// In a folder for each app, perhaps within one that holds them all: `apps`.
    Apps { within: Option<String> },
    /// In a file for each app.
    Files { ending: String },
    /// At one key of a file for each app.
    Keys { ending: String, key: &'static str },
    /// At one key of one file.
    Key { file: String, key: &'static str },
}

/// An environment's folder.
pub(super) struct Stop {
    pub(super) name: String,
    pub(super) level: Level,
    pub(super) has_kustomization: bool,
    /// Whether a version was seen there.
    pub(super) holds: bool,
    /// Files in which versions may stand.
    pub(super) samples: Vec<RepoPath>,
    /// How its files end if each is an app of its own, and how many there are.
    files: Option<(String, usize)>,
}

/// What files are called for what is in them, not for an app.
const GENERIC: [&str; 12] = [
    "release",
    "helmrelease",
    "repository",
    "helmrepository",
    "ocirepository",
    "gitrepository",
    "source",
    "values",
    "application",
    "app",
    "patch",
    "chart",
];

impl Level {
    /// What comes below the folder that holds the environments.
    pub(super) fn below(&self) -> String {
        match self {
            Self::Own | Self::Key { .. } => "{env}".to_owned(),
            Self::Apps { within: None } => "{env}/{app}".to_owned(),
            Self::Apps { within: Some(folder) } => format!("{{env}}/{folder}/{{app}}"),
            Self::Files { ending } | Self::Keys { ending, .. } => format!("{{env}}/{{app}}{ending}"),
        }
    }

    pub(super) fn why(&self, is_kustomize: bool) -> String {
        match self {
            Self::Own if is_kustomize => "where each environment has a kustomization".to_owned(),
            Self::Own => "where versions stand in the files of each environment".to_owned(),
            Self::Apps { .. } => "where each environment has a folder for each app".to_owned(),
            Self::Files { .. } => "where each environment has a file for each app".to_owned(),
            Self::Keys { key, .. } => {
                format!("where each environment has a file for each app, all with `{key}`")
            }
            Self::Key { file, key } => format!("where each environment has `{key}` in its {file}"),
        }
    }

    /// Where one environment has several files that are apps of their own, those of the others are too.
    pub(super) fn apart(stops: &mut [Stop]) {
        let several = stops.iter().filter_map(|stop| stop.files.as_ref()).find(|(_, count)| *count > 1);
        let Some((ending, _)) = several.cloned() else { return };
        for stop in stops.iter_mut().filter(|stop| stop.files.as_ref().is_some_and(|(own, _)| *own == ending))
        {
            stop.level = Self::Files { ending: ending.clone() };
        }
    }
}

impl<E> Search<'_, '_, E> {
    /// How the folder of an environment is laid out; none where it holds nothing that moves.
    pub(super) fn stop(&mut self, holder: &Here, name: &str) -> Result<Option<Stop>, E> {
        let Some(path) = holder.below(name) else { return Ok(None) };
        let here = self.open(Some(path))?;
        let Some(own) = pattern(holder, &Level::Own.below()).map(|pattern| pattern.to_string()) else {
            return Ok(None);
        };
        let base = self.base(&here)?;
        let manifests = base.as_ref().unwrap_or(&here).manifests();
        let holds = !manifests.is_empty() && self.holds(&own, &manifests, 1)?;
        let has_kustomization = base.is_some() || here.has_kustomization();
        let mut stop = Stop {
            name: name.to_owned(),
            level: Level::Own,
            has_kustomization,
            holds,
            samples: manifests,
            files: None,
        };
        if base.is_some() {
            return Ok(Some(stop));
        }
        if holds {
            stop.files = if app(&holder.parts()).is_none() { self.files_apart(&here)? } else { None };
            return Ok(Some(stop));
        }
        if let Some((level, samples)) = self.apps_of(&here, &own)? {
            return Ok(Some(Stop { level, holds: true, samples, ..stop }));
        }
        if has_kustomization {
            return Ok(Some(stop));
        }
        let keyed = self.keyed(&here)?;
        Ok(keyed.map(|(level, samples)| Stop { level, holds: true, samples, ..stop }))
    }

    /// The `base` that holds the versions of an environment, beside a folder for each cluster.
    fn base(&mut self, here: &Here) -> Result<Option<Here>, E> {
        if here.has_kustomization() || !here.folders().any(|name| name == "base") {
            return Ok(None);
        }
        let base = self.open(here.below("base"))?;
        Ok(base.has_kustomization().then_some(base))
    }

    /// The folders of apps in an environment, or within the one folder there that holds many.
    fn apps_of(&mut self, here: &Here, own: &str) -> Result<Option<(Level, Vec<RepoPath>)>, E> {
        if let Some(samples) = self.apps(here, &format!("{own}/{{app}}"))? {
            return Ok(Some((Level::Apps { within: None }, samples)));
        }
        for name in here.stops().filter(|name| COLLECTIONS.contains(name)) {
            let inner = self.open(here.below(name))?;
            if let Some(samples) = self.apps(&inner, &format!("{own}/{name}/{{app}}"))? {
                return Ok(Some((Level::Apps { within: Some(name.to_owned()) }, samples)));
            }
        }
        Ok(None)
    }

    /// Files of the folders below an environment that are apps, if versions stand in one of them.
    fn apps(&mut self, here: &Here, pattern: &str) -> Result<Option<Vec<RepoPath>>, E> {
        let (mut samples, mut holds) = (Vec::new(), false);
        let names: Vec<_> = here.stops().collect();
        for (at, name) in names.into_iter().enumerate() {
            let is_enough = if holds { at >= SAMPLE } else { at >= EMPTY };
            if is_enough && !self.is_asked(name) {
                continue;
            }
            if self.tried.settled(pattern) == Some(false) {
                return Ok(None);
            }
            let Some(folder) = here.below(name) else { continue };
            let app = self.open(Some(folder))?;
            let manifests = self.base(&app)?.unwrap_or(app).manifests();
            holds |= self.holds(pattern, &manifests, 1)?;
            samples.extend(manifests);
        }
        Ok(holds.then_some(samples))
    }

    /// How the names of files end that are apps of their own: each holds releases or values of one app.
    fn files_apart(&mut self, here: &Here) -> Result<Option<(String, usize)>, E> {
        const BY_FILE: [SelectorName; 3] =
            [SelectorName::HelmRelease, SelectorName::Application, SelectorName::Values];
        let names = here.files().filter(|name| ending(name).is_some() && !KUSTOMIZATIONS.contains(name));
        let names: Vec<_> = names.take(FILES).collect();
        if names.iter().any(|name| GENERIC.contains(&stem(name))) {
            return Ok(None);
        }
        for name in &names {
            let pins = match here.below(name) {
                Some(file) => self.pins(&file)?,
                None => Vec::new(),
            };
            if pins.is_empty() || !pins.iter().all(|pin| BY_FILE.contains(&pin.selector)) {
                return Ok(None);
            }
        }
        let endings = ["-values.yaml", "-values.yml", ".yaml", ".yml"];
        let common = endings.iter().find(|ending| names.iter().all(|name| name.ends_with(*ending)));
        Ok(common.map(|ending| ((*ending).to_owned(), names.len())))
    }
}

fn stem(name: &str) -> &str {
    ending(name).and_then(|ending| name.strip_suffix(ending)).unwrap_or(name)
}
