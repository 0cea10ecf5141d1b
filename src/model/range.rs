//! Ranges of versions as Helm, Flux and Argo CD read them, and what lies in one.

use semver::{Version as SemVer, VersionReq};

/// Whether a range admits a version; none where one of them isn't of the form.
pub fn admits(range: &str, version: &SemVer) -> Option<bool> {
    let any = range.split("||").map(|part| all(part, version)).collect::<Option<Vec<_>>>()?;
    Some(any.contains(&true))
}

/// All conditions of a part: parted by blanks or commas, or the two ends of `a - b`.
fn all(part: &str, version: &SemVer) -> Option<bool> {
    let conditions = match part.split_once(" - ") {
        Some((from, to)) => format!(">={}, <={}", from.trim(), to.trim()),
        None => conditions(part),
    };
    let wanted = VersionReq::parse(&conditions).ok()?;
    // A range that names a pre-release admits all of them; cargo's rule is narrower.
    let names_pre = wanted.comparators.iter().any(|one| !one.pre.is_empty());
    Some(wanted.matches(version) || (names_pre && admits_pre(&wanted, version)))
}

fn admits_pre(wanted: &VersionReq, version: &SemVer) -> bool {
    let bare = SemVer::new(version.major, version.minor, version.patch);
    let lower = |one: &semver::Comparator| {
        let least = SemVer {
            major: one.major,
            minor: one.minor.unwrap_or(0),
            patch: one.patch.unwrap_or(0),
            pre: one.pre.clone(),
            build: semver::BuildMetadata::EMPTY,
        };
        let reached = version.cmp_precedence(&least).is_ge();
        let is_lower = matches!(one.op, semver::Op::Greater | semver::Op::GreaterEq);
        if is_lower { reached } else { VersionReq { comparators: vec![one.clone()] }.matches(&bare) }
    };
    wanted.comparators.iter().all(lower)
}

/// `>= 1.0 <2` as `>=1.0, <2`; a bare version is that version, not what is compatible with it.
fn conditions(part: &str) -> String {
    let mut joined = part.trim().replace(',', " ");
    for sign in [">=", "<=", ">", "<", "=", "^", "~"] {
        while joined.contains(&format!("{sign} ")) {
            joined = joined.replace(&format!("{sign} "), sign);
        }
    }
    let one = |word: &str| {
        let word = word.replace(['x', 'X'], "*");
        let bare = word.trim_start_matches(['>', '<', '=', '^', '~']);
        let sign = word.get(..word.len() - bare.len()).unwrap_or_default();
        let bare = bare.strip_prefix('v').unwrap_or(bare);
        if sign.is_empty() && bare.starts_with(|c: char| c.is_ascii_digit()) && !bare.contains('*') {
            return format!("={bare}");
        }
        format!("{sign}{bare}")
    };
    joined.split_whitespace().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_admits_what_lies_in_it() {
        let cases = [
            (">=1.0.0", "6.14.1", Some(true)),
            (">=1.0.0-alpha", "6.14.1", Some(true)),
            (">=1.0.0-alpha", "6.15.0-rc.1", Some(true)),
            (">=1.0.0", "6.15.0-rc.1", Some(false)),
            (">=1.0.0-alpha", "1.0.0-0", Some(false)),
            (">=1.0.0-0 <2.0.0", "2.0.0-rc.1", Some(false)),
            (">= 1.0.0 < 2.0.0", "1.9.9", Some(true)),
            (">=1.0, <2", "2.0.0", Some(false)),
            ("1.x", "1.9.0", Some(true)),
            ("v1.2.x", "1.3.0", Some(false)),
            ("~1.2", "1.2.9", Some(true)),
            ("^1.2", "2.0.0", Some(false)),
            ("1.0.0 - 2.0.0", "1.5.0", Some(true)),
            ("1.x || 3.x", "3.1.0", Some(true)),
            ("*", "3.1.0", Some(true)),
            ("=1.2.3", "1.2.3", Some(true)),
            ("latest", "1.2.3", None),
            ("", "1.2.3", None),
        ];
        for (range, version, expected) in cases {
            assert_eq!(admits(range, &SemVer::parse(version).unwrap()), expected, "{range} {version}");
        }
    }
}
