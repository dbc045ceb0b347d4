//! Rates from the first years, and what they foretell of the later ones.

use super::exposure::{FriendTies, MONTHS, Rates, log_score, month};
use super::simplex::maximize;
use crate::analysis::Estimate;
use crate::analysis::summary::{Summary, describe};
use crate::calendar::Month;
use crate::chance::Streams;
use crate::chance::streams::key_of;
use crate::input::Diffusion;
use crate::numerics;

/// Rates below e⁻¹² and above e³ a month are as good as none and as certainty; the search stays between.
const LOG_RATES: (f64, f64) = (-12.0, 3.0);

/// Histories within a year over which its probability is averaged: enough for the log score of a year of the
/// superintendents to settle within 0.05.
pub(super) const HISTORIES: u32 = 400;
/// The same where a great many years are scored.
pub(super) const MANY: u32 = 40;
/// Rates are searched for to within a hundredth of their size: the data tell them far less closely.
const CLOSE: f64 = 1e-2;

/// States at the ends of the years of a diffusion.
pub(super) struct Years {
    /// The first year, that of the first adopters.
    pub(super) first: u32,
    /// Who had taken up at the end of each year.
    pub(super) states: Vec<Vec<bool>>,
}

impl Years {
    pub(super) fn of(d: &Diffusion, first: u32, last: u32) -> Years {
        let by = |year: u32| d.adopted.iter().map(|a| a.is_some_and(|a| a <= year)).collect();
        Years { first, states: (first..=last).map(by).collect() }
    }

    /// Log score of the years after `from` up to `to`, places in the list of states.
    pub(super) fn score(
        &self,
        circle: &FriendTies,
        rates: &Rates,
        (from, to): (usize, usize),
        histories: u32,
    ) -> f64 {
        let year = |end: usize| {
            let before = Month((end as u32 - 1) * MONTHS);
            log_score(circle, (&self.states[end - 1], &self.states[end]), rates, before, histories)
        };
        (from + 1..=to).map(year).sum()
    }
}

/// The rates of highest log score over the years after `from` up to `to`. The critical share stays at
/// `critical`, or is searched for within these bounds.
pub(super) fn fit(years: &Years, circle: &FriendTies, critical: Critical, from: usize, to: usize) -> Rates {
    let of = |x: &[f64]| Rates {
        outside: numerics::exp(x[0].clamp(LOG_RATES.0, LOG_RATES.1)),
        colleague: numerics::exp(x[1].clamp(LOG_RATES.0, LOG_RATES.1)),
        critical: match critical {
            Critical::Fixed(value) => value,
            Critical::Within(low, high) => low + (high - low) / (1.0 + numerics::exp(-x[2])),
        },
    };
    let start: &[f64] = match critical {
        Critical::Fixed(_) => &[-4.0, -2.0],
        Critical::Within(..) => &[-4.0, -2.0, 0.0],
    };
    let (best, _) = maximize(start, 1.0, CLOSE, |x| {
        // Outside its bounds the surface is flat; a slope leads the search back.
        let outside = x[..2].iter().map(|v| (v - v.clamp(LOG_RATES.0, LOG_RATES.1)).abs()).sum::<f64>();
        let edge = x.get(2).map_or(0.0, |v| (v.abs() - 8.0).max(0.0));
        years.score(circle, &of(x), (from, to), HISTORIES) - outside - edge
    });
    of(&best)
}

/// What is done about the critical share.
#[derive(Debug, Clone, Copy)]
pub(super) enum Critical {
    Fixed(f64),
    Within(f64, f64),
}

/// What is foretold of the years that were left out.
#[derive(Debug, Clone, PartialEq)]
pub struct DiffusionForecast {
    /// The reading of the data and model, in words.
    pub reading: String,
    /// Rates fitted to the first years.
    pub rates: Rates,
    /// Log score of the years fitted to.
    pub fitted_score: f64,
    /// Cumulative adopters at the end of each year left out, over replications.
    pub cumulative: Vec<Summary>,
    /// Root mean square error of the means (adopters), with its Monte Carlo interval.
    pub rmse: Estimate,
}

/// The reading to forecast with.
pub(super) struct DataReading<'a> {
    pub(super) words: &'a str,
    pub(super) circle: &'a FriendTies,
    pub(super) critical: Critical,
}

/// Fits the years up to place `known`, and lives the later ones `replications` times from the state then.
pub(super) fn forecast(
    years: &Years,
    reading: &DataReading<'_>,
    known: usize,
    replications: u32,
) -> DiffusionForecast {
    let DataReading { words, circle, critical } = reading;
    let rates = fit(years, circle, *critical, 0, known);
    let ahead = years.states.len() - 1 - known;
    let mut counts = vec![Vec::new(); ahead];
    for replication in 0..replications {
        for (year, state) in live(years, circle, &rates, known, words, replication).iter().enumerate() {
            counts[year].push(number(state));
        }
    }
    let observed = &years.states[known + 1..];
    let errors: Vec<f64> = counts
        .iter()
        .zip(observed)
        .map(|(counts, state)| counts.iter().sum::<f64>() / counts.len() as f64 - number(state))
        .collect();
    let rmse = numerics::sqrt(errors.iter().map(|e| e * e).sum::<f64>() / ahead as f64);
    // To first order the error of the mean moves the root mean square along these directions.
    let mut along: Vec<f64> = (0..replications as usize)
        .map(|r| {
            errors.iter().zip(&counts).map(|(e, counts)| e * counts[r]).sum::<f64>() / (ahead as f64 * rmse)
        })
        .collect();
    let mut rmse = Estimate::normal(rmse, describe(&mut along).mcse, u64::from(replications));
    rmse.low = rmse.low.max(0.0);
    DiffusionForecast {
        reading: (*words).to_owned(),
        rates,
        fitted_score: years.score(circle, &rates, (0, known), HISTORIES),
        cumulative: counts.iter_mut().map(|counts| describe(counts)).collect(),
        rmse,
    }
}

/// The years after place `known`, lived once under these rates: the state at the end of each.
pub(super) fn live(
    years: &Years,
    circle: &FriendTies,
    rates: &Rates,
    known: usize,
    words: &str,
    replication: u32,
) -> Vec<Vec<bool>> {
    let streams = Streams::new(u64::from(years.first), key_of(words), replication);
    let mut state = years.states[known].clone();
    let mut now = known as u32 * MONTHS;
    (known + 1..years.states.len())
        .map(|_| {
            for _ in 0..MONTHS {
                now += 1;
                month(circle, &mut state, rates, &streams, Month(now));
            }
            state.clone()
        })
        .collect()
}

fn number(state: &[bool]) -> f64 {
    state.iter().filter(|&&adopted| adopted).count() as f64
}
