//! Reading objects as git does: without hashing each anew.

/// libgit2 hashes every object that it reads; git doesn't, for packs are checked when they come. Of a wide folder that
/// changes with each commit of a line, this hashing is most of the walk's cost (700 KB of entries per commit where there
/// are 20,000 apps). So it is left out while the trees of a walk are compared, and nowhere else: what is taken from a
/// repository (contents, commits, trees that are written) is hashed as ever. libgit2 keeps the setting for the whole
/// process; hoist reads from one thread.
pub(super) fn unhashed<T>(read: impl FnOnce() -> T) -> T {
    let _back = Back::new();
    read()
}

/// Puts the setting back however the reading ends.
struct Back;

impl Back {
    fn new() -> Self {
        git2::opts::strict_hash_verification(false);
        Self
    }
}

impl Drop for Back {
    fn drop(&mut self) {
        git2::opts::strict_hash_verification(true);
    }
}
