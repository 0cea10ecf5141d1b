//! Holds whose app isn't there: they hold nothing, and somebody may have meant another one.

use super::Sight;
use super::apps;
use super::home::Trees;
use crate::config::holds::apps_of;
use crate::model::facts::Facts;
use crate::model::hold::{Hold, Standing, is_glob};
use crate::model::inputs::Inputs;
use crate::model::plan::{Note, NoteKind};
use crate::model::text::{nearest, visible};

/// Where all apps are looked at, each such hold is told; else those with a name near to one that is asked for.
pub(super) fn note(inputs: &Inputs, sight: &Sight<'_, '_>, facts: &mut Facts) {
    let here: Vec<_> = facts.apps.iter().map(|one| one.app.to_string()).collect();
    let is_all = inputs.apps.is_empty() && inputs.scope.is_none() && inputs.saved.is_none();
    let fits = |hold: &Hold, all: &[String]| {
        let is_it = apps_of(&hold.app);
        all.iter().any(|app| is_it(app))
    };
    let near = |hold: &Hold| nearest(&hold.app, here.iter().map(String::as_str)).is_some();
    let is_group = |hold: &Hold| sight.config.groups.contains_key(&hold.app);
    let odd = |hold: &&Hold| {
        let counts = hold.standing(facts.now) != Standing::Expired;
        counts && !fits(hold, &here) && (is_all || (!is_glob(&hold.app) && near(hold)) || is_group(hold))
    };
    let odd: Vec<_> = facts.holds.iter().filter(odd).collect();
    if odd.is_empty() {
        return;
    }
    let all = if is_all { Some(here) } else { every_app(inputs, sight) };
    let Some(all) = all else { return };
    let lost = odd.into_iter().filter(|hold| !fits(hold, &all));
    let notes: Vec<_> = lost.map(|hold| told(hold, &all, is_group(hold))).collect();
    facts.notes.extend(notes);
}

fn every_app(inputs: &Inputs, sight: &Sight<'_, '_>) -> Option<Vec<String>> {
    let every = Inputs { apps: Vec::new(), scope: None, saved: None, ..inputs.clone() };
    let placed = apps::find(&every, sight.config, Trees::Of(sight.homes), &mut Vec::new()).ok()?;
    Some(placed.into_iter().map(|one| one.found.app.to_string()).collect())
}

fn told(hold: &Hold, all: &[String], is_group: bool) -> Note {
    let app = visible(&hold.app);
    let near = nearest(&hold.app, all.iter().map(String::as_str)).filter(|_| !is_glob(&hold.app));
    let text = match near {
        _ if is_group => format!("`{app}` is a group, and a hold names apps: this one holds nothing"),
        Some(near) => {
            format!("no app is named `{app}`, so this hold holds nothing: did you mean `{}`?", visible(near))
        }
        None => format!("`{app}` fits no app that is there: this hold holds nothing"),
    };
    Note { kind: NoteKind::Warning, text, at: Some(hold.at.clone()) }
}
