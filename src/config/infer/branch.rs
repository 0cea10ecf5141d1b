//! The apps of an environment that is a branch: folders of its own, one kustomization, or the branch as a whole.

use super::{Doors, note};
use crate::config::{AppRule, Config, Pattern, PinRule, Word};
use crate::manifest::{self, KUSTOMIZATIONS, Kustomize, Manifest};
use crate::model::name::AppName;
use crate::model::path::{Entry, EntryKind, RepoPath};
use crate::model::pin::{Pin, PinKind};
use std::collections::BTreeSet;

/// The folder that holds an app each.
const APPS: &str = "apps";

/// What stands for a branch in which no app is told from another.
pub const WHOLE: &str = "all";

impl Config {
    /// With the apps that the files of one branch tell, where none is declared.
    pub fn told_by_a_branch<E>(mut self, doors: Doors<'_, E>) -> Result<Self, E> {
        if !self.apps.is_empty() {
            return Ok(self);
        }
        let (apps, why) = apps(doors)?;
        self.apps = apps;
        self.notes.push(note(why));
        Ok(self)
    }
}

/// The rules, in the order in which they are tried.
fn apps<E>(mut doors: Doors<'_, E>) -> Result<(Vec<AppRule>, String), E> {
    let root = (doors.list)(None)?;
    let folder = RepoPath::new(APPS).ok().filter(|_| folders(&root).iter().any(|name| name == APPS));
    if folder.is_some() && !homes(&mut doors, folder.as_ref())?.is_empty() {
        let rule = AppRule { path: Pattern::parse("apps/{app}").ok(), ..anybody() };
        return Ok((vec![rule], "apps: apps/{app}, folders with manifests in them".to_owned()));
    }
    if let Some(file) = root.iter().find(|entry| KUSTOMIZATIONS.contains(&entry.name.as_str()))
        && let Ok(path) = RepoPath::new(&file.name)
        && let Some(bytes) = (doors.read)(&path)?
    {
        return Ok(of_kustomization(&path, &bytes));
    }
    let found = homes(&mut doors, None)?;
    let rules: Vec<_> = found.iter().filter_map(|name| of_folder(name)).collect();
    if rules.is_empty() {
        let rule = AppRule { name: AppName::new(WHOLE).ok(), pins: Vec::new(), ..anybody() };
        return Ok((vec![rule], format!("apps: no usual layout, so that {IS_WHOLE}")));
    }
    Ok((rules, format!("apps: {}, folders with manifests in them", found.join(", "))))
}

const IS_WHOLE: &str = "each branch is one app, `all`, whose versions aren't judged";

/// The folders that hold an app by the looks of it.
fn homes<E>(doors: &mut Doors<'_, E>, folder: Option<&RepoPath>) -> Result<Vec<String>, E> {
    let mut homes = Vec::new();
    for name in folders(&(doors.list)(folder)?) {
        let path = folder.map_or_else(|| RepoPath::new(&name), |folder| folder.join(&name));
        let Ok(path) = path else { continue };
        if (doors.list)(Some(&path))?.iter().any(is_manifest) {
            homes.push(name);
        }
    }
    Ok(homes)
}

fn anybody() -> AppRule {
    AppRule {
        name: None,
        path: None,
        lead: None,
        held_by: Vec::new(),
        pins: Word::ALL.map(PinRule::Word).to_vec(),
    }
}

fn of_folder(name: &str) -> Option<AppRule> {
    Some(AppRule {
        name: Some(AppName::new(name).ok()?),
        path: Some(Pattern::parse(name).ok()?),
        ..anybody()
    })
}

/// The kustomization at the root is one app, called like its one image.
fn of_kustomization(file: &RepoPath, bytes: &[u8]) -> (Vec<AppRule>, String) {
    let manifest = Manifest::Kustomize(Kustomize::every());
    let pins = manifest::text(file, bytes).and_then(|text| manifest.pins(file, 0, text)).unwrap_or_default();
    let images: BTreeSet<_> = pins.iter().filter(|pin| pin.name.kind == PinKind::Image).map(short).collect();
    let only = images.first().filter(|_| images.len() == 1);
    let name = only.and_then(|name| AppName::new(name).ok()).or_else(|| AppName::new(WHOLE).ok());
    let why =
        format!("apps: {}, the kustomization at the root", name.as_ref().map_or(WHOLE, AppName::as_str));
    let pin =
        Pattern::parse(file.as_str()).ok().map(|path| PinRule::Selector { manifest, path, format: None });
    (vec![AppRule { name, pins: pin.into_iter().collect(), ..anybody() }], why)
}

fn short(pin: &Pin) -> String {
    let last = pin.name.name.rsplit('/').next().unwrap_or_default();
    last.split([':', '@']).next().unwrap_or_default().to_owned()
}

fn folders(entries: &[Entry]) -> Vec<String> {
    let is_one = |entry: &&Entry| entry.kind == EntryKind::Folder && !entry.name.starts_with('.');
    entries.iter().filter(is_one).map(|entry| entry.name.clone()).collect()
}

fn is_manifest(entry: &Entry) -> bool {
    entry.kind == EntryKind::File
        && (KUSTOMIZATIONS.contains(&entry.name.as_str()) || entry.name == "Chart.yaml")
}

#[cfg(test)]
mod tests {
    use crate::config::pattern::tree::Folders;

    fn told(files: &[(&str, &str)]) -> String {
        let folders =
            Folders::with(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        folders.told_by_a_branch().notes.into_iter().map(|note| note.text).collect()
    }

    const WEB: &str = "images:\n  - name: ghcr.io/acme/web\n    newTag: v1\n";

    #[test]
    fn the_files_of_a_branch_tell_its_apps() {
        let cases: [(&[(&str, &str)], &str); 5] = [
            (
                &[("apps/web/kustomization.yaml", WEB), ("kustomization.yaml", "")],
                "apps: apps/{app}, folders with manifests in them",
            ),
            (&[("kustomization.yaml", WEB)], "apps: web, the kustomization at the root"),
            (
                &[("kustomization.yaml", "images:\n  - name: a\n  - name: b\n")],
                "apps: all, the kustomization at the root",
            ),
            (
                &[("web/kustomization.yaml", WEB), ("docs/a.md", ""), ("api/Chart.yaml", "")],
                "apps: api, web, folders with manifests in them",
            ),
            (
                &[("all.yaml", "")],
                "apps: no usual layout, so that each branch is one app, `all`, whose versions aren't judged",
            ),
        ];
        for (files, why) in cases {
            assert_eq!(told(files), why);
        }
    }
}
