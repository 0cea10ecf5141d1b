//! A key beside the source's pin that says: no further.

use crate::model::candidate::Candidate;
use crate::model::verdict::Verdict;

pub(super) fn judge(candidate: &Candidate) -> Verdict {
    if candidate.held_by.is_empty() {
        return Verdict::Pass { why: "nothing beside the version holds it".to_owned() };
    }
    let whys: Vec<_> =
        candidate.held_by.iter().map(|one| format!("{}: {} at {}", one.key, one.value, one.at)).collect();
    Verdict::Held { why: whys.join(", "), until: None }
}
