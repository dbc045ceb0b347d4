//! When a run stalls, as a condition on what is measured of it: `stage@36 < 3`.

use std::fmt;

use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Outcome;
use crate::metrics::Condition;

/// A condition on a run. One that a run has no value for holds, if it asks for too little: a month that was never reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stall(Condition);

impl Stall {
    /// Reads a condition; runs have so many months, and signs are seen by the end of month `by`.
    ///
    /// # Errors
    /// A text that is none; a month that is no later than `by`, or beyond the last.
    pub fn read(text: &str, by: u32, months: u32) -> Result<Stall> {
        let remedy = "write what a run that stalls has, as --stalls \"stage@36 < 3\" or --stalls \"deep_share@48 < 0.1\"";
        let wrong = |fault: String| Diagnostic::usage(format!("--stalls \"{text}\": {fault}"), remedy);
        let told = |mut fault: Diagnostic| {
            fault.fault = format!("--stalls \"{text}\": {}", fault.fault);
            fault
        };
        let condition: Condition = text.parse().map_err(told)?;
        condition.quantity.within(months)?;
        match condition.quantity.month() {
            Some(month) if month <= by => {
                Err(wrong(format!("it is measured no later than month {by}, by which signs are seen")))
            }
            _ => Ok(Stall(condition)),
        }
    }

    /// As one reads it first.
    pub(super) fn words(&self) -> String {
        self.0.words()
    }

    /// Whether it holds in a run; what has no value is less than any number.
    pub(super) fn holds(&self, run: &Outcome) -> bool {
        let quantity = self.0.quantity;
        // A month of the run as a whole that is missing was never reached.
        let never = if quantity.month().is_none() { f64::INFINITY } else { f64::NEG_INFINITY };
        self.0.is_met_by(quantity.of(&run.timeline, &run.run).unwrap_or(never))
    }
}

impl fmt::Display for Stall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
