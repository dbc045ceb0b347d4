//! Progress on standard error, only on a terminal.

use std::fmt::Write;
use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// A bar with rate and time left.
pub struct RunBar(ProgressBar);

impl RunBar {
    /// A bar over `jobs` runs of which `done` are there; silent if `quiet` or not on a terminal.
    pub fn new(jobs: usize, done: usize, quiet: bool) -> RunBar {
        let hidden = quiet || !std::io::stderr().is_terminal();
        let target =
            if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr_with_hz(8) };
        let bar = ProgressBar::with_draw_target(Some(jobs as u64), target);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:30} {human_pos}/{human_len} runs, {rate}, {eta} left")
        {
            let style = style.with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
                let _ = write!(out, "{:.0} a second", state.per_sec());
            });
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_position(done as u64);
        bar.reset_eta();
        RunBar(bar)
    }

    /// Hears how many runs are done, of how many, and shows a bar from the first time on until all are done, after a word on what an
    /// earlier process left; another bar where it hears of another number.
    pub fn from_the_first_part(
        quiet: bool,
        resumed: impl Fn(usize, usize) -> String,
    ) -> impl FnMut(usize, usize) {
        let (mut bar, mut shown) = (None::<RunBar>, None);
        move |done, jobs| {
            if shown != Some(jobs) {
                if shown.is_none() && done > 0 && !quiet {
                    aside!("{}", resumed(done, jobs));
                }
                (shown, bar) = (Some(jobs), None);
                bar = Some(RunBar::new(jobs, done, quiet));
            }
            match &bar {
                Some(own) if done < jobs => own.at(done),
                // What is said next is not said over a bar.
                _ => bar = None,
            }
        }
    }

    /// So many runs are done.
    pub fn at(&self, done: usize) {
        self.0.set_position(done as u64);
    }
}

/// The bar goes when it is over.
impl Drop for RunBar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
