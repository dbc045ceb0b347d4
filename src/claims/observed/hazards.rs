//! Any diffusion along ties against the take-up submodel: does the pull of colleagues foretell who takes something up
//! when, beyond a constant hazard, a Bass curve and the same pull without ties?
//!
//! In each period everyone who has not taken up does so with probability 1 − exp(−h),
//!
//! ```text
//! constant        h = exp(a + b · z)                        z: covariates, in standard deviations
//! Bass            h = exp(a + b · z) + q · all              all: share of all others who have taken up
//! without ties    h = exp(a + b · z) + h_c · pull(all)
//! ties            h = exp(a + b · z) + h_c · pull(w · asked + (1 − w) · all)
//! ```
//!
//! where *asked* is the share among those whom the person asks; who asks nobody sees all others. Pull, its half and w are
//! the engine's (`critical_share`, `exposure_ties`). The first period is where things stand; what happens in it is not
//! explained. Each period after the one in which half of all who ever take up have done so is foretold by the models
//! fitted to all periods before it. The log score of a period is the logarithm of the probability of what everyone
//! did. A difference of scores has the standard error of a sum over people.

use super::exposure::FriendTies;
use super::simplex::maximize;
use crate::analysis::Estimate;
use crate::input::{Diffusion, DiffusionFile};
use crate::mechanisms::uptake::colleague_pull;
use crate::numerics;
use crate::parameters::Ledger;

/// Rates are searched for between e⁻¹² and e³ a period.
const LOG_RATES: (f64, f64) = (-12.0, 3.0);
/// How close the search comes.
const CLOSE: f64 = 1e-4;

/// A model of who takes up when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hazard {
    /// The pull of those whom one asks, and of all others.
    Ties,
    /// The same pull of all others alone.
    NoTies,
    /// Imitation in proportion to all who have taken up.
    Bass,
    /// No influence of anybody.
    Constant,
}

impl Hazard {
    /// All of them, the submodel first.
    pub const ALL: [Hazard; 4] = [Hazard::Ties, Hazard::NoTies, Hazard::Bass, Hazard::Constant];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Hazard::Ties => "ties",
            Hazard::NoTies => "without ties",
            Hazard::Bass => "Bass",
            Hazard::Constant => "constant hazard",
        }
    }
}

/// How well a model does.
#[derive(Debug, Clone, PartialEq)]
pub struct HazardScore {
    /// The model.
    pub hazard: Hazard,
    /// Hazard from outside at mean covariates (per period), fitted to all periods.
    pub outside: f64,
    /// Hazard where all around have taken up (per period); none in the constant one.
    pub colleague: Option<f64>,
    /// Effect of each covariate on the logarithm of the hazard from outside, for a standard deviation.
    pub covariates: Vec<f64>,
    /// Log-likelihood of all periods.
    pub fitted: f64,
    /// Log score of the periods foretold.
    pub foretold: f64,
    /// What the submodel on ties scores more than this one, with its 95% interval over people; nothing for itself.
    pub ties_more: Option<Estimate>,
}

/// What became of a diffusion.
#[derive(Debug, Clone, PartialEq)]
pub struct DiffusionScores {
    /// People.
    pub people: usize,
    /// Those who took it up.
    pub adopters: usize,
    /// The first period, that of the first adopters, and the last.
    pub periods: (u32, u32),
    /// The first period foretold.
    pub foretold_from: u32,
    /// The models, in the order of [`Hazard::ALL`].
    pub models: Vec<HazardScore>,
}

/// A person in a period at risk.
struct PersonPeriod {
    person: usize,
    period: u32,
    took: bool,
    asked: f64,
    all: f64,
}

/// Fitted numbers of a model: log rate from outside, log rate of colleagues, effects of covariates.
type Fitted = Vec<f64>;

struct Scored<'a> {
    rows: Vec<PersonPeriod>,
    covariates: &'a [Vec<f64>],
    critical: f64,
}

impl Scored<'_> {
    fn log_probability(&self, row: &PersonPeriod, hazard: Hazard, x: &[f64]) -> f64 {
        let effects = if hazard == Hazard::Constant { &x[1..] } else { &x[2..] };
        let known: f64 = self.covariates[row.person].iter().zip(effects).map(|(z, b)| z * b).sum();
        let outside = numerics::exp((x[0] + known).clamp(LOG_RATES.0, LOG_RATES.1));
        let pull = match hazard {
            Hazard::Ties => colleague_pull(row.asked, self.critical),
            Hazard::NoTies => colleague_pull(row.all, self.critical),
            Hazard::Bass => row.all,
            Hazard::Constant => 0.0,
        };
        let colleague = if hazard == Hazard::Constant {
            0.0
        } else {
            numerics::exp(x[1].clamp(LOG_RATES.0, LOG_RATES.1))
        };
        let h = outside + colleague * pull;
        if row.took { numerics::ln(-numerics::exp_m1(-h)) } else { -h }
    }

    fn sum(&self, hazard: Hazard, x: &[f64], counts: impl Fn(&PersonPeriod) -> bool) -> f64 {
        let rows = self.rows.iter().filter(|row| counts(row));
        rows.map(|row| self.log_probability(row, hazard, x)).sum()
    }

    /// The most likely numbers over the periods up to this one.
    fn fit(&self, hazard: Hazard, until: u32) -> Fitted {
        let rates = if hazard == Hazard::Constant { 1 } else { 2 };
        let effects = self.covariates.first().map_or(0, Vec::len);
        let start: Vec<f64> = [-3.0, -2.0].into_iter().take(rates).chain(vec![0.0; effects]).collect();
        let (best, _) = maximize(&start, 1.0, CLOSE, |x| {
            // Outside its bounds the surface is flat; a slope leads the search back.
            let outside: f64 = x[..rates].iter().map(|v| (v - v.clamp(LOG_RATES.0, LOG_RATES.1)).abs()).sum();
            self.sum(hazard, x, |row| row.period <= until) - outside
        });
        best
    }
}

/// Fits the models, foretells, and scores.
pub fn diffusion_scores(file: &DiffusionFile, ledger: &Ledger) -> DiffusionScores {
    let d = &file.diffusion;
    let u = ledger.values().uptake;
    let times = || d.adopted.iter().flatten().copied();
    let (first, last) = (times().min().unwrap_or(0), times().max().unwrap_or(0));
    let half = times().count().div_ceil(2);
    let known = (first..=last)
        .find(|&period| d.by(period) >= half)
        .unwrap_or(first)
        .clamp(first + 1, last.max(first + 1));
    let covariates = standardized(&file.covariates);
    let scored = Scored {
        rows: at_risk(d, (first, last), u.exposure_ties),
        covariates: &covariates,
        critical: u.critical_share,
    };
    // Log scores of what is foretold, by model and person.
    let mut foretold = vec![vec![0.0; d.len()]; Hazard::ALL.len()];
    for period in known + 1..=last {
        for (own, hazard) in foretold.iter_mut().zip(Hazard::ALL) {
            let x = scored.fit(hazard, period - 1);
            for row in scored.rows.iter().filter(|row| row.period == period) {
                own[row.person] += scored.log_probability(row, hazard, &x);
            }
        }
    }
    let still: Vec<usize> = (0..d.len()).filter(|&k| d.adopted[k].is_none_or(|when| when > known)).collect();
    let models = Hazard::ALL.into_iter().zip(&foretold).map(|(hazard, own)| {
        let x = scored.fit(hazard, last);
        let constant = hazard == Hazard::Constant;
        HazardScore {
            hazard,
            outside: numerics::exp(x[0]),
            colleague: (!constant).then(|| numerics::exp(x[1])),
            covariates: x[if constant { 1 } else { 2 }..].to_vec(),
            fitted: scored.sum(hazard, &x, |_| true),
            foretold: own.iter().sum(),
            ties_more: (hazard != Hazard::Ties)
                .then(|| total(still.iter().map(|&k| foretold[0][k] - own[k]).collect())),
        }
    });
    DiffusionScores {
        people: d.len(),
        adopters: d.by(last),
        periods: (first, last),
        foretold_from: known + 1,
        models: models.collect(),
    }
}

/// A sum over people, with the standard error of a sum.
fn total(of: Vec<f64>) -> Estimate {
    let n = of.len() as f64;
    let sum: f64 = of.iter().sum();
    let squares: f64 = of.iter().map(|x| (x - sum / n) * (x - sum / n)).sum();
    Estimate::normal(sum, numerics::sqrt(n * squares / (n - 1.0).max(1.0)), of.len() as u64)
}

/// Covariates with mean 0 and standard deviation 1; one that is the same for all is 0.
fn standardized(covariates: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = covariates.len() as f64;
    let mut all = covariates.to_vec();
    for column in 0..covariates.first().map_or(0, Vec::len) {
        let mean = covariates.iter().map(|z| z[column]).sum::<f64>() / n;
        let variance = covariates.iter().map(|z| (z[column] - mean) * (z[column] - mean)).sum::<f64>() / n;
        let sd = numerics::sqrt(variance);
        all.iter_mut().for_each(|z| z[column] = if sd > 0.0 { (z[column] - mean) / sd } else { 0.0 });
    }
    all
}

/// Everyone who has not taken up before, in each period after the first.
fn at_risk(d: &Diffusion, (first, last): (u32, u32), weight: f64) -> Vec<PersonPeriod> {
    let asked = FriendTies::chosen(&d.chosen, weight);
    let everyone = FriendTies { weight: 0.0, ..asked.clone() };
    let period = |period: u32| {
        let adopted: Vec<bool> = d.adopted.iter().map(|a| a.is_some_and(|when| when < period)).collect();
        let all = adopted.iter().filter(|&&a| a).count();
        let row = |person: usize| PersonPeriod {
            person,
            period,
            took: d.adopted[person] == Some(period),
            asked: asked.exposure(person, &adopted, all),
            all: everyone.exposure(person, &adopted, all),
        };
        (0..d.len()).filter(|&k| !adopted[k]).map(row).collect::<Vec<_>>()
    };
    (first + 1..=last).flat_map(period).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_covariates_the_constant_hazard_is_that_of_the_share_who_take_up() {
        let diffusion = Diffusion {
            ids: (0..40).map(|k| k.to_string()).collect(),
            group: vec![String::new(); 40],
            adopted: (0..40u32).map(|k| (k < 20).then_some(1 + k / 10)).collect(),
            chosen: (0..40).map(|k| vec![(k + 1) % 40]).collect(),
        };
        let mut file = DiffusionFile::default();
        (file.diffusion, file.covariates) = (diffusion, vec![Vec::new(); 40]);
        let scores = diffusion_scores(&file, &Ledger::standard().unwrap());
        let constant = &scores.models[3];
        // Ten of the thirty at risk in period 2.
        assert!((constant.outside + numerics::ln(2.0 / 3.0)).abs() < 1e-3, "{constant:?}");
        assert_eq!((scores.periods, scores.adopters), ((1, 2), 20));
    }

    #[test]
    fn a_sum_has_the_error_of_a_sum() {
        let found = total(vec![1.0, -1.0, 1.0, -1.0]);
        assert!(
            found.value == 0.0 && (found.high - 1.959_964 * numerics::sqrt(16.0 / 3.0)).abs() < 1e-4,
            "{found:?}"
        );
    }
}
