//! What a real district has seen of itself so far, and how near a future comes to it.
//!
//! The sd of what was seen is the observer's doubt and nothing else: no error of the model is hidden in it.

#[cfg(feature = "program")]
use std::path::Path;

use super::Outcome;
use super::decision::DecisionCell;
use crate::analysis::importance::Misses;
#[cfg(feature = "program")]
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Result};
#[cfg(feature = "program")]
use crate::diagnostic::{Diagnostics, Remedy};
#[cfg(feature = "program")]
use crate::input::seen_table::{self, SeenRow};
use crate::metrics::columns::Column;
#[cfg(feature = "program")]
use crate::metrics::columns::{MEASURES, range_of};
use crate::metrics::{KeptMeasures, Quantity};
use crate::phrasing::{date_of_entry, decimals, listed};
use crate::scenario::Scenario;

/// The name of its file in a results folder.
pub const SEEN: &str = "seen.csv";

/// Measures that are described given what was seen, beside those that were.
pub const DESCRIBED: [&str; 2] = ["spread", "deep_share"];

/// Something that was seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeenPoint {
    /// The measure, at the end of a month.
    pub quantity: Quantity,
    /// Its month.
    pub month: u32,
    /// Its value.
    pub value: f64,
    /// How sure: a standard deviation.
    pub sd: f64,
}

impl SeenPoint {
    /// The column it is about.
    pub fn column(&self) -> &'static Column {
        self.quantity.column()
    }

    /// "spread 0.15 ± 0.05".
    fn words(&self) -> String {
        format!("{} {} ± {}", self.column().name, decimals(self.value), decimals(self.sd))
    }
}

/// All that was seen, in the order of months.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// One by one.
    pub points: Vec<SeenPoint>,
}

impl Seen {
    /// Reads a file with the columns month, measure, value and sd, about runs of so many months.
    ///
    /// # Errors
    /// A file that cannot be read; all that is wrong with it.
    #[cfg(feature = "program")]
    pub fn read_file(path: &Path, months: u32) -> std::result::Result<Seen, Diagnostics> {
        Ok(Seen::of(seen_table::read_file(path, months, &find)?)?)
    }

    /// As [`Seen::read_file`], from the bytes of the file of this name.
    ///
    /// # Errors
    /// All that is wrong with it.
    #[cfg(feature = "program")]
    pub fn read(name: &str, bytes: &[u8], months: u32) -> std::result::Result<Seen, Diagnostics> {
        Ok(Seen::of(seen_table::read(name, bytes, months, &find)?)?)
    }

    #[cfg(feature = "program")]
    fn of(rows: Vec<SeenRow<&'static str>>) -> Result<Seen> {
        let point = |row: SeenRow<&str>| {
            let quantity: Quantity = format!("{}@{}", row.measure, row.month).parse()?;
            Ok(SeenPoint { quantity, month: row.month, value: row.value, sd: row.sd })
        };
        let mut points: Vec<SeenPoint> = rows.into_iter().map(point).collect::<Result<_>>()?;
        points.sort_by_key(|point| (point.month, point.quantity));
        Ok(Seen { points })
    }

    /// As a table, from which the same is read.
    pub fn csv(&self) -> String {
        let row = |p: &SeenPoint| format!("{},{},{},{}\n", p.month, p.column().name, p.value, p.sd);
        let rows: String = self.points.iter().map(row).collect();
        format!("{}\n{rows}", "month,measure,value,sd")
    }

    /// Whether runs of scenarios can be weighted by it.
    ///
    /// # Errors
    /// Several districts, of which it is not said which was seen; parameters that are not drawn from accepted vectors, so that
    /// nothing but chance could be learned; a month after the last.
    pub fn check(&self, scenarios: &[Scenario], kept: &KeptMeasures) -> Result<()> {
        let needed = || self.points.iter().map(|p| p.column().name).chain(DESCRIBED);
        if let Some(lacks) = needed().find(|name| !kept.holds(name)) {
            let fault = format!("futures are weighted by what was seen, and --measures leaves out {lacks}");
            return Err(Diagnostic::usage(fault, format!("keep it: --measures {lacks},…")));
        }
        // A decision has worlds to learn about, whatever is drawn within each.
        let is_decision = DecisionCell::are_all(scenarios);
        for s in scenarios {
            if s.places.len() != 1 {
                let fault =
                    format!("what was seen is of one district, and `{}` is about {}", s.name, s.places.len());
                return Err(Diagnostic::usage(
                    fault,
                    "take a scenario about one district; of a table choose one with --district ID",
                ));
            }
            if s.accepted.is_none() && !is_decision {
                let fault = format!(
                    "`{}` has one value for each parameter, and futures are weighted over accepted vectors",
                    s.name
                );
                return Err(Diagnostic::usage(fault, "leave out --parameters default"));
            }
            if self.last() > s.run.months {
                let fault = format!(
                    "something was seen in month {}, and the runs end with month {}",
                    self.last(),
                    s.run.months
                );
                return Err(Diagnostic::usage(fault, "run longer with --months"));
            }
        }
        Ok(())
    }

    /// The last month in which something was seen.
    pub fn last(&self) -> u32 {
        self.points.last().map_or(0, |point| point.month)
    }

    /// How far a future misses it; `value` gives what it was.
    pub fn misses(&self, value: impl Fn(&SeenPoint) -> Option<f64>) -> Misses {
        let miss = |p: &SeenPoint| value(p).map_or(f64::NAN, |x| (p.value - x) / p.sd);
        Misses(self.points.iter().map(miss).collect())
    }

    /// How far a run misses it.
    pub fn missed_by(&self, run: &Outcome) -> Misses {
        self.misses(|point| run.value(point.quantity))
    }

    /// "year 1, July (month 12): spread 0.15 ± 0.05 and depth 0.4 ± 0.1; …".
    pub fn words(&self) -> String {
        let mut months: Vec<u32> = self.points.iter().map(|p| p.month).collect();
        months.dedup();
        let told = |month: &u32| {
            let own: Vec<String> =
                self.points.iter().filter(|p| p.month == *month).map(SeenPoint::words).collect();
            format!("{}: {}", date_of_entry(*month), listed(&own))
        };
        months.iter().map(told).collect::<Vec<_>>().join("; ")
    }
}

/// The measure of a name with its range, or the name that was meant.
#[cfg(feature = "program")]
fn find(name: &str) -> std::result::Result<(&'static str, (f64, f64)), Remedy> {
    if let Some(measure) = MEASURES.iter().find(|m| m.name == name) {
        return Ok((measure.name, range_of(name)));
    }
    let near = nearest(name, MEASURES.iter().map(|m| m.name));
    let lists = "columns.json of any results folder lists the measures, and so does docs/results.md";
    let remedy = near.map_or_else(|| lists.to_string(), |near| format!("did you mean `{near}`?"));
    Err(Remedy { nearest: near.map(str::to_owned), ..Remedy::from(remedy) })
}

#[cfg(all(test, feature = "program"))]
mod tests {
    use super::*;
    use crate::metrics::columns::Measure;

    const TEXT: &[u8] =
        b"month,measure,value,sd\n18,spread,0.2,0.05\n12,spread,0.15,0.05\n12,depth,0.4,0.1\n";

    #[test]
    fn what_was_seen_is_written_as_it_is_read_and_told_by_month() {
        let seen = Seen::read("seen.csv", TEXT, 60).unwrap();
        assert_eq!(Seen::read("seen.csv", seen.csv().as_bytes(), 60).unwrap(), seen);
        assert_eq!(
            seen.words(),
            "year 1, July (month 12): spread 0.15 ± 0.05 and depth 0.4 ± 0.1; year 2, January (month 18): spread 0.2 ± 0.05"
        );
        assert_eq!(seen.last(), 18);
        let told = Seen::read("seen.csv", b"month,measure,value,sd\n12,sprad,0.1,0.1\n", 60).unwrap_err();
        assert!(told.to_string().contains("did you mean `spread`?"), "{told}");
    }

    #[test]
    fn a_future_misses_by_standard_deviations_and_by_everything_where_it_has_no_value() {
        let draft = Scenario::built_in("committed").unwrap().with("run.months", 18).unwrap();
        let run = draft.resolve().unwrap().run(3);
        let seen = Seen::read("seen.csv", TEXT, 18).unwrap();
        let found = seen.missed_by(&run);
        let spread = run.at(18, Measure::Spread).unwrap();
        assert!((found.0[2] - (0.2 - spread) / 0.05).abs() < 1e-12, "{found:?}");
        let none = seen.misses(|_| None);
        assert_eq!(none.farthest(), f64::INFINITY);
    }
}
