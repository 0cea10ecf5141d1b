//! How long ago something was, in words and in short.

use jiff::Timestamp;

const UNITS: [(i64, &str, &str); 5] = [
    (365 * 86_400, "year", "y"),
    (30 * 86_400, "month", "mo"),
    (86_400, "day", "d"),
    (3_600, "hour", "h"),
    (60, "minute", "min"),
];

/// `2 days ago`.
pub(super) fn long(now: Timestamp, then: Timestamp) -> String {
    match parts(seconds(now, then)) {
        None => "just now".to_owned(),
        Some((1, unit, _)) => format!("1 {unit} ago"),
        Some((count, unit, _)) => format!("{count} {unit}s ago"),
    }
}

/// `2d`.
pub(super) fn short(now: Timestamp, then: Timestamp) -> String {
    lasting(seconds(now, then)).unwrap_or_else(|| "now".to_owned())
}

/// So many seconds, in short; none where it is less than a minute.
pub(super) fn lasting(seconds: i64) -> Option<String> {
    parts(seconds).map(|(count, _, unit)| format!("{count}{unit}"))
}

/// Counted in the largest unit of which there are two at least, so that no day is told as a year.
fn parts(seconds: i64) -> Option<(i64, &'static str, &'static str)> {
    let two = UNITS.iter().find(|(size, _, _)| seconds >= 2 * size);
    let (size, long, short) = two.or(UNITS.last().filter(|(size, _, _)| seconds >= *size))?;
    Some((seconds / size, long, short))
}

/// A clock that is behind makes nothing happen in the future.
fn seconds(now: Timestamp, then: Timestamp) -> i64 {
    now.as_second().saturating_sub(then.as_second()).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_the_unit_that_fits() {
        let cases = [
            (-5, "just now", "now"),
            (59, "just now", "now"),
            (60, "1 minute ago", "1min"),
            (119 * 60, "119 minutes ago", "119min"),
            (2 * 3_600, "2 hours ago", "2h"),
            (47 * 3_600, "47 hours ago", "47h"),
            (48 * 3_600, "2 days ago", "2d"),
            (59 * 86_400, "59 days ago", "59d"),
            (90 * 86_400, "3 months ago", "3mo"),
            (800 * 86_400, "2 years ago", "2y"),
        ];
        let now = Timestamp::from_second(2_000_000_000).unwrap();
        for (seconds, words, brief) in cases {
            let then = Timestamp::from_second(now.as_second() - seconds).unwrap();
            assert_eq!((long(now, then).as_str(), short(now, then).as_str()), (words, brief), "{seconds}");
        }
    }
}
