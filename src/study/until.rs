//! Replications are added until means are known well enough.
//!
//! The runs are looked at after 100, 150, 230 and so on ([`looking::sizes`]), and the first number that is enough is kept: the folder is
//! then that of a batch of so many. Intervals hold at all looks together, as [`looking`] says.

use crate::analysis::looking::{self, half_width};
use crate::analysis::sequential::{ERROR, Interval};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::plan::Design;
use crate::metrics::{Kind, Quantity, code_name};
use crate::phrasing::{count, thousands};
use crate::results::{Dataset, TableFormat};

/// Most replications unless somebody says otherwise.
pub const AT_MOST: u32 = 10_000;

/// What is to be known, and how well.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Until {
    /// The quantity whose mean, or whose difference between compared scenarios, is to be known.
    pub of: Quantity,
    /// How far its interval may reach to each side.
    pub half_width: f64,
    /// Most replications.
    pub at_most: u32,
}

/// A mean or a difference of means that is watched.
#[derive(Debug, Clone, PartialEq)]
pub struct WatchedMean {
    /// Whose it is.
    pub of: String,
    /// Its interval, which holds at all looks together.
    pub interval: Interval,
}

/// What a look found.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What was to be known.
    pub until: Until,
    /// Replications.
    pub replications: u32,
    /// How many looks there were so far.
    pub number: usize,
    /// How many means are watched.
    pub means: usize,
    /// The one that is known least; none where nothing was simulated.
    pub widest: Option<WatchedMean>,
}

impl Until {
    /// Whether a batch that is kept so can be looked at.
    ///
    /// # Errors
    /// What is not a number above 0, a month beyond the last, a code, a measure that is not kept, summaries without runs.
    pub fn check(&self, design: &Design, tables: TableFormat) -> Result<()> {
        let (name, wanted) = (self.of.column().name, self.half_width);
        if !(wanted.is_finite() && wanted > 0.0) {
            let fault = format!("--until-half-width is {wanted}, and an interval has a width above 0");
            return Err(Diagnostic::usage(
                fault,
                "write how far it may reach to each side, as 0.01 for one point of a share",
            ));
        }
        self.of.within(design.scenarios.first().map_or(0, |s| s.run.months))?;
        if self.of.column().kind == Kind::Text || code_name(name, 0.0).is_some() {
            let fault = format!("--of {name} is a code, and a code has no mean");
            return Err(Diagnostic::usage(fault, "name a measure and a month, as deep_share@36"));
        }
        if self.of.month().is_some() && !design.measures.holds(name) {
            let fault = format!("--of {} looks at a measure that --measures leaves out", self.of);
            return Err(Diagnostic::usage(fault, format!("keep it: --measures {},{name}", design.measures)));
        }
        if tables == TableFormat::Summaries {
            let fault =
                "--until-half-width looks at runs and adds to them, and --tables summaries keeps none";
            return Err(Diagnostic::usage(fault, "choose --tables mixed, parquet or csv"));
        }
        Ok(())
    }

    /// Numbers of replications at which one looks.
    pub fn sizes(&self) -> Vec<u32> {
        looking::sizes(self.at_most)
    }

    /// Looks at finished tables, for the time of this number.
    ///
    /// # Errors
    /// Tables that cannot be read.
    pub fn look(&self, dataset: &Dataset, number: usize) -> Result<Look> {
        let values = dataset.values_of(&self.of)?;
        let (low, high) = match self.of.range() {
            // A month of a run lies within it.
            (low, high) if high.is_infinite() && self.of.column().unit == "month" => {
                (low, f64::from(dataset.manifest.months))
            }
            range => range,
        };
        let several = dataset.manifest.districts.len() > 1;
        let mut watched: Vec<WatchedMean> = Vec::new();
        for district in &dataset.manifest.districts {
            let of = |place: usize| {
                let name = dataset.manifest.scenarios[place].name.clone();
                values.get(&(name, district.id.clone()))
            };
            let label = |of: String| if several { format!("{of}, {}", district.name) } else { of };
            let name = |place: usize| &dataset.manifest.scenarios[place].name;
            for &(other, base) in &dataset.pairs {
                let (Some(o), Some(b)) = (of(other), of(base)) else { continue };
                let interval = if dataset.is_unpaired() {
                    looking::difference_at_look([o, b], (low, high), number, ERROR)
                } else {
                    let differences: Vec<f64> = o.iter().zip(b).map(|(o, b)| o - b).collect();
                    looking::mean_at_look(&differences, (low - high, high - low), number, ERROR)
                };
                watched.push(WatchedMean {
                    of: label(format!("{} minus {}", name(other), name(base))),
                    interval,
                });
            }
            let alone = 0..if dataset.pairs.is_empty() { dataset.manifest.scenarios.len() } else { 0 };
            for place in alone {
                let Some(values) = of(place) else { continue };
                let interval = looking::mean_at_look(values, (low, high), number, ERROR);
                watched.push(WatchedMean { of: label(name(place).clone()), interval });
            }
        }
        // What has no interval yet is known least of all.
        let width = |mean: &WatchedMean| {
            Some(half_width(mean.interval)).filter(|w| !w.is_nan()).unwrap_or(f64::INFINITY)
        };
        let means = watched.len();
        let widest = watched.into_iter().max_by(|a, b| width(a).total_cmp(&width(b)));
        Ok(Look { until: *self, replications: dataset.manifest.replications, number, means, widest })
    }
}

impl Look {
    /// Whether every mean is known well enough; where nothing was simulated nothing is to be known.
    pub fn is_enough(&self) -> bool {
        self.widest.as_ref().is_none_or(|mean| half_width(mean.interval) <= self.until.half_width)
    }

    /// In a sentence: what is known, whether it is enough, and what to do otherwise.
    pub fn words(&self) -> String {
        let (of, wanted) = (self.until.of, self.until.half_width);
        let n = thousands(self.replications.into());
        let Some(WatchedMean { of: who, interval }) = &self.widest else {
            return format!("{of}: nothing was simulated, so there is no mean to know better");
        };
        let reach = half_width(*interval);
        let whose = match self.means {
            1 => who.clone(),
            means => format!("{who}, the widest of {means} intervals"),
        };
        let looks = count(self.number as f64, "look", "looks");
        let known = match reach.is_nan() {
            true => format!("{whose}: no interval yet"),
            false => format!(
                "{whose}: {:.4} [{:.4}, {:.4}], ± {reach:.4} where ± {wanted} was wanted; 95% over all {looks}",
                interval.value, interval.low, interval.high
            ),
        };
        match self.is_enough() {
            true => format!("{of}: {n} replications were enough ({known})"),
            false => format!(
                "{of}: {n} replications are not enough ({known}); for more: --resume with a larger --at-most than {}",
                self.replications.max(self.until.at_most)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Batch;
    use crate::scenario::Scenario;

    #[test]
    fn what_cannot_be_looked_at_is_refused_with_a_remedy() {
        let committed = Scenario::built_in("committed").unwrap().resolve().unwrap();
        let design = Batch::new(std::slice::from_ref(&committed)).design().unwrap();
        let kept = Batch::new(&[committed]).measures("depth".parse().unwrap()).design().unwrap();
        let until = |of: &str, half_width| Until { of: of.parse().unwrap(), half_width, at_most: AT_MOST };
        for (until, design, tables, words) in [
            (until("spread@36", 0.0), &design, TableFormat::Mixed, "above 0"),
            (until("spread@36", f64::NAN), &design, TableFormat::Mixed, "0.01"),
            (until("spread@61", 0.1), &design, TableFormat::Mixed, "spread@60"),
            (until("ending", 0.1), &design, TableFormat::Mixed, "is a code"),
            (until("spread@36", 0.1), &kept, TableFormat::Mixed, "--measures depth,spread"),
            (until("spread@36", 0.1), &design, TableFormat::Summaries, "keeps none"),
        ] {
            let told = until.check(design, tables).map_err(|fault| fault.to_string());
            assert!(told.as_ref().is_err_and(|told| told.contains(words)), "{words}: {told:?}");
        }
        for of in ["spread@36", "month_stage_4", "stage_36"] {
            assert!(until(of, 0.1).check(&design, TableFormat::Csv).is_ok(), "{of}");
        }
    }

    #[test]
    fn a_look_is_told_with_its_widest_interval_and_what_more_would_take() {
        let until = Until { of: "spread@36".parse().unwrap(), half_width: 0.02, at_most: 800 };
        let mean = |reach: f64| WatchedMean {
            of: "b minus a".into(),
            interval: Interval { value: 0.1, low: 0.1 - reach, high: 0.1 + reach },
        };
        let look = |reach| Look { until, replications: 800, number: 6, means: 3, widest: Some(mean(reach)) };
        let told = look(0.015).words();
        assert!(
            look(0.015).is_enough() && told.starts_with("spread@36: 800 replications were enough"),
            "{told}"
        );
        assert!(
            told.contains("b minus a, the widest of 3 intervals") && told.contains("95% over all six looks"),
            "{told}"
        );
        let told = look(0.03).words();
        assert!(told.contains("are not enough") && told.contains("larger --at-most than 800"), "{told}");
        assert!(look(f64::NAN).words().contains("no interval yet") && !look(f64::NAN).is_enough());
        assert!(Look { widest: None, ..look(0.1) }.is_enough());
    }
}
