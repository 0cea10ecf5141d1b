//! The paths that a merge leaves as they are.

use super::merge::Keep;
use crate::model::glob::Glob;
use crate::model::path::EntryKind;

/// Globs of paths that stay the target's own. A folder that fits one stays with all that is in it.
pub struct Kept(Vec<Pattern>);

/// hoist's own files are never an environment's.
const OWN: [&str; 3] = ["hoist.yaml", ".hoist", ".hoist/**"];

struct Pattern {
    whole: Glob,
    /// What fits the folder that `/**` at the end speaks of.
    folder: Option<Glob>,
    /// What fits the folders on the way to it.
    on_the_way: Vec<Glob>,
}

impl Kept {
    pub fn new(globs: &[String]) -> Self {
        let globs = globs.iter().map(String::as_str).chain(OWN);
        Self(globs.filter_map(Pattern::new).collect())
    }

    /// What of a path stays.
    pub fn of(&self, path: &str, kind: EntryKind) -> Keep {
        let is = |one: &Pattern| one.keeps(path, kind);
        if self.0.iter().any(is) {
            return Keep::All;
        }
        let leads = |one: &Pattern| one.on_the_way.iter().any(|glob| glob.is_match(path));
        if kind == EntryKind::Folder && self.0.iter().any(leads) { Keep::Below } else { Keep::Nothing }
    }

    /// Whether a file stays: by itself, or with a folder that it is in.
    pub fn has(&self, file: &str) -> bool {
        let folders = file.match_indices('/').map(|(at, _)| &file[..at]);
        folders.into_iter().any(|folder| self.of(folder, EntryKind::Folder) == Keep::All)
            || self.of(file, EntryKind::File) == Keep::All
    }
}

impl Pattern {
    /// None where it is no glob, which the configuration tells.
    fn new(glob: &str) -> Option<Self> {
        let glob = glob.trim_matches('/');
        let parts: Vec<_> = glob.split('/').collect();
        let fits = |glob: &str| Glob::new(glob).ok();
        let on_the_way = (1..=parts.len()).filter_map(|count| fits(&parts[..count].join("/")));
        Some(Self {
            whole: fits(glob)?,
            folder: glob.strip_suffix("/**").and_then(fits),
            on_the_way: on_the_way.collect(),
        })
    }

    fn keeps(&self, path: &str, kind: EntryKind) -> bool {
        self.whole.is_match(path)
            || (kind == EntryKind::Folder && self.folder.as_ref().is_some_and(|glob| glob.is_match(path)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_keeps_files_folders_and_what_leads_to_them() {
        let cases = [
            (&["config/env/**"][..], "config", EntryKind::Folder, Keep::Below),
            (&["config/env/**"], "config/env", EntryKind::Folder, Keep::All),
            (&["config/env/**"], "config/envy", EntryKind::Folder, Keep::Nothing),
            (&["config/env"], "config/env", EntryKind::Folder, Keep::All),
            (&["config/*.yaml"], "config/a.yaml", EntryKind::File, Keep::All),
            (&["config/*.yaml"], "config/a/b.yaml", EntryKind::File, Keep::Nothing),
            (&["**/secret.yaml"], "a/b", EntryKind::Folder, Keep::Below),
            (&["**/secret.yaml"], "a/b/secret.yaml", EntryKind::File, Keep::All),
            (&["**/secret.yaml"], "secret.yaml", EntryKind::File, Keep::All),
            (&["/a/"], "a", EntryKind::Folder, Keep::All),
            (&[], "hoist.yaml", EntryKind::File, Keep::All),
            (&[], ".hoist", EntryKind::Folder, Keep::All),
            (&[], ".hoist", EntryKind::Link, Keep::All),
            (&[], "a/hoist.yaml", EntryKind::File, Keep::Nothing),
        ];
        for (globs, path, kind, keep) in cases {
            let globs: Vec<_> = globs.iter().map(ToString::to_string).collect();
            assert_eq!(Kept::new(&globs).of(path, kind), keep, "{globs:?} {path}");
        }
    }

    #[test]
    fn a_file_stays_with_its_folder() {
        let kept = Kept::new(&["config/env".to_owned()]);
        assert!(kept.has("config/env/a/b.yaml") && kept.has(".hoist/holds.yaml"));
        assert!(!kept.has("config/b.yaml"));
    }
}
