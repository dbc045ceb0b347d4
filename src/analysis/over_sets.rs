//! A quantity over several sets of assumptions: how far it moves from set to set, apart from chance.
//!
//! Each set is lived through in a few futures of its own, so that the mean of a set holds chance too, and the means lie farther
//! apart than the sets do. In the one-way layout value = mean of all + effect of the set + chance, with N values x of V sets,
//! n values and the mean m of each set, and the mean of all M:
//!
//! ```text
//! within  = Σ (x − m)² / (N − V)
//! between = max(0, (Σ n (m − Mₙ)² / (V − 1) − within) / n₀)    n₀ = (N − Σ n² / N) / (V − 1), Mₙ the mean of all values
//! pulled  = M + (m − M) √(between / (between + within / n))
//! ```
//!
//! The variances are the estimators of the analysis of variance (Searle, Casella and McCulloch 1992, Variance Components). The means
//! are pulled together so that they vary as the sets do (constrained empirical Bayes: Louis 1984, Journal of the American
//! Statistical Association 79).

use super::summary::quantile;

/// A quantity over sets of assumptions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OverSets {
    /// Sets in which it is known.
    pub sets: u64,
    /// Values of all of them.
    pub values: u64,
    /// Mean over the sets, each counting once.
    pub mean: f64,
    /// The lower end of what nine in ten sets lie in.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Sets in which it is lower by what is worth naming.
    pub lower: u64,
    /// Sets in which it is higher by that.
    pub higher: u64,
}

/// Of the values of each set; missing ones (NaN) are left out, and nothing is said of fewer than two sets, or of single values
/// throughout, where sets cannot be told from chance.
pub fn over_sets(sets: &[Vec<f64>], worth: f64) -> Option<OverSets> {
    let known: Vec<Vec<f64>> = sets
        .iter()
        .map(|set| set.iter().copied().filter(|value| !value.is_nan()).collect::<Vec<f64>>())
        .filter(|set| !set.is_empty())
        .collect();
    let (count, values) = (known.len() as f64, known.iter().map(Vec::len).sum::<usize>() as f64);
    if count < 2.0 || values <= count {
        return None;
    }
    let mean_of = |set: &[f64]| set.iter().sum::<f64>() / set.len() as f64;
    let means: Vec<f64> = known.iter().map(|set| mean_of(set)).collect();
    let sizes = || known.iter().map(|set| set.len() as f64);
    let square = |x: f64| x * x;
    let of_all = known.iter().flatten().sum::<f64>() / values;
    let each = known.iter().zip(&means);
    let within = each.map(|(set, mean)| set.iter().map(|x| square(x - mean)).sum::<f64>()).sum::<f64>()
        / (values - count);
    let among = sizes().zip(&means).map(|(n, mean)| n * square(mean - of_all)).sum::<f64>() / (count - 1.0);
    let effective = (values - sizes().map(square).sum::<f64>() / values) / (count - 1.0);
    let between = ((among - within) / effective).max(0.0);
    let mean = mean_of(&means);
    let pull = |(n, own): (f64, &f64)| {
        let all = between + within / n;
        if all > 0.0 { mean + (own - mean) * (between / all).sqrt() } else { *own }
    };
    let mut pulled: Vec<f64> = sizes().zip(&means).map(pull).collect();
    pulled.sort_unstable_by(f64::total_cmp);
    let beyond = |is: &dyn Fn(f64) -> bool| pulled.iter().filter(|x| is(**x)).count() as u64;
    Some(OverSets {
        sets: known.len() as u64,
        values: values as u64,
        mean,
        low: quantile(&pulled, 5),
        high: quantile(&pulled, 95),
        lower: beyond(&|x| x <= -worth && x < 0.0),
        higher: beyond(&|x| x >= worth && x > 0.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chance of mean 0 and variance 1: a number for each k, mixed as SplitMix64 does.
    fn chance(k: usize) -> f64 {
        let mix = |x: u64, shift: u32, by: u64| (x ^ (x >> shift)).wrapping_mul(by);
        let x = (k as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let x = mix(mix(x, 30, 0xbf58_476d_1ce4_e5b9), 27, 0x94d0_49bb_1331_11eb);
        let u = ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64;
        (u - 0.5) * 12f64.sqrt()
    }

    #[test]
    fn a_layout_worked_by_hand() {
        // Means 1, 3, 5; within (1+1)·3/3 = 2; among 2·8/2 = 8; n₀ = 2, between 3; pull √(3/4).
        let found = over_sets(&[vec![0.0, 2.0], vec![2.0, 4.0], vec![4.0, 6.0]], 1.5).unwrap();
        let pull = 0.75f64.sqrt();
        assert_eq!((found.sets, found.values, found.mean), (3, 6, 3.0));
        assert!((found.low - (3.0 - 2.0 * pull * 0.9)).abs() < 1e-12, "{found:?}");
        assert!((found.high - (3.0 + 2.0 * pull * 0.9)).abs() < 1e-12, "{found:?}");
        assert_eq!((found.lower, found.higher), (0, 2));
    }

    #[test]
    fn chance_alone_makes_no_range_and_sets_alone_make_all_of_it() {
        let of_chance: Vec<Vec<f64>> = (0..48).map(|v| (0..4).map(|r| chance(4 * v + r)).collect()).collect();
        let none = over_sets(&of_chance, 0.02).unwrap();
        assert!(none.high - none.low < 0.6, "{none:?}: raw means of four would lie 1.6 apart");
        let sets: Vec<Vec<f64>> = (0..48).map(|v| vec![f64::from(v) / 47.0; 4]).collect();
        let all = over_sets(&sets, 0.02).unwrap();
        assert!((all.low - 0.05).abs() < 0.01 && (all.high - 0.95).abs() < 0.01, "{all:?}");
    }

    #[test]
    fn the_range_of_sets_with_chance_is_that_of_the_sets() {
        // Sets evenly from −1 to 1 with chance of the same size: nine in ten lie within ±0.9.
        let set = |v: usize| {
            let own = v as f64 / 199.5 - 1.0;
            (0..4).map(|r| own + chance(4 * v + r)).collect()
        };
        let found = over_sets(&(0..400).map(set).collect::<Vec<Vec<f64>>>(), 0.02).unwrap();
        assert!((found.low + 0.95).abs() < 0.15 && (found.high - 0.95).abs() < 0.15, "{found:?}");
    }

    #[test]
    fn missing_values_are_left_out_and_one_set_or_single_values_say_nothing() {
        let nan = f64::NAN;
        assert_eq!(over_sets(&[vec![1.0, 2.0], vec![nan]], 0.0), None);
        assert_eq!(over_sets(&[vec![1.0], vec![2.0], vec![3.0]], 0.0), None);
        let found = over_sets(&[vec![1.0, nan, 1.0], vec![3.0, 3.0], vec![nan, nan]], 0.0).unwrap();
        assert_eq!((found.sets, found.values, found.mean), (2, 4, 2.0));
    }
}
