//! How long a batch took, and in which call; no result depends on it.

#![allow(clippy::disallowed_types, reason = "machine.json says how long it took; no result depends on it")]

use std::time::{Instant, SystemTime};

use uptake::results::Machine;

/// When a batch began.
pub struct Clock {
    start: Instant,
    started: SystemTime,
    call: String,
}

impl Clock {
    /// Begins now; `call` says what was asked.
    pub fn start(call: String) -> Clock {
        Clock { start: Instant::now(), started: SystemTime::now(), call }
    }

    /// What is noted of a machine with so many threads.
    pub fn machine(&self, threads: usize) -> Machine {
        let stamp = |time| humantime::format_rfc3339_seconds(time).to_string();
        Machine {
            started: stamp(self.started),
            finished: stamp(SystemTime::now()),
            seconds: self.start.elapsed().as_secs_f64(),
            command: vec!["python".into(), self.call.clone()],
            ..Machine::unknown(threads)
        }
    }
}
