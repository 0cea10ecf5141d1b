//! Where environments are branches: one merge for all apps, which move together or not at all.

use super::moves::{Draft, fate};
use super::texts::Texts;
use super::{Batch, Case, compose};
use crate::config::Route;
use crate::error::Error;
use crate::model::delivery::Deliver;
use crate::model::facts::{AppFound, Merging};
use crate::model::merge::Merge;
use crate::model::plan::{Action, Fate, Note, NoteKind, Promotion};
use crate::model::verdict::{GateName, Verdict};

impl<'a> Case<'a> {
    /// The one promotion of a merge.
    pub(super) fn merge(
        &self,
        route: &Route,
        merging: &'a Merging,
        notes: &mut Vec<Note>,
    ) -> Result<Promotion, Error> {
        let approved = self.inputs.saved.iter().flat_map(|plan| &plan.promotions);
        let approved = approved.into_iter().find(|one| one.environment == route.to);
        let batch = Batch { apps: self.facts.apps.iter().collect(), approved };
        let mut drafts = Vec::new();
        for found in &batch.apps {
            drafts.push((*found, self.merged(route, found, merging)?));
        }
        take_along(&mut drafts, merging);
        self.freeze(route, &mut drafts);
        for (gate, verdict) in self.of_the_merge(route, merging, approved) {
            give(&mut drafts, gate, &verdict);
        }
        hold_all(&mut drafts);
        let mut moves = Vec::new();
        for (_, draft) in drafts {
            notes.extend(draft.notes);
            moves.push(draft.moved);
        }
        notes.extend(unrelated(route, &merging.merge));
        notes.extend(resolved_by(route, &merging.merge));
        let mut texts = Texts::new(&self.facts.texts);
        let held = self.hold_what_is_left(route, &moves, &mut texts)?;
        let mut promotion = Promotion {
            action: self.inputs.action,
            environment: route.to.clone(),
            from: route.from.clone(),
            moves,
            files: texts.finish(false),
            held,
            merge: (!merging.merge.is_level()).then(|| merging.merge.clone()),
            tags: Vec::new(),
            base: self.facts.base_of(&route.to).clone(),
            delivery: None,
        };
        if promotion.has(Fate::Moves) {
            promotion.delivery = Some(compose::delivery(self, route, &batch, &promotion, notes)?);
        }
        Ok(promotion)
    }

    /// Holds that name no version are also about what moves without one.
    fn freeze(&self, route: &Route, drafts: &mut [(&AppFound, Draft)]) {
        for (found, draft) in drafts.iter_mut().filter(|(_, draft)| draft.moved.fate == Fate::Moves) {
            let is_judged = draft.moved.verdicts.iter().any(|(gate, _)| *gate == GateName::Holds);
            let frozen = self.frozen(route, found).filter(|_| !is_judged);
            draft.moved.verdicts.extend(frozen.map(|verdict| (GateName::Holds, verdict)));
            draft.moved.fate = fate(&draft.moved.verdicts);
        }
    }

    /// What is said of the merge itself, whatever the versions in it.
    fn of_the_merge(
        &self,
        route: &Route,
        merging: &Merging,
        approved: Option<&Promotion>,
    ) -> Vec<(GateName, Verdict)> {
        let moved = approved.and_then(|approved| self.moved(approved, merging));
        let moved = moved.map(|why| (GateName::Manifest, Verdict::Refused { why }));
        let stuck = merging.merge.is_stuck().then(|| {
            let why = conflicts(route, &merging.merge);
            let verdict = match route.deliver {
                Deliver::Branch if merging.merge.undoes.is_empty() => {
                    Verdict::Later { why: format!("{why}: resolved in the request"), until: None }
                }
                Deliver::Worktree | Deliver::Commit | Deliver::Push | Deliver::Branch => {
                    Verdict::Refused { why }
                }
            };
            (GateName::Merge, verdict)
        });
        moved.into_iter().chain(stuck).collect()
    }

    /// Why an approved plan isn't what would be done now.
    fn moved(&self, approved: &Promotion, merging: &Merging) -> Option<String> {
        let base = self.facts.base_of(&merging.into);
        let is_same = approved.base == *base || merging.merge.begins;
        if !is_same {
            let (branch, now) = (&base.branch, base.commit.short());
            return Some(format!("the target moved since the plan was made: `{branch}` is at {now} now"));
        }
        (approved.merge.as_ref() != Some(&merging.merge))
            .then(|| "the plan would merge something else now: plan again".to_owned())
    }
}

/// Where files change that are no versions, the apps whose files they are move with them; all, where they are nobody's.
fn take_along(drafts: &mut [(&AppFound, Draft)], merging: &Merging) {
    if merging.merge.is_level() {
        return;
    }
    let set_off = |draft: &mut Draft| {
        if draft.moved.fate == Fate::Level {
            draft.moved.fate = Fate::Moves;
        }
    };
    let touched = |found: &AppFound| merging.touched.contains(&found.app);
    drafts.iter_mut().filter(|(found, _)| touched(found)).for_each(|(_, draft)| set_off(draft));
    if drafts.iter().all(|(_, draft)| draft.moved.fate == Fate::Level) {
        drafts.iter_mut().for_each(|(_, draft)| set_off(draft));
    }
}

/// A verdict on the merge is one on each app that would move by it.
fn give(drafts: &mut [(&AppFound, Draft)], gate: GateName, verdict: &Verdict) {
    let is_refused = matches!(verdict, Verdict::Refused { .. });
    for (_, draft) in drafts.iter_mut().filter(|(_, draft)| draft.moved.fate != Fate::Level) {
        draft.moved.verdicts.push((gate, verdict.clone()));
        if is_refused {
            draft.moved.fate = Fate::Refused;
        }
    }
}

/// One merge brings all or nothing.
fn hold_all(drafts: &mut [(&AppFound, Draft)]) {
    let is_stuck = |draft: &Draft| matches!(draft.moved.fate, Fate::Held | Fate::Refused);
    let Some((found, draft)) = drafts.iter().find(|(_, draft)| is_stuck(draft)) else { return };
    let word = if draft.moved.fate == Fate::Refused { "refused" } else { "held" };
    let why = format!("{} is {word}, and stands on the same branch", found.app);
    for (_, draft) in drafts.iter_mut().filter(|(_, draft)| draft.moved.fate == Fate::Moves) {
        draft.moved.verdicts.push((GateName::Together, Verdict::Held { why: why.clone(), until: None }));
        draft.moved.fate = Fate::Held;
        draft.notes.clear();
    }
}

fn conflicts(route: &Route, merge: &Merge) -> String {
    let paths: Vec<_> = merge.conflicts.iter().map(|one| one.path.as_str()).collect();
    let shown = match paths.as_slice() {
        [one] => (*one).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
        [] => String::new(),
    };
    match &route.from {
        Some(from) => format!("{from} and {} changed the same: {shown}", route.to),
        None => format!("{} changed since what would be taken back: {shown}", route.to),
    }
}

/// How a conflict is resolved: by a person, in a request.
fn resolved_by(route: &Route, merge: &Merge) -> Option<Note> {
    let is_refused = merge.is_stuck() && !merge.bases.is_empty() && route.deliver != Deliver::Branch;
    let from = route.from.as_ref().filter(|_| is_refused && route.action == Action::Promote)?;
    let to = &route.to;
    let text = format!(
        "resolve it in a request: `hoist promote --from {from} --to {to} --deliver branch`; or in {from} first: \
         `hoist promote --from {to} --to {from} --deliver branch`"
    );
    Some(Note { kind: NoteKind::Aside, text, at: None })
}

/// Branches that were made apart, one of them perhaps by mistake.
fn unrelated(route: &Route, merge: &Merge) -> Option<Note> {
    let from = route.from.as_ref().filter(|_| merge.bases.is_empty() && !merge.begins)?;
    let text = format!(
        "{from} and {} have no common history: what both have and isn't equal is a conflict; begin {} anew from {from} \
         (delete its branch, then --create), or merge them once by hand with `git merge --allow-unrelated-histories`",
        route.to, route.to
    );
    Some(Note { kind: NoteKind::Warning, text, at: None })
}
