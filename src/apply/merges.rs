//! Where environments are branches: each promotion is a commit of its own on a branch of its own.

use super::{Advance, Site, Work, paths, texts};
use crate::error::{Error, Refusal};
use crate::git::{Kept, NewMerge, Update};
use crate::model::delivery::{Delivery, Message, RequestText};
use crate::model::merge::Merge;
use crate::model::outcome::Receipt;
use crate::model::plan::{Oid, Promotion};

impl Site<'_> {
    pub(super) fn prepare_merge(
        &self,
        promotion: &Promotion,
        merge: &Merge,
        work: &mut Work,
    ) -> Result<Receipt, Error> {
        let base = &promotion.base;
        let old = (!merge.begins).then(|| base.commit.clone());
        let branch = base.branch.clone();
        match &promotion.delivery {
            None | Some(Delivery::Worktree) => Ok(Receipt::Nothing),
            Some(Delivery::Commit(message)) => {
                let commit = self.merge_commit(promotion, merge, message)?;
                let (to, files) = (commit.clone(), paths(promotion));
                work.advances.push(Advance { branch: branch.clone(), from: old, to, files });
                Ok(Receipt::Commit { branch, commit })
            }
            Some(Delivery::Push(message)) => {
                let commit = self.merge_commit(promotion, merge, message)?;
                work.pushes.push(Update::branch(&branch, old, commit.clone()));
                Ok(Receipt::Push { branch, commit })
            }
            Some(Delivery::Branch { message, request }) => {
                self.request_merge(promotion, merge, (message, request), work)
            }
        }
    }

    /// Where both sides changed the same, the branch holds the source: a person resolves it in the request.
    fn request_merge(
        &self,
        promotion: &Promotion,
        merge: &Merge,
        (message, request): (&Message, &RequestText),
        work: &mut Work,
    ) -> Result<Receipt, Error> {
        if !merge.is_stuck() {
            let commit = self.merge_commit(promotion, merge, message)?;
            return self.branch_at(promotion, request, commit, work);
        }
        self.branch_at(promotion, request, merge.of.commit.clone(), work)
    }

    /// The same two tips merge to the same files as when it was planned.
    fn merge_commit(&self, promotion: &Promotion, merge: &Merge, message: &Message) -> Result<Oid, Error> {
        let ours = &promotion.base.commit;
        let theirs = &merge.of.commit;
        let (parents, tree) = if merge.begins {
            (vec![theirs.clone()], self.repo.info(theirs)?.tree)
        } else if !merge.undoes.is_empty() {
            (vec![ours.clone()], self.undone(promotion, merge)?)
        } else {
            (vec![ours.clone(), theirs.clone()], self.tree(ours, merge)?)
        };
        Ok(self.repo.merge_commit(&NewMerge {
            parents,
            tree,
            message: message.text.clone(),
            author: message.author.clone(),
            committer: message.committer.clone(),
            seconds: self.now.as_second(),
        })?)
    }

    fn undone(&self, promotion: &Promotion, merge: &Merge) -> Result<Oid, Error> {
        let kept = Kept::new(&merge.keep);
        let undone =
            self.repo.undone(&promotion.base.commit, &merge.undoes, &|path, kind| kept.of(path, kind))?;
        match undone.conflicts.first() {
            Some((_, conflict)) => Err(Refusal::Conflict { path: conflict.path.to_string() }.into()),
            None => Ok(self.repo.with_files(&undone.tree, &texts(promotion))?),
        }
    }

    fn tree(&self, ours: &Oid, merge: &Merge) -> Result<Oid, Error> {
        let kept = Kept::new(&merge.keep);
        let merged =
            self.repo.merge(&merge.bases, ours, &merge.of.commit, &|path, kind| kept.of(path, kind))?;
        if let Some(conflict) = merged.conflicts.first() {
            return Err(Refusal::Conflict { path: conflict.path.to_string() }.into());
        }
        Ok(self.repo.merged_tree(ours, &merged)?)
    }
}
