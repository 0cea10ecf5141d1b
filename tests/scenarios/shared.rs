//! The folder of real repositories and of vectors that several projects share.

use std::path::PathBuf;

/// A folder below `HOIST_SHARED`, else below `../shared`. Where the variable is set, the folder must be there.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("HOIST_SHARED") else {
        let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
        return beside.is_dir().then_some(beside);
    };
    let folder = PathBuf::from(shared).join(name);
    assert!(folder.is_dir(), "HOIST_SHARED has no {}", folder.display());
    Some(folder)
}
