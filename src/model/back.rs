//! Where a rollback goes: the stay of a timeline that it brings back.

use super::plan::{Action, Oid};
use super::timeline::{How, Stay, Timeline};
use super::version::Version;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A stay that is over. Its beginning may lie before what is known of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Former {
    pub version: Version,
    pub since: Option<Timestamp>,
    /// When another version came.
    pub until: Timestamp,
    /// The commit that brought it.
    pub commit: Option<Oid>,
    pub by: Option<String>,
    /// The commit at which it still stood.
    pub last: Oid,
}

impl Former {
    /// `from 2026-03-01T12:00:00Z to 2026-03-04T12:00:00Z`.
    pub fn when(&self) -> String {
        let from = self.since.map(|since| format!("from {since} ")).unwrap_or_default();
        format!("{from}to {}", self.until)
    }
}

/// What a rollback means for one app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Back {
    /// It runs what it did then, and skips what nobody wants back.
    To { former: Former, skipped: Vec<Version> },
    /// It runs that already, or ran nothing then.
    Stays { why: Option<String> },
    /// There is no such stay.
    Nowhere { why: String },
    /// The history is cut short before it.
    Unknown { why: String },
}

/// A stay of which the beginning may not be known.
#[derive(Debug, Clone, Copy)]
pub struct Ran<'a> {
    pub version: Option<&'a Version>,
    pub digest: Option<&'a str>,
    last: &'a Oid,
    stay: Option<&'a Stay>,
}

impl Timeline {
    /// What stands now, then all that is known to have stood before.
    pub fn ran(&self) -> Vec<Ran<'_>> {
        let known = self.stays.iter().map(|stay| Ran {
            version: stay.version.as_ref(),
            digest: stay.digest.as_deref(),
            last: &stay.last,
            stay: Some(stay),
        });
        let earlier = self.earlier.iter().map(|earlier| Ran {
            version: earlier.version.as_ref(),
            digest: earlier.digest.as_deref(),
            last: &earlier.last,
            stay: None,
        });
        known.chain(earlier).collect()
    }

    /// The stay before the one that goes on, and the versions that were passed over on the way: those that a
    /// rollback left since, and those that `is_held` names. A stay without a version or of the present one is no answer.
    pub fn before(&self, is_held: &dyn Fn(&Version) -> bool) -> (Option<Former>, Vec<Version>) {
        let ran = self.ran();
        let now = ran.first().and_then(|one| one.version);
        let mut skipped = Vec::new();
        for (at, one) in ran.iter().enumerate().skip(1) {
            let Some(version) = one.version.filter(|version| Some(*version) != now) else { continue };
            if !skipped.contains(version) && !was_left(&ran, at) && !is_held(version) {
                return (former(&ran, at), skipped);
            }
            if !skipped.contains(version) {
                skipped.push(version.clone());
            }
        }
        (None, skipped)
    }

    /// The newest stay that is over and fits.
    pub fn newest(&self, fits: impl Fn(&Ran<'_>) -> bool) -> Option<Former> {
        let ran = self.ran();
        let at = ran.iter().skip(1).position(fits)?;
        former(&ran, at + 1)
    }

    /// What stood just before a moment at which something is known to have changed on this line; none in the place of
    /// the stay where it goes on.
    pub fn just_before(&self, moment: Timestamp) -> Option<(Ran<'_>, Option<Former>)> {
        let ran = self.ran();
        let at = ran.iter().position(|one| one.stay.is_none_or(|stay| stay.since < moment))?;
        Some((ran[at], former(&ran, at)))
    }

    /// The versions that ran, each once, newest first.
    pub fn versions(&self) -> Vec<&Version> {
        let mut versions: Vec<&Version> = Vec::new();
        for version in self.ran().iter().filter_map(|one| one.version) {
            if !versions.contains(&version) {
                versions.push(version);
            }
        }
        versions
    }
}

/// A rollback ended this stay, or a plain revert of what had brought it. The revert of a way back says the opposite.
fn was_left(ran: &[Ran<'_>], at: usize) -> bool {
    let next = at.checked_sub(1).and_then(|next| ran.get(next)?.stay);
    match next.map(|next| &next.brought.how) {
        Some(How::Recorded(action)) => *action == Action::Rollback,
        Some(How::Reverted(_)) => !ran[at].is_way_back(),
        Some(How::Unrecorded) | None => false,
    }
}

fn former(ran: &[Ran<'_>], at: usize) -> Option<Former> {
    let (next, one) = (ran.get(at.checked_sub(1)?)?.stay?, ran.get(at)?);
    Some(Former {
        version: one.version?.clone(),
        since: one.stay.map(|stay| stay.since),
        until: next.since,
        commit: one.stay.map(|stay| Oid::clone(&stay.commit)),
        by: one.stay.map(|stay| stay.brought.by.clone()),
        last: one.last.clone(),
    })
}

impl Ran<'_> {
    /// It came by going back itself.
    fn is_way_back(&self) -> bool {
        match self.stay.map(|stay| &stay.brought.how) {
            Some(How::Recorded(action)) => *action == Action::Rollback,
            Some(How::Reverted(_)) => true,
            Some(How::Unrecorded) | None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::timeline::{Brought, Earlier};

    /// `C B< A`: newest first; `<` was brought by a rollback, `~` by a plain revert, `-` is no version.
    fn timeline(text: &str) -> Timeline {
        let words: Vec<_> = text.split_whitespace().collect();
        let stay = |(at, word): (usize, &&str)| {
            let name = word.trim_end_matches(['<', '~']);
            let how = match word.strip_prefix(name) {
                Some("<") => How::Recorded(Action::Rollback),
                Some("~") => How::Reverted(Oid("f".into())),
                Some(_) | None => How::Recorded(Action::Promote),
            };
            let brought =
                Brought { how, by: "mona".into(), request: None, record: None, subject: String::new() };
            let age = (words.len() - at) as i64;
            Stay {
                version: Version::new(name).ok().filter(|_| name != "-"),
                digest: None,
                since: Timestamp::from_second(age).unwrap(),
                commit: Oid(format!("{age}")).into(),
                last: Oid(format!("{age}.9")).into(),
                unclear: None,
                brought: brought.into(),
            }
        };
        Timeline { stays: words.iter().enumerate().map(stay).collect(), earlier: None, cut: None }
    }

    #[test]
    fn the_version_before_is_the_newest_that_nobody_rolled_back() {
        let cases = [
            ("B A", "A", ""),
            ("C B A", "B", ""),
            ("C - B", "B", ""),
            ("C C B", "B", ""),
            ("B< C B A", "A", "C"),
            ("A< B< C B A", "none", "B C"),
            ("D B< C B A", "B", ""),
            ("B< D B< C B A", "A", "D C"),
            ("D C B< C B A", "C", ""),
            ("B~ C B A", "A", "C"),
            ("C~ B< C B A", "B", ""),
            ("C~ B~ C B A", "B", ""),
            ("A", "none", ""),
            ("", "none", ""),
        ];
        for (text, want, skips) in cases {
            let (former, skipped) = timeline(text).before(&|_| false);
            assert_eq!(former.map_or("none".to_owned(), |one| one.version.to_string()), want, "{text}");
            let skipped: Vec<_> = skipped.iter().map(ToString::to_string).collect();
            assert_eq!(skipped.join(" "), skips, "{text}");
        }
    }

    #[test]
    fn a_version_that_is_held_is_passed_over() {
        let held = |version: &Version| version.as_str() == "B";
        let (former, skipped) = timeline("C B A").before(&held);
        assert_eq!(former.map(|one| one.version.to_string()), Some("A".to_owned()));
        assert_eq!(skipped.len(), 1);
    }

    #[test]
    fn a_stay_ends_when_the_next_begins() {
        let former =
            timeline("C B A").newest(|one| one.version.is_some_and(|version| version.as_str() == "A"));
        let former = former.unwrap();
        assert_eq!((former.since.map(Timestamp::as_second), former.until.as_second()), (Some(1), 2));
        assert_eq!(former.last, Oid("1.9".into()));
    }

    #[test]
    fn a_moment_shows_what_stood_before_it() {
        let timeline = timeline("C B A");
        let at = |second| {
            let (one, former) = timeline.just_before(Timestamp::from_second(second).unwrap())?;
            Some(format!("{}{}", one.version?, if former.is_some() { " then" } else { "" }))
        };
        let want = [Some("C"), Some("B then"), Some("A then"), None];
        assert_eq!([at(9), at(3), at(2), at(1)], want.map(|one| one.map(str::to_owned)));
    }

    #[test]
    fn what_stood_before_the_history_begins_is_known_but_for_its_beginning() {
        let mut timeline = timeline("C");
        let version = Version::new("B").ok();
        let last = Oid("0".into()).into();
        timeline.earlier = Some(Earlier { version, digest: None, unclear: None, last });
        let (former, _) = timeline.before(&|_| false);
        let former = former.unwrap();
        assert_eq!((former.version.as_str(), former.since, former.until.as_second()), ("B", None, 1));
    }
}
