//! Groups of apps are whole, or the configuration is wrong.

use crate::config::Config;
use crate::error::Ask;
use crate::model::facts::AppFound;
use crate::model::inputs::{Asked, Inputs};
use crate::model::plan::{Note, NoteKind};
use crate::model::text::meant;

/// An app that a group names is there. Who asked for another one of it didn't mistype it.
pub(super) fn known(asked: &[Asked], known: &[String]) -> Result<(), Ask> {
    let unknown = |one: &&Asked| one.along.is_some() && !known.contains(&one.app);
    match asked.iter().find(unknown).and_then(|one| Some((&one.app, one.along.as_ref()?))) {
        Some((app, along)) => Err(missing(&along.group, app, known)),
        None => Ok(()),
    }
}

fn missing(group: &str, app: &str, known: &[String]) -> Ask {
    let what = format!("the group `{group}` has `{app}`, and no app that is looked at is named so");
    let hint = format!(
        "{}mend `groups:` in hoist.yaml, or look further than --scope",
        meant(&[app.to_owned()], known)
    );
    Ask::Contradiction { what, hint }
}

/// No app of a group moves without the others; a name is an app's or a group's.
pub(super) fn check(inputs: &Inputs, config: &Config, apps: &[AppFound]) -> Result<(), Ask> {
    let names: Vec<_> = apps.iter().map(|one| one.app.to_string()).collect();
    let all = inputs.scope.is_none() && inputs.apps.iter().any(Asked::is_glob);
    for (group, members) in &config.groups {
        let is_here = |name: &str| names.iter().any(|one| one == name);
        if !all && !members.iter().any(|app| is_here(app.as_str())) {
            continue;
        }
        if let Some(app) = members.iter().find(|app| !is_here(app.as_str())) {
            return Err(missing(group, app.as_str(), &names));
        }
        if is_here(group) && !members.iter().any(|app| app.as_str() == group) {
            let what = format!("`{group}` is the name of an app and of a group that it isn't in");
            return Err(Ask::Contradiction {
                what,
                hint: "call the group otherwise in hoist.yaml".to_owned(),
            });
        }
    }
    Ok(())
}

/// A word on each app that nobody named.
pub(super) fn notes(apps: &[AppFound]) -> Vec<Note> {
    let note = |one: &AppFound| {
        let text = format!("{} comes along: it is of the group {}", one.app, one.along.as_ref()?.group);
        Some(Note { kind: NoteKind::Inferred, text, at: None })
    };
    apps.iter().filter_map(note).collect()
}

/// `to-version` is one app's.
pub(super) fn one_version(inputs: &Inputs, apps: &[AppFound]) -> Result<(), Ask> {
    let asked: Vec<_> =
        apps.iter().filter(|one| one.along.is_none()).map(|one| one.app.to_string()).collect();
    let Some(version) = inputs.to_version.as_ref().filter(|_| asked.len() > 1) else { return Ok(()) };
    let what = format!("`--to-version {version}` is for one app, and there are {}", asked.join(", "));
    let hint = format!("say whose it is: {}@{version}", asked.first().map_or("APP", String::as_str));
    Err(Ask::Contradiction { what, hint })
}
