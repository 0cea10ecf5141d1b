//! Files in an environment's folder that agree on one key with a version: `image-tags/ENV/APP`.

use super::here::{Here, ending};
use super::level::Level;
use super::search::Search;
use super::tried::FILES;
use crate::manifest::{KUSTOMIZATIONS, KeyPath, Manifest, Yaml};
use crate::model::path::RepoPath;

/// Keys of a plain map that hold versions where all files agree.
const KEYS: [&str; 6] = ["image_tag", "imageTag", "appVersion", "version", "tag", "image.tag"];

/// Files that are called for what is in them: there is one in each environment.
const SHARED: [&str; 8] =
    ["config", "version", "versions", "values", "settings", "release", "image", "images"];

/// Files that people read.
const OTHERS: [&str; 6] = ["Chart.yaml", "Makefile", "Dockerfile", "README", "LICENSE", "OWNERS"];

impl<E> Search<'_, '_, E> {
    /// Whether the files of an environment hold their versions at one key; with the files that were looked at.
    pub(super) fn keyed(&mut self, here: &Here) -> Result<Option<(Level, Vec<RepoPath>)>, E> {
        let names: Vec<_> = here.files().filter(|name| is_plain(name)).collect();
        if let [file] = names.as_slice()
            && SHARED.contains(&stem(file))
        {
            let (key, samples) = self.agreed(here, &names)?;
            return Ok(key.map(|key| (Level::Key { file: (*file).to_owned(), key }, samples)));
        }
        let Some(ending) = common(&names) else { return Ok(None) };
        let (key, samples) = self.agreed(here, &names)?;
        Ok(key.map(|key| (Level::Keys { ending: ending.to_owned(), key }, samples)))
    }

    /// The key that all files have which have any.
    fn agreed(&mut self, here: &Here, names: &[&str]) -> Result<(Option<&'static str>, Vec<RepoPath>), E> {
        let files: Vec<_> = names.iter().take(FILES).filter_map(|name| here.below(name)).collect();
        let mut found = None;
        for file in &files {
            match (found, self.key(file)?) {
                (None, Some(key)) => found = Some(key),
                (Some(one), Some(other)) if one != other => return Ok((None, files)),
                (Some(_), Some(_)) | (_, None) => {}
            }
        }
        Ok((found, files))
    }

    /// The first key of a file that holds a version.
    fn key(&mut self, file: &RepoPath) -> Result<Option<&'static str>, E> {
        for key in KEYS {
            let Ok(path) = KeyPath::parse(key) else { continue };
            let manifest = Manifest::Yaml(Yaml { keys: vec![path], document: None });
            let is_version = |text: &str| !text.is_empty() && !text.contains("{{") && !text.contains("${");
            let pins = self.pins_by(&manifest, file)?;
            if pins.iter().filter_map(|pin| pin.version.as_ref()).any(|there| is_version(&there.text)) {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }
}

fn is_plain(name: &str) -> bool {
    let is_data = ending(name).is_some() || !name.contains('.');
    is_data && !OTHERS.contains(&name) && !KUSTOMIZATIONS.contains(&name)
}

fn stem(name: &str) -> &str {
    ending(name).and_then(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// How all of the names end.
fn common(names: &[&str]) -> Option<&'static str> {
    let of = |name: &&str| ending(name).unwrap_or_default();
    let first = names.first().map(of)?;
    names.iter().all(|name| of(name) == first).then_some(first)
}
