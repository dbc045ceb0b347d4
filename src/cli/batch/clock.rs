//! How long a batch took, and on which machine.

#![allow(clippy::disallowed_types, reason = "machine.json says how long it took; no result depends on it")]

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use uptake::results::Machine;

/// The last second of the year 9999, after 1970.
const LAST: u64 = 253_402_300_799;

/// When a batch began.
pub struct Clock {
    start: Instant,
    started: SystemTime,
}

impl Clock {
    pub fn start() -> Clock {
        Clock { start: Instant::now(), started: SystemTime::now() }
    }

    pub fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    pub fn machine(&self, threads: usize) -> Machine {
        Machine {
            started: stamp(self.started),
            finished: stamp(SystemTime::now()),
            seconds: self.seconds(),
            command: std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect(),
            ..Machine::unknown(threads)
        }
    }
}

/// By ISO 8601, to the second, in UTC. A clock before 1970 or after 9999 tells 1970.
fn stamp(time: SystemTime) -> String {
    let written = |time| format!("{}", humantime::format_rfc3339_seconds(time));
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) if since.as_secs() <= LAST => written(time),
        _ => written(UNIX_EPOCH),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn times_are_written_by_iso_8601() {
        let at = |seconds| stamp(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(LAST), "9999-12-31T23:59:59Z");
        assert_eq!(at(LAST + 1), at(0));
        assert_eq!(stamp(UNIX_EPOCH - Duration::from_secs(1)), at(0));
    }
}
