//! What is copied whole: the files that `files:` names, and an app that is one file and that the target lacks.

use super::Case;
use super::changes::{Drafted, Target, changes};
use super::texts::Texts;
use super::writing::{Became, Writing, refused, write};
use crate::config::Route;
use crate::manifest::{self, Manifest, content_id};
use crate::model::facts::{Absent, AppFound, Place, Stood};
use crate::model::name::AppName;
use crate::model::path::{EntryKind, RepoPath};
use crate::model::pin::{Pin, PinKind, Reading, SelectorName};
use crate::model::plan::{Note, NoteKind};
use crate::model::version::Version;
use crate::model::wanted::{Wanted, Wish};
use std::collections::BTreeMap;
use std::rc::Rc;

impl Case<'_> {
    /// What an approved plan would leave in a file.
    pub(super) fn approved_text(&self, route: &Route, file: &RepoPath) -> Option<String> {
        let promotions = self.inputs.saved.iter().flat_map(|plan| &plan.promotions);
        let mut files = promotions.filter(|one| one.environment == route.to).flat_map(|one| &one.files);
        files.find(|one| one.path == *file).map(|one| one.text.clone())
    }

    /// Why an approved file isn't copied: it is nothing that the source holds or ever held.
    pub(super) fn unseen(&self, route: &Route, found: &AppFound) -> Option<String> {
        let files = found.approved.get(&route.to)?.changes.iter();
        let mut files = files.filter(|change| change.pin.kind == PinKind::File);
        files.find_map(|change| {
            let (pin, from) = (&change.pin, route.from.as_ref()?);
            let id = change.to.as_ref().and_then(|id| Version::new(id).ok())?;
            let held = self.facts.readings.of(&found.app, from);
            if held.iter().any(|one| one.pin.name == *pin && one.version.as_ref() == Some(&id)) {
                return None;
            }
            match self.facts.past(&found.app, from, &id) {
                Some(Stood::At(_)) => None,
                Some(Stood::Never) | None => Some(format!("{id} of {pin} never stood in {from}")),
                Some(Stood::Unknown { why }) => {
                    Some(format!("whether {id} of {pin} stood in {from} isn't known: {why}"))
                }
            }
        })
    }

    /// A word on each file that the source doesn't have: the target's own stays.
    pub(super) fn not_copied(&self, route: &Route, found: &AppFound) -> Vec<Note> {
        let Some(from) = route.from.as_ref().filter(|_| found.approved.is_empty()) else { return Vec::new() };
        let readings = self.facts.source(&found.app, Some(from), &route.to);
        let is_missing = |place: &&Place| {
            place.selector == SelectorName::Files && !readings.iter().any(|one| one.pin.file == place.file)
        };
        let note = |place: &Place| {
            warning(format!("{} isn't there in {from}: {} keeps its own", place.file, route.to))
        };
        self.facts.places.of(&found.app, from).iter().filter(is_missing).map(note).collect()
    }
}

impl Case<'_> {
    /// Why an app isn't made in an environment that doesn't have it.
    pub(super) fn not_made(&self, route: &Route, found: &AppFound, absent: &Absent) -> Option<String> {
        let (app, to, path) = (&found.app, &route.to, &absent.path);
        let lacks = format!("{app} isn't in {to}: there is no {path}");
        let Some((like, kind)) = route.from.as_ref().and_then(|from| absent.like.get(from)) else {
            return Some(format!("{lacks}; write it first, from what another environment has"));
        };
        match kind {
            EntryKind::File if self.inputs.create || found.approved.contains_key(to) => None,
            EntryKind::File => Some(format!("{lacks}; `create` inserts it")),
            EntryKind::Folder | EntryKind::Link | EntryKind::Submodule => {
                let copy = format!("cp -r {} {}", shell_word(like), shell_word(path));
                Some(format!("{lacks}; the names in it are its own: `{copy}`, and edit what should differ"))
            }
        }
    }

    /// The source's file for a target that has none, with every version as the target should have it.
    pub(super) fn copied<'a>(
        &'a self,
        route: &Route,
        absent: &'a Absent,
        target: &Target<'a>,
        wanted: &[Wanted],
    ) -> Drafted<'a> {
        let mut drafted = Drafted::default();
        let path = &absent.path;
        let Some((like, text)) = self.pattern_for(route, target.found, absent) else {
            drafted.so_far.refusals.push(format!("there is no file that {path} could be copied from"));
            return drafted;
        };
        let source = self.facts.source(&target.found.app, route.from.as_ref(), &route.to);
        let rule = &self.config.apps[target.found.rule];
        let mut own = Vec::new();
        for one in wanted {
            let is_in_it = |reading: &Reading| reading.pin.name == one.pin && reading.pin.file == *like;
            match rule.manifest(one.pin.entry, one.selector, &absent.names) {
                Some(manifest) if source.iter().any(is_in_it) => own.push((one, Rc::new(manifest))),
                Some(_) | None => drafted.not_in(like, one),
            }
        }
        let text = match drafted.put(&Copy { app: &target.found.app, file: path, text: &text, own }) {
            Ok(text) => text,
            Err(error) => {
                drafted.so_far.refusals.push(refused(&error));
                text
            }
        };
        let approved = self.approved_text(route, path).filter(|_| is_approved(wanted));
        if approved.is_some_and(|approved| approved != text) {
            drafted
                .so_far
                .refusals
                .push(format!("{like} isn't what it was when the plan was made; plan again"));
        }
        drafted
            .so_far
            .warnings
            .push(warning(format!("{path} is copied from {like}: look at what else it says")));
        drafted.so_far.texts.insert(path.clone(), text);
        drafted
    }

    /// The file of the source that the target's is made from.
    fn pattern_for<'a>(
        &'a self,
        route: &Route,
        found: &AppFound,
        absent: &'a Absent,
    ) -> Option<(&'a RepoPath, String)> {
        let (like, _) = absent.like.get(route.from.as_ref()?)?;
        Some((like, self.facts.source_text(&found.app, &route.to, like)?.clone()))
    }
}

fn warning(text: String) -> Note {
    Note { kind: NoteKind::Warning, text, at: None }
}

fn is_approved(wanted: &[Wanted]) -> bool {
    wanted.iter().any(|one| !one.approved.is_empty())
}

impl Drafted<'_> {
    /// A pin that stands elsewhere doesn't come along.
    fn not_in(&mut self, file: &RepoPath, wanted: &Wanted) {
        let text = format!("{} isn't in {file}", wanted.pin);
        if wanted.is_lead {
            self.so_far.refusals.push(format!("{text}: write the target's file first"));
        } else {
            self.so_far.warnings.push(warning(format!("{text}: left out")));
        }
    }

    /// The text that was copied, with its versions as they should be.
    fn put(&mut self, copy: &Copy<'_>) -> Result<String, manifest::Error> {
        let sought: Vec<_> = copy.own.iter().map(|(wanted, manifest)| (&**manifest, &wanted.pin)).collect();
        let held = manifest::find(copy.file, copy.text, &sought)?;
        let writings: Vec<_> = copy.own.iter().zip(held).map(|(own, held)| copy.writing(own, held)).collect();
        let base = BTreeMap::from([(copy.file.clone(), copy.text.to_owned())]);
        let mut written = write(&writings, &Texts::new(&base));
        let text = written.texts.remove(copy.file).unwrap_or_else(|| copy.text.to_owned());
        let after = manifest::find(copy.file, &text, &sought)?;
        for ((writing, became), pin) in writings.iter().zip(written.pins).zip(after) {
            match became {
                Became::Refused(why) => self.so_far.refusals.push(why),
                Became::Same | Became::Other { .. } => {
                    self.so_far.changes.extend(changes(copy.file, &writing.wanted, None, pin.as_ref()));
                }
            }
        }
        Ok(text)
    }
}

/// A file that is copied, and the versions of its own.
struct Copy<'a> {
    app: &'a AppName,
    file: &'a RepoPath,
    text: &'a str,
    own: Vec<(&'a Wanted, Rc<Manifest>)>,
}

impl<'a> Copy<'a> {
    fn writing(&self, (wanted, manifest): &(&Wanted, Rc<Manifest>), held: Option<Pin>) -> Writing<'a> {
        let (manifest, wanted) = (Rc::clone(manifest), (*wanted).clone());
        Writing { app: self.app, file: self.file, manifest, wanted, held }
    }
}

/// A path as a shell takes it.
fn shell_word(path: &RepoPath) -> String {
    let path = path.as_str();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    let word = if path.chars().all(is_plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    };
    if word.starts_with('-') { format!("./{word}") } else { word }
}

/// Why a file can't be written: it moves with its content, which is the one that its id tells.
pub(super) fn no_content(wanted: &Wanted) -> Option<String> {
    let (PinKind::File, Wish::Set(id)) = (wanted.pin.kind, &wanted.version) else { return None };
    match &wanted.content {
        Some(content) if content_id(content) == *id => None,
        Some(_) => Some(format!("the plan has another content of {} than {id}, which it is for", wanted.pin)),
        None => Some(format!("{} is copied whole: its content can't be given as a version", wanted.pin)),
    }
}
