//! What if? The same futures under two scenarios, compared one by one: `cargo run --example paired_what_if`

#![allow(missing_docs, clippy::print_stdout, reason = "a program, which may speak")]

use uptake::prelude::*;

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let committed = Scenario::built_in("committed")?.resolve()?;
    let what_if = Scenario::built_in("committed")?
        .named("disengages-in-year-2")
        .event("year 2, October: superintendent disengages to 0.2")?
        .resolve()?;

    // Everything decided by chance is keyed by what, who and when, so a pair differs only in what the event changes.
    let runs = compare(&[committed, what_if], 40)?;
    for month in [12, 36, 60] {
        let Some(difference) = runs.difference(DeepShare).at(month) else { continue };
        println!(
            "month {month}: {:+.3} on average (95 % interval {:+.3} to {:+.3}); lower in {:.0} % of pairs, equal in {:.0} %",
            difference.summary.mean,
            difference.mean_low,
            difference.mean_high,
            100.0 * difference.share_lower,
            100.0 * difference.share_equal,
        );
    }
    Ok(())
}
