//! Recovery: data made with known vectors give these vectors back within the interval at the stated rate.
//!
//! Some of the simulated vectors are taken as known. From the features of each, data are made as the observations were made in the eyes
//! of the likelihood, with discrepancies and samples of the same size. All other vectors are weighed by these data, and it is asked of
//! every parameter whether the interval that holds nine tenths of the weight holds the known value (Talts et al. 2018). No
//! simulation is needed that is not there. The judgment about districts makes no data and is left out.

use crate::analysis::proportion::Proportion;
use crate::experiment::executor;
use crate::numerics;

use super::history::{SimulatedVector, chances};
use super::likelihood::{Answerable, DoubtTaken, ln_likelihood_of};
use super::observations::OBSERVATIONS;
use super::posterior::made_data;
use super::sample::{effective, mean_and_deviation, normalized, quantiles, systematic};
use super::space::Space;

/// Share of the weight that an interval holds.
pub const STATED: f64 = 0.9;
/// Vectors taken as known.
const KNOWN: usize = 100;

/// What became of one parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Recovered {
    /// Its name.
    pub name: &'static str,
    /// Known values that lay in their interval.
    pub covered: Proportion,
    /// Mean of the standard deviation after the data over that before: 1 says that such data say nothing.
    pub width: f64,
}

/// Whether known vectors come back, those parameters first that data narrow most; and how many independent vectors
/// the weighed ones are worth on average. `chosen` are the chances with which the vectors were drawn from an even sample.
pub fn recover(
    simulated: &[SimulatedVector],
    chosen: &[f64],
    answerable: Answerable,
    space: &Space<'_>,
) -> (Vec<Recovered>, f64) {
    let asked = || (0..OBSERVATIONS.len()).filter(|&place| answerable.has(place));
    let usable = |s: &SimulatedVector| asked().all(|place| s.features[place].is_finite());
    let even = |(s, chance): (&SimulatedVector, &f64)| if usable(s) { 1.0 / chance } else { 0.0 };
    let shares: Vec<f64> = simulated.iter().zip(chosen).map(even).collect();
    let known = systematic(&chances(&shares, KNOWN.min(simulated.len() / 3)), &mut space.generator(6, 0, 0));
    let coordinates = space.free().len();
    let columns: Vec<Vec<f64>> =
        (0..coordinates).map(|k| simulated.iter().map(|s| s.unit[k]).collect()).collect();
    let before: Vec<f64> = columns.iter().map(|column| mean_and_deviation(column, &shares).1).collect();
    let found = executor::each(0..known.len() as u32, |k| {
        let own = known[k as usize];
        let data = made_data(&simulated[own].features, space, own);
        let without = DoubtTaken::Without(OBSERVATIONS.len());
        let logs: Vec<f64> = simulated
            .iter()
            .zip(chosen)
            .enumerate()
            .map(|(other, (s, chance))| {
                if other == own {
                    return f64::NEG_INFINITY;
                }
                ln_likelihood_of(&data, &s.features, without, answerable) - numerics::ln(*chance)
            })
            .collect();
        let (weights, _) = normalized(&logs);
        let n = effective(&weights);
        // The k-th of n values stands where k/(n + 1) of all that could be drawn lie below.
        let tail = ((0.5 * (1.0 - STATED) * (n + 1.0) - 0.5) / n.max(1.0)).max(0.0);
        let of = |(column, before): (&Vec<f64>, &f64)| {
            let [low, high] = quantiles(column, &weights, [tail, 1.0 - tail]);
            ((low..=high).contains(&column[own]), mean_and_deviation(column, &weights).1 / before)
        };
        (columns.iter().zip(&before).map(of).collect::<Vec<(bool, f64)>>(), n)
    });
    let n = found.len() as f64;
    let mut all: Vec<Recovered> = space
        .free()
        .iter()
        .enumerate()
        .map(|(k, entry)| Recovered {
            name: entry.name,
            covered: Proportion::new(
                found.iter().filter(|(of, _)| of[k].0).count() as u64,
                found.len() as u64,
            ),
            width: found.iter().map(|(of, _)| of[k].1).sum::<f64>() / n,
        })
        .collect();
    all.sort_by(|a, b| a.width.total_cmp(&b.width));
    (all, found.iter().map(|(_, effective)| effective).sum::<f64>() / n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::parameters::Ledger;

    #[test]
    fn intervals_hold_what_made_the_data_as_often_as_they_say() {
        // Features that follow four of the parameters: what is known of these can be given back.
        let ledger = Ledger::standard().unwrap();
        let space = Space::new(Model::Full, 5, &ledger);
        let features = |x: &[f64]| vec![x[0], x[0], x[1], x[2], 2.0 * x[3], 0.4, 0.1, 0.2];
        let simulated: Vec<SimulatedVector> = space
            .hypercube(3_000)
            .into_iter()
            .map(|unit| SimulatedVector { features: features(&unit), unit })
            .collect();
        let answerable = Answerable::by(simulated.iter().map(|s| s.features.as_slice()));
        let (found, effective) = recover(&simulated, &vec![1.0; simulated.len()], answerable, &space);
        let covered: u64 = found.iter().map(|r| r.covered.count).sum();
        let all: u64 = found.iter().map(|r| r.covered.n).sum();
        let share = covered as f64 / all as f64;
        assert!((0.86..=0.93).contains(&share), "{share}");
        let first: Vec<&str> = found[..4].iter().map(|r| r.name).collect();
        assert!((0..4).all(|k| first.contains(&space.free()[k].name)), "{first:?}");
        assert!(found[0].width < 0.4 && found[10].width > 0.9 && effective > 10.0, "{found:?}");
        assert!(found[..4].iter().all(|r| r.covered.share() > 0.8), "{:?}", &found[..4]);
    }
}
