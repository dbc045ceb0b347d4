//! Modern mathematics among the school superintendents of Allegheny County, 1958 to 1963 (Carlson 1965).
//!
//! Fitted to 1958 to 1960, asked about 1961 to 1963. A superintendent sees those whom he chose as friends and all
//! others, mixed as in the engine; he whose choices are not recorded sees all others. Those who chose him are a
//! further reading of the same data, as are friends alone and a critical share that is fitted as well; the
//! reading of the claim is the engine's, at the ledger's values, and was settled before the others were looked at.

use std::fmt;
use std::path::Path;

use super::bass::Bass;
use super::exposure::FriendTies;
use super::forecast::{Critical, DataReading, DiffusionForecast, Years, fit, forecast};
use super::score::{ScoreTest, compare};
use super::{Compared, ObservedClaim, REPLICATIONS};
use crate::analysis::sequential::Want;
use crate::claims::Caveats;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::Diffusion;
use crate::model::Model;
use crate::numerics;
use crate::parameters::Ledger;

/// What a Bass curve fitted to 1958 to 1960 misses 1961 to 1963 by (adopters).
const BASS: f64 = 0.66;

/// The claim.
pub const CLAIM: ObservedClaim = ObservedClaim {
    id: "modern-math",
    words: "The take-up submodel on real friendship ties gives the spread of modern mathematics in Allegheny County",
    source: "Carlson 1965: superintendents who adopted by the end of 1958 to 1963: 1, 5, 15, 27, 35, 38",
    reason: "0.66 adopters is what a Bass curve fitted to the same first three years misses the next three by",
    caveats: Caveats { assumed: None, tuned: false, calibrated: None },
    null: Some(Model::MeanField),
    parts: [
        ("root mean square error for 1961 to 1963 (adopters)", Want::Below(BASS)),
        ("log score of who adopts when, with ties less without", Want::Told),
        ("chance of seeing such a difference if ties were true", Want::Told),
    ],
    compare: |folder, ledger| {
        let found = modern_math(folder, ledger, REPLICATIONS)?;
        let (rmse, power) = (found.ties.rmse, found.left_out.power);
        let (low, high) = power.interval();
        Ok(Compared {
            effects: [
                [rmse.value, rmse.low, rmse.high],
                [found.left_out.difference(), f64::NAN, f64::NAN],
                [power.share(), low, high],
            ],
            in_null: Some(found.without.rmse.value),
        })
    },
};

/// Years fitted to, after the first one.
const FITTED: usize = 2;

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModernMath {
    /// The first year.
    pub first: u32,
    /// Cumulative adopters as observed, from the first year on.
    pub observed: Vec<usize>,
    /// The curve to beat, fitted to the same years.
    pub bass: Bass,
    /// What it foretells of the years left out.
    pub bass_forecast: Vec<f64>,
    /// Its root mean square error (adopters).
    pub bass_rmse: f64,
    /// The submodel on real ties.
    pub ties: DiffusionForecast,
    /// The same hazard without ties: everyone sees everyone.
    pub without: DiffusionForecast,
    /// Other readings of the same data.
    pub others: Vec<DiffusionForecast>,
    /// Who takes up in which of the years left out.
    pub left_out: ScoreTest,
    /// Who takes up in which of all years, with rates fitted to all of them.
    pub all_years: ScoreTest,
}

/// Fits, forecasts and compares.
///
/// # Errors
/// If a table cannot be read or has faults, or the history is too short.
pub fn modern_math(folder: &Path, ledger: &Ledger, replications: u32) -> Result<ModernMath, Diagnostics> {
    let data = Diffusion::superintendents(folder)?;
    let (first, last) = span(&data).ok_or_else(|| {
        let fault = format!("the history has to go on for more than {FITTED} years after the first adopters");
        Diagnostic::new("modern_math_superintendents.csv", fault, "take the published table")
    })?;
    let replications = replications.max(20);
    let years = Years::of(&data, first, last);
    let u = ledger.values().uptake;
    let range = ledger.get("critical_share").map_or((u.critical_share, u.critical_share), |e| e.range);
    let (fixed, free) = (Critical::Fixed(u.critical_share), Critical::Within(range.0, range.1));
    let chosen = FriendTies::chosen(&data.chosen, u.exposure_ties);
    let everyone = FriendTies { weight: 0.0, ..chosen.clone() };
    let friends_alone = FriendTies { weight: 1.0, ..chosen.clone() };
    let mutual = FriendTies::mutual(&data.chosen, u.exposure_ties);
    let of = |words, circle, critical| {
        forecast(&years, &DataReading { words, circle, critical }, FITTED, replications)
    };
    let ties = of("chosen friends and all others", &chosen, fixed);
    let without = of("all others alone", &everyone, fixed);
    let others = vec![
        of("chosen friends alone", &friends_alone, fixed),
        of("friends in either direction and all others", &mutual, fixed),
        of("chosen friends and all others, critical share fitted", &chosen, free),
        of("all others alone, critical share fitted", &everyone, free),
    ];
    let observed: Vec<usize> = (first..=last).map(|year| data.by(year)).collect();
    let counts: Vec<f64> = observed.iter().map(|&n| n as f64).collect();
    let bass = Bass::fit(data.len() as f64, &counts[..=FITTED]);
    let bass_forecast: Vec<f64> = (FITTED + 1..counts.len()).map(|year| bass.by((year + 1) as f64)).collect();
    let squares = bass_forecast.iter().zip(&counts[FITTED + 1..]).map(|(b, n)| (b - n) * (b - n));
    let bass_rmse = numerics::sqrt(squares.sum::<f64>() / bass_forecast.len() as f64);
    let left_out = compare(&years, (&chosen, &ties.rates), (&everyone, &without.rates), FITTED, replications);
    let whole = |circle| fit(&years, circle, fixed, 0, counts.len() - 1);
    let all_years =
        compare(&years, (&chosen, &whole(&chosen)), (&everyone, &whole(&everyone)), 0, replications);
    Ok(ModernMath {
        first,
        observed,
        bass,
        bass_forecast,
        bass_rmse,
        ties,
        without,
        others,
        left_out,
        all_years,
    })
}

fn span(data: &Diffusion) -> Option<(u32, u32)> {
    let first = data.adopted.iter().flatten().min()?;
    let last = data.adopted.iter().flatten().max()?;
    (last - first > FITTED as u32).then_some((*first, *last))
}

impl fmt::Display for ModernMath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let later = self.first + FITTED as u32 + 1;
        writeln!(f, "observed from {}: {:?}", self.first, self.observed)?;
        write!(f, "Bass from {later}:")?;
        for n in &self.bass_forecast {
            write!(f, " {n:.1}")?;
        }
        writeln!(f, "; error {:.3} (p {:.4}, q {:.3} a year)", self.bass_rmse, self.bass.p, self.bass.q)?;
        for forecast in [&self.ties, &self.without].into_iter().chain(&self.others) {
            write!(f, "{}:", forecast.reading)?;
            for year in &forecast.cumulative {
                write!(f, " {:.1} ({:.0} to {:.0})", year.mean, year.quantiles[0], year.quantiles[6])?;
            }
            let r = &forecast.rates;
            writeln!(
                f,
                "; error {}; outside {:.4}, colleague {:.4}, critical {:.3}; log score of fitted years {:.2}",
                forecast.rmse, r.outside, r.colleague, r.critical, forecast.fitted_score
            )?;
        }
        for (words, test) in [("years left out", &self.left_out), ("all years", &self.all_years)] {
            writeln!(
                f,
                "log score, {words}: with ties {:.2}, without {:.2}, difference {:.2} (critical {:.2}); \
                 p {}; better if ties were true {}; power {}",
                test.ties,
                test.without,
                test.difference(),
                test.critical,
                test.p_value,
                test.power_better,
                test.power
            )?;
        }
        Ok(())
    }
}
