//! A new drug among the doctors of four towns, 1953 to 1955 (Coleman, Katz and Menzel 1966): does exposure to
//! colleagues explain who took it up when, and is anything left of it once influence from outside may change
//! from month to month?
//!
//! Its known lesson is that little is left: sales representatives and journals reached everyone at the same
//! time (Van den Bulte and Lilien 2001). The hazard is the engine's, `outside + h_c · pull(x)`, where x is the
//! share of the colleagues a doctor named who had taken it up before this month; who named nobody sees nothing.
//! The first pair of models holds `outside` constant, the second gives it a value of its own in every month.

use std::fmt;
use std::path::Path;

use super::exposure::{Rates, hazard};
use crate::analysis::Estimate;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::Diffusion;
use crate::numerics;
use crate::parameters::Ledger;

/// Twice a log-likelihood difference that one rate at the edge of what is possible has to exceed at 5%: half
/// of the time it is 0, else χ² with one degree of freedom (Self and Liang 1987).
const CRITICAL: f64 = 2.705_543_454_095_404;
/// Fall of the log-likelihood at the ends of a 95% interval: half the 95% point of χ² with one degree.
const FALL_95: f64 = 1.920_729_410_347_062;
/// Largest rate looked at (per month).
const HIGHEST: f64 = 4.0;

/// What exposure adds under one form of influence from outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Explained {
    /// Log-likelihood without exposure.
    pub without: f64,
    /// Log-likelihood with it.
    pub with: f64,
    /// Rate of taking up from colleagues (per month), with its profile interval and the months at risk.
    pub colleague: Estimate,
}

impl Explained {
    /// Twice the difference of the log-likelihoods.
    pub fn ratio(&self) -> f64 {
        2.0 * (self.with - self.without)
    }

    /// Whether exposure explains more than chance would at 5%.
    pub fn is_significant(&self) -> bool {
        self.ratio() > CRITICAL
    }
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedicalInnovation {
    /// Doctors.
    pub doctors: usize,
    /// Those who took it up while they were watched.
    pub adopters: usize,
    /// Influence from outside constant.
    pub constant: Explained,
    /// Influence from outside free in every month.
    pub free: Explained,
}

/// One doctor in one month at risk.
#[derive(Debug, Clone, Copy)]
struct AtRisk {
    exposure: f64,
    took: bool,
}

/// Fits the four models.
///
/// # Errors
/// If a table cannot be read or has faults, or nobody took it up.
pub fn medical_innovation(folder: &Path, ledger: &Ledger) -> Result<MedicalInnovation, Diagnostics> {
    let data = Diffusion::doctors(folder)?;
    let last = data.adopted.iter().flatten().max().copied().ok_or_else(|| {
        Diagnostic::new("medical_innovation_doctors.csv", "nobody takes it up", "take the published table")
    })?;
    let months: Vec<Vec<AtRisk>> = (1..=last).map(|month| at_risk(&data, month)).collect();
    let all = vec![months.concat()];
    let critical = ledger.values().uptake.critical_share;
    Ok(MedicalInnovation {
        doctors: data.len(),
        adopters: data.by(last),
        constant: explained(&all, critical),
        free: explained(&months, critical),
    })
}

fn at_risk(data: &Diffusion, month: u32) -> Vec<AtRisk> {
    let before = |k: usize| data.adopted[k].is_some_and(|when| when < month);
    (0..data.len())
        .filter(|&k| !before(k))
        .map(|k| {
            let named = &data.chosen[k];
            let users = named.iter().filter(|&&other| before(other)).count();
            let exposure = if named.is_empty() { 0.0 } else { users as f64 / named.len() as f64 };
            AtRisk { exposure, took: data.adopted[k] == Some(month) }
        })
        .collect()
}

/// Influence from outside is the same within each of these spans and free between them.
fn explained(spans: &[Vec<AtRisk>], critical: f64) -> Explained {
    let profile =
        |colleague: f64| -> f64 { spans.iter().map(|span| best_outside(span, colleague, critical)).sum() };
    let at = highest(&profile, 0.0, HIGHEST);
    let (without, top) = (profile(0.0), profile(at));
    // At the edge the search may stop a hair inside.
    let (colleague, with) = if top > without { (at, top) } else { (0.0, without) };
    let low =
        if without >= with - FALL_95 { 0.0 } else { crossing(&profile, 0.0, colleague, with - FALL_95) };
    let high = crossing(&profile, HIGHEST, colleague, with - FALL_95);
    let n = spans.iter().map(Vec::len).sum::<usize>() as u64;
    Explained { without, with, colleague: Estimate { value: colleague, low, high, n } }
}

/// The log-likelihood of a span at the outside rate that makes it highest; it is concave in that rate.
fn best_outside(span: &[AtRisk], colleague: f64, critical: f64) -> f64 {
    let likelihood = |outside: f64| -> f64 {
        let rates = Rates { outside, colleague, critical };
        span.iter()
            .map(|one| {
                let h = hazard(one.exposure, &rates);
                if one.took { numerics::ln(-numerics::exp_m1(-h)) } else { -h }
            })
            .sum()
    };
    likelihood(0.0).max(likelihood(highest(&likelihood, 0.0, HIGHEST)))
}

/// Where a function with one summit is highest, by golden section; the number of steps is fixed.
fn highest(value: &impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let golden = (numerics::sqrt(5.0) - 1.0) / 2.0;
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_a, mut at_b) = (value(a), value(b));
    for _ in 0..60 {
        if at_a > at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - golden * (high - low);
            at_a = value(a);
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + golden * (high - low);
            at_b = value(b);
        }
    }
    0.5 * (low + high)
}

/// Where the function falls to this level between `outer`, where it is below, and `inner`, where it is above.
fn crossing(value: &impl Fn(f64) -> f64, mut outer: f64, mut inner: f64, level: f64) -> f64 {
    for _ in 0..50 {
        let middle = 0.5 * (outer + inner);
        if value(middle) < level { outer = middle } else { inner = middle }
    }
    0.5 * (outer + inner)
}

impl fmt::Display for MedicalInnovation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} of {} doctors took it up", self.adopters, self.doctors)?;
        for (words, e) in [("constant", &self.constant), ("free in every month", &self.free)] {
            writeln!(
                f,
                "outside influence {words}: log-likelihood {:.2} without exposure, {:.2} with; twice the \
                 difference {:.2} (5 % point {CRITICAL:.2}); colleague {}",
                e.without,
                e.with,
                e.ratio(),
                e.colleague
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_rate_is_found_where_exposure_explains_nothing() {
        let span: Vec<AtRisk> =
            (0..100).map(|k| AtRisk { exposure: f64::from(k % 2), took: k % 10 < 2 }).collect();
        let e = explained(&[span], 0.25);
        assert!((e.without - (20.0 * numerics::ln(0.2) + 80.0 * numerics::ln(0.8))).abs() < 1e-9, "{e:?}");
        assert!(e.ratio() < 1e-6 && !e.is_significant(), "{e:?}");
        assert_eq!(e.colleague.low, 0.0);
    }

    #[test]
    fn a_rate_that_only_the_exposed_have_is_found_with_its_interval() {
        let span: Vec<AtRisk> =
            (0..200).map(|k| AtRisk { exposure: f64::from(k % 2), took: k % 2 == 1 && k % 8 == 1 }).collect();
        let e = explained(&[span], 0.25);
        // A quarter of those with all around them: 1 − exp(−h · pull(1)) = ¼.
        let rate = -numerics::ln(0.75) * (1.0 + 0.0625);
        assert!((e.colleague.value - rate).abs() < 1e-4, "{e:?}");
        assert!(e.is_significant() && e.colleague.low > 0.0 && e.colleague.high > rate, "{e:?}");
    }
}
