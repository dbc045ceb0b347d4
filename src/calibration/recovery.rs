//! Recovery: data made with known parameters give them back within the interval at the stated rate.
//!
//! Vectors of five parameters are drawn evenly from their ranges, everything else as in the ledger, and each is
//! simulated in the committed district. Some of them are taken as data whose parameters are known. For each of
//! these the other vectors whose figures lie nearest are accepted, their values are carried to the figures of the
//! data by a local linear regression (Beaumont, Zhang and Balding 2002), and it is asked whether the interval that
//! holds nine tenths of them holds the known one.

use super::abc_smc::box_of;
use crate::analysis::proportion::Proportion;
use crate::diagnostic::Diagnostics;
use crate::experiment::run_record;
use crate::metrics::columns::Measure;
use crate::parameters::{Distribution, Ledger};
use crate::scenario::layers::BuiltIn;
use crate::scenario::{self, Scenario};

/// The parameters that are to be given back: one of each of taking up, deepening, stopping and embedding, and of
/// schools that give up.
pub const KNOWN: [&str; 5] =
    ["hazard_invitation", "depth_rate", "stop_hazard", "routine_rate", "give_up_rate"];

/// Share of the accepted values that an interval holds.
pub const STATED: f64 = 0.9;

/// Replications of the committed district for each vector.
const REPLICATIONS: u32 = 24;
/// Share of the other vectors that are accepted.
const NEAREST: f64 = 0.1;

/// What became of one parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovered {
    /// Its name.
    pub name: &'static str,
    /// Known values that lay in their interval.
    pub covered: Proportion,
    /// Mean width of the intervals, as a share of the range: 0.9 says that the data say nothing.
    pub width: f64,
}

/// The vectors to be simulated, as values of [`KNOWN`].
pub fn vectors(count: usize, seed: u64, ledger: &Ledger) -> Vec<[f64; 5]> {
    let ranges: Vec<(f64, f64)> = KNOWN.iter().filter_map(|name| Some(ledger.get(name)?.range)).collect();
    let value = |unit: &[f64], k: usize| ranges[k].0 + unit[k] * (ranges[k].1 - ranges[k].0);
    box_of(KNOWN.len(), count, seed).iter().map(|unit| std::array::from_fn(|k| value(unit, k))).collect()
}

/// The figures of a vector: means over replications of spread, depth, stopping, routine and given up schools.
///
/// # Errors
/// If the built-in scenario cannot be read.
pub fn figures(vector: &[f64; 5], number: u32, ledger: &Ledger) -> Result<Vec<f64>, Diagnostics> {
    let mut s: Scenario = scenario::read("committed", &[], &BuiltIn, ledger)?;
    for (name, value) in KNOWN.iter().zip(vector) {
        if let Some(entry) = ledger.get(name) {
            s.parameters[entry.position] = Distribution::Fixed(*value);
        }
    }
    let measures = [
        (Measure::Spread, 12),
        (Measure::Spread, 24),
        (Measure::Spread, 60),
        (Measure::DeepShare, 36),
        (Measure::DeepShare, 60),
        (Measure::StoppedShare, 24),
        (Measure::StoppedShare, 60),
        (Measure::Routine, 36),
        (Measure::GivenUp, 36),
        (Measure::GivenUp, 60),
    ];
    let mut sums = vec![0.0; measures.len()];
    for k in 0..REPLICATIONS {
        // Chance of its own for each vector: data do not share it with those that they are compared with.
        let run = run_record::run(
            &s,
            &s.places[0],
            number * REPLICATIONS + k,
            run_record::Kept::default(),
            run_record::no_hand,
        );
        for (sum, (measure, month)) in sums.iter_mut().zip(measures) {
            *sum += run.at(month, measure) / f64::from(REPLICATIONS);
        }
    }
    Ok(sums)
}

/// How often the first `data` vectors come back.
pub fn recover(vectors: &[[f64; 5]], figures: &[Vec<f64>], data: usize, ledger: &Ledger) -> Vec<Recovered> {
    let columns = figures.first().map_or(0, Vec::len);
    let n = figures.len() as f64;
    // Figures count in their standard deviations.
    let scale: Vec<f64> = (0..columns)
        .map(|c| {
            let mean = figures.iter().map(|f| f[c]).sum::<f64>() / n;
            let squares: f64 = figures.iter().map(|f| (f[c] - mean) * (f[c] - mean)).sum();
            (squares / n).sqrt().max(1e-9)
        })
        .collect();
    let nearest = ((n * NEAREST).round() as usize).max(10);
    let mut covered = [0u64; 5];
    let mut widths = [0.0; 5];
    for own in 0..data.min(figures.len()) {
        let mut others: Vec<(f64, usize)> = (0..figures.len())
            .filter(|other| *other != own)
            .map(|other| {
                let pairs = figures[other].iter().zip(&figures[own]).zip(&scale);
                (pairs.map(|((a, b), s)| (a - b) * (a - b) / (s * s)).sum::<f64>(), other)
            })
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Rows of the regression: 1, and how far each figure lies from that of the data.
        let rows: Vec<Vec<f64>> = others[..nearest]
            .iter()
            .map(|(_, other)| {
                let pairs = figures[*other].iter().zip(&figures[own]).zip(&scale);
                std::iter::once(1.0).chain(pairs.map(|((a, b), s)| (a - b) / s)).collect()
            })
            .collect();
        for k in 0..5 {
            let known: Vec<f64> = others[..nearest].iter().map(|(_, other)| vectors[*other][k]).collect();
            let mut values = carried(&rows, &known, ledger.get(KNOWN[k]).map(|e| e.range));
            values.sort_by(f64::total_cmp);
            // The interval between two order statistics holds this share of a further draw from the same values.
            let tail = 0.5 * (1.0 - STATED) * (nearest as f64 + 1.0);
            let at = |position: f64| {
                let below = (position - 1.0).clamp(0.0, nearest as f64 - 1.0);
                let (k, rest) = (below.floor() as usize, below.fract());
                values[k] + rest * (values[(k + 1).min(nearest - 1)] - values[k])
            };
            let (low, high) = (at(tail), at(nearest as f64 + 1.0 - tail));
            covered[k] += u64::from((low..=high).contains(&vectors[own][k]));
            widths[k] += (high - low) / data as f64;
        }
    }
    let range = |name: &str| ledger.get(name).map_or(1.0, |e| e.range.1 - e.range.0);
    let recovered = KNOWN.iter().enumerate().map(|(k, name)| Recovered {
        name,
        covered: Proportion::new(covered[k], data.min(figures.len()) as u64),
        width: widths[k] / range(name),
    });
    recovered.collect()
}

/// Accepted values carried to the figures of the data, by what a regression says of the way between.
fn carried(rows: &[Vec<f64>], known: &[f64], range: Option<(f64, f64)>) -> Vec<f64> {
    let slopes = least_squares(rows, known);
    let at_data = slopes.first().copied().unwrap_or(f64::NAN);
    let n = rows.len() as f64;
    // Residuals of a fit are narrower than what they stand for.
    let widen = (n / (n - slopes.len() as f64)).sqrt();
    let (low, high) = range.unwrap_or((f64::MIN, f64::MAX));
    let one = |(row, value): (&Vec<f64>, &f64)| {
        let fitted: f64 = row.iter().zip(&slopes).map(|(x, slope)| x * slope).sum();
        (at_data + widen * (value - fitted)).clamp(low, high)
    };
    rows.iter().zip(known).map(one).collect()
}

/// Coefficients of a least squares fit, by the normal equations with a ridge too small to see.
fn least_squares(rows: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    let n = rows.first().map_or(0, Vec::len);
    let mut system = vec![vec![0.0; n + 1]; n];
    for (row, value) in rows.iter().zip(values) {
        for (a, line) in system.iter_mut().enumerate() {
            for (b, x) in row.iter().enumerate() {
                line[b] += row[a] * x;
            }
            line[n] += row[a] * value;
        }
    }
    (0..n).for_each(|a| system[a][a] += 1e-6 * rows.len() as f64);
    // Elimination without choosing pivots: with the ridge the matrix is positive definite.
    for a in 0..n {
        let pivot = system[a].clone();
        for line in system.iter_mut().skip(a + 1) {
            let factor = line[a] / pivot[a];
            line.iter_mut().zip(&pivot).for_each(|(x, p)| *x -= factor * p);
        }
    }
    let mut solution = vec![0.0; n];
    for a in (0..n).rev() {
        let known: f64 = (a + 1..n).map(|b| system[a][b] * solution[b]).sum();
        solution[a] = (system[a][n] - known) / system[a][a];
    }
    solution
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_hold_what_made_the_data_as_often_as_they_say() {
        // Figures that are the parameters themselves, with noise: what is known can be given back.
        let ledger = Ledger::standard().unwrap();
        let vectors = vectors(1_200, 5, &ledger);
        let noise = box_of(5, 1_200, 6);
        let figures: Vec<Vec<f64>> = vectors
            .iter()
            .zip(&noise)
            .map(|(v, e)| {
                (0..5)
                    .map(|k| {
                        let (low, high) = ledger.get(KNOWN[k]).unwrap().range;
                        (v[k] - low) / (high - low) + 0.2 * e[k]
                    })
                    .collect()
            })
            .collect();
        for found in recover(&vectors, &figures, 300, &ledger) {
            let share = found.covered.share();
            assert!((0.85..=0.96).contains(&share), "{} {share}", found.name);
            assert!(found.width < 0.75, "{} {}", found.name, found.width);
        }
    }
}
