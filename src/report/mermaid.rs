//! The picture of a run: environments, and what travels between them.

use crate::model::outcome::Outcome;
use crate::model::plan::{Action, Fate, Promotion};

/// A larger picture is not drawn by forges, and says nothing to people.
const MOST_EDGES: usize = 30;

pub(super) fn picture(outcome: &Outcome) -> String {
    let promotions: Vec<_> =
        outcome.plan().promotions.iter().filter(|one| !one.moves.is_empty()).take(MOST_EDGES).collect();
    // Nodes are named by number: what they are called stands in their labels only.
    let mut nodes: Vec<&str> = Vec::new();
    let mut node = |name| {
        let known = nodes.iter().position(|known| *known == name);
        known.unwrap_or_else(|| {
            nodes.push(name);
            nodes.len() - 1
        })
    };
    let edges = promotions.iter().map(|promotion| {
        let (from, to) = (source(promotion), promotion.environment.as_str());
        let arrow = if promotion.moving().next().is_some() { "-->" } else { "-.->" };
        let travels = label(&travels(promotion));
        format!(
            "  e{}[\"{}\"] {arrow}|\"{travels}\"| e{}[\"{}\"]\n",
            node(from),
            label(from),
            node(to),
            label(to)
        )
    });
    format!("```mermaid\nflowchart LR\n{}```\n", edges.collect::<String>())
}

fn source(promotion: &Promotion) -> &str {
    match (&promotion.from, promotion.action) {
        (Some(from), _) => from.as_str(),
        (None, Action::Rollback) => "what ran before",
        (None, Action::Promote | Action::Hold | Action::Unhold) => "a given version",
    }
}

fn travels(promotion: &Promotion) -> String {
    let moving: Vec<_> = promotion.moving().collect();
    match (moving.as_slice(), promotion.moves.as_slice()) {
        ([one], _) => {
            let to = one.to.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {to}", one.app)
        }
        ([], [one]) => format!("{} {}", one.app, stays(one.fate)),
        ([], all) => format!("{} apps stay", all.len()),
        (several, _) => format!("{} apps", several.len()),
    }
}

fn stays(fate: Fate) -> &'static str {
    match fate {
        Fate::Moves => "moves",
        Fate::Level => "is level",
        Fate::Held => "is held",
        Fate::Refused => "is refused",
    }
}

/// A label as Mermaid's own character codes, but for what can't mean anything else.
fn label(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '.' | '-' | '_' | '/' => c.to_string(),
            c => format!("#{};", u32::from(c)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_picture_shows_what_travels() {
        insta::assert_snapshot!(picture(&sample::planned()), @r#"
        ```mermaid
        flowchart LR
          e0["staging"] -->|"web-app v1.2.3"| e1["production"]
        ```
        "#);
    }

    #[test]
    fn a_label_is_only_a_label() {
        assert_eq!(label("a\"]\n`#"), "a#34;#93;#10;#96;#35;");
    }
}
