//! How well a mean is known while runs are added and looked at again and again: intervals that hold at all looks together.
//!
//! An interval of 95% at one number of runs, told beforehand, covers the mean 95 times in 100. One that is looked at again and again
//! until it is narrow covers it less often: one stops where the runs happen to lie close together, and of a share near 0 that is
//! where the rare runs that raise it have not come yet. So these intervals are wider. With a chance of at least 95% the mean lies in
//! all of them, whenever one stops and whatever makes one stop.
//!
//! **Values with a lowest and a highest possible value** (shares, depth, stages, months of a run, and their differences): the
//! confidence sequence of a hedged bet, Waudby-Smith and Ramdas (2024), *Estimating means of bounded random variables by betting*,
//! Journal of the Royal Statistical Society B 86(1), 1–27. Values are brought to 0 to 1. Someone who bets at fair odds that the mean is
//! not `m`, with stakes that only earlier runs decide, does not win if it is `m`: Ville's inequality says that the capital ever reaches
//! 2/0.05 = 40 times the stake with a chance of 0.05/2 at most. Means against which it did are left out, on either side:
//!
//! ```text
//! capital for a mean above m:  the average over N of Π (1 + min(λ_t(N), c/m) (x_t − m));  below it: the same of 1 − x_t and 1 − m
//! λ_t(N)² = 2 ln(2 · 5/0.05) / (s²_{t−1} N),  N = 150, 600, 2,400, 9,600 and 38,400,  c = 3/4,
//! s²_t = (1/4 + Σ_{i≤t} (x_i − a_i)²) / (t + 1),  a_i = (1/2 + Σ_{j≤i} x_j) / (i + 1)
//! ```
//!
//! Each stake is the best for about N runs (their λ for a number of runs that is set); the average of five bets is a bet too, and so it
//! is narrow at any number of runs and costs little at each.
//!
//! It needs no distribution and no large number of runs, only that runs are independent and alike, as replications are.
//!
//! **Values without an end** (hours, money, gains): Student's interval at each of the looks that are set beforehand ([`sizes`]), the
//! k-th at the level 1 − 0.05/(k (k + 1)). These errors add up to 5% over all looks (Bonferroni). Like every interval of Student it
//! is right for sums that are nearly normal, as those of [`FIRST`] runs or more mostly are.

use super::mean_interval::ValueRange;
use super::sequential::Interval;
use super::student::t_quantile;
use super::summary::describe;
use crate::chance::inverse;
use crate::numerics::{ln, sqrt};

/// Runs at the first look.
pub const FIRST: u32 = 100;

/// Part of the stake that may be lost in one bet.
const STAKE: f64 = 0.75;

/// Numbers of runs for which the stakes of each bet are the best.
const HORIZONS: [f64; 5] = [150.0, 600.0, 2_400.0, 9_600.0, 38_400.0];

/// Halvings by which an end of the interval is found: to a billionth of what is possible.
const HALVINGS: u32 = 30;

/// Numbers of runs at which one looks: 100, and each time half as many more, in tens; last `most`.
pub fn sizes(most: u32) -> Vec<u32> {
    let mut sizes = Vec::new();
    let mut next = FIRST;
    while next < most {
        sizes.push(next);
        next = (u64::from(next) * 3).div_ceil(20).saturating_mul(10).min(u64::from(most)) as u32;
    }
    sizes.push(most);
    sizes
}

/// The interval of the mean of values that can be in a range, at the look of this number (from 1), with this error over all looks.
/// Missing values (NaN) do not count.
pub fn mean_at_look(values: &[f64], (low, high): ValueRange, look: usize, error: f64) -> Interval {
    let mut present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    if !(low.is_finite() && high.is_finite() && low < high) {
        let s = describe(&mut present);
        let tail = error / (look as f64 * (look as f64 + 1.0)) / 2.0;
        let reach = t_quantile(inverse::standard_normal(1.0 - tail), s.n.saturating_sub(1)) * s.mcse;
        return Interval { value: s.mean, low: s.mean - reach, high: s.mean + reach };
    }
    let width = high - low;
    let value = describe(&mut present.clone()).mean;
    present.iter_mut().for_each(|x| *x = (*x - low) / width);
    let least = lower_end(&present, error);
    present.iter_mut().for_each(|x| *x = 1.0 - *x);
    let most = 1.0 - lower_end(&present, error);
    Interval { value, low: low + width * least, high: low + width * most }
}

/// The interval of the difference of two means of independent samples: each with half of the error.
pub fn difference_at_look(
    [other, base]: [&[f64]; 2],
    possible: ValueRange,
    look: usize,
    error: f64,
) -> Interval {
    let [other, base] = [other, base].map(|values| mean_at_look(values, possible, look, error / 2.0));
    Interval { value: other.value - base.value, low: other.low - base.high, high: other.high - base.low }
}

/// The lower end of the interval of the mean of values from 0 to 1.
fn lower_end(values: &[f64], error: f64) -> f64 {
    let stakes = stakes(values, error);
    let enough = 2.0 / error;
    // The capital falls as m rises, since each factor does.
    let (mut refuted, mut open) = (0.0, 1.0);
    if !has_won(values, &stakes, refuted, enough) {
        return 0.0;
    }
    for _ in 0..HALVINGS {
        let m = 0.5 * (refuted + open);
        match has_won(values, &stakes, m, enough) {
            true => refuted = m,
            false => open = m,
        }
    }
    refuted
}

/// What is staked on each value by who bets for 1 run, λ_t(1), of the values before it; for N runs it is so much over √N.
fn stakes(values: &[f64], error: f64) -> Vec<f64> {
    let of_error = 2.0 * ln(2.0 * HORIZONS.len() as f64 / error);
    let (mut sum, mut squares) = (0.5, 0.25);
    let stake = |(before, x): (usize, &f64)| {
        let t = before as f64 + 1.0;
        let stake = sqrt(of_error * t / squares);
        sum += x;
        let mean = sum / (t + 1.0);
        squares += (x - mean) * (x - mean);
        stake
    };
    values.iter().enumerate().map(stake).collect()
}

/// Whether those who bet that the mean is above m have, on average, `enough` times the stake.
fn has_won(values: &[f64], stakes: &[f64], m: f64, enough: f64) -> bool {
    let most = STAKE / m;
    let shares = HORIZONS.map(|n| 1.0 / sqrt(n));
    let mut capitals = [Capital::STAKE; HORIZONS.len()];
    for (x, stake) in values.iter().zip(stakes) {
        for (capital, share) in capitals.iter_mut().zip(shares) {
            capital.times(1.0 + (stake * share).min(most) * (x - m));
        }
    }
    capitals.iter().map(|capital| capital.value()).sum::<f64>() / HORIZONS.len() as f64 >= enough
}

/// A product of many factors, as a number times a power of two.
#[derive(Clone, Copy)]
struct Capital {
    number: f64,
    /// In steps of 2 to the 500.
    scale: i32,
}

impl Capital {
    const STAKE: Capital = Capital { number: 1.0, scale: 0 };
    const LARGE: f64 = f64::from_bits((1023 + 500) << 52);
    const SMALL: f64 = f64::from_bits((1023 - 500) << 52);

    fn times(&mut self, factor: f64) {
        self.number *= factor;
        if self.number > Capital::LARGE {
            *self = Capital { number: self.number * Capital::SMALL, scale: self.scale + 1 };
        } else if self.number < Capital::SMALL {
            *self = Capital { number: self.number * Capital::LARGE, scale: self.scale - 1 };
        }
    }

    /// What it is; nothing or infinitely much where no number holds it.
    fn value(self) -> f64 {
        match self.scale {
            0 => self.number,
            1 => self.number * Capital::LARGE,
            more if more > 1 => f64::INFINITY,
            _ => 0.0,
        }
    }
}

/// How far an interval reaches to each side of its middle; NaN where there is none.
pub fn half_width(interval: Interval) -> f64 {
    0.5 * (interval.high - interval.low)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sequential::ERROR;
    use crate::chance::inverse::{exponential, normal};

    const SHARE: ValueRange = (0.0, 1.0);
    const DIFFERENCE: ValueRange = (-1.0, 1.0);

    /// Numbers from 0 to 1 by a linear congruence.
    fn uniforms(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def1;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 11) as f64 + 0.5) / (1u64 << 53) as f64
        }
    }

    /// A distribution with a known mean, and how narrow its interval shall be.
    struct Known {
        name: &'static str,
        draw: fn(&mut dyn FnMut() -> f64) -> f64,
        mean: f64,
        possible: ValueRange,
        wanted: f64,
    }

    fn known() -> Vec<Known> {
        let of = |name, draw, mean, possible, wanted| Known { name, draw, mean, possible, wanted };
        vec![
            of("one run in fifty", |u| f64::from(u8::from(u() < 0.02)), 0.02, SHARE, 0.03),
            of("a share near 0", |u| if u() < 0.9 { 0.0 } else { u() * u() }, 0.025, SHARE, 0.02),
            of("a share, u to the eighth", |u| eighth(u()), 1.0 / 9.0, SHARE, 0.04),
            of("a share, even", |u| u(), 0.5, SHARE, 0.05),
            of("a coin", |u| f64::from(u8::from(u() < 0.5)), 0.5, SHARE, 0.06),
            of("a difference, mostly none", |u| if u() < 0.8 { 0.0 } else { -u() }, -0.1, DIFFERENCE, 0.04),
            of("a stage", |u| (u() * u() * 6.0).floor().min(5.0), stage_mean(), (0.0, 5.0), 0.25),
            of("hours, exponential", |u| exponential(u(), 10.0), 10.0, (0.0, f64::INFINITY), 1.5),
            of("hours, normal", |u| normal(u(), 10.0, 3.0), 10.0, (0.0, f64::INFINITY), 0.4),
        ]
    }

    /// To the eighth power.
    fn eighth(x: f64) -> f64 {
        let fourth = x * x * x * x;
        fourth * fourth
    }

    /// The mean of the whole part of 6 u v: P(uv ≥ k/6) = 1 − (k/6)(1 − ln(k/6)), summed.
    fn stage_mean() -> f64 {
        (1..6).map(|k| f64::from(k) / 6.0).map(|x| 1.0 - x * (1.0 - ln(x))).sum()
    }

    /// Of so many sequences: how many leave the mean out where they stop, how many had left it out at some look, and runs at the
    /// end, on average; then how many of Student's plain intervals, looked at likewise, leave it out where they stop.
    fn sequences(of: &Known, count: u64) -> (u32, u32, f64, u32) {
        let (mut missed, mut ever, mut runs, mut plain) = (0, 0, 0.0, 0);
        for seed in 0..count {
            let mut draw = uniforms(seed);
            let (mut values, mut was_out, mut naive) = (Vec::new(), false, None);
            for (look, n) in (1..).zip(sizes(4_000)) {
                values.extend((values.len()..n as usize).map(|_| (of.draw)(&mut draw)));
                let interval = mean_at_look(&values, of.possible, look, ERROR);
                let is_out = of.mean < interval.low || of.mean > interval.high;
                was_out |= is_out;
                let s = describe(&mut values.clone());
                if naive.is_none() && s.reach() <= of.wanted {
                    naive = Some((s.mean - of.mean).abs() > s.reach());
                }
                if half_width(interval) <= of.wanted || n == 4_000 {
                    missed += u32::from(is_out);
                    ever += u32::from(was_out);
                    runs += f64::from(n) / count as f64;
                    plain += u32::from(naive == Some(true));
                    break;
                }
            }
        }
        (missed, ever, runs, plain)
    }

    /// `UPTAKE_TRIALS=2000` counts so many sequences of each; the last long count stands in docs/results.md.
    #[test]
    fn the_mean_lies_in_the_interval_at_which_one_stops_as_often_as_said() {
        let trials = std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
        for of in known() {
            let (missed, ever, runs, plain) = sequences(&of, trials);
            let share = |n: u32| 100.0 * f64::from(n) / trials as f64;
            println!(
                "{}: {:.2}% missed at the end, {:.2}% at some look, {runs:.0} runs; Student's plain: {:.1}% missed",
                of.name,
                share(missed),
                share(ever),
                share(plain)
            );
            // Three standard errors above 5%.
            let most = ERROR + 3.0 * (ERROR * (1.0 - ERROR) / trials as f64).sqrt();
            assert!(f64::from(ever) / trials as f64 <= most, "{}: {ever} of {trials}", of.name);
        }
    }

    #[test]
    fn looks_grow_by_half_and_end_with_the_most() {
        assert_eq!(sizes(1_000), [100, 150, 230, 350, 530, 800, 1_000]);
        assert_eq!((sizes(60), sizes(100), sizes(101)), (vec![60], vec![100], vec![100, 101]));
        assert!(sizes(100_000_000).len() < 40);
    }

    #[test]
    fn runs_that_are_all_alike_do_not_end_it_and_missing_ones_do_not_count() {
        let none = mean_at_look(&[0.0; 100], SHARE, 1, ERROR);
        assert!(none.low == 0.0 && (0.03..0.08).contains(&none.high), "as many tell no more: {none:?}");
        let more = mean_at_look(&[0.0; 1_000], SHARE, 7, ERROR);
        assert!(more.high < 0.01, "{more:?}");
        let nothing = mean_at_look(&[f64::NAN; 5], SHARE, 1, ERROR);
        assert_eq!((nothing.low, nothing.high), SHARE);
        let with: Vec<f64> = (0..100).flat_map(|k| [f64::from(k % 10) / 10.0, f64::NAN]).collect();
        let without: Vec<f64> = (0..100).map(|k| f64::from(k % 10) / 10.0).collect();
        assert_eq!(mean_at_look(&with, SHARE, 1, ERROR), mean_at_look(&without, SHARE, 1, ERROR));
        assert!(half_width(mean_at_look(&[], (0.0, f64::INFINITY), 1, ERROR)).is_nan());
    }

    #[test]
    fn an_interval_is_the_same_however_values_are_scaled_or_turned_round() {
        let mut draw = uniforms(7);
        let values: Vec<f64> = (0..300).map(|_| draw() * draw()).collect();
        let own = mean_at_look(&values, SHARE, 1, ERROR);
        let scaled: Vec<f64> = values.iter().map(|x| 5.0 * x).collect();
        let scaled = mean_at_look(&scaled, (0.0, 5.0), 1, ERROR);
        assert!((scaled.low - 5.0 * own.low).abs() < 1e-6 && (scaled.high - 5.0 * own.high).abs() < 1e-6);
        let turned: Vec<f64> = values.iter().map(|x| 1.0 - x).collect();
        let turned = mean_at_look(&turned, SHARE, 1, ERROR);
        assert!((turned.low - (1.0 - own.high)).abs() < 1e-8 && (turned.high - (1.0 - own.low)).abs() < 1e-8);
        let two = difference_at_look([&values, &values], SHARE, 1, ERROR);
        assert!(two.value == 0.0 && half_width(two) > 2.0 * half_width(own));
    }
}
