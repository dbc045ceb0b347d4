//! An event that no scenario file knows: an intervention sets states of the district. `cargo run --example own_event`

#![allow(missing_docs, clippy::print_stdout, reason = "a program, which may speak")]

use uptake::prelude::*;

/// Every third school loses its collaboration time from this month on.
struct TimetableCut(Month);

impl Intervention for TimetableCut {
    fn month(&mut self, _: usize, district: &mut District, now: Month) {
        if now >= self.0 {
            district.schools.iter_mut().step_by(3).for_each(|school| school.offered = Some(0.0));
        }
    }
}

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scenario = Scenario::built_in("committed")?.resolve()?;
    for replication in 0..5 {
        let as_it_is = scenario.run(replication);
        let cut = scenario.run_with(replication, &mut (), &mut TimetableCut(Month(13)));
        // Chance is the same in both, so the difference is what the cut does.
        let deep = |run: &Outcome| run.at(60, DeepShare).unwrap_or(f64::NAN);
        println!(
            "future {replication}: deep share {:.3} with the cut, {:.3} without",
            deep(&cut),
            deep(&as_it_is)
        );
    }
    Ok(())
}
