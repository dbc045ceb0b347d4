//! One future of a district, month by month: `cargo run --example one_run`

#![allow(missing_docs, clippy::print_stdout, reason = "a program, which may speak")]

use uptake::prelude::*;

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A built-in scenario, with one assumption changed.
    let scenario = Scenario::built_in("committed")?.with("superintendent_exit", 0.3)?.resolve()?;

    // Replication 17: the same number is the same future, on any machine.
    let mut trace = Trace::default();
    let run = scenario.run_with(17, &mut trace, &mut ());

    println!("month  spread  depth of users");
    for month in (0..=run.months()).step_by(12) {
        // What the model does not have (the depth of users where nobody uses it) is missing, not zero.
        let cell = |value: Option<f64>| value.map_or("–".to_string(), |value| format!("{value:.2}"));
        println!("{month:5}  {:>6}  {:>6}", cell(run.at(month, Spread)), cell(run.at(month, DepthMean)));
    }
    let exits = trace.events.iter().filter(|(_, _, event)| matches!(event, Event::LeaderLeft { .. }));
    let ending = run.ending().map_or("not simulated", Ending::name);
    println!("{} leaders left; it ends {ending}", exits.count());
    Ok(())
}
