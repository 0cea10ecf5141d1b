//! How long a version stands in the environment before, without a break.

use jiff::SignedDuration;

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
}
