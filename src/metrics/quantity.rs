//! What a study asks of a run: a measure at the end of a month, or a column of the run as a whole.
//!
//! Both are written as one word: `deep_share@36`, `month_stage_4`.
//!
//! ```
//! use uptake::metrics::Quantity;
//!
//! let deep: Quantity = "deep_share@36".parse()?;
//! assert_eq!((deep.column().unit, deep.month()), ("share", Some(36)));
//! let wrong = "deepshare@36".parse::<Quantity>();
//! assert!(wrong.is_err_and(|fault| fault.to_string().contains("deep_share@36")));
//! # Ok::<(), uptake::diagnostic::Diagnostic>(())
//! ```

use std::fmt;
use std::str::FromStr;

use super::columns::{Column, MEASURES, Measure, RUN_COLUMNS, place_of};
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Result};
use crate::phrasing::{gist, lower};

/// What is asked of a run; it prints as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Quantity {
    asked: Asked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Asked {
    /// A place in [`MEASURES`] and a month.
    AtMonth(usize, u32),
    /// A place in [`RUN_COLUMNS`].
    OfRun(usize),
}

impl Quantity {
    /// A measure at the end of a month, month 0 being the first day.
    pub fn at(measure: Measure, month: u32) -> Quantity {
        Quantity { asked: Asked::AtMonth(measure as usize, month) }
    }

    /// The column that it is about: its meaning, unit and range.
    pub fn column(&self) -> &'static Column {
        match self.asked {
            Asked::AtMonth(place, _) => &MEASURES[place],
            Asked::OfRun(place) => &RUN_COLUMNS[place],
        }
    }

    /// The month at whose end it is measured; none where it is about the run as a whole.
    pub fn month(&self) -> Option<u32> {
        match self.asked {
            Asked::AtMonth(_, month) => Some(month),
            Asked::OfRun(_) => None,
        }
    }

    /// What it is, as one reads it first, without its month: "share of teachers who teach it deeply".
    pub fn what(&self) -> String {
        let column = self.column();
        match column.name {
            "spread" => "share of teachers who use it".into(),
            "deep_share" => "share of teachers who teach it deeply".into(),
            "stage" => "stage reached (0 to 5)".into(),
            _ => lower(gist(column.meaning)),
        }
    }

    /// The same with its month: "share of teachers who teach it deeply, month 60".
    pub fn words(&self) -> String {
        let month = self.month().map_or_else(String::new, |month| format!(", month {month}"));
        format!("{}{month}", self.what())
    }

    /// The lowest and the highest value; infinite where there is no end.
    pub fn range(&self) -> (f64, f64) {
        let column = self.column();
        (column.low.unwrap_or(f64::NEG_INFINITY), column.high.unwrap_or(f64::INFINITY))
    }

    /// Its value in a run: from the months of the run ((months + 1) rows of [`MEASURES`]) and its columns as a whole; missing
    /// where the model has none.
    pub fn of(&self, timeline: &[f64], run: &[f64]) -> Option<f64> {
        let found = match self.asked {
            Asked::AtMonth(place, month) => timeline.get(month as usize * MEASURES.len() + place),
            Asked::OfRun(place) => run.get(place),
        };
        found.copied().filter(|value| !value.is_nan())
    }

    /// Whether runs of so many months have it.
    ///
    /// # Errors
    /// A month beyond the last.
    pub fn within(self, months: u32) -> Result<Quantity> {
        match self.month() {
            Some(month) if month > months => {
                let fault = format!("`{self}` asks for month {month}, and the runs end with month {months}");
                let remedy = format!("write {}@{months}, or run longer with --months", self.column().name);
                Err(Diagnostic::usage(fault, remedy))
            }
            _ => Ok(self),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month() {
            Some(month) => write!(f, "{}@{month}", self.column().name),
            None => f.write_str(self.column().name),
        }
    }
}

impl FromStr for Quantity {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Quantity> {
        let (name, month) = match text.split_once('@') {
            Some((name, month)) => (name.trim(), Some(month.trim())),
            None => (text.trim(), None),
        };
        let of_run = RUN_COLUMNS.iter().position(|c| c.name == name);
        match (place_of(name), of_run, month) {
            (Some(place), _, Some(month)) => {
                let month = month.parse().map_err(|_| {
                    let fault = format!("`{text}` names no month: `{month}`");
                    Diagnostic::usage(fault, format!("write a number, as {name}@36"))
                })?;
                Ok(Quantity { asked: Asked::AtMonth(place, month) })
            }
            (Some(_), _, None) => {
                let fault = format!("`{name}` is measured every month, and no month is named");
                Err(Diagnostic::usage(fault, format!("name one: {name}@36")))
            }
            (None, Some(place), None) => Ok(Quantity { asked: Asked::OfRun(place) }),
            (None, Some(_), Some(_)) => {
                let fault = format!("`{name}` is about the run as a whole and has no month");
                Err(Diagnostic::usage(fault, format!("write {name} alone")))
            }
            (None, None, _) => {
                let known = MEASURES.iter().chain(RUN_COLUMNS).map(|c| c.name);
                let remedy = match nearest(name, known) {
                    Some(near) if place_of(near).is_some() => {
                        format!("did you mean {near}@{}?", month.unwrap_or("36"))
                    }
                    Some(near) => format!("did you mean {near}?"),
                    None => {
                        "write a measure and a month, as deep_share@36; `uptake odd` and columns.json of any \
                             results folder list them"
                            .into()
                    }
                };
                Err(Diagnostic::usage(format!("no measure and no column of runs is called `{name}`"), remedy))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_and_every_column_of_runs_is_read_as_it_is_printed() -> Result<()> {
        let monthly = MEASURES.iter().map(|c| format!("{}@36", c.name));
        for word in monthly.chain(RUN_COLUMNS.iter().map(|c| c.name.to_owned())) {
            assert_eq!(word.parse::<Quantity>()?.to_string(), word);
        }
        Ok(())
    }

    #[test]
    fn every_slip_has_its_remedy() {
        let told = |text: &str| text.parse::<Quantity>().map_err(|fault| fault.to_string());
        for (text, remedy) in [
            ("deep_share", "deep_share@36"),
            ("deep_share@june", "deep_share@36"),
            ("month_stage_4@36", "month_stage_4 alone"),
            ("sprad@12", "spread@12"),
            ("zzz", "columns.json"),
        ] {
            assert!(told(text).is_err_and(|told| told.contains(remedy)), "{text}");
        }
        let late = Quantity::at(Measure::Spread, 61).within(60);
        assert!(late.is_err_and(|fault| fault.to_string().contains("spread@60")));
    }

    #[test]
    fn a_value_is_found_and_a_missing_one_is_missing() {
        let mut timeline = vec![f64::NAN; 2 * MEASURES.len()];
        timeline[MEASURES.len() + Measure::Spread as usize] = 0.25;
        assert_eq!(Quantity::at(Measure::Spread, 1).of(&timeline, &[]), Some(0.25));
        assert_eq!(Quantity::at(Measure::Spread, 0).of(&timeline, &[]), None, "it is missing");
        assert_eq!(Quantity::at(Measure::Spread, 2).of(&timeline, &[]), None, "it is beyond the last month");
    }
}
