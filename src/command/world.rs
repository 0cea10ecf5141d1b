//! The world as the inputs say: the repository, its remote, the time.

use super::checked::Call;
use super::progress::Progress;
use super::session::Session;
use crate::World;
use crate::error::Error;
use crate::git::Repo;
use std::path::Path;

pub(super) fn open(session: &Session, call: &Call, progress: &Progress) -> Result<World, Error> {
    let path = Path::new(call.inputs.path.as_deref().unwrap_or("."));
    // A container often runs as another user than the one that checked out: there, and only there, that is fine.
    let trusted = session.ci.workspace(&session.variables).is_some_and(|workspace| same(workspace, path));
    let repo = Repo::open(path, trusted)?;
    let remote = repo.remote(&call.credentials)?;
    Ok(World { repo, remote, now: call.inputs.at.unwrap_or(session.now), say: progress.say() })
}

fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
