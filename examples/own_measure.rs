//! A measure that the tables do not have: a recorder watches the run. `cargo run --example own_measure`

#![allow(missing_docs, clippy::print_stdout, reason = "a program, which may speak")]

use uptake::prelude::*;

/// How unequal schools are: the range of their shares of teachers who use the practice, month by month.
#[derive(Default)]
struct RangeOfSchools(Vec<f64>);

impl Recorder for RangeOfSchools {
    fn event(&mut self, _: usize, _: &Event, _: Month) {}

    fn month(&mut self, world: &World, _: Month) {
        let Some(district) = world.districts.first() else { return };
        let teachers = &district.teachers;
        let shares = district.schools.iter().map(|school| {
            let focal = school.teachers.clone().filter(|&k| teachers.focal[k]);
            let using = focal.filter(|&k| teachers.practice[k].in_use()).count();
            using as f64 / school.focal as f64 // NaN without focal teachers; minimum and maximum pass over it
        });
        let (low, high) = shares.fold((1.0, 0.0), |(low, high), share| (share.min(low), share.max(high)));
        self.0.push(f64::max(high - low, 0.0));
    }
}

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scenario = Scenario::built_in("committed")?.resolve()?;
    let mut range = RangeOfSchools::default();
    // A recorder touches nothing: the run is the same run.
    let run = scenario.run_with(17, &mut range, &mut ());
    for (month, range) in range.0.iter().enumerate().step_by(12) {
        let spread = run.at(month as u32, Spread).unwrap_or(f64::NAN);
        println!("month {month}: spread {spread:.2}; schools differ by up to {range:.2}");
    }
    Ok(())
}
