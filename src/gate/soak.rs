//! How long a version stands in the environments before, without a break.

use super::held;
use crate::model::candidate::{Before, Candidate, Runs, Soaked};
use crate::model::verdict::Verdict;
use jiff::{SignedDuration, Timestamp};
use std::fmt;

/// `90m`, `24h`, `7d`; a day is 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Soak(pub SignedDuration);

impl Soak {
    pub fn parse(text: &str) -> Option<Self> {
        let unit = text.chars().next_back()?;
        let number: i64 = text.strip_suffix(unit)?.parse().ok()?;
        let minutes = match unit {
            'm' => number,
            'h' => number.checked_mul(60)?,
            'd' => number.checked_mul(24 * 60)?,
            _ => return None,
        };
        let seconds = minutes.checked_mul(60).filter(|seconds| *seconds > 0)?;
        Some(Self(SignedDuration::from_secs(seconds)))
    }

    /// Whether what stood from one time to another stood long enough.
    pub fn is_over(self, since: Timestamp, until: Timestamp) -> bool {
        until.duration_since(since) >= self.0
    }

    pub(super) fn judge(self, candidate: &Candidate) -> Verdict {
        if candidate.brought_back {
            return Verdict::Pass { why: "not asked of a version that is brought back".to_owned() };
        }
        if candidate.before.is_empty() || (candidate.entry && candidate.given) {
            return Verdict::Pass { why: format!("a version may start in {}", candidate.environment) };
        }
        let answers: Vec<_> = candidate.before.iter().map(|before| self.stands(candidate, before)).collect();
        last(&answers)
    }

    fn stands(self, candidate: &Candidate, before: &Before) -> Verdict {
        let (version, environment) = (&candidate.version, &before.environment);
        if before.runs == Runs::Nothing {
            return Verdict::Pass { why: format!("{environment} holds no version in git") };
        }
        let unseen = |why: &str| {
            let why = format!("since when {version} stands in {environment} isn't known{why}");
            Verdict::Held { why, until: None }
        };
        let why = |since, until| format!("{} of {self} in {environment}", Stretch::between(since, until));
        match &before.soaked {
            Some(Soaked::Since(since)) if self.is_over(*since, candidate.now) => {
                Verdict::Pass { why: why(*since, candidate.now) }
            }
            Some(Soaked::Since(since)) => match since.checked_add(self.0) {
                Ok(ready) => held(candidate.on_request, why(*since, candidate.now), Some(ready)),
                Err(_) => Verdict::Held { why: why(*since, candidate.now), until: None },
            },
            Some(Soaked::Ended { since, until }) if self.is_over(*since, *until) => {
                Verdict::Pass { why: why(*since, *until) }
            }
            Some(Soaked::Ended { since, until }) => {
                let why = format!("{}, where it stands no more", why(*since, *until));
                Verdict::Held { why, until: None }
            }
            Some(Soaked::Unseen { why }) => unseen(&format!(": {why}")),
            None => unseen(""),
        }
    }
}

/// What is never over beats what is over last, which beats what is over now; passes are told together.
fn last(answers: &[Verdict]) -> Verdict {
    let stuck = |verdict: &&Verdict| matches!(verdict, Verdict::Held { until: None, .. });
    let waits = answers.iter().filter(|verdict| verdict.until().is_some());
    let held = answers.iter().find(stuck).or_else(|| waits.max_by_key(|verdict| verdict.until()));
    if let Some(verdict) = held {
        return verdict.clone();
    }
    Verdict::Pass { why: answers.iter().map(Verdict::why).collect::<Vec<_>>().join(", ") }
}

/// A stretch of time in its largest unit.
struct Stretch(i64);

impl Stretch {
    fn between(since: Timestamp, until: Timestamp) -> Self {
        Self(until.duration_since(since).as_secs().max(0))
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(i64, &str); 3] = [(24 * 60 * 60, "d"), (60 * 60, "h"), (60, "m")];
        let unit = UNITS.iter().find(|(seconds, _)| self.0 >= 2 * seconds);
        let (seconds, word) = unit.copied().unwrap_or((1, "s"));
        write!(f, "{}{word}", self.0 / seconds)
    }
}

impl fmt::Display for Soak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.0.as_mins();
        match (minutes % (24 * 60), minutes % 60) {
            (0, _) if minutes > 24 * 60 => write!(f, "{}d", minutes / (24 * 60)),
            (_, 0) => write!(f, "{}h", minutes / 60),
            (_, _) => write!(f, "{minutes}m"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{before, candidate};
    use super::*;

    fn time(text: &str) -> Timestamp {
        format!("2026-03-01T{text}Z").parse().unwrap()
    }

    fn since(text: &str) -> Option<Soaked> {
        Some(Soaked::Since(time(text)))
    }

    fn shown(verdict: &Verdict) -> String {
        let until = verdict.until().map(|until| format!(", until {until}")).unwrap_or_default();
        format!("{}: {}{until}", verdict.word(), verdict.why())
    }

    fn verdict(on_request: bool, before: Vec<Before>) -> String {
        let candidate = Candidate { before, on_request, ..candidate("2026-03-01T12:00:00Z") };
        shown(&Soak::parse("2h").unwrap().judge(&candidate))
    }

    #[test]
    fn holds_until_the_version_has_soaked() {
        let ended = |from, to| Some(Soaked::Ended { since: time(from), until: time(to) });
        let cases = [
            (since("10:00:00"), "pass: 2h of 2h in staging"),
            (since("10:00:01"), "held: 119m of 2h in staging, until 2026-03-01T12:00:01Z"),
            (since("11:59:30"), "held: 30s of 2h in staging, until 2026-03-01T13:59:30Z"),
            (since("00:00:00"), "pass: 12h of 2h in staging"),
            (ended("08:00:00", "10:00:00"), "pass: 2h of 2h in staging"),
            (ended("08:00:00", "09:59:59"), "held: 119m of 2h in staging, where it stands no more"),
            (
                Some(Soaked::Unseen { why: "the clone is shallow".into() }),
                "held: since when v2 stands in staging isn't known: the clone is shallow",
            ),
            (None, "held: since when v2 stands in staging isn't known"),
        ];
        for (soaked, expected) in cases {
            assert_eq!(verdict(false, vec![before("staging", soaked.clone())]), expected, "{soaked:?}");
        }
    }

    #[test]
    fn of_several_environments_before_the_latest_counts() {
        let both = |us| vec![before("eu", since("10:30:00")), before("us", us)];
        assert_eq!(
            verdict(false, both(since("11:00:00"))),
            "held: 60m of 2h in us, until 2026-03-01T13:00:00Z"
        );
        assert_eq!(verdict(false, both(None)), "held: since when v2 stands in us isn't known");
        assert_eq!(
            verdict(false, both(since("09:00:00"))),
            "held: 90m of 2h in eu, until 2026-03-01T12:30:00Z"
        );
    }

    #[test]
    fn a_request_waits() {
        let waits = "later: 60m of 2h in us, until 2026-03-01T13:00:00Z";
        assert_eq!(verdict(true, vec![before("us", since("11:00:00"))]), waits);
        let unseen = "held: since when v2 stands in us isn't known";
        assert_eq!(verdict(true, vec![before("us", None)]), unseen);
    }

    #[test]
    fn where_a_version_starts_it_stood_nowhere() {
        assert_eq!(verdict(false, vec![]), "pass: a version may start in production");
        let entry = Candidate {
            entry: true,
            given: true,
            before: vec![before("staging", None)],
            ..candidate("2026-03-01T12:00:00Z")
        };
        assert_eq!(
            shown(&Soak::parse("1d").unwrap().judge(&entry)),
            "pass: a version may start in production"
        );
        let nothing = Before { runs: Runs::Nothing, ..before("staging", None) };
        assert_eq!(verdict(false, vec![nothing]), "pass: staging holds no version in git");
    }

    #[test]
    fn a_soak_that_never_ends_holds() {
        let soak = Soak(SignedDuration::MAX);
        let candidate = Candidate {
            before: vec![before("staging", since("10:00:00"))],
            ..candidate("2026-03-01T12:00:00Z")
        };
        assert_eq!((soak.judge(&candidate).word(), soak.judge(&candidate).until()), ("held", None));
    }

    #[test]
    fn a_soak_is_shown_as_people_write_it() {
        for text in ["90m", "24h", "7d", "1h", "36h"] {
            assert_eq!(Soak::parse(text).unwrap().to_string(), text);
        }
    }
}
