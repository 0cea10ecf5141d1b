//! What names something else tomorrow doesn't travel: moving tags, ranges, placeholders.

use crate::model::candidate::{Candidate, Traveller};
use crate::model::verdict::Verdict;
use crate::model::version::Version;

/// Why a version isn't fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfixed {
    MovingTag,
    Range,
    Placeholder,
}

/// Tags that are pushed again and again, as a whole word.
const MOVING: [&str; 19] = [
    "latest",
    "stable",
    "edge",
    "nightly",
    "main",
    "master",
    "head",
    "trunk",
    "develop",
    "development",
    "dev",
    "rolling",
    "next",
    "current",
    "canary",
    "snapshot",
    "staging",
    "production",
    "prod",
];
/// Parts that make any tag a moving one: `dev-latest`, `1.2-SNAPSHOT`.
const MOVING_PARTS: [&str; 2] = ["latest", "snapshot"];
const PLACEHOLDERS: [&str; 9] = [
    "app_version",
    "image_tag",
    "tag",
    "version",
    "changeme",
    "replaceme",
    "replace_me",
    "placeholder",
    "tbd",
];

/// Why a version could be another one tomorrow; none for one that stays.
pub fn unfixed(version: &Version) -> Option<Unfixed> {
    let text = version.as_str();
    let lower = text.to_lowercase();
    if lower.starts_with("sha256:") {
        return None;
    }
    if is_placeholder(text, &lower) {
        return Some(Unfixed::Placeholder);
    }
    if is_range(text) {
        return Some(Unfixed::Range);
    }
    let part_moves = lower.split(['-', '_', '.']).any(|part| MOVING_PARTS.contains(&part));
    (part_moves || MOVING.contains(&lower.as_str())).then_some(Unfixed::MovingTag)
}

fn is_placeholder(text: &str, lower: &str) -> bool {
    PLACEHOLDERS.contains(&lower)
        || ["{{", "${", "$("].iter().any(|mark| text.contains(mark))
        || (text.starts_with('<') && text.ends_with('>'))
}

fn is_range(text: &str) -> bool {
    let wildcard = |part: &str| matches!(part, "x" | "X" | "*");
    text.starts_with(['>', '<', '^', '~', '='])
        || text.contains(['*', ' ', ',', '|'])
        || (text.contains('.') && text.trim_start_matches('v').split('.').any(wildcard))
}

impl Unfixed {
    pub fn what(self) -> &'static str {
        match self {
            Self::MovingTag => "a moving tag",
            Self::Range => "a range",
            Self::Placeholder => "a placeholder",
        }
    }
}

pub(super) fn judge(candidate: &Candidate) -> Verdict {
    let moving: Vec<_> = candidate.travels.iter().filter_map(complaint).collect();
    if moving.is_empty() {
        return Verdict::Pass { why: "nothing moves by itself".to_owned() };
    }
    Verdict::Refused { why: format!("{}; give the version that is meant", moving.join(", ")) }
}

fn complaint(traveller: &Traveller) -> Option<String> {
    if traveller.has_digest {
        return None;
    }
    let what = unfixed(&traveller.version).or_else(|| unfixed(&traveller.as_found))?.what();
    Some(format!("{} of {} is {what}", traveller.as_found, traveller.pin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_something_else_tomorrow_is_not_fixed() {
        let cases = [
            ("latest", Some(Unfixed::MovingTag)),
            ("dev-latest", Some(Unfixed::MovingTag)),
            ("main", Some(Unfixed::MovingTag)),
            ("1.2.0-SNAPSHOT", Some(Unfixed::MovingTag)),
            (">=1.0.0-alpha", Some(Unfixed::Range)),
            ("1.x", Some(Unfixed::Range)),
            ("~1.2", Some(Unfixed::Range)),
            ("*", Some(Unfixed::Range)),
            ("1.0 - 2.0", Some(Unfixed::Range)),
            ("{{ .Values.tag }}", Some(Unfixed::Placeholder)),
            ("<VERSION>", Some(Unfixed::Placeholder)),
            ("${TAG}", Some(Unfixed::Placeholder)),
            ("v1.2.3", None),
            ("v1796", None),
            ("1.10", None),
            ("8f3c2a1", None),
            ("main-8f3c2a1", None),
            ("0.1.1889+ca96506", None),
            ("linux", None),
            ("sha256:2b2b", None),
        ];
        for (text, want) in cases {
            assert_eq!(unfixed(&Version::new(text).unwrap()), want, "{text}");
        }
    }
}
