//! How long a run tries again when others are faster.

use std::time::{Duration, Instant};

/// 60 seconds or 20 attempts, with jitter so that those who met once don't meet again.
pub(crate) struct Patience {
    start: Instant,
    attempts: u32,
}

impl Patience {
    const ATTEMPTS: u32 = 20;
    const TIME: Duration = Duration::from_mins(1);
    const LONGEST_WAIT: u64 = 2_000;

    #[allow(clippy::disallowed_methods, reason = "waiting needs the time that passes, not the time of day")]
    pub(crate) fn new() -> Self {
        Self { start: Instant::now(), attempts: 1 }
    }

    pub(crate) fn allows(&self) -> bool {
        self.attempts < Self::ATTEMPTS && self.start.elapsed() < Self::TIME
    }

    /// Waits a random part of a time that doubles with each attempt.
    pub(crate) fn wait(&mut self) {
        let most = (50_u64 << self.attempts.min(6)).min(Self::LONGEST_WAIT);
        let random = getrandom::u32().unwrap_or(u32::MAX / 2);
        std::thread::sleep(Duration::from_millis(most * u64::from(random) / u64::from(u32::MAX)));
        self.attempts += 1;
    }
}
