//! Ctrl-C once: what is running is finished and kept. Twice: stop at once.

use uptake::diagnostic::ExitStatus;
use uptake::experiment::CancelToken;

/// Listens from now on. Where the system does not let us, an interruption ends the program as usual
/// and `--resume` finds what was written.
pub fn listen() -> CancelToken {
    let token = CancelToken::default();
    let asked = token.clone();
    let _ = ctrlc::set_handler(move || {
        if asked.cancel() {
            aside!("stopped; what was finished is safe, and --resume goes on from there");
            std::process::exit(i32::from(ExitStatus::Interrupted as u8));
        }
        aside!("finishing what is running; Ctrl-C again stops at once");
    });
    token
}
