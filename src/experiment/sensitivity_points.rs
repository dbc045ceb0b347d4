//! The points of a sensitivity study, between 0 (the low end of a parameter's range) and 1 (its high end).
//!
//! Trajectories (Morris 1991): from a point of a grid of four levels one parameter after the other moves by 2/3 of its range, in a
//! drawn order, so that with k parameters k + 1 points give an effect of each. Steps of one size keep the chance in all effects the
//! same, which a radial design with steps of any size would not.
//!
//! Rows of A, B and AB (Saltelli and others 2010): the parameters looked at lie on an Owen-scrambled Sobol sequence (Burley 2020), one
//! half of its dimensions for A and the other for B. All other parameters vary too, and together are one group more, so that what
//! the screen missed would show; or they stay where they are put.

use rand::seq::SliceRandom;
use rand_distr::Distribution as _;

use crate::calendar::Month;
use crate::chance::streams::key_of;
use crate::chance::{Decision, DecisionMaker, KeyedGenerator, OpenUniform, Streams};

/// Levels of a parameter on the grid.
const LEVELS: f64 = 4.0;
/// What a parameter moves by: levels / (2 (levels − 1)).
pub const STEP: f64 = LEVELS / (2.0 * (LEVELS - 1.0));

/// Most parameters that rows of A, B and AB can look at: the sequence has 256 dimensions.
pub const MOST_LOOKED_AT: usize = 100;

/// What is drawn for which purpose.
#[derive(Clone, Copy)]
enum Purpose {
    Trajectory = 0,
    Others = 1,
    Resample = 2,
}

/// The chance of the bootstrap of an answer.
pub fn resampling(seed: u64, answer: usize) -> KeyedGenerator {
    generator(seed, Purpose::Resample, answer)
}

fn generator(seed: u64, purpose: Purpose, number: usize) -> KeyedGenerator {
    let who = DecisionMaker { place: number as u32, seat: purpose as u16, person: 0 };
    Streams::new(seed, key_of("sensitivity"), 0).generator(Decision::Calibration, who, Month(0))
}

/// A way through the space of the parameters on which each moves once.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// Where it begins.
    start: Vec<f64>,
    /// Which parameter moves at each step.
    order: Vec<usize>,
}

impl Trajectory {
    /// The `number`-th of this seed through so many parameters.
    pub fn new(parameters: usize, seed: u64, number: usize) -> Trajectory {
        let mut chance = generator(seed, Purpose::Trajectory, number);
        let mut level =
            || (OpenUniform.sample(&mut chance) * LEVELS).floor().min(LEVELS - 1.0) / (LEVELS - 1.0);
        let start = (0..parameters).map(|_| level()).collect();
        let mut order: Vec<usize> = (0..parameters).collect();
        order.shuffle(&mut chance);
        Trajectory { start, order }
    }

    /// Its points, one more than parameters.
    pub fn points(&self) -> Vec<Vec<f64>> {
        let mut point = self.start.clone();
        let mut points = vec![point.clone()];
        for &parameter in &self.order {
            point[parameter] += direction(self.start[parameter]) * STEP;
            points.push(point.clone());
        }
        points
    }

    /// The effect of each parameter, from the outcomes at the points: by replication, for a move over the whole range.
    pub fn effects(&self, outcomes: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let mut effects = vec![Vec::new(); self.order.len()];
        for (&parameter, pair) in self.order.iter().zip(outcomes.windows(2)) {
            let step = direction(self.start[parameter]) * STEP;
            effects[parameter] =
                pair[1].iter().zip(&pair[0]).map(|(after, before)| (after - before) / step).collect();
        }
        effects
    }
}

/// From the lower half of the grid up, from the upper half down.
fn direction(start: f64) -> f64 {
    if start < 0.5 { 1.0 } else { -1.0 }
}

/// The points of a row: that of A, that of B, and those of A with one parameter from B for each of `looked_at`, and at last
/// with all other parameters from B; these lie at `others` and have no point of their own where that is given.
pub fn sobol_row(
    parameters: usize,
    looked_at: &[usize],
    others: Option<&[f64]>,
    (seed, row): (u64, usize),
) -> Vec<Vec<f64>> {
    let mut chance = generator(seed, Purpose::Others, row);
    let mut point = || (0..parameters).map(|_| OpenUniform.sample(&mut chance)).collect::<Vec<f64>>();
    let (mut a, mut b) = match others {
        Some(usual) => (usual.to_vec(), usual.to_vec()),
        None => (point(), point()),
    };
    let scramble = (seed ^ (seed >> 32)) as u32;
    let at = |dimension: usize| f64::from(sobol_burley::sample(row as u32, dimension as u32, scramble));
    for (k, &parameter) in looked_at.iter().enumerate() {
        a[parameter] = at(k);
        b[parameter] = at(looked_at.len() + k);
    }
    let one = |parameter: &usize| {
        let mut mixed = a.clone();
        mixed[*parameter] = b[*parameter];
        mixed
    };
    let mixed: Vec<Vec<f64>> = looked_at.iter().map(one).collect();
    let of_others = || {
        let mut of_others = b.clone();
        for &parameter in looked_at {
            of_others[parameter] = a[parameter];
        }
        of_others
    };
    let last = others.is_none().then(of_others);
    let whole = [a.clone(), b.clone()];
    whole.into_iter().chain(mixed).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_trajectory_each_parameter_moves_once_within_its_range_and_effects_are_slopes() {
        let slopes = [3.0, -1.0, 0.0, 0.5, 2.0];
        for number in 0..40 {
            let trajectory = Trajectory::new(5, 7, number);
            let points = trajectory.points();
            assert_eq!(points.len(), 6);
            assert!(points.iter().flatten().all(|x| (-1e-12..=1.0 + 1e-12).contains(x)));
            let moved = |pair: &[Vec<f64>]| pair[0].iter().zip(&pair[1]).filter(|(a, b)| a != b).count();
            assert!(points.windows(2).all(|pair| moved(pair) == 1));
            let value = |x: &Vec<f64>| x.iter().zip(slopes).map(|(x, slope)| x * slope).sum::<f64>();
            let outcomes: Vec<Vec<f64>> = points.iter().map(|x| vec![value(x), value(x) + 1.0]).collect();
            for (effects, slope) in trajectory.effects(&outcomes).iter().zip(slopes) {
                assert!(
                    effects.len() == 2 && effects.iter().all(|e| (e - slope).abs() < 1e-12),
                    "{effects:?}"
                );
            }
        }
        assert_ne!(Trajectory::new(5, 7, 0), Trajectory::new(5, 7, 1));
        assert_ne!(Trajectory::new(5, 7, 0), Trajectory::new(5, 8, 0));
    }

    #[test]
    fn a_row_takes_one_parameter_from_b_and_at_last_all_others() {
        let row = sobol_row(6, &[4, 1], None, (3, 5));
        let [a, b, first, second, others] = row.as_slice() else { panic!("{row:?}") };
        let from_b = |x: &[f64]| (0..6).filter(|k| x[*k] == b[*k]).collect::<Vec<_>>();
        let from_a = |x: &[f64]| (0..6).filter(|k| x[*k] == a[*k]).count();
        assert_eq!((from_b(first), from_b(second), from_b(others)), (vec![4], vec![1], vec![0, 2, 3, 5]));
        assert_eq!((from_a(first), from_a(second), from_a(others)), (5, 5, 2));
        assert_ne!(sobol_row(6, &[4, 1], None, (3, 6))[0], *a);
        let usual = [0.5, 0.0, 0.25, 0.75, 1.0, 0.1];
        let around = sobol_row(6, &[4, 1], Some(&usual), (3, 5));
        assert_eq!(around.len(), 4);
        for (own, free) in around.iter().zip(&row) {
            let expected: Vec<f64> =
                (0..6).map(|k| if [4, 1].contains(&k) { free[k] } else { usual[k] }).collect();
            assert_eq!(*own, expected);
        }
    }
}
