//! From a calibration to the figure of its parameters.

use crate::calibration::abc_smc::Calibration;
use crate::calibration::diagnostics::{Narrowed, narrowed, slices};
use crate::figures::{Caption, Figure, FigureError, Posterior, prior_posterior};
use crate::model::Model;
use crate::parameters::{Ledger, NAMES};

/// Parameters shown at least: those that come nearest to being narrowed among them.
const LEAST: usize = 12;

/// Prior against accepted values of the parameters that the targets narrow.
///
/// # Errors
/// If it cannot be drawn.
pub fn posterior(model: Model, found: &Calibration, ledger: &Ledger) -> Result<Figure, FigureError> {
    let all = narrowed(found, ledger);
    let count = all.iter().filter(|n| n.is_narrowed()).count();
    let of = |n: &Narrowed| -> Option<Posterior> {
        let entry = ledger.entries().get(n.position)?;
        let column = found.ensemble.positions.iter().position(|p| *p == n.position)?;
        let (low, high) = entry.range;
        Some(Posterior {
            name: NAMES[n.position].1.into(),
            range: entry.range,
            shares: slices(found, column, entry),
            mean: low + n.mean * (high - low),
            ledger: entry.value,
            narrowed: n.is_narrowed(),
        })
    };
    let shown: Vec<Posterior> = all.iter().take(count.max(LEAST)).filter_map(of).collect();
    let (n, of) = (found.ensemble.vectors.len(), all.len());
    let title = match count {
        0 => format!("The targets narrow none of {of} parameters beyond what chance would"),
        _ => format!("The targets narrow {count} of {of} parameters beyond what chance would"),
    };
    let subtitle = format!(
        "{n} accepted vectors of {} simulated; model: {}. Those narrowed most come first ({} shown).",
        found.simulated,
        model.word(),
        shown.len()
    );
    prior_posterior(&Caption { title, subtitle }, &shown)
}
