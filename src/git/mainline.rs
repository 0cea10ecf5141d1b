//! The line of a branch: its tip, and each commit's first parent.

use super::commit::written_parents;
use super::error::Error;
use super::repo::{Repo, id, oid};
use crate::model::plan::Oid;
use std::ops::ControlFlow;

impl Repo {
    /// Shows the commits of a line, the newest first, as far as the history is here.
    pub fn mainline<E: From<Error>>(
        &self,
        tip: &Oid,
        visit: &mut dyn FnMut(&Oid) -> Result<ControlFlow<()>, E>,
    ) -> Result<(), E> {
        let mut at = id(tip)?;
        loop {
            if visit(&oid(at))?.is_break() {
                return Ok(());
            }
            match written_parents(&self.find_commit(at)?).first() {
                Some(parent) if self.has(*parent) => at = *parent,
                Some(_) | None => return Ok(()),
            }
        }
    }

    /// Whether a branch ever stood at a commit: it is on the branch's line.
    pub fn stood_at(&self, tip: &Oid, commit: &Oid) -> Result<bool, Error> {
        let mut stood = false;
        self.mainline(tip, &mut |at| {
            stood = at == commit;
            Ok::<_, Error>(if stood { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        Ok(stood)
    }
}
