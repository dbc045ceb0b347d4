//! When a run stalls, as a condition on what is measured of it: `stage@36 < 3`.

use std::fmt;

use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Outcome;
use crate::metrics::Quantity;

/// A condition on a quantity of a run. One that a run has no value for holds, if it asks for too little: a month that was never
/// reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stall {
    quantity: Quantity,
    sign: &'static str,
    number: f64,
}

/// The longer ones first.
const SIGNS: [&str; 4] = ["<=", ">=", "<", ">"];

impl Stall {
    /// Reads a condition; runs have so many months, and signs are seen by the end of month `by`.
    ///
    /// # Errors
    /// A text that is none; a month that is no later than `by`, or beyond the last.
    pub fn read(text: &str, by: u32, months: u32) -> Result<Stall> {
        let remedy = "write what a run that stalls has, as --stalls \"stage@36 < 3\" or --stalls \"deep_share@48 < 0.1\"";
        let wrong = |fault: String| Diagnostic::usage(format!("--stalls \"{text}\": {fault}"), remedy);
        let split =
            SIGNS.iter().find_map(|sign| text.split_once(sign).map(|(name, number)| (name, *sign, number)));
        let (name, sign, number) = split.ok_or_else(|| wrong("there is no <, <=, > or >=".into()))?;
        let quantity = name.parse::<Quantity>()?.within(months)?;
        let number = number.trim();
        let value = number.parse::<f64>().ok().filter(|value| value.is_finite());
        let number = value.ok_or_else(|| wrong(format!("`{number}` is no number")))?;
        match quantity.month() {
            Some(month) if month <= by => {
                Err(wrong(format!("it is measured no later than month {by}, by which signs are seen")))
            }
            _ => Ok(Stall { quantity, sign, number }),
        }
    }

    /// Whether it holds in a run; what has no value is less than any number.
    pub(super) fn holds(&self, run: &Outcome) -> bool {
        let value = self.quantity.of(&run.timeline, &run.run);
        // A month of the run as a whole that is missing was never reached.
        let never = if self.quantity.month().is_none() { f64::INFINITY } else { f64::NEG_INFINITY };
        let value = value.unwrap_or(never);
        match self.sign {
            "<" => value < self.number,
            "<=" => value <= self.number,
            ">" => value > self.number,
            _ => value >= self.number,
        }
    }
}

impl fmt::Display for Stall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.quantity, self.sign, self.number)
    }
}
