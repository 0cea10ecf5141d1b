//! Branches and tags that look like environments: what hoist sees where folders tell nothing.

use crate::config::names::{class, is_whole};
use crate::model::name::EnvironmentName;
use std::collections::BTreeSet;

/// What branches of environments begin with.
const PREFIXES: [&str; 4] = ["env/", "environment/", "environments/", "stage/"];

/// What the names of branches and tags tell, as sentences.
pub fn seen_in_refs<'a>(
    branches: impl Iterator<Item = &'a str>,
    tags: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    let branches: BTreeSet<_> = branches.filter(|name| is_environment(name)).collect();
    let tags: Vec<_> = tags.filter_map(|tag| Some((tag, environment(tag)?))).collect();
    let different: BTreeSet<_> = tags.iter().map(|(_, environment)| *environment).collect();
    let mut seen = Vec::new();
    if !branches.is_empty() {
        let branches: Vec<_> = branches.into_iter().collect();
        seen.push(format!(
            "the branches {} look like environments: `--strategy branch` takes them",
            branches.join(", ")
        ));
    }
    if let (Some((tag, _)), true) = (tags.first(), different.len() > 1) {
        seen.push(format!("tags such as {tag} look like environments: name them with `tags:` in hoist.yaml, as docs/tags.md shows"));
    }
    seen
}

/// The pattern of branches that are named like environments, and those that they name: with what branches of
/// environments begin with, else by their bare names, of which some must be different stops.
pub(in crate::config) fn of_branches(
    declared: Option<&str>,
    branches: &[String],
) -> Option<(String, BTreeSet<String>)> {
    let prefixes = PREFIXES.map(|prefix| format!("{prefix}{{env}}"));
    let bare = "{env}".to_owned();
    let usual = || prefixes.iter().chain([&bare]).map(String::as_str).collect();
    let patterns: Vec<&str> = declared.map_or_else(usual, |pattern| vec![pattern]);
    patterns.into_iter().find_map(|pattern| {
        let found: BTreeSet<_> = branches.iter().filter_map(|branch| named(pattern, branch)).collect();
        let stops: BTreeSet<_> = found.iter().filter_map(|name| class(name)).collect();
        let is_sure = pattern != bare || stops.len() > 1;
        (is_sure && !found.is_empty()).then(|| (pattern.to_owned(), found))
    })
}

/// The environment that a branch of this pattern is of. What `env/dev-next` holds is only proposed.
fn named(pattern: &str, branch: &str) -> Option<String> {
    let (before, after) = pattern.split_once("{env}")?;
    let name = branch.strip_prefix(before)?.strip_suffix(after)?;
    let is_bare = before.is_empty() && after.is_empty();
    let fits = EnvironmentName::new(name).is_ok() && !name.ends_with("-next");
    (fits && (!is_bare || class(name).is_some())).then(|| name.to_owned())
}

/// `env/dev`; what `env/dev-next` holds is only proposed.
fn is_environment(branch: &str) -> bool {
    let name = PREFIXES.iter().find_map(|prefix| branch.strip_prefix(prefix));
    name.is_some_and(|name| !name.is_empty() && !name.ends_with("-next"))
}

/// The environment of `v1.2.3-dev`, `dev/v1.2.3`, `dev-v1.2.3` or `web/v1.2.3-dev`.
fn environment(tag: &str) -> Option<&str> {
    let is_version = |text: &str| text.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let is_stop = |name: &str| class(name).is_some();
    if let Some((name, version)) = tag.rsplit_once('/')
        && is_stop(name)
        && is_version(version)
    {
        return Some(name);
    }
    let last = tag.rsplit('/').next().unwrap_or(tag);
    let after = last.split_once('-').filter(|(version, name)| is_version(version) && is_whole(name));
    let before = last.split_once('-').filter(|(name, version)| is_whole(name) && is_version(version));
    after.map(|(_, name)| name).or(before.map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_that_are_named_like_environments_tell_them() {
        let told = |declared, branches: &[&str]| {
            let branches: Vec<_> = branches.iter().map(ToString::to_string).collect();
            of_branches(declared, &branches).map(|(pattern, names)| {
                format!("{pattern}: {}", names.into_iter().collect::<Vec<_>>().join(" "))
            })
        };
        let cases: [(Option<&str>, &[&str], Option<&str>); 6] = [
            (None, &["main", "env/dev", "env/prod", "env/prod-next"], Some("env/{env}: dev prod")),
            (None, &["main", "staging", "production", "feature"], Some("{env}: production staging")),
            (None, &["main", "develop"], None),
            (None, &["main", "prod", "production"], None),
            (Some("deploy/{env}"), &["deploy/eu", "env/dev"], Some("deploy/{env}: eu")),
            (Some("deploy/{env}"), &["env/dev"], None),
        ];
        for (declared, branches, want) in cases {
            assert_eq!(told(declared, branches).as_deref(), want, "{branches:?}");
        }
    }

    #[test]
    fn environments_that_are_no_folders_are_seen() {
        let cases: [(&[&str], &[&str], &str); 6] = [
            (&["main", "env/dev", "env/prod", "env/prod-next"], &[], "the branches env/dev, env/prod look"),
            (&["environment/dev"], &[], "the branches environment/dev look"),
            (&["main", "feature/env"], &["v1.2.3", "v1.2.4-rc.1"], ""),
            (&[], &["v1.2.3-dev", "v1.2.2-prod"], "tags such as v1.2.3-dev look"),
            (&[], &["prod/v1.2.2", "dev/v1.2.3"], "tags such as prod/v1.2.2 look"),
            (&[], &["v1.2.3-dev", "v1.2.2-dev"], ""),
        ];
        for (branches, tags, told) in cases {
            let seen = seen_in_refs(branches.iter().copied(), tags.iter().copied());
            assert!(
                seen.join("\n").starts_with(told) && seen.len() == usize::from(!told.is_empty()),
                "{seen:?}"
            );
        }
    }
}
