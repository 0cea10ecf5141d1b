//! The branches of requests: each its own, and none of them the base.

use crate::error::Ask;
use crate::model::delivery::Delivery;
use crate::model::plan::Promotion;
use crate::model::text::visible;
use std::collections::BTreeSet;

/// A request from the base itself would be a push to it, and two from one branch would be one.
pub(super) fn keep_apart(promotions: &[Promotion]) -> Result<(), Ask> {
    let mut seen = BTreeSet::new();
    for promotion in promotions {
        let Some(Delivery::Branch { request, .. }) = &promotion.delivery else { continue };
        let branch = visible(&request.branch);
        if request.branch == promotion.base.branch {
            let what = format!("`{branch}` is where the environments are: no request can come from it");
            let hint = "choose another branch, or --deliver push".to_owned();
            return Err(Ask::Contradiction { what, hint });
        }
        if !seen.insert(&request.branch) {
            let what = format!("two promotions of this run would share the branch `{branch}`");
            let hint =
                "leave --branch out, or have {{ environment }} and {{ selection }} in `templates.branch`";
            return Err(Ask::Contradiction { what, hint: hint.to_owned() });
        }
    }
    Ok(())
}
