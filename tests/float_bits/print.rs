//! Promise: results do not depend on whether some crate of the build turns on `num-traits/std`, which gives the samplers of
//! `rand_distr` the platform's exponentials and logarithms.
//!
//! Prints a hash of the bits of runs, draws and proposals, and one of a sampler that is known to change. `.ci/run` builds this
//! program with that feature and without it: the first line has to stay, and the second to change, or nothing was tried.

use std::error::Error;
use std::io::Write;

use rand_distr::{Distribution as _, LogNormal};
use uptake::calendar::Month;
use uptake::calibration::space::prior;
use uptake::chance::{Decision, DecisionMaker, Streams};
use uptake::experiment::run_job;
use uptake::model::Model;
use uptake::parameters::{Distribution, Ledger};
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{self, gallery};

const DRAWN: [Distribution; 4] = [
    Distribution::Uniform { low: 0.1, high: 0.7 },
    Distribution::Triangular { low: 0.0, mode: 0.3, high: 0.9 },
    Distribution::Beta { mean: 0.3, sd: 0.1, low: 0.0, high: 1.0 },
    Distribution::Normal { mean: 0.5, sd: 0.3, low: 0.0, high: 1.0 },
];

/// A hash of the bits (FNV-1a).
fn hash(numbers: impl IntoIterator<Item = f64>) -> u64 {
    let bytes = numbers.into_iter().flat_map(|x| x.to_bits().to_le_bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let ledger = Ledger::standard()?;
    let mut numbers = Vec::new();
    for entry in gallery::SCENARIOS {
        let mut scenario = scenario::read(entry.name, &[], &BuiltIn, &ledger)?;
        scenario.run.months = scenario.run.months.min(60);
        numbers.extend(run_job(&scenario, &scenario.places[0], 3).timeline);
    }
    numbers.extend(prior(Model::Full, 20, 1, &ledger).vectors.into_iter().flat_map(|vector| vector.values));
    let generator = || Streams::new(1, 2, 3).generator(Decision::Study, DecisionMaker::DISTRICT, Month(0));
    for drawn in DRAWN {
        numbers.extend(drawn.sample_iter(generator()).take(500));
    }
    let changes = LogNormal::new(0.0, 1.0).map_err(|e| e.to_string())?.sample_iter(generator()).take(5_000);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:016x}\n{:016x}", hash(numbers), hash(changes))?;
    Ok(())
}
