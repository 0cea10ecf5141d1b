//! What was asked for by name moves together: one that is held or refused holds all.

use super::moves::Draft;
use crate::model::facts::AppFound;
use crate::model::plan::{Fate, GateName, Verdict};

pub(super) fn hold_together(drafts: &mut [(&AppFound, Draft)]) {
    let stuck = drafts.iter().find(|(found, draft)| !found.by_glob && is_stuck(draft));
    let Some((found, draft)) = stuck else { return };
    let word = if draft.moved.fate == Fate::Refused { "refused" } else { "held" };
    let why = format!("{} is {word}, and was asked for together with it", found.app);
    for (_, draft) in drafts.iter_mut().filter(|(_, draft)| draft.moved.fate == Fate::Moves) {
        draft.moved.verdicts.push((GateName::Together, Verdict::Held { why: why.clone(), until: None }));
        draft.moved.fate = Fate::Held;
        draft.notes.clear();
    }
}

fn is_stuck(draft: &Draft) -> bool {
    match draft.moved.fate {
        Fate::Held | Fate::Refused => true,
        Fate::Moves | Fate::Level => false,
    }
}
