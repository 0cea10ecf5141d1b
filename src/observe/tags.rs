//! Where environments are tags: which there are, as the remote has them, and what each environment runs by them.

use super::Sight;
use super::place::Placed;
use crate::config::{AppRule, Config};
use crate::error::{Ask, Error};
use crate::git::{TagInfo, TagRef, steps_back};
use crate::model::delivery::Deliver;
use crate::model::facts::{AppFound, Facts};
use crate::model::format::Format;
use crate::model::inputs::Inputs;
use crate::model::name::{self, AppName, EnvironmentName};
use crate::model::path::RepoPath;
use crate::model::pin::{Pin, PinKind, PinName, Reading, SelectorName, Written};
use crate::model::plan::{Note, NoteKind, Oid};
use crate::model::record::Record;
use crate::model::tagged::{Start, Tagged};
use crate::model::text::{Position, visible};
use crate::model::version::Version;
use crate::strategy::{Owners, Strategy, Tags, version_in};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Whose tags they are.
type Owner = (AppName, EnvironmentName);

/// Reads the tags of the apps that were asked for, in the environments that this run looks at.
pub(super) fn read(
    inputs: &Inputs,
    sight: &Sight<'_, '_>,
    placed: &[Placed],
    facts: &mut Facts,
) -> Result<(), Error> {
    let Strategy::Tag(tags) = &sight.config.strategy else { return no_tags(inputs) };
    if inputs.from_ref.is_some() {
        let what = "`from-ref` has no meaning where environments are tags".to_owned();
        let hint = "a tag never moves: give the version with --version".to_owned();
        return Err(Ask::Contradiction { what, hint }.into());
    }
    let apps: Vec<_> = placed.iter().map(|one| one.found.clone()).collect();
    let looking = Looking { inputs, sight, tags, apps: &apps, all: listed(inputs, sight)? };
    let owned = looking.owned();
    let plain = looking.plain();
    let wanted: Vec<_> =
        owned.iter().map(|(_, _, tag)| *tag).chain(plain.iter().map(|(_, _, tag)| *tag)).collect();
    if let Some(remote) = sight.remote {
        (sight.say)("asking for tags");
        remote.fetch_tags(&wanted)?;
        let approved = inputs.saved.iter().flat_map(|plan| &plan.promotions).flat_map(|one| &one.tags);
        approved.map(|tag| remote.fetch_commit(&tag.on)).collect::<Result<Vec<_>, _>>()?;
    }
    facts.tags.start = Some(looking.start()?);
    for ((app, environment), version, tag) in owned {
        match looking.tagged(tag, version, &mut facts.notes)? {
            Some(tagged) => facts.tags.of.add(&app, &environment, tagged),
            None => facts.tags.pointless.push(tag.name.clone()),
        }
    }
    for (app, version, tag) in plain {
        facts.tags.plain.extend(looking.tagged(tag, version, &mut facts.notes)?.map(|tagged| (app, tagged)));
    }
    looking.in_order(facts)?;
    facts.notes.extend(looking.strangers()?);
    stand_in(sight.config, &looking.environments(), facts);
    Ok(())
}

fn no_tags(inputs: &Inputs) -> Result<(), Error> {
    match &inputs.tagged {
        None => Ok(()),
        Some(_) => {
            let what = "`ref` is what a first tag points at, and environments are no tags here".to_owned();
            let hint = "leave it out; --from-ref takes the source as of a commit".to_owned();
            Err(Ask::Contradiction { what, hint }.into())
        }
    }
}

/// The remote's tags. Those of this clone alone count where nothing is asked of the remote.
fn listed(inputs: &Inputs, sight: &Sight<'_, '_>) -> Result<Vec<TagRef>, Error> {
    let Some(remote) = sight.remote else { return Ok(sight.repo.tags()?) };
    (sight.say)("asking the remote for its tags");
    let mut all = remote.tags()?;
    if is_local(inputs, sight.config) {
        let there: BTreeSet<_> = all.iter().map(|tag| tag.name.clone()).collect();
        all.extend(sight.repo.tags()?.into_iter().filter(|tag| !there.contains(&tag.name)));
    }
    Ok(all)
}

/// What is delivered stays in this clone.
fn is_local(inputs: &Inputs, config: &Config) -> bool {
    let routes = config.routes(inputs).unwrap_or_default();
    routes.first().is_some_and(|route| matches!(route.deliver, Deliver::Commit | Deliver::Worktree))
}

struct Looking<'a, 'r> {
    inputs: &'a Inputs,
    sight: &'a Sight<'a, 'r>,
    tags: &'a Tags,
    apps: &'a [AppFound],
    all: Vec<TagRef>,
}

impl Looking<'_, '_> {
    /// Each tag of an app that was asked for, with whose it is.
    fn owned(&self) -> Vec<(Owner, Version, &TagRef)> {
        let (owners, wanted) = (self.owners(), self.environments());
        let asked = |app: &AppName| self.apps.iter().any(|found| found.app == *app);
        let one = |tag: &'_ TagRef| owners.of(&tag.name).map(|(own, version)| (own.clone(), version));
        let mut owned = Vec::new();
        for tag in &self.all {
            let Some((own, version)) = one(tag) else { continue };
            if asked(&own.0) && wanted.contains(&own.1) {
                owned.push((own, version, tag));
            }
        }
        if self.tags.is_shared() {
            // One tag speaks of all apps.
            let all = |((_, environment), version, tag): (Owner, Version, _)| {
                let each = self.apps.iter().map(move |found| found.app.clone());
                each.map(move |app| ((app, environment.clone()), version.clone(), tag)).collect::<Vec<_>>()
            };
            owned = owned.into_iter().flat_map(all).collect();
        }
        owned
    }

    /// How each app's environments are tagged. Where no slash ends an app's name, it may be the beginning of another's.
    fn owners(&self) -> Owners<Owner> {
        let named = self.sight.config.apps.iter().filter_map(|rule: &AppRule| rule.name.clone());
        let mut apps: BTreeSet<_> = self.apps.iter().map(|found| found.app.clone()).collect();
        if self.tags.is_shared() {
            apps = apps.into_iter().take(1).collect();
        } else if !self.tags.0.starts_with("{app}/") {
            apps.extend(named);
        }
        let environments = &self.sight.config.environments;
        let own = |app: AppName| {
            environments.iter().filter_map(move |one| {
                let format = self.tags.format(&one.names(&app))?;
                Some(((app.clone(), one.name.clone()), format))
            })
        };
        Owners::new(apps.into_iter().flat_map(own))
    }

    /// The environments that a promotion has to do with; all where something is only looked at.
    fn environments(&self) -> BTreeSet<EnvironmentName> {
        let routes = self.sight.config.routes(self.inputs).unwrap_or_default();
        let near = |route: &crate::config::Route| {
            [&route.to].into_iter().chain(&route.from).chain(&route.before).cloned().collect::<Vec<_>>()
        };
        let near: BTreeSet<_> = routes.iter().flat_map(near).collect();
        let all = || self.sight.config.environments.iter().map(|one| one.name.clone()).collect();
        if near.is_empty() { all() } else { near }
    }

    /// The plain tags of versions that were asked for.
    fn plain(&self) -> Vec<(AppName, Version, &TagRef)> {
        let mut plain = Vec::new();
        for found in self.apps {
            let (Some(given), Some(format)) = (&found.version, self.tags.plain(found.app.as_str())) else {
                continue;
            };
            let formats = self.sight.config.environments.iter();
            let formats = formats.filter_map(|one| self.tags.format(&one.names(&found.app)));
            let meant = formats.filter_map(|format| version_in(&format, given.as_str()));
            for version in meant.chain([given.clone()]).collect::<BTreeSet<_>>() {
                let name = format.write(&version);
                let tag = self.all.iter().find(|tag| tag.name == name);
                plain.extend(tag.map(|tag| (found.app.clone(), version, tag)));
            }
        }
        plain
    }

    fn tagged(&self, tag: &TagRef, version: Version, notes: &mut Vec<Note>) -> Result<Option<Tagged>, Error> {
        let Some(info) = self.sight.repo.tag_info(tag)? else {
            notes.push(warning(format!(
                "the tag {} leads to no commit, and doesn't count",
                visible(&tag.name)
            )));
            return Ok(None);
        };
        Ok(Some(tagged(tag, version, info)))
    }

    /// Newest first; of those of one second, the higher version.
    fn in_order(&self, facts: &mut Facts) -> Result<(), Error> {
        for found in self.apps {
            for (environment, tags) in facts.tags.of.across_mut(&found.app) {
                let key = |one: &Tagged| (one.since, one.version.semver(), one.name.clone());
                tags.sort_by_key(|one| std::cmp::Reverse(key(one)));
                let is_entry = self.sight.config.environment(environment).is_some_and(|one| one.entry);
                let given =
                    found.version.iter().chain(found.approved.values().filter_map(|one| one.to.as_ref()));
                let given: Vec<_> = given.collect();
                let asked = |one: &&mut Tagged| {
                    is_entry && given.iter().any(|given| **given == one.version || given.as_str() == one.name)
                };
                for tag in tags.iter_mut().filter(asked) {
                    tag.is_in_history = self.is_in_history(&tag.on)?;
                }
            }
        }
        Ok(())
    }

    fn is_in_history(&self, commit: &Oid) -> Result<bool, Error> {
        let base = &self.sight.homes.main.base;
        let known = self.sight.repo.contains(&base.commit, commit)?;
        let (None, Some(remote)) = (known, self.sight.remote) else { return Ok(known == Some(true)) };
        (self.sight.say)("fetching the whole history");
        remote.deepen(&base.branch)?;
        Ok(self.sight.repo.contains(&base.commit, commit)? == Some(true))
    }

    /// What a first tag points at: the commit that was asked for, else the tip.
    fn start(&self) -> Result<Start, Error> {
        let Some(typed) = &self.inputs.tagged else {
            return Ok(Start { commit: self.sight.homes.main.base.commit.clone(), typed: None });
        };
        let (name, steps) = steps_back(typed);
        let named = self.named(name)?;
        let commit = named.map_or(Ok(None), |commit| self.sight.repo.back(&commit, steps))?;
        let commit = commit.ok_or_else(|| Ask::UnknownRef { typed: typed.clone() })?;
        Ok(Start { commit, typed: Some(typed.clone()) })
    }

    /// A name means what the remote has under it; a commit id, or what is checked out, is what it says.
    fn named(&self, typed: &str) -> Result<Option<Oid>, Error> {
        let repo = self.sight.repo;
        let Some(remote) = self.sight.remote.filter(|_| typed != "HEAD") else {
            return Ok(repo.resolve(typed)?);
        };
        let branch = typed.strip_prefix("refs/heads/").unwrap_or(typed);
        let is_branch = !typed.starts_with("refs/tags/") && name::branch(branch).is_ok();
        if is_branch && remote.tips(&[branch])?.contains_key(branch) {
            return Ok(Some(remote.fetch(branch)?));
        }
        let tag = typed.strip_prefix("refs/tags/").unwrap_or(typed);
        if let Some(tag) = self.all.iter().find(|one| one.name == tag) {
            remote.fetch_tags(&[tag])?;
            return Ok(repo.tag_info(tag)?.map(|info| info.commit));
        }
        if let Some(branch) = typed.strip_prefix(remote.name()).and_then(|rest| rest.strip_prefix('/')) {
            let is_there = name::branch(branch).is_ok() && remote.tips(&[branch])?.contains_key(branch);
            return if is_there { Ok(Some(remote.fetch(branch)?)) } else { Ok(None) };
        }
        if !typed.chars().all(|c| c.is_ascii_hexdigit()) {
            return Ok(None);
        }
        if typed.len() == 40 {
            remote.fetch_commit(&Oid(typed.to_lowercase()))?;
        }
        Ok(repo.resolve(typed)?)
    }

    /// Tags of this clone that the remote doesn't have so.
    fn strangers(&self) -> Result<Vec<Note>, Error> {
        let Some(_) = self.sight.remote else { return Ok(Vec::new()) };
        let there: BTreeMap<_, _> = self.all.iter().map(|tag| (tag.name.as_str(), tag)).collect();
        let (owners, wanted) = (self.owners(), self.environments());
        let mut notes = Vec::new();
        for here in self.sight.repo.tags()? {
            let Some((own, _)) = owners.of(&here.name) else { continue };
            if !wanted.contains(&own.1) {
                continue;
            }
            let name = visible(&here.name);
            let text = match there.get(here.name.as_str()) {
                Some(there) if there.object == here.object => continue,
                Some(there) if there.peeled == here.peeled => {
                    format!(
                        "the tag {name} here isn't the remote's, which counts; both are on {}",
                        here.peeled.short()
                    )
                }
                Some(there) => {
                    let (here, there) = (here.peeled.short(), there.peeled.short());
                    format!("the tag {name} is on {here} here and on {there} on the remote, which counts")
                }
                None => format!("the tag {name} is only here, and doesn't count: the remote doesn't have it"),
            };
            notes.push(warning(text));
        }
        Ok(notes)
    }
}

fn warning(text: String) -> Note {
    Note { kind: NoteKind::Warning, text, at: None }
}

fn tagged(tag: &TagRef, version: Version, info: TagInfo) -> Tagged {
    Tagged {
        name: tag.name.clone(),
        version,
        on: info.commit,
        since: Timestamp::from_second(info.seconds).unwrap_or(Timestamp::UNIX_EPOCH),
        by: info.by.to_string(),
        record: Record::read(&info.message),
        subject: info.message.lines().next().unwrap_or_default().to_owned(),
        is_in_history: false,
    }
}

/// Where no pin says what an environment runs, its newest tag does.
fn stand_in(config: &Config, wanted: &BTreeSet<EnvironmentName>, facts: &mut Facts) {
    for AppFound { app, rule, .. } in facts.apps.clone() {
        for name in config.environments.iter().map(|one| &one.name) {
            let has_pins =
                !facts.readings.of(&app, name).is_empty() || !facts.troubles.of(&app, name).is_empty();
            let Some(format) = config.tag_format(&app, name).filter(|_| !has_pins) else { continue };
            let newest = facts.tags.of.of(&app, name).first();
            if let Some(reading) = reading(&app, name, format, newest) {
                facts.readings.add(&app, name, reading);
            }
            if !config.apps[rule].pins.is_empty() && wanted.contains(name) {
                let text = format!("{app} has no pin in {name}: its tags alone say what runs there");
                facts.notes.push(Note { kind: NoteKind::Inferred, text, at: None });
            }
        }
    }
}

fn reading(
    app: &AppName,
    environment: &EnvironmentName,
    format: Format,
    newest: Option<&Tagged>,
) -> Option<Reading> {
    let file = |name: &str| format!("refs/tags/{name}");
    let name = newest.map_or("-", |tag| tag.name.as_str());
    let at = |tag: &Tagged| Position { file: file(&visible(&tag.name)), line: 1, column: 1 };
    let written = |tag: &Tagged| Written { text: tag.name.clone(), at: at(tag), key: "tag".to_owned() };
    let pin = Pin {
        name: PinName { kind: PinKind::Revision, name: "tag".to_owned(), entry: 0 },
        selector: SelectorName::Tag,
        file: RepoPath::new(&file(name)).ok()?,
        version: newest.map(written),
        digest: None,
        new_name: None,
        automation: None,
    };
    Some(Reading {
        app: app.clone(),
        environment: environment.clone(),
        pin,
        format,
        version: newest.map(|tag| tag.version.clone()),
        shared_with: None,
    })
}
