//! Plans in one world: what each comes to, and how far it stays behind the best one there.
//!
//! All plans have the same replications, so plans are compared pair by pair. With Y(p, r) the outcome of plan p in replication r,
//! oriented so that more is better, the regret of a plan is
//!
//! ```text
//! regret(p) = max over q of mean over r of (Y(q, r) − Y(p, r)),   at least 0
//! ```
//!
//! It is a difference of means: chance is averaged out before the best plan is named, because nobody who chooses a plan knows which
//! future will come. Its interval is that of multiple comparisons with the best (Hsu 1984, *Constrained simultaneous confidence
//! intervals for multiple comparisons with the best*, Annals of Statistics 12), from paired differences and with Bonferroni's bound:
//! each of the k − 1 differences has an interval at level 1 − 0.05/(k − 1), and the regret lies between the largest of their lower and
//! the largest of their upper ends. So it holds whichever plan looks best by chance.

use super::importance::Weights;
use super::mean_interval::ValueRange;
use super::summary::{Summary, describe};
use crate::chance::inverse;
use crate::numerics::sqrt;

/// Error of all differences of a plan together.
const ERROR: f64 = 0.05;
/// Share of the runs that are its worst.
pub const TENTH: f64 = 0.1;

/// A plan in a world.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanInWorld {
    /// Its outcome over the replications in which every plan has one.
    pub outcome: Summary,
    /// Mean of the worst tenth of these replications.
    pub worst_tenth: f64,
    /// Share of these replications whose outcome is acceptable.
    pub acceptable: f64,
    /// How far it stays behind the best plan on average.
    pub regret: f64,
    /// Ends of the 95% interval of the regret; NaN below two replications.
    pub regret_interval: (f64, f64),
}

/// Which outcomes are better, and which are acceptable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// Fewer are better.
    pub lower: bool,
    /// The least outcome that is acceptable; where fewer are better, the most.
    pub acceptable: f64,
}

impl Aim {
    /// A value so that more is better.
    pub fn oriented(&self, value: f64) -> f64 {
        if self.lower { -value } else { value }
    }

    /// Whether an outcome is acceptable; a missing one is not.
    pub fn accepts(&self, value: f64) -> bool {
        self.oriented(value) >= self.oriented(self.acceptable)
    }
}

/// Every plan in one world. `outcomes` holds a value for each plan and replication; a replication in which any plan's is missing
/// (NaN) is left out for all.
pub fn in_world(outcomes: &[Vec<f64>], aim: Aim, possible: ValueRange) -> Vec<PlanInWorld> {
    weighted_in_world(outcomes, None, aim, possible)
}

/// As [`in_world`], of replications with weights, where there are any. Standard errors are then those of weighted means, and the
/// effective number of the weights takes the place of the number of replications.
pub fn weighted_in_world(
    outcomes: &[Vec<f64>],
    weights: Option<&Weights>,
    aim: Aim,
    possible: ValueRange,
) -> Vec<PlanInWorld> {
    let n = outcomes.iter().map(Vec::len).min().unwrap_or(0);
    let kept: Vec<usize> = (0..n).filter(|&r| outcomes.iter().all(|own| !own[r].is_nan())).collect();
    let of = |plan: usize| -> Vec<f64> { kept.iter().map(|&r| outcomes[plan][r]).collect() };
    let weights = weights.map(|all| all.only(&kept));
    let summary = |values: &mut Vec<f64>| match &weights {
        Some(weights) => weights.summary(values),
        None => describe(values),
    };
    let weight = |k: usize| weights.as_ref().map_or(1.0, |all| all.each()[k]);
    let effective = weights.as_ref().map_or(kept.len() as f64, Weights::effective);
    let reach = reach(effective, outcomes.len());
    let plan = |p: usize| {
        let mut own = of(p);
        let acceptable = match own.len() {
            0 => f64::NAN,
            _ if weights.is_some() => {
                let share = |of: &dyn Fn(f64) -> bool| -> f64 {
                    own.iter().enumerate().filter(|(_, y)| of(**y)).map(|(k, _)| weight(k)).sum()
                };
                share(&|y| aim.accepts(y)) / share(&|_| true)
            }
            all => own.iter().filter(|&&y| aim.accepts(y)).count() as f64 / all as f64,
        };
        let behind = |q: usize| {
            let mut ahead: Vec<f64> =
                kept.iter().map(|&r| aim.oriented(outcomes[q][r]) - aim.oriented(outcomes[p][r])).collect();
            let found = summary(&mut ahead);
            let half = reach * found.mcse;
            [found.mean, found.mean - half, found.mean + half]
        };
        let others: Vec<[f64; 3]> = (0..outcomes.len()).filter(|&q| q != p).map(behind).collect();
        let most = |k: usize| match others.iter().all(|other| !other[k].is_nan()) {
            true => others.iter().fold(0.0, |most: f64, other| most.max(other[k])),
            false => f64::NAN,
        };
        let widest = possible.1 - possible.0;
        let worst_tenth = {
            let mut weighed: Vec<(f64, f64)> =
                own.iter().enumerate().map(|(k, &y)| (aim.oriented(y), weight(k))).collect();
            weighed.sort_by(|a, b| a.0.total_cmp(&b.0));
            aim.oriented(lowest_mean(&weighed, TENTH))
        };
        PlanInWorld {
            outcome: summary(&mut own),
            worst_tenth,
            acceptable,
            regret: if kept.is_empty() { f64::NAN } else { most(0) },
            regret_interval: (cut(most(1), widest), cut(most(2), widest)),
        }
    };
    (0..outcomes.len()).map(plan).collect()
}

fn cut(end: f64, most: f64) -> f64 {
    if end.is_nan() { end } else { end.min(most) }
}

/// How many standard errors the interval of each of a plan's differences reaches: Student's t, from the beta distribution.
fn reach(n: f64, plans: usize) -> f64 {
    if n < 2.0 || plans < 2 {
        return f64::NAN;
    }
    let (degrees, error) = (n - 1.0, ERROR / (plans - 1) as f64);
    let x = inverse::beta(error, degrees / 2.0, 0.5);
    sqrt(degrees * (1.0 - x) / x)
}

/// Mean of the lowest share of values with weights, which are sorted; a value at the edge counts in part. NaN of nothing.
pub fn lowest_mean(sorted: &[(f64, f64)], share: f64) -> f64 {
    let room = share * sorted.iter().map(|(_, weight)| weight).sum::<f64>();
    let Some((first, _)) = sorted.first().filter(|_| room > 0.0) else { return f64::NAN };
    // As a distance from the lowest: exact where all are equal.
    let (mut left, mut above) = (room, 0.0);
    for (value, weight) in sorted {
        let taken = weight.min(left);
        above += taken * (value - first);
        left -= taken;
    }
    first + above / room
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::mean_interval::ANY;
    use crate::analysis::student::t_975;

    const MORE: Aim = Aim { lower: false, acceptable: 2.0 };

    #[test]
    fn weights_alike_change_nothing_and_a_future_without_weight_counts_nothing() {
        let outcomes = [vec![1.0, 2.0, 3.0, 9.0], vec![2.0, 2.5, 3.5, 0.0]];
        let alike = Weights::shares(vec![1.0, 1.0, 1.0, 0.0]);
        let found = weighted_in_world(&outcomes, Some(&alike), MORE, ANY);
        let first: Vec<Vec<f64>> = outcomes.iter().map(|own| own[..3].to_vec()).collect();
        for (weighted, plain) in found.iter().zip(in_world(&first, MORE, ANY)) {
            for (a, b) in [
                (weighted.outcome.mean, plain.outcome.mean),
                (weighted.worst_tenth, plain.worst_tenth),
                (weighted.acceptable, plain.acceptable),
                (weighted.regret, plain.regret),
            ] {
                assert!((a - b).abs() < 1e-12, "{weighted:?} {plain:?}");
            }
        }
        let one = weighted_in_world(&outcomes, Some(&Weights::shares(vec![1.0, 0.0, 0.0, 0.0])), MORE, ANY);
        assert!(one[0].outcome.mcse.is_nan() && one[0].regret_interval.0.is_nan(), "{one:?}");
    }

    #[test]
    fn regret_is_the_mean_distance_to_the_plan_with_the_best_mean() {
        let found = in_world(&[vec![1.0, 3.0, 2.0], vec![2.0, 3.5, 3.5], vec![9.0, 0.0, 0.0]], MORE, ANY);
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(close(found[0].regret, 1.0) && found[1].regret == 0.0 && found[2].regret == 0.0, "{found:?}");
        assert!(close(found[0].acceptable, 2.0 / 3.0) && close(found[2].acceptable, 1.0 / 3.0));
        assert!(found.iter().all(|p| p.regret_interval.0 <= p.regret && p.regret <= p.regret_interval.1));
        // Fewer are better: the first plan is now the best one.
        let fewer = in_world(&[vec![1.0, 3.0], vec![4.0, 3.0]], Aim { lower: true, acceptable: 2.0 }, ANY);
        assert_eq!((fewer[0].regret, fewer[1].regret, fewer[0].acceptable), (0.0, 1.5, 0.5));
        assert_eq!(fewer[1].worst_tenth, 4.0, "the worst tenth is that of the highest");
    }

    #[test]
    fn a_shift_that_is_always_the_same_has_no_error_and_two_plans_have_students_interval() {
        let base: Vec<f64> = (0..40).map(|k| f64::from(k % 7)).collect();
        let better: Vec<f64> = base.iter().map(|y| y + 1.0).collect();
        let found = in_world(&[base.clone(), better], MORE, ANY);
        assert_eq!((found[0].regret, found[0].regret_interval), (1.0, (1.0, 1.0)));
        assert_eq!((found[1].regret, found[1].regret_interval), (0.0, (0.0, 0.0)));
        for n in [2, 5, 20, 200] {
            assert!((reach(n as f64, 2) - t_975(n - 1)).abs() < 1e-3, "{n}: {}", reach(n as f64, 2));
        }
        assert!(reach(20.0, 6) > reach(20.0, 2));
    }

    #[test]
    fn what_is_missing_in_one_plan_is_left_out_in_all_and_of_nothing_nothing_is_said() {
        let found = in_world(&[vec![1.0, f64::NAN, 3.0], vec![2.0, 9.0, 3.0]], MORE, ANY);
        assert_eq!((found[0].outcome.n, found[1].outcome.n, found[1].outcome.mean), (2, 2, 2.5));
        let none = in_world(&[vec![f64::NAN], vec![1.0]], MORE, ANY);
        assert!(none[1].regret.is_nan() && none[1].outcome.n == 0 && none[1].acceptable.is_nan());
        let one = in_world(&[vec![1.0], vec![2.0]], MORE, ANY);
        assert!(one[0].regret == 1.0 && one[0].regret_interval.1.is_nan(), "one replication has no interval");
    }

    #[test]
    fn the_lowest_tenth_takes_a_value_at_its_edge_in_part() {
        let values: Vec<(f64, f64)> = (0..15).map(|k| (f64::from(k), 1.0)).collect();
        assert!((lowest_mean(&values, TENTH) - (0.0 + 0.5 * 1.0) / 1.5).abs() < 1e-12);
        assert_eq!(lowest_mean(&[(3.0, 0.2), (5.0, 0.8)], TENTH), 3.0);
        assert!(lowest_mean(&[], TENTH).is_nan());
    }

    /// Four plans of which two are equally good: the interval must hold the true regret of a plan in 95% of studies or more,
    /// although the best plan is chosen from the same data.
    #[test]
    fn the_interval_covers_the_true_regret_though_the_best_plan_is_picked_from_the_same_runs() {
        let (truth, mut state) = ([0.5, 0.5, 0.4, 0.2], 7u64);
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        let (mut covered, studies) = (0, 2_000);
        for _ in 0..studies {
            let mut outcomes = vec![Vec::new(); 4];
            for _ in 0..25 {
                let common = draw();
                truth
                    .iter()
                    .zip(&mut outcomes)
                    .for_each(|(mean, own)| own.push(mean + common + 0.6 * draw()));
            }
            let found = in_world(&outcomes, MORE, ANY);
            let is_held = |(p, own): (usize, &PlanInWorld)| {
                let (low, high) = own.regret_interval;
                (low..=high).contains(&(0.5 - truth[p]))
            };
            covered += u32::from(found.iter().enumerate().skip(1).take(1).all(is_held));
        }
        assert!(f64::from(covered) >= 0.94 * f64::from(studies), "{covered} of {studies}");
    }
}
