//! A condition on a run, as a command line writes it: `deep_share@60 < 0.2`.
//!
//! ```
//! use uptake::metrics::Condition;
//!
//! let stalls: Condition = "deep_share@60 < 0.2".parse()?;
//! assert_eq!(stalls.to_string(), "deep_share@60 < 0.2");
//! assert!(stalls.is_met_by(0.1) && !stalls.is_met_by(0.2));
//! # Ok::<(), uptake::diagnostic::Diagnostic>(())
//! ```

use std::fmt;
use std::str::FromStr;

use super::Quantity;
use crate::diagnostic::{Diagnostic, Result};
use crate::phrasing::percent;

/// How a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Below,
    AtMost,
    Above,
    AtLeast,
}

/// The longer signs come first, so that `<=` is not read as `<`.
const SIGNS: [(&str, Sign); 4] =
    [("<=", Sign::AtMost), (">=", Sign::AtLeast), ("<", Sign::Below), (">", Sign::Above)];

/// A condition on a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Condition {
    /// What is looked at.
    pub quantity: Quantity,
    sign: Sign,
    limit: f64,
}

impl Condition {
    /// Whether a value meets it; a missing one does not.
    pub fn is_met_by(&self, value: f64) -> bool {
        match self.sign {
            Sign::Below => value < self.limit,
            Sign::AtMost => value <= self.limit,
            Sign::Above => value > self.limit,
            Sign::AtLeast => value >= self.limit,
        }
    }
}

impl Condition {
    /// What it asks for, as one reads it first: "share of teachers who teach it deeply is below 20% in month 60".
    pub fn words(&self) -> String {
        let sign = match self.sign {
            Sign::Below => "below",
            Sign::AtMost => "at most",
            Sign::Above => "above",
            Sign::AtLeast => "at least",
        };
        let limit = match self.quantity.column().unit {
            "share" => percent(self.limit),
            _ => self.limit.to_string(),
        };
        let month = self.quantity.month().map_or_else(String::new, |month| format!(" in month {month}"));
        format!("{} is {sign} {limit}{month}", self.quantity.what())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = SIGNS.iter().find(|(_, sign)| *sign == self.sign).map_or("", |(words, _)| words);
        write!(f, "{} {sign} {}", self.quantity, self.limit)
    }
}

impl FromStr for Condition {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Condition> {
        let remedy = "write a measure with its month, a sign and a number: \"deep_share@60 < 0.2\"";
        let found = SIGNS.iter().find_map(|(words, sign)| Some((text.split_once(words)?, *sign)));
        let Some(((quantity, limit), sign)) = found else {
            return Err(Diagnostic::usage(format!("`{text}` has none of the signs < <= > >="), remedy));
        };
        let limit = limit.trim().parse::<f64>().ok().filter(|x| x.is_finite());
        let Some(limit) = limit else {
            return Err(Diagnostic::usage(format!("`{text}` compares with no number"), remedy));
        };
        Ok(Condition { quantity: quantity.trim().parse()?, sign, limit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_read_as_it_is_printed_and_slips_have_their_remedy() {
        for (text, met) in [
            ("spread@36 < 0.5", [true, false, false]),
            ("spread@36 <= 0.5", [true, true, false]),
            ("spread@36 > 0.5", [false, false, true]),
            ("spread@36 >= 0.5", [false, true, true]),
        ] {
            let condition: Condition = text.parse().unwrap();
            assert_eq!(condition.to_string(), text);
            assert!(condition.words().starts_with("share of teachers who use it is "));
            assert!(condition.words().ends_with(" 50% in month 36"));
            assert_eq!([0.4, 0.5, 0.6].map(|x| condition.is_met_by(x)), met, "{text}");
            assert!(!condition.is_met_by(f64::NAN));
        }
        let told = |text: &str| text.parse::<Condition>().unwrap_err().to_string();
        for (text, words) in [
            ("spread@36 0.5", "none of the signs"),
            ("spread@36 < much", "no number"),
            ("sprad@36 < 1", "spread@36"),
        ] {
            assert!(told(text).contains(words), "{text}: {}", told(text));
        }
    }
}
