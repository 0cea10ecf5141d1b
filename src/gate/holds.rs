//! Somebody's word, kept in git, that the version or the app stays out.

use super::held;
use crate::model::candidate::Candidate;
use crate::model::hold::{Hold, Standing};
use crate::model::verdict::Verdict;
use jiff::Timestamp;

/// What is held, as far as it is known.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    pub holds: &'a [Hold],
    /// Why holds can't be read that may count too.
    pub unread: &'a [String],
    pub now: Timestamp,
    /// It goes there by a request.
    pub on_request: bool,
}

pub(super) fn judge(candidate: &Candidate) -> Verdict {
    let Candidate { holds, unread_holds, now, on_request, .. } = candidate;
    Held { holds, unread: unread_holds, now: *now, on_request: *on_request }.judge()
}

impl Held<'_> {
    /// Every hold that counts now is named. They are over when the last of them is.
    pub fn judge(&self) -> Verdict {
        if let Some(what) = self.unread.first() {
            return Verdict::Held { why: format!("what is held isn't known: {what}"), until: None };
        }
        let counts = |hold: &&Hold| hold.standing(self.now) == Standing::Holds;
        let holds: Vec<_> = self.holds.iter().filter(counts).collect();
        if holds.is_empty() {
            return Verdict::Pass { why: "no hold counts now".to_owned() };
        }
        let whys: Vec<_> = holds.iter().map(|hold| format!("{} ({})", hold.reason, hold.at)).collect();
        let ends: Option<Vec<_>> = holds.iter().map(|hold| hold.until).collect();
        held(self.on_request, whys.join("; "), ends.and_then(|ends| ends.into_iter().max()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::candidate;
    use super::*;
    use crate::model::name::EnvironmentName;
    use crate::model::text::Position;

    fn hold(line: usize, from: Option<&str>, until: Option<&str>) -> Hold {
        let time = |time: &str| format!("2026-03-{time}T00:00:00Z").parse().unwrap();
        Hold {
            app: "web".to_owned(),
            version: None,
            environments: vec![EnvironmentName::new("production").unwrap()],
            from: from.map(time),
            until: until.map(time),
            reason: format!("r{line}"),
            at: Position { file: "h.yaml".to_owned(), line, column: 3 },
        }
    }

    fn verdict(on_request: bool, holds: Vec<Hold>) -> String {
        let verdict = judge(&Candidate { holds, on_request, ..candidate("2026-03-10T00:00:00Z") });
        let until = verdict.until().map(|until| format!(", until {until}")).unwrap_or_default();
        format!("{}: {}{until}", verdict.word(), verdict.why())
    }

    #[test]
    fn a_hold_counts_from_its_beginning_to_its_end() {
        let cases = [
            (vec![hold(1, None, None)], "held: r1 (h.yaml:1:3)"),
            (vec![hold(1, None, Some("11"))], "held: r1 (h.yaml:1:3), until 2026-03-11T00:00:00Z"),
            (vec![hold(1, Some("10"), None)], "held: r1 (h.yaml:1:3)"),
            (vec![hold(1, None, Some("10"))], "pass: no hold counts now"),
            (vec![hold(1, Some("11"), None)], "pass: no hold counts now"),
            (
                vec![hold(1, None, Some("12")), hold(2, None, Some("11")), hold(3, None, Some("09"))],
                "held: r1 (h.yaml:1:3); r2 (h.yaml:2:3), until 2026-03-12T00:00:00Z",
            ),
            (vec![hold(1, None, Some("12")), hold(2, None, None)], "held: r1 (h.yaml:1:3); r2 (h.yaml:2:3)"),
        ];
        for (holds, expected) in cases {
            assert_eq!(verdict(false, holds), expected);
        }
    }

    #[test]
    fn a_request_waits_for_the_end_of_a_hold_that_has_one() {
        assert_eq!(
            verdict(true, vec![hold(1, None, Some("11"))]),
            "later: r1 (h.yaml:1:3), until 2026-03-11T00:00:00Z"
        );
        let both = vec![hold(1, None, Some("11")), hold(2, None, None)];
        assert_eq!(verdict(true, both), "held: r1 (h.yaml:1:3); r2 (h.yaml:2:3)");
    }

    #[test]
    fn holds_that_can_not_be_read_hold() {
        let unread_holds = vec!["h.yaml:1:3: found a text, expected a map".to_owned()];
        let verdict = judge(&Candidate { unread_holds, ..candidate("2026-03-10T00:00:00Z") });
        assert_eq!((verdict.word(), verdict.until()), ("held", None));
        assert_eq!(verdict.why(), "what is held isn't known: h.yaml:1:3: found a text, expected a map");
    }
}
