//! The paths that a pattern names, found folder by folder: nothing is listed that can't hold one.

use super::part::{Part, bound};
use super::{Names, Pattern};
use crate::model::path::{Entry, EntryKind, RepoPath};

/// Lists a folder; none is the root. A folder that isn't there is empty.
pub type List<'l, E> = &'l mut dyn FnMut(Option<&RepoPath>) -> Result<Vec<Entry>, E>;

/// A path, and what the names stand for there.
type Found = (RepoPath, Names);

impl Pattern {
    /// All files and folders that this names, each with what its names stand for. Names that are `known`
    /// stand for that only.
    pub fn walk<E>(&self, known: &Names, list: List<'_, E>) -> Result<Vec<Found>, E> {
        let folders = folders(&bound(&self.parts, known));
        let mut found = vec![(None, known.clone())];
        let mut pending: Option<String> = None;
        for (at, folder) in folders.iter().enumerate() {
            let is_last = at + 1 == folders.len();
            if let ([Part::Text(name)], false) = (folder.as_slice(), is_last) {
                // A known folder isn't looked up: what is below tells whether it is there.
                pending = Some(pending.map_or_else(|| name.clone(), |before| format!("{before}/{name}")));
                continue;
            }
            let mut next = Vec::new();
            for (path, names) in found {
                let Some(path) = below(path.as_ref(), pending.as_deref()) else { continue };
                next.extend(step(path.as_ref(), folder, &names, is_last, list)?);
            }
            (found, pending) = (next, None);
        }
        Ok(found.into_iter().filter_map(|(path, names)| Some((path?, names))).collect())
    }
}

/// The folders of a path, each with its parts.
fn folders(parts: &[Part]) -> Vec<Vec<Part>> {
    let mut folders = vec![Vec::new()];
    for part in parts {
        match part {
            Part::Name(_) => folders.last_mut().into_iter().for_each(|folder| folder.push(part.clone())),
            Part::Text(text) => {
                for (at, piece) in text.split('/').enumerate() {
                    if at > 0 {
                        folders.push(Vec::new());
                    }
                    folders.last_mut().into_iter().for_each(|folder| add_text(folder, piece));
                }
            }
        }
    }
    folders
}

fn add_text(folder: &mut Vec<Part>, piece: &str) {
    match folder.last_mut() {
        Some(Part::Text(text)) => text.push_str(piece),
        Some(Part::Name(_)) | None if piece.is_empty() => {}
        Some(Part::Name(_)) | None => folder.push(Part::Text(piece.to_owned())),
    }
}

fn below(path: Option<&RepoPath>, pending: Option<&str>) -> Option<Option<RepoPath>> {
    match (path, pending) {
        (path, None) => Some(path.cloned()),
        (None, Some(pending)) => RepoPath::new(pending).ok().map(Some),
        (Some(path), Some(pending)) => path.join(pending).ok().map(Some),
    }
}

fn step<E>(
    path: Option<&RepoPath>,
    folder: &[Part],
    names: &Names,
    is_last: bool,
    list: List<'_, E>,
) -> Result<Vec<(Option<RepoPath>, Names)>, E> {
    let mut found = Vec::new();
    for entry in list(path)? {
        let fits = match entry.kind {
            EntryKind::Folder => true,
            EntryKind::File => is_last,
            EntryKind::Link | EntryKind::Submodule => false,
        };
        if !fits {
            continue;
        }
        let Some(names) = capture(folder, &entry.name, names) else { continue };
        let path = path.map_or_else(|| RepoPath::new(&entry.name), |path| path.join(&entry.name));
        found.extend(path.ok().map(|path| (Some(path), names)));
    }
    Ok(found)
}

/// What the names of one folder stand for, if it fits. The first name takes as much as it can.
fn capture(parts: &[Part], text: &str, names: &Names) -> Option<Names> {
    let Some((first, rest)) = parts.split_first() else {
        return text.is_empty().then(|| names.clone());
    };
    match first {
        Part::Text(literal) => capture(rest, text.strip_prefix(literal.as_str())?, names),
        Part::Name(name) => match names.get(name) {
            Some(value) => capture(rest, text.strip_prefix(value.as_str())?, names),
            None => longest(name, rest, text, names),
        },
    }
}

fn longest(name: &str, rest: &[Part], text: &str, names: &Names) -> Option<Names> {
    let ends = (1..=text.len()).rev().filter(|end| text.is_char_boundary(*end));
    for value in ends.filter_map(|end| text.get(..end)) {
        // A brace would make the value look like a pattern, a dot in front hides a folder from everybody.
        if value.contains(['{', '}']) || value.starts_with('.') {
            continue;
        }
        let mut names = names.clone();
        names.insert(name.to_owned(), value.to_owned());
        if let Some(names) = capture(rest, &text[value.len()..], &names) {
            return Some(names);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::pattern::tree::Folders;

    const FILES: [&str; 9] = [
        "apps/web/overlays/dev/kustomization.yaml",
        "apps/web/overlays/prod/kustomization.yaml",
        "apps/api/overlays/prod/kustomization.yaml",
        "apps/.hidden/overlays/prod/kustomization.yaml",
        "apps/{app}/overlays/prod/kustomization.yaml",
        "apps/README.md",
        "values/my-app-eu.yaml",
        "values/my-app-us.yaml",
        "values/values.yaml",
    ];

    /// What a pattern finds in FILES, and the folders that were listed.
    fn walk(pattern: &str, known: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let folders = Folders::of(FILES.map(str::to_owned));
        let known = known.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let found =
            Pattern::parse(pattern).unwrap().walk(&known, &mut |folder| folders.list(folder)).unwrap();
        let shown = found.into_iter().map(|(path, names)| {
            let names: Vec<_> = names.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{path} {}", names.join(" "))
        });
        (shown.collect(), folders.listed())
    }

    #[test]
    fn apps_are_found_folder_by_folder() {
        let (found, _) = walk("apps/{app}/overlays/{env}", &[("env", "prod")]);
        assert_eq!(
            found,
            ["apps/api/overlays/prod app=api env=prod", "apps/web/overlays/prod app=web env=prod"]
        );
    }

    #[test]
    fn a_known_app_is_found_without_its_neighbours() {
        let (found, listed) = walk("apps/{app}/overlays/{env}", &[("env", "prod"), ("app", "web")]);
        assert_eq!(found, ["apps/web/overlays/prod app=web env=prod"]);
        assert_eq!(listed, ["apps/web/overlays/"]);
        assert_eq!(walk("apps/{app}/overlays/{env}", &[("env", "prod"), ("app", "none")]).0, [""; 0]);
    }

    #[test]
    fn names_within_a_folder_are_told_apart() {
        let (found, _) = walk("values/{app}-{region}.yaml", &[]);
        assert_eq!(
            found,
            ["values/my-app-eu.yaml app=my-app region=eu", "values/my-app-us.yaml app=my-app region=us"]
        );
        let (found, _) = walk("values/{app}-{short}.yaml", &[("short", "app-eu")]);
        assert_eq!(found, ["values/my-app-eu.yaml app=my short=app-eu"]);
    }

    #[test]
    fn a_var_may_hold_the_app() {
        let (found, _) = walk("values/{file}.yaml", &[("file", "{app}-eu"), ("app", "my-app")]);
        assert_eq!(found, ["values/my-app-eu.yaml app=my-app file={app}-eu"]);
        let (found, _) = walk("values/{file}.yaml", &[("file", "{app}-us")]);
        assert_eq!(found, ["values/my-app-us.yaml app=my-app file={app}-us"]);
    }
}
