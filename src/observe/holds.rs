//! The holds that count for each environment: those of its own branch, and those beside hoist.yaml.

use super::Sight;
use super::home::Home;
use crate::config::holds::{FILE, parse};
use crate::error::{Ask, Error};
use crate::git;
use crate::model::facts::{Facts, UnreadHolds};
use crate::model::hold::Hold;
use crate::model::name::EnvironmentName;
use crate::model::path::{EntryKind, RepoPath};
use crate::model::plan::{Note, NoteKind};
use crate::model::text::nearest;

/// Reads every file of holds that there is. One that can't be read is a fact too: what it keeps out isn't known.
pub(super) fn read(sight: &Sight<'_, '_>, facts: &mut Facts) -> Result<(), Error> {
    let path =
        RepoPath::new(FILE).map_err(|bad| Ask::BadFile { file: FILE.to_owned(), what: bad.to_string() })?;
    let homes = sight.homes;
    let all: Vec<_> = sight.config.environments.iter().map(|one| one.name.clone()).collect();
    let on_main: Vec<_> = all.iter().filter(|name| !homes.own.contains_key(*name)).cloned().collect();
    let known = if sight.config.environments_found { &[][..] } else { &all };
    let mut reading = Reading { path: &path, facts };
    // A branch that stands where the main one does has its file, and is read but once.
    let is_there = |name: &&EnvironmentName| {
        homes.own.get(*name).is_none_or(|home| home.base.commit == homes.main.base.commit)
    };
    let written: Vec<_> = all.iter().filter(is_there).cloned().collect();
    let holds = reading.home(&homes.main, FILE, &all, known, &written)?;
    reading.facts.holds.extend(holds);
    if let Some(text) = on_main.first().and_then(|name| reading.facts.holds_texts.get(name)).cloned() {
        // A hold may be written in the same commit as versions of the same branch.
        reading.facts.texts.insert(path.clone(), text);
    }
    if let Some(declared) = &homes.declared {
        let shown = format!("{}:{FILE}", declared.base.branch);
        let holds = reading.home(declared, &shown, &all, known, &[])?;
        reading.facts.holds.extend(holds);
    }
    for (name, home) in homes.own.iter().filter(|(_, home)| home.base.commit != homes.main.base.commit) {
        let (shown, own) = (format!("{}:{FILE}", home.base.branch), std::slice::from_ref(name));
        let holds = reading.home(home, &shown, own, &[], own)?;
        reading.facts.holds.extend(holds.into_iter().filter_map(|hold| about(hold, name)));
    }
    misspelt(sight, facts);
    Ok(())
}

struct Reading<'a> {
    path: &'a RepoPath,
    facts: &'a mut Facts,
}

impl Reading<'_> {
    /// The holds of one branch, which speaks for the environments `of`, and is where those of `written` are written.
    fn home(
        &mut self,
        home: &Home<'_>,
        shown: &str,
        of: &[EnvironmentName],
        known: &[EnvironmentName],
        written: &[EnvironmentName],
    ) -> Result<Vec<Hold>, Error> {
        let text = match text(home, self.path)? {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(Vec::new()),
            Err(what) => return Ok(self.unread(of, format!("{shown}: {what}"))),
        };
        let texts = written.iter().map(|name| (name.clone(), text.clone()));
        self.facts.holds_texts.extend(texts);
        Ok(parse(shown, &text, known).unwrap_or_else(|problems| self.unread(of, problems.to_string())))
    }

    fn unread(&mut self, of: &[EnvironmentName], what: String) -> Vec<Hold> {
        self.facts.unread_holds.push(UnreadHolds { environments: of.to_vec(), what });
        Vec::new()
    }
}

/// The text of the file, or why it is none.
fn text(home: &Home<'_>, path: &RepoPath) -> Result<Result<Option<String>, String>, Error> {
    if let Some(folder) = path.parent()
        && let Some(EntryKind::File | EntryKind::Link | EntryKind::Submodule) = home.tree.kind(&folder)?
    {
        return Ok(Err(format!("{folder} is no folder")));
    }
    match home.tree.read(path) {
        Ok(bytes) => {
            let text = bytes.map(String::from_utf8).transpose();
            Ok(text.map_err(|bad| format!("it isn't UTF-8: {}", bad.utf8_error())))
        }
        Err(git::Error::NotAFile { what, .. }) => Ok(Err(what.to_owned())),
        Err(error) => Err(error.into()),
    }
}

/// The hold, as far as it is about one environment: a branch of its own speaks for no other.
fn about(mut hold: Hold, environment: &EnvironmentName) -> Option<Hold> {
    hold.environments.retain(|name| name == environment);
    (!hold.environments.is_empty()).then_some(hold)
}

/// Where environments were found by looking, a name may be one that another app has: only a near one is told.
fn misspelt(sight: &Sight<'_, '_>, facts: &mut Facts) {
    let known: Vec<_> = sight.config.environments.iter().map(|one| one.name.as_str()).collect();
    let mut notes = Vec::new();
    for hold in &facts.holds {
        for name in hold.environments.iter().filter(|name| !known.contains(&name.as_str())) {
            if let Some(near) = nearest(name.as_str(), known.iter().copied()) {
                let text = format!("no environment is named `{name}` here: did you mean `{near}`?");
                notes.push(Note { kind: NoteKind::Warning, text, at: Some(hold.at.clone()) });
            }
        }
    }
    facts.notes.extend(notes);
}
