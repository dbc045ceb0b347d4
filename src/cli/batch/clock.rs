//! How long a batch took, and on which machine.

#![allow(clippy::disallowed_types, reason = "machine.json says how long it took; no result depends on it")]

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use uptake::results::Machine;

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

/// Seconds since 1970, UTC: enough to tell two runs apart without a calendar.
fn stamp(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    format!("{seconds} s since 1970-01-01 UTC")
}
