//! What would move, as the matrix of a workflow's job.

use super::escape;
use crate::model::outcome::Outcome;

/// `{"include": […]}` on one line; with nothing to move the list is empty.
pub fn matrix(outcome: &Outcome) -> String {
    let promotions = outcome.plan().promotions.iter();
    let include: Vec<_> = promotions
        .flat_map(|promotion| promotion.moving().map(move |one| (&one.app, &promotion.environment)))
        .map(|(app, environment)| serde_json::json!({ "app": app, "environment": environment }))
        .collect();
    escape::json(&serde_json::json!({ "include": include }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_matrix_lists_what_would_move() {
        assert_eq!(
            matrix(&sample::partial()),
            r#"{"include":[{"app":"web-app","environment":"production"}]}"#
        );
        assert_eq!(matrix(&sample::level()), r#"{"include":[]}"#);
    }
}
