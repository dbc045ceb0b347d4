//! A fast stand-in for one feature: what a vector that was not simulated would come to, and how sure that is.
//!
//! ```text
//! y(x)  = β · (1, P1(x_j), P2(x_j) …) + g(x) + noise             j over the active inputs, x from 0 to 1
//! g     = Gaussian process, variance s², correlation (1 + √5 r + 5/3 r²) exp(−√5 r)
//! r²    = Σ_j ((x_j − x'_j) / length_j)²
//! noise = independent, variance s² · nugget: chance of a simulation, and what inputs that are not active do
//! ```
//!
//! Inputs are *active* if a regression on them, one after the other in the order of what each adds, explains more of the feature
//! than chance would (chi-square of two degrees, 0.05 over the number of inputs). P1 and P2 are the Legendre polynomials over 0 to 1.
//! Lengths and nugget maximize the marginal likelihood over a part of the simulations, by steps along one coordinate after the other; β is that of
//! least squares and counts as known. Every fifth simulation is held back at first: how far it lies from what is expected of it
//! is the emulator's error, and where that is larger than it says of itself, its variances are multiplied by as much. Then all
//! simulations are used.

use super::linear_algebra::{Cholesky, dot, least_squares};
use crate::numerics;

/// Active inputs of one feature at most.
const MOST_ACTIVE: usize = 16;
/// Simulations used at most, the last ones, and those from which lengths are learned.
const MOST_POINTS: usize = 1_000;
const MOST_LEARNED_FROM: usize = 300;
/// Simulations below which there is no emulator.
pub const FEWEST: usize = 30;
/// Of so many simulations one is held back.
const HELD_BACK: usize = 5;
/// Ends of lengths (of the range) and of the nugget.
const LENGTHS: (f64, f64) = (0.2, 8.0);
const NUGGETS: (f64, f64) = (0.01, 30.0);
/// Rounds over all lengths, and the factor of a step.
const ROUNDS: usize = 3;
const STEP: f64 = 1.7;

/// The error of an emulator on simulations that were held back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EmulatorError {
    /// Root of the mean square of what was simulated less what was expected.
    pub rmse: f64,
    /// Standard deviation of the simulated values themselves.
    pub sd: f64,
    /// Share of them within two standard deviations of what was expected, before the variances are multiplied.
    pub coverage: f64,
    /// Simulations held back.
    pub n: usize,
    /// What the variances are multiplied by.
    pub widened: f64,
}

/// What is expected of a simulation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The feature without noise.
    pub mean: f64,
    /// How sure that is: a variance.
    pub variance: f64,
    /// Variance of a simulation around it.
    pub noise: f64,
}

/// An emulator of one feature.
#[derive(Debug, Clone)]
pub struct Emulator {
    /// Inputs that it looks at, in the order of what they explain.
    pub active: Vec<usize>,
    /// Its error on simulations that were held back.
    pub error: EmulatorError,
    trend: Vec<f64>,
    form: CorrelationForm,
    /// Points in units of the lengths.
    points: Vec<Vec<f64>>,
    factor: Cholesky,
    pulls: Vec<f64>,
    scale: f64,
}

/// How fast correlation falls.
#[derive(Debug, Clone, PartialEq)]
struct CorrelationForm {
    lengths: Vec<f64>,
    nugget: f64,
}

impl Emulator {
    /// Learns a feature from simulations; none where there are too few with a value, or nothing varies.
    pub fn fit(inputs: &[&[f64]], outputs: &[f64]) -> Option<Emulator> {
        let known = inputs.iter().zip(outputs).filter(|(_, y)| y.is_finite());
        let (mut inputs, mut outputs): (Vec<&[f64]>, Vec<f64>) = known.map(|(x, y)| (*x, *y)).unzip();
        let first = inputs.len().saturating_sub(MOST_POINTS);
        (inputs, outputs) = (inputs.split_off(first), outputs.split_off(first));
        let sd = deviation(&outputs);
        if inputs.len() < FEWEST || sd < 1e-9 {
            return None;
        }
        let active = active(&inputs, &outputs);
        let split = |held: bool| {
            let of = inputs.iter().zip(&outputs).enumerate();
            let of = of.filter(move |(k, _)| (k % HELD_BACK == 0) == held).map(|(_, (x, y))| (*x, *y));
            of.unzip::<&[f64], f64, Vec<_>, Vec<_>>()
        };
        let ((learned, values), (held, seen)) = (split(false), split(true));
        let form = CorrelationForm::learned(&active, &learned, &values)?;
        let unknown = EmulatorError { rmse: 0.0, sd, coverage: 0.0, n: held.len(), widened: 1.0 };
        let trial = Emulator::with(&active, &form, &learned, &values, unknown)?;
        let errors: Vec<(f64, f64)> = held
            .iter()
            .zip(&seen)
            .map(|(x, y)| {
                let expected = trial.at(x);
                (y - expected.mean, numerics::sqrt(expected.variance + expected.noise))
            })
            .collect();
        let n = errors.len() as f64;
        let within = errors.iter().filter(|(error, sd)| error.abs() <= 2.0 * sd).count();
        let squares: f64 = errors.iter().map(|(error, _)| error * error).sum();
        let standardized: f64 = errors.iter().map(|(error, sd)| (error / sd) * (error / sd)).sum();
        let error = EmulatorError {
            rmse: numerics::sqrt(squares / n),
            coverage: within as f64 / n,
            widened: (standardized / n).max(1.0),
            ..unknown
        };
        Emulator::with(&active, &form, &inputs, &outputs, error)
    }

    fn with(
        active: &[usize],
        form: &CorrelationForm,
        inputs: &[&[f64]],
        outputs: &[f64],
        error: EmulatorError,
    ) -> Option<Emulator> {
        let rows: Vec<Vec<f64>> = inputs.iter().map(|x| terms(x, active)).collect();
        let trend = least_squares(&rows, outputs);
        let rest: Vec<f64> = rows.iter().zip(outputs).map(|(row, y)| y - dot(row, &trend)).collect();
        let points: Vec<Vec<f64>> = inputs.iter().map(|x| form.scaled(x, active)).collect();
        let factor = form.factor(&points)?;
        let pulls = factor.solve(&rest);
        let scale = dot(&rest, &pulls) / rest.len() as f64;
        let form = form.clone();
        Some(Emulator { active: active.to_vec(), error, trend, form, points, factor, pulls, scale })
    }

    /// What is expected at a point.
    pub fn at(&self, x: &[f64]) -> Expected {
        let (mean, correlations) = self.looked_up(x);
        let explained = self.factor.forward(&correlations);
        let left = (1.0 - dot(&explained, &explained)).max(0.0);
        Expected { mean, variance: self.error.widened * self.scale * left, noise: self.noise() }
    }

    /// The mean alone, with the most that its variance can be: a tenth of the work.
    pub fn roughly(&self, x: &[f64]) -> Expected {
        let (mean, _) = self.looked_up(x);
        Expected { mean, variance: self.error.widened * self.scale, noise: self.noise() }
    }

    fn noise(&self) -> f64 {
        self.error.widened * self.scale * self.form.nugget
    }

    fn looked_up(&self, x: &[f64]) -> (f64, Vec<f64>) {
        let here = self.form.scaled(x, &self.active);
        let correlations: Vec<f64> = self.points.iter().map(|point| correlation(point, &here)).collect();
        (dot(&terms(x, &self.active), &self.trend) + dot(&correlations, &self.pulls), correlations)
    }
}

impl CorrelationForm {
    /// The form under which a part of the simulations is likeliest.
    fn learned(active: &[usize], inputs: &[&[f64]], outputs: &[f64]) -> Option<CorrelationForm> {
        let rows: Vec<Vec<f64>> = inputs.iter().map(|x| terms(x, active)).collect();
        let trend = least_squares(&rows, outputs);
        let rest: Vec<f64> = rows.iter().zip(outputs).map(|(row, y)| y - dot(row, &trend)).collect();
        let n = inputs.len().min(MOST_LEARNED_FROM);
        let (inputs, rest) = (&inputs[inputs.len() - n..], &rest[rest.len() - n..]);
        let likelihood = |form: &CorrelationForm| {
            let points: Vec<Vec<f64>> = inputs.iter().map(|x| form.scaled(x, active)).collect();
            let Some(factor) = form.factor(&points) else { return f64::NEG_INFINITY };
            let whitened = factor.forward(rest);
            let scale = dot(&whitened, &whitened) / n as f64;
            let fit = -0.5 * (n as f64 * numerics::ln(scale) + factor.ln_determinant());
            // Lengths near the range are likelier beforehand; so an input that says nothing stays where it was.
            let lengths = form.lengths.iter().map(|length| numerics::ln(*length));
            fit - lengths.map(|l| 0.5 * l * l / 2.0).sum::<f64>()
        };
        let mut best = CorrelationForm { lengths: vec![1.5; active.len()], nugget: 1.0 };
        let mut height = likelihood(&best);
        for _ in 0..ROUNDS {
            let before = height;
            for coordinate in 0..=active.len() {
                for factor in [STEP, 1.0 / STEP] {
                    loop {
                        let mut tried = best.clone();
                        match tried.lengths.get_mut(coordinate) {
                            Some(length) => *length = (*length * factor).clamp(LENGTHS.0, LENGTHS.1),
                            None => tried.nugget = (tried.nugget * factor).clamp(NUGGETS.0, NUGGETS.1),
                        }
                        let reached = likelihood(&tried);
                        if tried == best || reached <= height {
                            break;
                        }
                        (best, height) = (tried, reached);
                    }
                }
            }
            if height - before < 0.5 {
                break;
            }
        }
        height.is_finite().then_some(best)
    }

    fn scaled(&self, x: &[f64], active: &[usize]) -> Vec<f64> {
        active.iter().zip(&self.lengths).map(|(&k, length)| x[k] / length).collect()
    }

    fn factor(&self, points: &[Vec<f64>]) -> Option<Cholesky> {
        let row = |(i, point): (usize, &Vec<f64>)| {
            let mut row: Vec<f64> = points[..i].iter().map(|other| correlation(other, point)).collect();
            row.push(1.0 + self.nugget);
            row
        };
        Cholesky::of(points.iter().enumerate().map(row).collect())
    }
}

/// Matérn's correlation of smoothness 5/2.
#[inline]
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let square: f64 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    let r = numerics::sqrt(5.0 * square);
    (1.0 + r + r * r / 3.0) * numerics::exp(-r)
}

/// Legendre polynomials of degree 1 and 2 over 0 to 1.
fn polynomials(x: f64) -> [f64; 2] {
    let z = 2.0 * x - 1.0;
    [z, 1.5 * z * z - 0.5]
}

fn terms(x: &[f64], active: &[usize]) -> Vec<f64> {
    std::iter::once(1.0).chain(active.iter().flat_map(|&k| polynomials(x[k]))).collect()
}

fn deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    numerics::sqrt(values.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / n)
}

/// The inputs that explain more than chance would, the one that adds most first.
pub fn active(inputs: &[&[f64]], outputs: &[f64]) -> Vec<usize> {
    let (n, all) = (outputs.len() as f64, inputs.first().map_or(0, |x| x.len()));
    // Chi-square of two degrees of freedom exceeds this once in twenty over all inputs together.
    let wanted = 2.0 * numerics::ln(all as f64 / 0.05);
    let columns: Vec<[Vec<f64>; 2]> = (0..all)
        .map(|k| {
            let degree = |degree: usize| {
                let raw: Vec<f64> = inputs.iter().map(|x| polynomials(x[k])[degree]).collect();
                let mean = raw.iter().sum::<f64>() / n;
                raw.into_iter().map(|x| x - mean).collect::<Vec<f64>>()
            };
            [degree(0), degree(1)]
        })
        .collect();
    let mut chosen: Vec<usize> = Vec::new();
    // A regression needs several simulations for each of its terms.
    while chosen.len() < MOST_ACTIVE.min(outputs.len() / 10) {
        let rows: Vec<Vec<f64>> = inputs.iter().map(|x| terms(x, &chosen)).collect();
        let trend = least_squares(&rows, outputs);
        let rest: Vec<f64> = rows.iter().zip(outputs).map(|(row, y)| y - dot(row, &trend)).collect();
        let variance = dot(&rest, &rest) / n;
        let adds = |k: usize| -> f64 {
            let of = columns[k].iter().map(|column| {
                let (both, own) = (dot(column, &rest), dot(column, column));
                if own > 0.0 { both * both / (own * variance) } else { 0.0 }
            });
            of.sum()
        };
        let left = (0..all).filter(|k| !chosen.contains(k)).map(|k| (adds(k), k));
        match left.max_by(|a, b| a.0.total_cmp(&b.0)) {
            Some((gain, k)) if gain > wanted => chosen.push(k),
            _ => break,
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::space::Space;
    use crate::chance::inverse::standard_normal;
    use crate::model::Model;
    use crate::parameters::Ledger;

    /// Points of the whole box, and a function of five inputs with noise of standard deviation 0.05.
    fn made_up(count: usize) -> (Vec<Vec<f64>>, Vec<f64>) {
        let ledger = Ledger::standard().unwrap();
        let space = Space::new(Model::Full, 4, &ledger);
        let inputs = space.hypercube(count);
        let noise = |k: usize| 0.05 * standard_normal(space.point(k)[0]);
        let outputs = inputs.iter().enumerate().map(|(k, x)| truth(x) + noise(k)).collect();
        (inputs, outputs)
    }

    fn truth(x: &[f64]) -> f64 {
        let wave = numerics::exp(-8.0 * (x[3] - 0.5) * (x[3] - 0.5));
        0.6 * x[0] - 0.4 * x[1] * x[2] + 0.5 * wave + 0.3 * x[20] * x[0]
    }

    #[test]
    fn active_inputs_are_found_and_an_input_that_does_nothing_is_not() {
        let (inputs, outputs) = made_up(400);
        let slices: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
        let mut found = active(&slices, &outputs);
        found.truncate(5);
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2, 3, 20]);
    }

    #[test]
    fn what_is_expected_lies_as_near_as_it_says_and_nearer_than_the_noise() {
        let (inputs, outputs) = made_up(400);
        let slices: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
        let emulator = Emulator::fit(&slices, &outputs).unwrap();
        let error = emulator.error;
        assert_eq!(error.n, 80);
        assert!(error.rmse < 0.07 && error.coverage > 0.85, "{error:?}");
        let ledger = Ledger::standard().unwrap();
        let space = Space::new(Model::Full, 5, &ledger);
        let (mut squares, mut within) = (0.0, 0);
        for x in (0..200).map(|k| space.point(k)) {
            let expected = emulator.at(&x);
            let off = expected.mean - truth(&x);
            squares += off * off / 200.0;
            within += u32::from(off * off <= 4.0 * expected.variance);
            let rough = emulator.roughly(&x);
            assert!(rough.mean == expected.mean && rough.variance >= expected.variance);
        }
        assert!(numerics::sqrt(squares) < 0.03, "{}", numerics::sqrt(squares));
        assert!(within > 170, "{within} of 200");
    }

    #[test]
    fn too_few_simulations_or_none_that_vary_give_no_emulator() {
        let (inputs, _) = made_up(40);
        let slices: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
        assert!(Emulator::fit(&slices, &[0.4; 40]).is_none());
        assert!(Emulator::fit(&slices[..20], &(0..20).map(f64::from).collect::<Vec<_>>()).is_none());
    }
}
