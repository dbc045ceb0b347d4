//! What each parameter does to what is simulated: a screen of all that nobody has measured, held parameters included.
//!
//! Vectors fill the ranges of all unmeasured parameters evenly, all moved at once, and every feature is regressed on all of them
//! together (a linear model, least squares). The slope says how far a feature moves on average from the low to the high end
//! of a parameter's range while all others vary over theirs, so that it does not hang on where they stand. What bends or needs
//! two parameters at once counts as noise.

use std::fmt::Write as _;

use crate::numerics;

use super::features::FEATURES;
use super::history::SimulatedVector;
use super::linear_algebra::{Cholesky, dot};
use super::observations::FITTED;
use super::sample::mean_and_deviation;
use super::space::Space;

/// Places in [`FEATURES`] of the headline outcomes: how far (spread at 36), how deep (deep share at 36), how lastingly (deep share
/// at 60), of target districts.
pub const HEADLINES: [usize; 3] = [10, 11, 12];

/// How far a feature moves from the low to the high end of a parameter's range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// In units of the feature; NaN where the feature does not vary.
    pub change: f64,
    /// Its standard error.
    pub error: f64,
    /// The change a standard deviation of the parameter makes, in standard deviations of the feature.
    pub standardized: f64,
}

/// What one parameter does.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// Its name.
    pub name: &'static str,
    /// Calibration holds it.
    pub held: bool,
    /// By feature.
    pub effects: Vec<Effect>,
}

impl Effects {
    /// The feature it moves most, of those that observations speak of and the headline outcomes, and by how much.
    pub fn strongest(&self) -> (usize, f64) {
        let places = (0..FITTED).chain(HEADLINES);
        let sizes =
            places.map(|k| (k, self.effects[k].standardized.abs())).filter(|(_, size)| size.is_finite());
        sizes.fold((0, 0.0), |most, next| if next.1 > most.1 { next } else { most })
    }
}

/// The effects of all parameters, the strongest first; vectors for which a feature is missing are left out for that one.
pub fn effects(simulated: &[SimulatedVector], space: &Space<'_>) -> Vec<Effects> {
    let by_feature: Vec<Vec<Effect>> =
        (0..FEATURES.len()).map(|feature| of_feature(simulated, space.free().len(), feature)).collect();
    let of = |(k, entry): (usize, &&crate::parameters::LedgerEntry)| Effects {
        name: entry.name,
        held: entry.held,
        effects: by_feature.iter().map(|effects| effects[k]).collect(),
    };
    let mut all: Vec<Effects> = space.free().iter().enumerate().map(of).collect();
    all.sort_by(|a, b| b.strongest().1.total_cmp(&a.strongest().1));
    all
}

fn of_feature(simulated: &[SimulatedVector], parameters: usize, feature: usize) -> Vec<Effect> {
    let known: Vec<&SimulatedVector> = simulated.iter().filter(|s| s.features[feature].is_finite()).collect();
    let missing = vec![Effect { change: f64::NAN, error: f64::NAN, standardized: f64::NAN }; parameters];
    let y: Vec<f64> = known.iter().map(|s| s.features[feature]).collect();
    let (mean, deviation) = mean_and_deviation(&y, &vec![1.0; y.len()]);
    // Columns around their middle, and one of ones.
    let column = |k: usize| -> Vec<f64> {
        known.iter().map(|s| if k < parameters { s.unit[k] - 0.5 } else { 1.0 }).collect()
    };
    let columns: Vec<Vec<f64>> = (0..=parameters).map(column).collect();
    let products =
        (0..=parameters).map(|i| (0..=i).map(|j| dot(&columns[i], &columns[j])).collect()).collect();
    let (Some(factor), true) = (Cholesky::of(products), deviation > 0.0) else { return missing };
    let centered: Vec<f64> = y.iter().map(|y| y - mean).collect();
    let right: Vec<f64> = columns.iter().map(|column| dot(column, &centered)).collect();
    let slopes = factor.solve(&right);
    let left = dot(&centered, &centered) - dot(&slopes, &right);
    let noise = (left / (known.len() as f64 - slopes.len() as f64)).max(0.0);
    let of = |k: usize| {
        let only: Vec<f64> = (0..=parameters).map(|j| f64::from(u8::from(j == k))).collect();
        let variance = noise * factor.solve(&only)[k];
        let spread = mean_and_deviation(&columns[k], &vec![1.0; y.len()]).1;
        Effect {
            change: slopes[k],
            error: numerics::sqrt(variance),
            standardized: slopes[k] * spread / deviation,
        }
    };
    (0..parameters).map(of).collect()
}

/// The feature of which the parameters that are held make most, of those that observations speak of and the headline
/// outcomes, and which share of its variance over `n` vectors that is; what chance alone would give them is taken off.
pub fn held_together(all: &[Effects], n: usize) -> (usize, f64) {
    let of = |feature: usize| {
        let by_chance = 1.0 / n.max(1) as f64;
        let held = all.iter().filter(|e| e.held).map(|e| e.effects[feature].standardized);
        held.filter(|x| x.is_finite()).map(|x| (x * x - by_chance).max(0.0)).sum::<f64>()
    };
    let shares = (0..FITTED).chain(HEADLINES).map(|k| (k, of(k)));
    shares.fold((0, 0.0), |most, next| if next.1 > most.1 { next } else { most })
}

/// As a table: for each parameter whether it is held, the feature it moves most and by how many of its standard deviations, then
/// the change of each headline outcome over its range and the standard error of that.
pub fn to_csv(all: &[Effects]) -> String {
    let mut text = "parameter,held,moves most,by".to_string();
    for k in HEADLINES {
        let _ = write!(text, ",{0},{0} error", FEATURES[k].name);
    }
    text.push('\n');
    for one in all {
        let (feature, size) = one.strongest();
        let _ = write!(text, "{},{},{},{size:.3}", one.name, one.held, FEATURES[feature].name);
        for k in HEADLINES {
            let _ = write!(text, ",{:.4},{:.4}", one.effects[k].change, one.effects[k].error);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Ledger;

    #[test]
    fn slopes_come_back_with_their_errors_and_the_strongest_stands_first() {
        let ledger = Ledger::standard().unwrap();
        let space = Space::unmeasured(4, &ledger);
        let features = |x: &[f64], k: usize| {
            let noise = 0.1 * ((k * 37 % 101) as f64 / 101.0 - 0.5);
            let mut all = vec![0.5; FEATURES.len()];
            (all[2], all[10]) = (0.3 * x[7] + noise, 0.8 * x[1] - 0.2 * x[3] + noise);
            all[11] = f64::NAN;
            all
        };
        let units = space.hypercube(600);
        let simulated: Vec<SimulatedVector> = units
            .into_iter()
            .enumerate()
            .map(|(k, unit)| SimulatedVector { features: features(&unit, k), unit })
            .collect();
        let found = effects(&simulated, &space);
        let of = |k: usize| found.iter().find(|e| e.name == space.free()[k].name).unwrap();
        for (k, feature, slope) in [(1, 10, 0.8), (3, 10, -0.2), (7, 2, 0.3), (9, 10, 0.0)] {
            let effect = of(k).effects[feature];
            assert!((effect.change - slope).abs() < 5.0 * effect.error + 1e-9, "{k} {effect:?}");
            assert!(effect.error > 1e-4 && effect.error < 0.02, "{effect:?}");
        }
        assert_eq!((of(1).strongest().0, of(7).strongest().0), (10, 2));
        assert!([1, 7].iter().all(|&k| found[..2].iter().any(|e| e.name == space.free()[k].name)));
        assert!(of(0).effects[11].change.is_nan() && of(0).effects[5].change.is_nan());
        let all_held: Vec<Effects> =
            found.iter().map(|e| Effects { held: true, effects: e.effects.clone(), name: e.name }).collect();
        let (feature, share) = held_together(&all_held, 600);
        assert!([2, 10].contains(&feature) && (0.9..1.1).contains(&share), "{feature} {share}");
        let none: Vec<Effects> = all_held.into_iter().map(|e| Effects { held: false, ..e }).collect();
        assert_eq!(held_together(&none, 600).1, 0.0);
        let text = to_csv(&found);
        assert!(
            text.starts_with("parameter,held,moves most,by,spread 36,")
                && text.lines().count() == found.len() + 1
        );
    }
}
