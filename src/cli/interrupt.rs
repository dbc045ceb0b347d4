//! Ctrl-C once: what is running is finished and kept. Twice: stop at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use uptake::diagnostic::ExitStatus;

/// Whether somebody asked to stop.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. Where the system does not let us, an interruption ends the program as usual
    /// and `--resume` finds what was written.
    pub fn listen() -> Interrupt {
        let interrupt = Interrupt::default();
        let asked = interrupt.0.clone();
        let _ = ctrlc::set_handler(move || {
            if asked.swap(true, Ordering::SeqCst) {
                aside!("stopped; what was finished is safe, and --resume goes on from there");
                std::process::exit(i32::from(ExitStatus::Interrupted as u8));
            }
            aside!("finishing what is running; Ctrl-C again stops at once");
        });
        interrupt
    }

    /// Whether somebody asked to stop.
    pub fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
