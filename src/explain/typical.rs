//! Typical runs: of each ending the medoid, the run whose distances to all others of it have the smallest sum.
//!
//! A run is a point: the five measures in [`FEATURES`] at the first day and the end of each year, all from 0 to 1, nobody's depth
//! and ownership counting as 0. Distances are Euclidean. Of equals the lowest replication is taken.

use super::story::Typical;
use crate::calendar::YEAR;
use crate::metrics::Ending;
use crate::metrics::columns::Measure;

/// The measures of which a run's features are made.
pub const FEATURES: [Measure; 5] =
    [Measure::Spread, Measure::DepthMean, Measure::DeepShare, Measure::Ownership, Measure::Coherence];

/// By how much rounding may falsify a distance, and more.
const ROUNDING: f64 = 1e-5;

/// What a run is compared by.
#[derive(Debug, Clone, PartialEq)]
pub struct RunFeatures {
    /// The replication.
    pub replication: u32,
    /// How it ended.
    pub ending: Ending,
    /// The measures of `FEATURES`, one after the other, each at the months of `months`.
    pub values: Vec<f32>,
}

/// The months of the features of a run of so many months: the first day and the end of each year.
pub fn months(last: u32) -> impl Iterator<Item = u32> {
    (0..=last).step_by(YEAR as usize)
}

/// The features of a run of so many months; what is missing counts as 0.
pub fn features(replication: u32, last: u32, at: impl Fn(u32, Measure) -> f64) -> RunFeatures {
    let present = |x: f64| if x.is_nan() { 0.0 } else { x as f32 };
    let values = FEATURES.iter().flat_map(|&m| months(last).map(move |month| (month, m)));
    RunFeatures {
        replication,
        ending: Ending::of(at(last, Measure::Spread), at(last, Measure::DepthMean)),
        values: values.map(|(month, m)| present(at(month, m))).collect(),
    }
}

/// The medoid of each ending that occurs, the commonest ending first.
pub fn typical(runs: &[RunFeatures]) -> Vec<Typical> {
    let of = runs.len() as u32;
    let mut found: Vec<Typical> = Ending::ALL
        .iter()
        .copied()
        .filter_map(|ending| {
            let mut own: Vec<&RunFeatures> = runs.iter().filter(|r| r.ending == ending).collect();
            own.sort_by_key(|r| r.replication);
            let replication = medoid(&own)?;
            Some(Typical { ending, replication, runs: own.len() as u32, of })
        })
        .collect();
    found.sort_by_key(|t| std::cmp::Reverse(t.runs));
    found
}

/// The replication whose distances to all others have the smallest sum, exactly; few sums are worked out whole.
///
/// By the triangle inequality the sum of j is at least |n · d(i, j) − sum of i| for every i already worked out, so that most
/// runs are known to be worse (Newling and Fleuret 2017). Those near the mean are tried first: they make the best bound.
fn medoid(runs: &[&RunFeatures]) -> Option<u32> {
    let center = mean(runs);
    let from_center: Vec<f64> = runs.iter().map(|r| distance(&r.values, &center)).collect();
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by(|&a, &b| {
        from_center[a].total_cmp(&from_center[b]).then(runs[a].replication.cmp(&runs[b].replication))
    });
    let n = runs.len() as f64;
    let mut at_least = vec![0.0_f64; runs.len()];
    let mut distances = vec![0.0; runs.len()];
    let mut best: Option<(f64, u32)> = None;
    for i in order {
        if best.is_some_and(|(sum, _)| at_least[i] > sum + ROUNDING * n) {
            continue;
        }
        for (to, other) in distances.iter_mut().zip(runs) {
            *to = distance(&runs[i].values, &other.values);
        }
        let sum: f64 = distances.iter().sum();
        for (bound, to) in at_least.iter_mut().zip(&distances) {
            *bound = bound.max((n * to - sum).abs());
        }
        let own = (sum, runs[i].replication);
        let is_better =
            |(least, replication): (f64, u32)| own.0.total_cmp(&least).then(own.1.cmp(&replication)).is_lt();
        if best.is_none_or(is_better) {
            best = Some(own);
        }
    }
    best.map(|(_, replication)| replication)
}

fn mean(runs: &[&RunFeatures]) -> Vec<f32> {
    let n = runs.len() as f64;
    let length = runs.first().map_or(0, |r| r.values.len());
    let at =
        |k: usize| runs.iter().map(|r| f64::from(r.values.get(k).copied().unwrap_or(0.0))).sum::<f64>() / n;
    (0..length).map(|k| at(k) as f32).collect()
}

fn distance(one: &[f32], other: &[f32]) -> f64 {
    let square = one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum::<f32>();
    crate::numerics::sqrt(f64::from(square))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(replication: u32, ending: Ending, values: &[f32]) -> RunFeatures {
        RunFeatures { replication, ending, values: values.to_vec() }
    }

    #[test]
    fn the_run_in_the_middle_is_typical_and_of_equals_the_first() {
        let s = Ending::Stalled;
        let runs = [
            run(7, s, &[0.0]),
            run(3, s, &[0.1]),
            run(1, s, &[0.9]),
            run(9, s, &[0.1]),
            run(2, Ending::Scaled, &[0.1]),
        ];
        let found = typical(&runs);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], Typical { ending: s, replication: 3, runs: 4, of: 5 });
        assert_eq!(found[1], Typical { ending: Ending::Scaled, replication: 2, runs: 1, of: 5 });
    }

    #[test]
    fn the_order_in_which_runs_are_given_changes_nothing() {
        let value = |k: u32| [(k * 37 % 101) as f32 / 101.0, (k * 53 % 89) as f32 / 89.0];
        let mut runs: Vec<RunFeatures> = (0..40).map(|k| run(k, Ending::Contained, &value(k))).collect();
        let first = typical(&runs);
        runs.reverse();
        assert_eq!(typical(&runs), first);
        assert!(typical(&[]).is_empty());
    }

    #[test]
    fn the_bound_spares_work_and_finds_what_all_pairs_find() {
        let noise = |k: u32, m: u32| f64::from((k * 7919 + m * 104_729) % 1_009) as f32 / 1_009.0;
        let point = |k: u32| (0..12).map(|m| noise(k, m) * noise(k + 5, 3)).collect::<Vec<f32>>();
        let runs: Vec<RunFeatures> = (0..300).map(|k| run(k, Ending::Scaled, &point(k))).collect();
        let sum = |r: &RunFeatures| runs.iter().map(|other| distance(&r.values, &other.values)).sum::<f64>();
        let plain = runs.iter().min_by(|a, b| sum(a).total_cmp(&sum(b))).unwrap();
        assert_eq!(typical(&runs)[0].replication, plain.replication);
    }

    #[test]
    fn nobodys_depth_counts_as_none() {
        let found = features(4, 24, |_, m| if m == Measure::DepthMean { f64::NAN } else { 0.25 });
        assert_eq!(found.values.len(), 15);
        assert_eq!((found.values[0], found.values[3], found.ending), (0.25, 0.0, Ending::Stalled));
    }
}
