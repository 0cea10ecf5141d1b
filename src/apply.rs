//! Step 3: carry out the promotions of a plan, and add nothing.

mod merges;

use crate::error::{Error, Refusal};
use crate::git::{NewCommit, Pushed, Remote, Repo, TagObject, TagRef, Update};
use crate::model::delivery::{Delivery, Message, RequestText, Signature};
use crate::model::outcome::Receipt;
use crate::model::path::RepoPath;
use crate::model::plan::{Base, NewTag, Oid, Plan, Promotion};
use crate::model::record::Record;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Where a plan is carried out.
pub struct Site<'a> {
    pub repo: &'a Repo,
    pub remote: Option<&'a Remote>,
    pub now: Timestamp,
}

/// What was prepared before anything is written where others see it.
#[derive(Default)]
struct Work {
    /// By branch, the tip of the line of commits that stand upon each other; none before the first.
    tips: BTreeMap<String, Oid>,
    pushes: Vec<Update>,
    written: Vec<RepoPath>,
    /// Tags that are named in this clone.
    tags: Vec<(String, Oid)>,
    /// Local branches of environments.
    advances: Vec<Advance>,
}

/// A local branch that moves on, or begins.
struct Advance {
    branch: String,
    from: Option<Oid>,
    to: Oid,
    files: Vec<RepoPath>,
}

/// What would keep a plan from being carried out: files with changes of their own, a branch with somebody's work.
pub fn check(plan: &Plan, site: &Site<'_>) -> Result<(), Error> {
    let mut files = Vec::new();
    for promotion in &plan.promotions {
        match &promotion.delivery {
            Some(Delivery::Worktree) => files.extend(site.not_edited_yet(promotion)?),
            Some(Delivery::Commit(_)) if site.is_checked_out(promotion)? => files.extend(paths(promotion)),
            Some(Delivery::Branch { request, .. }) => {
                site.own_branch(promotion, &request.branch)?;
            }
            Some(Delivery::Commit(_) | Delivery::Push(_)) | None => {}
        }
    }
    let dirty = site.repo.dirty(&files)?;
    if dirty.is_empty() { Ok(()) } else { Err(Refusal::Dirty { files: dirty }.into()) }
}

pub fn apply(plan: &Plan, site: &Site<'_>) -> Result<Vec<Receipt>, Error> {
    let mut work = Work::default();
    let mut receipts = Vec::new();
    for promotion in &plan.promotions {
        receipts.push(site.prepare(promotion, &mut work)?);
    }
    site.write(plan, &work)?;
    site.push(plan, work)?;
    Ok(receipts)
}

fn paths(promotion: &Promotion) -> Vec<RepoPath> {
    let merged = promotion.merge.iter().flat_map(|merge| &merge.paths);
    let merged = merged.filter_map(|path| RepoPath::new(path).ok());
    promotion.files.iter().map(|file| file.path.clone()).chain(merged).collect()
}

fn texts(promotion: &Promotion) -> Vec<(RepoPath, Vec<u8>)> {
    promotion.files.iter().map(|file| (file.path.clone(), file.text.clone().into_bytes())).collect()
}

impl Site<'_> {
    fn is_checked_out(&self, promotion: &Promotion) -> Result<bool, Error> {
        Ok(self.repo.head()?.branch.as_deref() == Some(promotion.base.branch.as_str()))
    }

    /// The files that don't hold already what the promotion writes.
    fn not_edited_yet(&self, promotion: &Promotion) -> Result<Vec<RepoPath>, Error> {
        let mut files = Vec::new();
        for file in &promotion.files {
            if self.repo.work_file(&file.path)?.as_deref() != Some(file.text.as_bytes()) {
                files.push(file.path.clone());
            }
        }
        Ok(files)
    }

    /// Makes the objects of one promotion. They are seen by nobody until a ref or a file names them.
    fn prepare(&self, promotion: &Promotion, work: &mut Work) -> Result<Receipt, Error> {
        let base = &promotion.base;
        if let Some(merge) = &promotion.merge {
            return self.prepare_merge(promotion, merge, work);
        }
        match &promotion.delivery {
            None => Ok(Receipt::Nothing),
            Some(Delivery::Worktree) => {
                self.upon(promotion, &nobody(), work)?;
                work.written.extend(paths(promotion));
                Ok(Receipt::Worktree { files: paths(promotion) })
            }
            Some(Delivery::Commit(_)) if promotion.is_tags_alone() => self.tags_alone(promotion, work, true),
            Some(Delivery::Push(_)) if promotion.is_tags_alone() => self.tags_alone(promotion, work, false),
            Some(Delivery::Commit(message)) => {
                work.tags.extend(self.annotated(promotion)?);
                let commit = self.upon(promotion, message, work)?;
                work.advance(base, &commit, paths(promotion));
                Ok(Receipt::Commit { branch: base.branch.clone(), commit })
            }
            Some(Delivery::Push(message)) => {
                work.push_tags(self.annotated(promotion)?);
                let commit = self.upon(promotion, message, work)?;
                Ok(Receipt::Push { branch: base.branch.clone(), commit })
            }
            Some(Delivery::Branch { message, request }) => self.branch(promotion, message, request, work),
        }
    }

    fn tags_alone(&self, promotion: &Promotion, work: &mut Work, local: bool) -> Result<Receipt, Error> {
        let made = self.annotated(promotion)?;
        let names = made.iter().map(|(name, _)| name.clone()).collect();
        if local {
            work.tags.extend(made);
        } else {
            work.push_tags(made);
        }
        let commit = promotion.new_tags().next().map_or(&promotion.base.commit, |tag| &tag.on);
        Ok(Receipt::Tags { names, commit: commit.clone(), local })
    }

    /// The objects of a promotion's new tags, by their names.
    fn annotated(&self, promotion: &Promotion) -> Result<Vec<(String, Oid)>, Error> {
        let made = |tag: &NewTag| {
            let message = tag.message.clone().unwrap_or_else(nobody);
            if let Some(here) = self.made_here(tag, &message)? {
                return Ok((tag.name.clone(), here));
            }
            let object = self.repo.annotate(&TagObject {
                name: tag.name.clone(),
                on: tag.on.clone(),
                message: message.text,
                tagger: message.committer,
                seconds: self.now.as_second(),
            })?;
            Ok((tag.name.clone(), object))
        };
        promotion.new_tags().map(made).collect()
    }

    /// The tag of this clone that says the same: others get that one, or two would have its name.
    fn made_here(&self, tag: &NewTag, message: &Message) -> Result<Option<Oid>, Error> {
        let is_it = |here: &TagRef| here.name == tag.name && here.peeled == tag.on && here.object != tag.on;
        let Some(here) = self.repo.tags()?.into_iter().find(is_it) else { return Ok(None) };
        let said = self.repo.tag_info(&here)?.and_then(|info| Record::read(&info.message));
        let is_same = said.zip(Record::read(&message.text)).is_some_and(|(said, new)| said.does_as(&new));
        Ok(is_same.then_some(here.object))
    }

    fn commit(&self, promotion: &Promotion, message: &Message, parent: &Oid) -> Result<Oid, Error> {
        Ok(self.repo.commit(&NewCommit {
            parent: parent.clone(),
            files: texts(promotion),
            message: message.text.clone(),
            author: message.author.clone(),
            committer: message.committer.clone(),
            seconds: self.now.as_second(),
        })?)
    }

    /// A commit upon those that this run made on the same branch.
    fn upon(&self, promotion: &Promotion, message: &Message, work: &mut Work) -> Result<Oid, Error> {
        let base = &promotion.base;
        let parent = work.tips.get(&base.branch).unwrap_or(&base.commit);
        let commit = self.commit(promotion, message, parent)?;
        work.tips.insert(base.branch.clone(), commit.clone());
        Ok(commit)
    }

    /// A branch that holds just this already is left as it is.
    fn branch(
        &self,
        promotion: &Promotion,
        message: &Message,
        request: &RequestText,
        work: &mut Work,
    ) -> Result<Receipt, Error> {
        let commit = self.commit(promotion, message, &promotion.base.commit)?;
        self.branch_at(promotion, request, commit, work)
    }

    fn branch_at(
        &self,
        promotion: &Promotion,
        request: &RequestText,
        commit: Oid,
        work: &mut Work,
    ) -> Result<Receipt, Error> {
        let branch = request.branch.clone();
        let old = self.own_branch(promotion, &branch)?;
        if let Some(old) = &old {
            let (there, new) = (self.repo.info(old)?, self.repo.info(&commit)?);
            if there.tree == new.tree && there.parents == new.parents {
                return Ok(Receipt::Branch { branch, commit: old.clone(), fresh: false });
            }
        }
        work.pushes.push(Update::branch(&branch, old, commit.clone()));
        Ok(Receipt::Branch { branch, commit, fresh: true })
    }

    /// The tip of a request's branch on the remote. One that holds anybody's work but hoist's is refused.
    fn own_branch(&self, promotion: &Promotion, branch: &str) -> Result<Option<Oid>, Error> {
        let Some(old) = self.remote_tip(branch)? else { return Ok(None) };
        let there = self.repo.info(&old)?;
        let record = Record::read(&there.message);
        let of_this = |record: Record| record.environment == promotion.environment.as_str();
        let by_hoist = there.is_first && record.is_some_and(of_this);
        let on_base = |commit: &Oid| self.repo.contains(&promotion.base.commit, commit);
        let merged = on_base(&old)? == Some(true);
        let ours = match there.parents.as_slice() {
            // Where the clone is too short to tell, the record speaks for the branch.
            [parent] | [parent, _] if by_hoist => merged || on_base(parent)? != Some(false),
            // A branch that is only behind may be one that somebody deploys from.
            _ => is_ours(branch) && (merged || self.is_of_source(promotion, &old)?),
        };
        if ours {
            return Ok(Some(old));
        }
        let author = there.author.to_string();
        Err(Refusal::ForeignBranch { branch: branch.to_owned(), commit: old, author }.into())
    }

    /// A branch whose conflicts somebody was to resolve holds the source.
    fn is_of_source(&self, promotion: &Promotion, commit: &Oid) -> Result<bool, Error> {
        let Some(merge) = &promotion.merge else { return Ok(false) };
        let tip = self.remote_tip(&merge.of.branch)?;
        Ok(tip.map_or(Ok(None), |tip| self.repo.contains(&tip, commit))? == Some(true))
    }

    /// The tip of a branch on the remote, its commit fetched.
    fn remote_tip(&self, branch: &str) -> Result<Option<Oid>, Error> {
        let Some(remote) = self.remote else { return Ok(None) };
        match remote.tips(&[branch])?.get(branch) {
            Some(_) => Ok(Some(remote.fetch(branch)?)),
            None => Ok(None),
        }
    }

    /// The work tree and the local branch.
    fn write(&self, plan: &Plan, work: &Work) -> Result<(), Error> {
        let Some(base) = plan.promotions.first().map(|promotion| &promotion.base) else { return Ok(()) };
        if let (Some(tip), false) = (work.tips.get(&base.branch), work.written.is_empty()) {
            self.repo.write_files(tip, &work.written)?;
        }
        for Advance { branch, from, to, files } in &work.advances {
            match from {
                Some(from) => self.repo.advance(branch, from, to, files)?,
                None => self.repo.begin(branch, to)?,
            }
        }
        Ok(work.tags.iter().try_for_each(|(name, object)| self.repo.name_tag(name, object))?)
    }

    /// One push for all: it lands whole or not at all.
    fn push(&self, plan: &Plan, mut work: Work) -> Result<(), Error> {
        let pushes = |promotion: &&Promotion| {
            promotion.merge.is_none()
                && matches!(promotion.delivery, Some(Delivery::Push(_)))
                && !promotion.is_tags_alone()
        };
        for (branch, tip) in std::mem::take(&mut work.tips) {
            let pushed = plan.promotions.iter().filter(pushes).find(|one| one.base.branch == branch);
            let update = pushed.map(|one| Update::branch(&branch, Some(one.base.commit.clone()), tip));
            work.pushes.extend(update);
        }
        let Some(remote) = self.remote else { return Ok(()) };
        if work.pushes.is_empty() {
            return Ok(());
        }
        match remote.push(&work.pushes)? {
            Pushed::Done => Ok(()),
            Pushed::Lost { branch, winner } => Err(Error::LostRace { branch, winner }),
        }
    }
}

impl Work {
    /// Moves a local branch on, further where this run moves it already.
    fn advance(&mut self, base: &Base, commit: &Oid, files: Vec<RepoPath>) {
        match self.advances.iter_mut().find(|one| one.branch == base.branch) {
            Some(there) => {
                there.to = commit.clone();
                there.files.extend(files);
            }
            None => {
                let (branch, from) = (base.branch.clone(), Some(base.commit.clone()));
                self.advances.push(Advance { branch, from, to: commit.clone(), files });
            }
        }
    }

    /// Two promotions may make one tag.
    fn push_tags(&mut self, made: Vec<(String, Oid)>) {
        for (name, object) in made {
            let tag = Update::tag(&name, object);
            if !self.pushes.iter().any(|other| other.name == tag.name) {
                self.pushes.push(tag);
            }
        }
    }
}

/// What hoist's branches begin with.
fn is_ours(branch: &str) -> bool {
    branch.starts_with("hoist/") || branch.starts_with("hoist-")
}

/// The commit that `worktree` takes its files from is named by no ref.
fn nobody() -> Message {
    Message { text: String::new(), author: Signature::hoist(), committer: Signature::hoist() }
}
