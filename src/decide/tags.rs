//! Where environments are tags: the tag that says what an environment runs, and the commit that it belongs on.

use super::Case;
use crate::config::{Route, Sought};
use crate::error::Ask;
use crate::model::delivery::Deliver;
use crate::model::facts::{AppFound, Stood};
use crate::model::name::{self, AppName, EnvironmentName};
use crate::model::pin::Reading;
use crate::model::plan::{Action, Fate, Move, NewTag, Note, NoteKind, Oid};
use crate::model::tagged::Tagged;
use crate::model::verdict::{GateName, Verdict};
use crate::model::version::Version;
use crate::strategy::{Owners, Strategy};

/// A commit, and what says that the version is there.
struct Claim {
    by: String,
    on: Oid,
}

impl Case<'_> {
    /// The tag of a version in the target, made already or not; none where environments aren't tags.
    pub(super) fn tag(
        &self,
        route: &Route,
        found: &AppFound,
        sought: &Sought<'_>,
    ) -> Result<Option<NewTag>, (GateName, String)> {
        let Some(format) = self.config.tag_format(&found.app, &route.to) else { return Ok(None) };
        let name = format.write(&sought.version);
        if sought.version.as_str().contains('/') || name::tag(&name).is_err() {
            return Err((GateName::Tag, format!("`{name}` can't be the name of a tag")));
        }
        if let Some(why) = self.mistaken(route, found, &name) {
            return Err((GateName::Tag, why));
        }
        let there = self.facts.tags.tag(&found.app, &route.to, &sought.version);
        let claim = self.claim(route, found, sought, there)?;
        match there {
            Some(tag) if tag.on == claim.on => Ok(Some(standing(found, tag))),
            Some(tag) => Err((GateName::Tag, elsewhere(tag, &claim))),
            None => Ok(Some(NewTag {
                app: found.app.clone(),
                name,
                on: claim.on,
                is_there: false,
                by: None,
                since: None,
                message: None,
            })),
        }
    }

    /// Why the name of a tag can't say what it should: it is taken, or says that something else runs elsewhere.
    fn mistaken(&self, route: &Route, found: &AppFound, name: &str) -> Option<String> {
        if self.facts.tags.pointless.iter().any(|taken| taken == name) {
            return Some(format!(
                "the tag {name} leads to no commit: tags are never moved, so take another version"
            ));
        }
        // Another app reads it only where its name stands in it.
        let others = self.facts.apps.iter().map(|one| &one.app).filter(|app| name.contains(app.as_str()));
        let apps = std::iter::once(&found.app).chain(others.filter(|app| **app != found.app));
        let own = |app: &AppName, environment: &EnvironmentName| {
            Some(((app.clone(), environment.clone()), self.config.tag_format(app, environment)?))
        };
        let environments = || self.config.environments.iter().map(|one| &one.name);
        let formats = apps.flat_map(|app| environments().filter_map(move |one| own(app, one)));
        let owners = Owners::new(formats);
        let ((app, environment), version) = owners.of(name)?;
        let is_other = *environment != route.to || (*app != found.app && !self.is_shared());
        is_other.then(|| {
            format!("`{name}` would say that {environment} runs {version} of {app}: take another version")
        })
    }

    fn is_shared(&self) -> bool {
        match &self.config.strategy {
            Strategy::Tag(tags) => tags.is_shared(),
            Strategy::Directory | Strategy::Branch(_) => false,
        }
    }

    /// Where the version is, by all that speaks of it: they must agree.
    fn claim(
        &self,
        route: &Route,
        found: &AppFound,
        sought: &Sought<'_>,
        there: Option<&Tagged>,
    ) -> Result<Claim, (GateName, String)> {
        if self.inputs.action == Action::Rollback {
            let why = || format!("{} has no tag in {}: a rollback makes none", sought.version, route.to);
            return there.map(of_tag).ok_or_else(|| (GateName::Tag, why()));
        }
        let mut claims = self.claims(route, found, sought);
        let Some(first) = claims.first() else { return self.unclaimed(route, found, sought, there) };
        if let Some(other) = claims.iter().find(|other| other.on != first.on) {
            let (one, other) = (shown(first), shown(other));
            return Err((GateName::Tag, format!("{one}, and {other}: {} is one commit", sought.version)));
        }
        Ok(claims.swap_remove(0))
    }

    fn claims(&self, route: &Route, found: &AppFound, sought: &Sought<'_>) -> Vec<Claim> {
        let tags = &self.facts.tags;
        let before = route.from.iter().chain(route.judged_by(sought));
        let tagged: Vec<_> =
            before.filter_map(|one| tags.tag(&found.app, one, &sought.version)).map(of_tag).collect();
        let starts = tagged.is_empty() && self.may_start(route, sought);
        let plain = tags.plain(&found.app, &sought.version).filter(|_| starts).map(of_tag);
        let typed = tags.start.as_ref().and_then(|start| {
            let typed = start.typed.as_ref()?;
            Some(Claim { by: format!("`{typed}`"), on: start.commit.clone() })
        });
        let typed = typed.filter(|_| starts || !tagged.is_empty());
        let approved = self.approved_tag(route, found, &sought.version);
        let approved = approved.map(|tag| Claim { by: "the plan's tag".to_owned(), on: tag.on.clone() });
        tagged.into_iter().chain(plain).chain(typed).chain(approved).collect()
    }

    /// A version that nothing speaks of starts here at the tip, if it may; where its tag stands in the history of
    /// the tip, it started before.
    fn unclaimed(
        &self,
        route: &Route,
        found: &AppFound,
        sought: &Sought<'_>,
        there: Option<&Tagged>,
    ) -> Result<Claim, (GateName, String)> {
        let start = self.facts.tags.start.as_ref().filter(|_| self.may_start(route, sought));
        let Some(start) = start else { return Err((GateName::Order, self.missing(route, found, sought))) };
        match there.filter(|tag| tag.is_in_history) {
            Some(tag) => Ok(of_tag(tag)),
            None => Ok(Claim { by: self.facts.base.branch.clone(), on: start.commit.clone() }),
        }
    }

    fn may_start(&self, route: &Route, sought: &Sought<'_>) -> bool {
        let is_entry = self.config.environment(&route.to).is_some_and(|one| one.entry);
        let is_named = self.inputs.from.is_some() && self.inputs.saved.is_none();
        sought.given && !is_named && (is_entry || route.before.is_empty())
    }

    fn missing(&self, route: &Route, found: &AppFound, sought: &Sought<'_>) -> String {
        let version = &sought.version;
        let Some(from) = &route.from else { return format!("nothing says which commit {version} is") };
        let tag = self.config.tag_format(&found.app, from).map(|format| format.write(version));
        let tag = tag.unwrap_or_default();
        let held = self.facts.readings.of(&found.app, from);
        let runs = held.iter().find_map(|one| one.version.as_ref());
        match runs {
            Some(runs) if runs == version => {
                let how = format!("hoist promote {}@{version} --to {from} --deliver push", found.app);
                format!("{from} holds {version}, and the tag {tag} isn't there: `{how}` makes it")
            }
            Some(runs) => {
                format!("{version} never ran in {from}, which runs {runs}: there is no tag {tag}")
            }
            None => format!("{version} never ran in {from}: there is no tag {tag}"),
        }
    }

    /// The tag of an approved plan: its commit is fixed.
    fn approved_tag(&self, route: &Route, found: &AppFound, version: &Version) -> Option<&NewTag> {
        let name = self.config.tag_format(&found.app, &route.to)?.write(version);
        let promotions = self.inputs.saved.iter().flat_map(|plan| &plan.promotions);
        let mut tags =
            promotions.filter(|promotion| promotion.environment == route.to).flat_map(|one| &one.tags);
        tags.find(|tag| tag.name == name)
    }

    /// What the tag of a move is called.
    pub(super) fn tag_name(&self, environment: &EnvironmentName, one: &Move) -> Option<String> {
        Some(self.config.tag_format(&one.app, environment)?.write(one.to.as_ref()?))
    }

    /// Whether a version stood in an environment, as its tags tell; none where environments aren't tags.
    pub(super) fn stood(
        &self,
        found: &AppFound,
        environment: &EnvironmentName,
        version: &Version,
    ) -> Option<Stood> {
        self.config.tag_format(&found.app, environment)?;
        let tag = self.facts.tags.tag(&found.app, environment, version);
        Some(tag.map_or(Stood::Never, |tag| Stood::At(tag.on.clone())))
    }

    /// Why a tag can't be delivered so.
    pub(super) fn undeliverable(&self, route: &Route, found: &AppFound) -> Result<(), Ask> {
        let held = self.facts.readings.of(&found.app, &route.to);
        if !held.iter().any(Reading::is_tag) {
            return Ok(());
        }
        let contradiction = |what: String, hint: &str| Ask::Contradiction { what, hint: hint.to_owned() };
        if self.inputs.action == Action::Rollback {
            let what = format!("nothing names the tag in git: {} has no pin in {}", found.app, route.to);
            return Err(contradiction(
                what,
                "deploy the older tag, or declare the pin that names it in `pins:`",
            ));
        }
        if route.deliver == Deliver::Branch {
            let what = format!("{} has no pin in {}, and a request can hold no tag", found.app, route.to);
            return Err(contradiction(what, "say `deliver: push`, or --deliver push"));
        }
        Ok(())
    }

    /// What is to be known of a tag: that it stands before what was asked for, or isn't made yet.
    pub(super) fn said_of_tag(
        &self,
        route: &Route,
        found: &AppFound,
        version: &Version,
        tag: &NewTag,
    ) -> Option<Note> {
        let has_pins = !self.facts.readings.of(&found.app, &route.to).iter().any(Reading::is_tag);
        let text = if tag.is_there {
            let start = self.facts.tags.start.as_ref().filter(|_| !has_pins && route.before.is_empty())?;
            let moved_on = start.typed.is_none() && start.commit != tag.on;
            let (base, at) = (&self.facts.base.branch, start.commit.short());
            moved_on.then(|| {
                format!(
                    "{} is on {}, and {base} is at {at} now: what came since needs another version",
                    tag.name,
                    tag.on.short()
                )
            })?
        } else if route.deliver == Deliver::Branch {
            later(route, found, version, tag)
        } else {
            return None;
        };
        Some(Note { kind: NoteKind::Warning, text, at: None })
    }
}

/// A request makes no tag: what is left where the pins are level.
pub(super) fn waits(route: &Route, found: &AppFound, version: &Version, tag: &NewTag) -> (GateName, Verdict) {
    (GateName::Tag, Verdict::Held { why: later(route, found, version, tag), until: None })
}

fn later(route: &Route, found: &AppFound, version: &Version, tag: &NewTag) -> String {
    let how = format!("hoist promote {}@{version} --to {} --deliver push", found.app, route.to);
    format!(
        "the tag {} isn't there yet, and a request makes none: once it is merged, `{how}` makes it",
        tag.name
    )
}

fn standing(found: &AppFound, tag: &Tagged) -> NewTag {
    NewTag {
        app: found.app.clone(),
        name: tag.name.clone(),
        on: tag.on.clone(),
        is_there: true,
        by: Some(tag.by.clone()),
        since: Some(tag.since),
        message: None,
    }
}

fn of_tag(tag: &Tagged) -> Claim {
    Claim { by: tag.name.clone(), on: tag.on.clone() }
}

fn shown(claim: &Claim) -> String {
    format!("{} is on {}", claim.by, claim.on.short())
}

fn elsewhere(tag: &Tagged, claim: &Claim) -> String {
    format!(
        "{} stands on {} (by {}, {}), and {}: tags are never moved, so take another version",
        tag.name,
        tag.on.short(),
        tag.by,
        tag.since,
        shown(claim)
    )
}

/// What of a promotion's tags is told: those that it makes, and those that make an app level.
pub(super) fn is_told(fate: Fate, tag: &NewTag) -> bool {
    match fate {
        Fate::Moves => true,
        Fate::Level => tag.is_there,
        Fate::Held | Fate::Refused => false,
    }
}
