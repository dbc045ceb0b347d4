//! Where the variance of an outcome comes from: chance within a district, parameters, districts.
//!
//! Every accepted vector meets every target district, each time with chance of its own, twice. Of the variance of
//! the outcome the mean squares of a crossed design give each part (Searle, Casella and McCulloch 1992): what
//! differs between the two futures is chance; what differs between means over vectors is parameters; between means
//! over districts, districts; and what is left is that a parameter matters more in one district than in another.

use crate::claims::arms::VectorSetting;
use crate::diagnostic::Diagnostics;
use crate::experiment::executor;
use crate::experiment::run_record;
use crate::experiment::target_districts;
use crate::metrics::Ending;
use crate::metrics::columns::Measure;
use crate::metrics::stage::DEEP;
use crate::model::Model;
use crate::parameters::{Ensemble, Ledger};

/// Parts of a variance, summing to the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    /// Chance within one district.
    pub chance: f64,
    /// Parameters, in all districts alike.
    pub parameters: f64,
    /// Districts, under all parameters alike.
    pub district: f64,
    /// Parameters that matter more in one district than in another.
    pub interaction: f64,
}

impl Parts {
    /// All parts together.
    pub fn total(&self) -> f64 {
        self.chance + self.parameters + self.district + self.interaction
    }

    /// Shares of chance, parameters, districts, and the last two together.
    pub fn shares(&self) -> [f64; 4] {
        [self.chance, self.parameters, self.district, self.interaction].map(|part| part / self.total())
    }
}

/// Parts from outcomes `y[vector][district]`, each with two futures.
pub fn parts(y: &[Vec<[f64; 2]>]) -> Parts {
    let (a, b) = (y.len() as f64, y.first().map_or(0, Vec::len) as f64);
    let cell = |pair: &[f64; 2]| 0.5 * (pair[0] + pair[1]);
    let rows: Vec<f64> = y.iter().map(|row| row.iter().map(cell).sum::<f64>() / b).collect();
    let columns: Vec<f64> =
        (0..b as usize).map(|k| y.iter().map(|row| cell(&row[k])).sum::<f64>() / a).collect();
    let grand = rows.iter().sum::<f64>() / a;
    let squares = |means: &[f64]| means.iter().map(|m| (m - grand) * (m - grand)).sum::<f64>();
    let of_rows = 2.0 * b * squares(&rows) / (a - 1.0);
    let of_columns = 2.0 * a * squares(&columns) / (b - 1.0);
    let (mut crossed, mut within) = (0.0, 0.0);
    for (row, row_mean) in y.iter().zip(&rows) {
        for (pair, column_mean) in row.iter().zip(&columns) {
            let left = cell(pair) - row_mean - column_mean + grand;
            crossed += 2.0 * left * left / ((a - 1.0) * (b - 1.0));
            within += 0.5 * (pair[0] - pair[1]) * (pair[0] - pair[1]) / (a * b);
        }
    }
    Parts {
        chance: within,
        parameters: ((of_rows - crossed) / (2.0 * b)).max(0.0),
        district: ((of_columns - crossed) / (2.0 * a)).max(0.0),
        interaction: ((crossed - within) / 2.0).max(0.0),
    }
}

/// What accepted vectors and target districts come to together.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The parts of the deep share at month 36.
    pub parts: Parts,
    /// Its mean.
    pub mean: f64,
    /// For each of [`MONTHS`], the shares of runs at stages 1 to 5; what is missing is stage 0.
    pub stages: Vec<[f64; 5]>,
    /// Shares of runs that end in each way, in the order of [`Ending::ALL`].
    pub endings: [f64; 4],
    /// Of the seats deep at month 36, the share still deep at month 60.
    pub sustained: f64,
}

/// What is kept of one future.
struct Future {
    deep_share: f64,
    stages: [f64; MONTHS.len()],
    ending: Ending,
    /// Seats deep at month 36, and those of them deep at month 60 too.
    deep: (usize, usize),
}

impl Future {
    fn of(run: &run_record::RecordedRun) -> Future {
        let (then, later) = (run.seats(36), run.seats(60));
        let is_deep = |seat: &run_record::Seat| seat.using && seat.depth >= DEEP;
        let deep = then.iter().zip(later).filter(|(seat, _)| is_deep(seat));
        Future {
            deep_share: run.at(36, Measure::DeepShare),
            stages: MONTHS.map(|month| run.at(month, Measure::Stage)),
            ending: Ending::of(run.spread(60), run.at(60, Measure::DepthMean)),
            deep: (deep.clone().count(), deep.filter(|(_, seat)| is_deep(seat)).count()),
        }
    }
}

/// Seats are compared in these months.
const KEPT: run_record::Kept<'_> = run_record::Kept { seats: &[36, 60], schools: false };

/// Months at which stages are looked at.
pub const MONTHS: [u32; 5] = [12, 24, 36, 48, 60];

/// The parts of the deep share at month 36, over these vectors and so many target districts, and the stages
/// they reach.
///
/// # Errors
/// If the plan of target districts does not agree with the ledger.
pub fn of_deep_share(
    ensemble: &Ensemble,
    districts: u32,
    model: Model,
    ledger: &Ledger,
) -> Result<Split, Diagnostics> {
    let mut plan = target_districts::plan(ledger)?;
    plan.run.months = 60;
    plan.run.model = model;
    let settings: Vec<VectorSetting> = ensemble
        .vectors
        .iter()
        .map(|vector| VectorSetting { model, ensemble: ensemble.clone(), vector: vector.clone() })
        .collect();
    let cells = executor::each(0..settings.len() as u32 * districts, |cell| {
        let (vector, k) = (cell / districts, cell % districts);
        let (mut own, place) = target_districts::district(&plan, k);
        let setting = &settings[vector as usize];
        setting.ensemble.lay(&setting.vector, &[], &mut own.parameters);
        [0, 1].map(|future| {
            Future::of(&run_record::run(&own, &place, 2 * cell + future, KEPT, run_record::no_hand))
        })
    });
    let deep: Vec<[f64; 2]> = cells.iter().map(|pair| [pair[0].deep_share, pair[1].deep_share]).collect();
    let runs = 2.0 * cells.len() as f64;
    let share = |of: &dyn Fn(&Future) -> bool| {
        cells.iter().flatten().filter(|future| of(future)).count() as f64 / runs
    };
    let at = |place: usize| [1.0, 2.0, 3.0, 4.0, 5.0].map(|stage| share(&|f| f.stages[place] == stage));
    let seats = |pick: fn(&Future) -> usize| cells.iter().flatten().map(pick).sum::<usize>() as f64;
    Ok(Split {
        mean: deep.iter().flatten().sum::<f64>() / runs,
        parts: parts(&deep.chunks(districts as usize).map(<[_]>::to_vec).collect::<Vec<_>>()),
        stages: (0..MONTHS.len()).map(at).collect(),
        endings: std::array::from_fn(|k| share(&|f| Ending::ALL.get(k) == Some(&f.ending))),
        sustained: seats(|f| f.deep.1) / seats(|f| f.deep.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Month;
    use crate::chance::inverse::standard_normal;
    use crate::chance::{Decision, DecisionMaker, OpenUniform, Streams};
    use rand_distr::Distribution;

    #[test]
    fn known_parts_are_found_again() {
        // Standard deviations 1 (vectors), 2 (districts), 0.5 (both) and 1.5 (chance).
        let (a, b) = (60, 60);
        let mut rng = Streams::new(9, 0, 0).generator(Decision::Study, DecisionMaker::DISTRICT, Month(0));
        let mut next = || standard_normal(OpenUniform.sample(&mut rng));
        let rows: Vec<f64> = (0..a).map(|_| next()).collect();
        let columns: Vec<f64> = (0..b).map(|_| 2.0 * next()).collect();
        let y: Vec<Vec<[f64; 2]>> = rows
            .iter()
            .map(|row| {
                columns
                    .iter()
                    .map(|column| {
                        let both = row + column + 0.5 * next();
                        [both + 1.5 * next(), both + 1.5 * next()]
                    })
                    .collect()
            })
            .collect();
        let found = parts(&y);
        for (part, known) in
            [(found.chance, 2.25), (found.parameters, 1.0), (found.district, 4.0), (found.interaction, 0.25)]
        {
            assert!((part - known).abs() < 0.35 * known + 0.1, "{part} {known}");
        }
        assert!((found.shares().iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}
