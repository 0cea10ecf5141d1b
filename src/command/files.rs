//! Files beside the repository: reports, plans, what a CI reads.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file anew. A link that stands there is replaced, never followed: the repository may have put it there.
pub(super) fn write(file: &Path, text: &str) -> io::Result<()> {
    if fs::symlink_metadata(file).is_ok_and(|there| there.is_symlink()) {
        fs::remove_file(file)?;
    }
    fs::write(file, text)
}

/// Adds to a file that other steps write to as well.
pub(super) fn append(file: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().append(true).create(true).open(file)?.write_all(text.as_bytes())
}

/// A new file with a name of its own, in this folder or the temporary one.
pub(super) fn fresh(folder: Option<&Path>, text: &str) -> io::Result<PathBuf> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("hoist-body-").suffix(".md");
    let mut file = match folder {
        Some(folder) => builder.tempfile_in(folder)?,
        None => builder.tempfile()?,
    };
    file.write_all(text.as_bytes())?;
    let (_, path) = file.keep().map_err(|error| error.error)?;
    Ok(path)
}

/// 128 bits that nobody can foresee, in hex.
pub(super) fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_that_the_repository_planted_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (outside, planted) = (folder.path().join("outside"), folder.path().join("hoist.env"));
        fs::write(&outside, "theirs").unwrap();
        std::os::unix::fs::symlink(&outside, &planted).unwrap();
        write(&planted, "ours").unwrap();
        assert_eq!(fs::read_to_string(&outside).unwrap(), "theirs");
        assert_eq!(fs::read_to_string(&planted).unwrap(), "ours");
    }

    #[test]
    fn no_two_delimiters_are_the_same() {
        let (one, other) = (random().unwrap(), random().unwrap());
        assert!(one.len() == 32 && one != other, "{one} {other}");
    }
}
