//! Ctrl-C once, or a wish of the system to end (SIGTERM, SIGHUP): what is running is finished and kept. Twice: stop at once.

use uptake::diagnostic::ExitStatus;
use uptake::experiment::CancelToken;

/// Listens from now on. Where the system does not let us, an interruption ends the program as usual
/// and `--resume` finds what was written.
pub fn listen() -> CancelToken {
    let token = CancelToken::default();
    let asked = token.clone();
    on_each_wish(move || {
        if asked.cancel() {
            aside!("stopped; what was finished is safe, and --resume goes on from there");
            std::process::exit(i32::from(ExitStatus::Interrupted as u8));
        }
        aside!("finishing what is running; Ctrl-C again stops at once");
    });
    token
}

/// Acts at the first wish that the program end; at the second it ends at once.
#[cfg(feature = "serve")]
pub fn on_first_wish(act: impl FnOnce() + Send + 'static) {
    let act = std::sync::Mutex::new(Some(act));
    on_each_wish(move || match act.lock().ok().and_then(|mut act| act.take()) {
        Some(act) => {
            aside!("ending; Ctrl-C again stops at once");
            act();
        }
        None => std::process::exit(i32::from(ExitStatus::Interrupted as u8)),
    });
}

#[cfg(unix)]
fn on_each_wish(act: impl Fn() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
    if !is_ignored(SIGHUP) {
        let _ = signals.add_signal(SIGHUP);
    }
    std::thread::spawn(move || signals.forever().for_each(|_| act()));
}

/// Whether this process was started with a signal ignored, as `nohup` does; taken for granted where the system does not tell.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = told.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .is_none_or(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(not(unix))]
fn on_each_wish(act: impl Fn() + Send + 'static) {
    let _ = ctrlc::set_handler(act);
}
