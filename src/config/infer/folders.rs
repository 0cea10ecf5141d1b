//! Folders that are environments: `overlays/ENV`, `envs/ENV`, or side by side by their names alone.

use super::here::Here;
use super::level::{Level, Stop};
use super::search::{SAMPLE, Search};
use super::sign::{HOLDERS, Sign, SignKind, found_by, pattern, with_pins};
use crate::config::names::{class, is_whole};
use crate::config::pattern::Pattern;
use crate::config::{AppRule, PinRule};
use crate::manifest::{KeyPath, Manifest, Yaml};
use std::collections::BTreeMap;

/// What is known of a folder whose environments would be its children.
struct Holder {
    children: Vec<String>,
    least: usize,
    /// Its children are environments even where no version stands in them.
    is_sure: bool,
    /// Its children are those of its folders that are called like environments.
    by_name: bool,
}

impl Holder {
    /// Whether a child may be something that serves an environment: `prod-eu` beside `prod` is one only where a version
    /// stands in its own files.
    fn may_serve(&self, name: &str) -> bool {
        let is_exact = |other: &String| is_whole(other) && class(other) == class(name);
        self.by_name && !is_whole(name) && self.children.iter().any(is_exact)
    }
}

impl<E> Search<'_, '_, E> {
    /// Whether the folders of a folder are environments.
    pub(super) fn folders(&mut self, here: &Here) -> Result<Option<Sign>, E> {
        let Some(holder) = self.holder(here) else { return Ok(None) };
        let mut stops = Vec::new();
        for child in &holder.children {
            let Some(stop) = self.stop(here, child)? else { continue };
            let may_serve = holder.may_serve(child);
            if (!may_serve && (stop.holds || holder.is_sure))
                || (may_serve && self.has_version(&stop.samples)?)
            {
                stops.push(stop);
            }
        }
        Level::apart(&mut stops);
        let usual = usual(&stops);
        let (stops, others): (Vec<_>, Vec<_>) =
            stops.into_iter().partition(|stop| Some(&stop.level) == usual.as_ref());
        let is_known = stops.iter().any(|stop| self.knows(&stop.name));
        let (Some(usual), true) = (usual, stops.len() >= holder.least && is_known) else {
            return Ok(None);
        };
        let strange = if holder.by_name { self.strange(here, &stops)? } else { Vec::new() };
        let sign = rule(here, &usual).map(|rule| sign(here, rule, &usual, stops, &others));
        Ok(sign.map(|sign| sign.beside(here, &strange)))
    }

    /// The folders that may be environments: all where the folder's name says so, else those with known names
    /// if they are the most, or are called just that.
    fn holder(&self, here: &Here) -> Option<Holder> {
        if HOLDERS.contains(&here.name().as_str()) {
            let children = here.stops().map(str::to_owned).collect();
            return Some(Holder { children, least: 1, is_sure: true, by_name: false });
        }
        // A repository may have many folders here: only the known ones are kept.
        let mut all = 0;
        let known = here.stops().inspect(|_| all += 1).filter(|child| self.knows(child));
        let mut known: Vec<_> = known.map(str::to_owned).collect();
        let are_most = known.len() * 2 > all;
        if !are_most && self.declared_is_empty() {
            known.retain(|name| is_whole(name));
        }
        let least = self.fewest();
        // Flux keeps its entry points in `clusters`: where no version is there, nothing is.
        let is_sure = are_most && here.name() != "clusters";
        (self.different(&known) >= least).then_some(Holder { children: known, least, is_sure, by_name: true })
    }
}

impl<E> Search<'_, '_, E> {
    /// Folders beside environments that are laid out as they are, and whose names tell no place in the order.
    fn strange(&mut self, here: &Here, stops: &[Stop]) -> Result<Vec<String>, E> {
        let Some(known) = stops.first() else { return Ok(Vec::new()) };
        let names = here.stops().filter(|name| !self.knows(name)).take(SAMPLE);
        let mut strange = Vec::new();
        for name in names.map(str::to_owned).collect::<Vec<_>>() {
            let stop = self.stop(here, &name)?;
            let is_alike = |stop: &Stop| {
                stop.holds && stop.level == known.level && stop.has_kustomization == known.has_kustomization
            };
            strange.extend(stop.filter(is_alike).map(|stop| stop.name));
        }
        Ok(strange)
    }
}

impl Sign {
    /// With a word on what stands beside it.
    fn beside(mut self, here: &Here, strange: &[String]) -> Self {
        if !strange.is_empty() {
            self.left_out.push(format!(
                "{}: {} is laid out like an environment, and left out: its name tells no place in the order; name it \
                 under `environments:` if it is one",
                shown(here),
                strange.join(", ")
            ));
        }
        self
    }
}

/// How most environments are laid out.
fn usual(stops: &[Stop]) -> Option<Level> {
    let mut counted: BTreeMap<&Level, usize> = BTreeMap::new();
    stops.iter().for_each(|stop| *counted.entry(&stop.level).or_default() += 1);
    let most = counted.values().max()?;
    counted.iter().find(|(_, count)| *count == most).map(|(level, _)| (*level).clone())
}

fn sign(here: &Here, rule: AppRule, level: &Level, stops: Vec<Stop>, others: &[Stop]) -> Sign {
    let is_kustomize = stops.iter().all(|stop| stop.has_kustomization);
    let names: Vec<_> = others.iter().map(|stop| stop.name.as_str()).collect();
    let left_out =
        || format!("{}: {} is laid out in another way, and left out", shown(here), names.join(", "));
    Sign {
        folders: here.parts(),
        environments: stops.iter().map(|stop| stop.name.clone()).collect(),
        rule,
        why: level.why(is_kustomize),
        left_out: (!names.is_empty()).then(left_out).into_iter().collect(),
        holds: stops.iter().any(|stop| stop.holds),
        samples: stops.into_iter().map(|stop| (stop.name, stop.samples)).collect(),
        kind: SignKind::Folders,
    }
}

pub(super) fn shown(here: &Here) -> String {
    here.path.as_ref().map_or_else(|| "the root".to_owned(), ToString::to_string)
}

/// The rule of the app there and its neighbours.
fn rule(here: &Here, level: &Level) -> Option<AppRule> {
    let path = pattern(here, &level.below())?;
    let (file, key) = match level {
        Level::Own | Level::Apps { .. } | Level::Files { .. } => return Some(found_by(path)),
        Level::Keys { key, .. } => (".", key),
        Level::Key { file, key } => (file.as_str(), key),
    };
    let manifest = Manifest::Yaml(Yaml { keys: vec![KeyPath::parse(key).ok()?], document: None });
    let pin = PinRule::Selector { manifest, path: Pattern::parse(file).ok()?, format: None };
    Some(with_pins(None, Some(path), vec![pin]))
}
