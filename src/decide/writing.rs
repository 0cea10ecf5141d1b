//! What pins leave in their files: a file is read once and written once, however many of its pins move.

use super::changes::want;
use super::texts::Texts;
use crate::manifest::{self, Edit, Error, Manifest};
use crate::model::name::AppName;
use crate::model::path::RepoPath;
use crate::model::pin::Pin;
use crate::model::wanted::Wanted;
use std::collections::BTreeMap;
use std::rc::Rc;

/// One pin that is to be written: whose, where, by what, and what it should hold.
pub(super) struct Writing<'a> {
    pub app: &'a AppName,
    pub file: &'a RepoPath,
    pub manifest: Rc<Manifest>,
    pub wanted: Wanted,
    pub held: Option<Pin>,
}

/// The texts afterwards, and what became of each pin.
pub(super) struct Written {
    pub texts: BTreeMap<RepoPath, String>,
    pub pins: Vec<Became>,
}

#[derive(Debug, Clone)]
pub(super) enum Became {
    /// It holds what is wanted already.
    Same,
    /// As it is found afterwards; of a file that is copied, how many lines differ.
    Other {
        pin: Option<Box<Pin>>,
        lines: Option<usize>,
    },
    Refused(String),
}

/// All at once, else one after another: what is put in depends on what was put in before.
pub(super) fn write(writings: &[Writing<'_>], texts: &Texts<'_>) -> Written {
    let is_there = |at: &usize| writings[*at].held.is_some();
    let (there, new): (Vec<_>, Vec<_>) = (0..writings.len()).partition(is_there);
    let mut written = Written { texts: BTreeMap::new(), pins: vec![Became::Same; writings.len()] };
    if written.add(writings, &there, texts).is_err() {
        written.add_each(writings, &there, texts);
    }
    written.add_each(writings, &new, texts);
    written
}

/// The pins of several apps at once; an error where that isn't the same as one app after another.
pub(super) fn at_once(writings: &[&Writing<'_>], texts: &Texts<'_>) -> Result<Written, Error> {
    match writings.iter().find(|one| one.held.is_none()) {
        Some(new) => Err(in_the_way(new.file)),
        None => upon(writings, texts, &BTreeMap::new()),
    }
}

impl Written {
    fn add_each(&mut self, writings: &[Writing<'_>], places: &[usize], texts: &Texts<'_>) {
        for at in places {
            if let Err(error) = self.add(writings, &[*at], texts) {
                self.pins[*at] = Became::Refused(refused(&error));
            }
        }
    }

    /// Writes some pins upon what was written before.
    fn add(&mut self, writings: &[Writing<'_>], places: &[usize], texts: &Texts<'_>) -> Result<(), Error> {
        let some: Vec<_> = places.iter().map(|at| &writings[*at]).collect();
        let written = upon(&some, texts, &self.texts)?;
        self.texts.extend(written.texts);
        for (at, became) in places.iter().zip(written.pins) {
            self.pins[*at] = became;
        }
        Ok(())
    }
}

fn upon(
    writings: &[&Writing<'_>],
    texts: &Texts<'_>,
    done: &BTreeMap<RepoPath, String>,
) -> Result<Written, Error> {
    let mut files: BTreeMap<&RepoPath, Vec<usize>> = BTreeMap::new();
    for (at, writing) in writings.iter().enumerate() {
        files.entry(writing.file).or_default().push(at);
    }
    let mut written = Written { texts: BTreeMap::new(), pins: vec![Became::Same; writings.len()] };
    for (file, places) in files {
        let here: Vec<_> = places.iter().map(|at| writings[*at]).collect();
        let before = done.get(file).map_or_else(|| texts.get(file), String::as_str);
        let (after, became) = in_file(file, before, &here)?;
        written.texts.extend(after.map(|after| (file.clone(), after)));
        for (at, became) in places.into_iter().zip(became) {
            written.pins[at] = became;
        }
    }
    Ok(written)
}

/// The new text, if there is one, and what became of each pin.
fn in_file(
    file: &RepoPath,
    text: &str,
    writings: &[&Writing<'_>],
) -> Result<(Option<String>, Vec<Became>), Error> {
    let asked: Vec<_> =
        writings.iter().map(|one| (&*one.manifest, want(&one.wanted, one.held.as_ref()))).collect();
    let mut became = vec![Became::Same; writings.len()];
    let mut edits = Edits::default();
    let mut edited = Vec::new();
    for (at, answer) in manifest::edits(file, text, &asked).into_iter().enumerate() {
        match answer {
            Err(error) => became[at] = Became::Refused(refused(&error)),
            Ok(own) => edited.extend(edits.add(file, writings[at].app, own)?.then_some(at)),
        }
    }
    if edited.is_empty() {
        return Ok((None, became));
    }
    let after = manifest::splice(file, text, &edits.all)?;
    let sought: Vec<_> = edited.iter().map(|at| (asked[*at].0, &writings[*at].wanted.pin)).collect();
    let pins = manifest::find(file, &after, &sought)?;
    for (at, pin) in edited.into_iter().zip(pins) {
        let lines = writings[at].wanted.content.is_some().then(|| manifest::lines_apart(text, &after));
        became[at] = Became::Other { pin: pin.map(Box::new), lines };
    }
    Ok((Some(after), became))
}

/// The edits of a file, and for whom each is.
#[derive(Default)]
struct Edits<'a> {
    all: Vec<Edit>,
    owners: BTreeMap<(usize, usize), &'a AppName>,
}

impl<'a> Edits<'a> {
    /// Adds edits, unless the same app has them already; whether there was something to add. Of what two apps would
    /// write in one place, the second depends on what the first does.
    fn add(&mut self, file: &RepoPath, app: &'a AppName, edits: Vec<Edit>) -> Result<bool, Error> {
        let span = |edit: &Edit| (edit.range.start, edit.range.end);
        let mut is_more = false;
        for edit in edits {
            match self.owners.get(&span(&edit)) {
                Some(owner) if *owner != app => return Err(in_the_way(file)),
                Some(_) if self.all.contains(&edit) => {}
                Some(_) | None => {
                    self.owners.insert(span(&edit), app);
                    self.all.push(edit);
                    is_more = true;
                }
            }
        }
        Ok(is_more)
    }
}

fn in_the_way(file: &RepoPath) -> Error {
    Error::Internal { file: file.to_string(), what: "two edits are in each other's way".to_owned() }
}

/// Why a pin can't be written, and what to do.
pub(super) fn refused(error: &Error) -> String {
    let hint = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
    format!("{error}{hint}")
}
