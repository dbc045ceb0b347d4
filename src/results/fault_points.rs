//! Places at which a test kills the process or lets the disk be full. Only builds with debug assertions have them, as those
//! of tests do; in a release nothing is left of them.
//!
//! * `UPTAKE_FAULT=list:0` names every place that is reached.
//! * `UPTAKE_FAULT=kill:K` ends the process at the K-th place that it reaches (from 1), at once and without cleaning up.
//! * `UPTAKE_FAULT=full:BYTES` lets the disk take so many bytes, of all files together, and then no more.

use std::io::{self, Write};

/// A place is reached, called by what was just done.
#[inline]
pub fn reached(place: &str) {
    #[cfg(debug_assertions)]
    armed::reached(place);
    #[cfg(not(debug_assertions))]
    let _ = place;
}

/// What is written at once, in the parts between which a test may kill.
#[inline]
pub fn parts(bytes: &[u8]) -> [&[u8]; 2] {
    let (first, rest) = bytes.split_at(if cfg!(debug_assertions) { bytes.len() / 2 } else { bytes.len() });
    [first, rest]
}

/// A file that takes as much as the disk has room for.
#[derive(Debug)]
pub struct Limited<W>(pub W);

impl<W: Write> Write for Limited<W> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        #[cfg(debug_assertions)]
        let bytes = &bytes[..armed::room(bytes.len())?];
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(debug_assertions)]
mod armed {
    use std::io::{self, Write};
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// ENOSPC of Linux, macOS and the BSDs.
    const NO_SPACE: i32 = 28;

    enum Fault {
        List,
        Kill(u64),
        Full(u64),
    }

    static FAULT: OnceLock<Option<Fault>> = OnceLock::new();
    /// Places that were reached, or bytes that were written.
    static COUNT: AtomicU64 = AtomicU64::new(0);

    fn fault() -> Option<&'static Fault> {
        let read = || {
            let told = std::env::var("UPTAKE_FAULT").ok()?;
            let (kind, number) = told.split_once(':')?;
            let number = number.parse().ok()?;
            match kind {
                "list" => Some(Fault::List),
                "kill" => Some(Fault::Kill(number)),
                "full" => Some(Fault::Full(number)),
                _ => None,
            }
        };
        FAULT.get_or_init(read).as_ref()
    }

    pub fn reached(place: &str) {
        let fault = fault();
        if !matches!(fault, Some(Fault::List | Fault::Kill(_))) {
            return;
        }
        let number = COUNT.fetch_add(1, Ordering::Relaxed) + 1;
        match fault {
            Some(Fault::Kill(at)) if number == *at => {
                let _ = writeln!(io::stderr(), "killed at place {number}: {place}");
                std::process::abort();
            }
            Some(Fault::List) => {
                let _ = writeln!(io::stderr(), "place {number}: {place}");
            }
            _ => {}
        }
    }

    /// How many of these bytes the disk takes.
    pub fn room(wanted: usize) -> io::Result<usize> {
        let Some(Fault::Full(size)) = fault() else { return Ok(wanted) };
        let wanted = wanted as u64;
        let before = COUNT.fetch_add(wanted, Ordering::Relaxed);
        match size.saturating_sub(before).min(wanted) {
            // As the system says it, with its number: libraries hand on the number, and not always the kind.
            0 if wanted > 0 => Err(io::Error::from_raw_os_error(NO_SPACE)),
            room => Ok(room as usize),
        }
    }
}
