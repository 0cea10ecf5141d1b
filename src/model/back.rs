//! Where a rollback goes: the stay of a timeline that it brings back.

use super::plan::{Action, Oid};
use super::timeline::{How, Stay, Timeline};
use super::version::Version;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A stay that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Former {
    pub version: Version,
    pub since: Timestamp,
    /// When another version came.
    pub until: Timestamp,
    /// The commit that brought it.
    pub commit: Oid,
    pub by: String,
    /// The commit at which it still stood.
    pub last: Oid,
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

impl Timeline {
    /// The stay before the one that goes on, and the versions that were passed over on the way: those that a
    /// rollback left since, and those that `is_held` names. A stay without a version or of the present one is no answer.
    pub fn before(&self, is_held: &dyn Fn(&Version) -> bool) -> (Option<Former>, Vec<Version>) {
        let now = self.now().and_then(|stay| stay.version.as_ref());
        let mut skipped = Vec::new();
        for (at, stay) in self.stays.iter().enumerate().skip(1) {
            let Some(version) = stay.version.as_ref().filter(|version| Some(*version) != now) else {
                continue;
            };
            if !skipped.contains(version) && !self.was_left(at) && !is_held(version) {
                return (self.former(at), skipped);
            }
            if !skipped.contains(version) {
                skipped.push(version.clone());
            }
        }
        (None, skipped)
    }

    /// A rollback ended this stay, or a plain revert of what had brought it. The revert of a way back says the opposite.
    fn was_left(&self, at: usize) -> bool {
        let next = at.checked_sub(1).and_then(|next| self.stays.get(next));
        match next.map(|next| &next.brought.how) {
            Some(How::Recorded(action)) => *action == Action::Rollback,
            Some(How::Reverted(_)) => !self.stays[at].is_way_back(),
            Some(How::Unrecorded) | None => false,
        }
    }

    /// The newest stay that is over and fits.
    pub fn newest(&self, fits: impl Fn(&Stay) -> bool) -> Option<Former> {
        let at = self.stays.iter().skip(1).position(fits)?;
        self.former(at + 1)
    }

    /// What stood just before a moment; the stay that goes on isn't over and is no former one.
    pub fn just_before(&self, moment: Timestamp) -> Option<&Stay> {
        self.stays.iter().find(|stay| stay.since < moment)
    }

    /// The stay as one that is over.
    pub fn over(&self, stay: &Stay) -> Option<Former> {
        let at = self.stays.iter().position(|one| one.commit == stay.commit)?;
        self.former(at)
    }

    fn former(&self, at: usize) -> Option<Former> {
        let (next, stay) = (self.stays.get(at.checked_sub(1)?)?, self.stays.get(at)?);
        Some(Former {
            version: stay.version.clone()?,
            since: stay.since,
            until: next.since,
            commit: stay.commit.clone(),
            by: stay.brought.by.clone(),
            last: stay.last.clone(),
        })
    }

    /// The versions that ran, each once, newest first.
    pub fn versions(&self) -> Vec<&Version> {
        let mut versions: Vec<&Version> = Vec::new();
        for version in self.stays.iter().filter_map(|stay| stay.version.as_ref()) {
            if !versions.contains(&version) {
                versions.push(version);
            }
        }
        versions
    }
}

impl Stay {
    /// It came by going back itself.
    fn is_way_back(&self) -> bool {
        match &self.brought.how {
            How::Recorded(action) => *action == Action::Rollback,
            How::Reverted(_) => true,
            How::Unrecorded => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::timeline::Brought;

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
                commit: Oid(format!("{age}")),
                last: Oid(format!("{age}.9")),
                brought,
            }
        };
        Timeline { stays: words.iter().enumerate().map(stay).collect(), cut: None }
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
            timeline("C B A").newest(|stay| stay.version.as_ref().is_some_and(|v| v.as_str() == "A"));
        let former = former.unwrap();
        assert_eq!((former.since.as_second(), former.until.as_second()), (1, 2));
        assert_eq!(former.last, Oid("1.9".into()));
    }

    #[test]
    fn a_moment_shows_what_stood_before_it() {
        let timeline = timeline("C B A");
        let at = |second| {
            let stay = timeline.just_before(Timestamp::from_second(second).unwrap());
            stay.and_then(|stay| stay.version.as_ref()).map(ToString::to_string)
        };
        assert_eq!(
            [at(9), at(3), at(2), at(1)],
            [Some("C".into()), Some("B".into()), Some("A".into()), None]
        );
        assert_eq!(timeline.over(&timeline.stays[0]), None);
    }
}
