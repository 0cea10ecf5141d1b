//! How far one version is from another.

use super::version::Version;
use serde::{Deserialize, Serialize};

/// What kind of step it is from one version to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Nothing ran there before.
    First,
    Major,
    Minor,
    Patch,
    /// Only the pre-release or the build metadata differs.
    Build,
    Downgrade,
    /// The two aren't of one form: a commit where releases were.
    Form,
    /// A higher number or a later time, of versions that aren't SemVer.
    Newer,
    /// No order is known.
    Unordered,
    /// The version is the same; other pins move.
    Same,
}

impl Step {
    pub fn between(from: Option<&Version>, to: &Version) -> Self {
        let Some(from) = from else { return Self::First };
        if from == to {
            return Self::Same;
        }
        match (Shape::of(from), Shape::of(to)) {
            (Shape::Release(from), Shape::Release(to)) => Self::of_releases(&from, &to),
            (Shape::Number(from), Shape::Number(to)) => Self::of_order(&from, &to),
            (Shape::Dated { time: from, parts: some }, Shape::Dated { time: to, parts: others })
                if some == others =>
            {
                Self::of_order(&from, &to)
            }
            (Shape::Commit, Shape::Commit) | (Shape::Other, _) | (_, Shape::Other) => Self::Unordered,
            (Shape::Dated { .. }, Shape::Dated { .. }) => Self::Unordered,
            (
                Shape::Release(_) | Shape::Number(_) | Shape::Dated { .. } | Shape::Commit,
                Shape::Release(_) | Shape::Number(_) | Shape::Dated { .. } | Shape::Commit,
            ) => Self::Form,
        }
    }

    fn of_order<T: Ord>(from: &T, to: &T) -> Self {
        if to < from { Self::Downgrade } else { Self::Newer }
    }

    fn of_releases(from: &semver::Version, to: &semver::Version) -> Self {
        if to.cmp_precedence(from).is_lt() {
            Self::Downgrade
        } else if to.major != from.major {
            Self::Major
        } else if to.minor != from.minor {
            Self::Minor
        } else if to.patch != from.patch {
            Self::Patch
        } else {
            Self::Build
        }
    }

    /// The word for people; none where it says nothing.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::First => Some("first"),
            Self::Major => Some("major"),
            Self::Minor => Some("minor"),
            Self::Patch => Some("patch"),
            Self::Build => Some("build"),
            Self::Downgrade => Some("downgrade"),
            Self::Form => Some("another form"),
            Self::Newer => Some("newer"),
            Self::Unordered | Self::Same => None,
        }
    }
}

/// Whether two versions may be built in one way: names with a time in them have as many parts.
pub fn alike(one: &Version, other: &Version) -> bool {
    match (Shape::of(one), Shape::of(other)) {
        (Shape::Dated { parts: some, .. }, Shape::Dated { parts: others, .. }) => some == others,
        (
            Shape::Release(_) | Shape::Number(_) | Shape::Dated { .. } | Shape::Commit | Shape::Other,
            Shape::Release(_) | Shape::Number(_) | Shape::Dated { .. } | Shape::Commit | Shape::Other,
        ) => true,
    }
}

/// What a version looks like, and the order that this tells.
#[derive(Debug, PartialEq, Eq)]
enum Shape {
    Release(semver::Version),
    /// `v175`, `0.3`: numbers between dots that aren't SemVer.
    Number(Vec<u64>),
    /// `prod-70c027f-20250521100535`: a time among other parts.
    Dated {
        time: u64,
        parts: usize,
    },
    /// A commit; there is no order among them.
    Commit,
    Other,
}

impl Shape {
    fn of(version: &Version) -> Self {
        let text = version.as_str();
        if let Some(release) = version.semver() {
            return Self::Release(release);
        }
        numbers(text)
            .map(Self::Number)
            .or_else(|| dated(text))
            .unwrap_or_else(|| if is_commit(text) { Self::Commit } else { Self::Other })
    }
}

fn numbers(text: &str) -> Option<Vec<u64>> {
    let bare = text.strip_prefix('v').unwrap_or(text);
    bare.split('.').map(|part| part.parse().ok().filter(|_| !part.starts_with('+'))).collect()
}

/// A part of eight to fourteen digits that begins like a year of this century.
fn dated(text: &str) -> Option<Shape> {
    let parts: Vec<_> = text.split(['-', '_', '.']).collect();
    let is_time = |part: &&&str| {
        (8..=14).contains(&part.len()) && part.starts_with("20") && part.chars().all(|c| c.is_ascii_digit())
    };
    let time = parts.iter().find(is_time)?.parse().ok()?;
    Some(Shape::Dated { time, parts: parts.len() })
}

fn is_commit(text: &str) -> bool {
    let bare = text.strip_prefix("sha-").unwrap_or(text);
    (7..=40).contains(&bare.len()) && bare.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::new(text).unwrap()
    }

    #[test]
    fn a_step_tells_how_far() {
        let cases = [
            ("v1.2.2", "v1.2.3", Step::Patch),
            ("1.2.2", "v1.3.0", Step::Minor),
            ("v1.2.2", "v2.0.0", Step::Major),
            ("v1.2.3", "v1.2.2", Step::Downgrade),
            ("v1.2.3-rc.1", "v1.2.3", Step::Build),
            ("0.1.1+aa", "0.1.1+bb", Step::Build),
            ("v1.2.3", "8f3c2a1", Step::Form),
            ("8f3c2a1", "9a3c2a1", Step::Unordered),
            ("v1", "v1", Step::Same),
            ("v175", "v21", Step::Downgrade),
            ("v247", "v280", Step::Newer),
            ("0.2", "0.3", Step::Newer),
            ("v760", "9f83e630e631c65c5b405cc32d23020a673339f4", Step::Form),
            ("sha-8f3c2a1", "v3", Step::Form),
            ("prod-95cbe45-20231023145741", "prod-70c027f-20250521100535", Step::Newer),
            ("prod-95cbe45-20231023145741", "prod-70c027f-20220521100535", Step::Downgrade),
            ("prod-95cbe45-20231023145741", "pr-696-70c027f-20250521100535", Step::Unordered),
            ("latest", "v2", Step::Unordered),
        ];
        for (from, to, step) in cases {
            assert_eq!(Step::between(Some(&version(from)), &version(to)), step, "{from} → {to}");
        }
        assert_eq!(Step::between(None, &version("v1")), Step::First);
    }
}
