//! How fast this machine is: some units of the list are lived for a moment; or as fast as a known machine, as far as a fixed
//! piece of other work tells.

#![allow(clippy::disallowed_types, reason = "a forecast measures this machine; no result depends on it")]

use std::time::Instant;

use rayon::prelude::*;

use super::{BatchWork, MEASURED, all_places, of_run};
use crate::analysis::summary::describe;
use crate::diagnostic::Result;
use crate::experiment::plan::Design;
use crate::experiment::{run_job, run_together};
use crate::scenario::Scenario;
use crate::study::pool;

/// How long runs are lived for a forecast (seconds): as long as nobody minds.
const PROBED: f64 = 0.25;
/// And at most, where a single run is long.
const PATIENCE: f64 = 1.0;
/// Fewest runs of each thread.
const ROUNDS: usize = 3;

/// How fast a machine is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MachinePace {
    /// Threads.
    pub threads: f64,
    /// Seconds of one thread for a teacher-month of a batch.
    pub batch: f64,
    /// Seconds of one thread for a teacher-month that is run alone.
    pub alone: f64,
    /// Its time for a piece of work beside runs, as a multiple of [`MEASURED`].
    pub slowness: f64,
}

impl MachinePace {
    /// Lives some units of the list on all threads, each timed by itself, chosen evenly over its work; and the yardstick.
    pub(super) fn of(design: &Design, work: &BatchWork, threads: Option<usize>) -> Result<MachinePace> {
        let pool = pool(threads)?;
        let threads = pool.current_num_threads();
        let (mut rates, begin) = (Vec::new(), Instant::now());
        for round in 0.. {
            let seconds = begin.elapsed().as_secs_f64();
            if work.jobs == 0 || seconds > PROBED && round >= ROUNDS || seconds > PATIENCE {
                break;
            }
            let samples: Vec<Sample> =
                (round * threads..(round + 1) * threads).map(|k| Sample::of(design, k)).collect();
            let measured = |sample: Sample| rate(&|| sample.live(design), sample.teacher_months(design));
            rates.extend(pool.install(|| samples.into_par_iter().map(measured).collect::<Vec<f64>>()));
        }
        let one = design.scenarios.first().and_then(|s| Some((s, s.places.first()?)));
        let mut alone = Vec::new();
        if let Some((scenario, place)) = one.filter(|_| work.told > 0.0) {
            let work = of_run(place, scenario.run.months);
            let patient = || begin.elapsed().as_secs_f64() < PATIENCE;
            for k in (0..2 * ROUNDS as u32).take_while(|k| *k == 0 || patient()) {
                alone.push(rate(&|| drop(run_job(scenario, place, k)), work));
            }
        }
        let slowness = yardstick() / MEASURED.yardstick;
        Ok(MachinePace {
            threads: threads as f64,
            batch: typical(&rates, threads),
            alone: typical(&alone, 1),
            slowness,
        })
    }

    /// As the yardstick says, without a run: within a factor of about two.
    pub(super) fn guessed(threads: usize) -> MachinePace {
        let slowness = yardstick() / MEASURED.yardstick;
        let pace = slowness * MEASURED.teacher_month;
        MachinePace { threads: threads as f64, batch: pace, alone: pace, slowness }
    }
}

/// A replication of all scenarios in one district, or in their cohort.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Sample {
    place: usize,
    replication: u32,
}

impl Sample {
    /// The k-th of a design: the larger a district, the likelier it is chosen.
    fn of(design: &Design, k: usize) -> Sample {
        /// The golden ratio less one: the fractions of its multiples are spread evenly, however many there are.
        const SPREAD: f64 = 0.618_033_988_749_894_9;
        let first = design.scenarios.first();
        let replication = k as u32 % first.map_or(1, |s| s.run.replications.max(1));
        let places = first.map_or(&[][..], |s| &s.places);
        let mut left = (k as f64 * SPREAD).fract() * places.iter().map(|place| of_run(place, 1)).sum::<f64>();
        let place = places.iter().position(|place| {
            left -= of_run(place, 1);
            left < 0.0
        });
        Sample { place: place.unwrap_or(0), replication }
    }

    /// Runs it.
    fn live(self, design: &Design) {
        let Sample { place, replication } = self;
        drop(run_together(&design.scenarios, place, replication));
    }

    /// Its work.
    fn teacher_months(self, design: &Design) -> f64 {
        let of = |s: &Scenario| match s.cohort {
            Some(_) => all_places(s),
            None => of_run(&s.places[self.place], s.run.months),
        };
        design.scenarios.iter().map(of).sum()
    }
}

/// Seconds of a piece of work, for each unit of it.
fn rate(piece: &dyn Fn(), work: f64) -> f64 {
    let begin = Instant::now();
    piece();
    begin.elapsed().as_secs_f64() / work.max(1.0)
}

/// The mean of the middle half, so that what disturbs the machine counts for little, without the first `cold` ones, which
/// find their memory cold; 0 of none.
fn typical(rates: &[f64], cold: usize) -> f64 {
    let mut kept = rates.get(cold..).filter(|kept| !kept.is_empty()).unwrap_or(rates).to_vec();
    kept.sort_by(f64::total_cmp);
    let middle = &kept[kept.len() / 4..kept.len() - kept.len() / 4];
    middle.iter().sum::<f64>() / middle.len().max(1) as f64
}

/// Seconds of a fixed piece of the work that tables are: numbers sorted and described. The shortest of a few times.
pub fn yardstick() -> f64 {
    let once = || {
        let begin = Instant::now();
        for cell in 0..YARD.0 {
            let mut values: Vec<f64> = (0..YARD.1).map(|k| f64::from((k * 7919 + cell) % 10_007)).collect();
            std::hint::black_box(describe(&mut values));
        }
        begin.elapsed().as_secs_f64()
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

/// Cells and values of each of the yardstick.
const YARD: (u32, u32) = (300, 1_000);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::DistrictSpec;
    use crate::study::batch::FolderOptions;
    use crate::study::forecast::BatchForecast;
    use crate::study::forecast::tests::design;

    #[test]
    fn a_disturbance_and_a_cold_start_count_for_little() {
        assert_eq!(typical(&[9.0, 1.0, 2.0, 3.0, 50.0], 1), 2.5);
        assert_eq!((typical(&[7.0], 1), typical(&[], 1)), (7.0, 0.0));
    }

    #[test]
    fn a_sample_takes_large_districts_in_proportion_to_their_work() {
        let mut design = design(1_000, 12);
        for scenario in &mut design.scenarios {
            let place = scenario.places[0].clone();
            let small = DistrictSpec::Synthetic { id: "small".into(), pupils: 100 };
            scenario.places = vec![small, place];
        }
        let share = of_run(&design.scenarios[0].places[0], 1) / all_places(&design.scenarios[0]) * 12.0;
        let small = (0..1_000).filter(|&k| Sample::of(&design, k).place == 0).count() as f64 / 1_000.0;
        assert!((small - share).abs() < 0.01, "{small} {share}");
        assert_eq!(Sample::of(&design, 1_004).replication, 4);
    }

    #[test]
    fn the_probe_lives_runs_of_the_design() {
        let design = design(3, 6);
        let found =
            BatchForecast::of(&design, &FolderOptions { threads: Some(1), ..FolderOptions::default() })
                .unwrap();
        assert!(found.simulation > 0.0 && found.report > 0.0 && found.seconds().is_finite());
    }
}
