//! What figures say happened, in one line: the same words where the program draws a figure and where a page does.

use super::captions::at_the_end;
use super::{DrawnScenario, FigureData};
use crate::analysis::compare;
use crate::analysis::summary::DifferenceSummary;
use crate::diagnostic::Result;
use crate::phrasing::{after, capital, percent};
use crate::results::DistrictResults;
use crate::scenario::Scenario;

/// The path of spread and depth.
pub fn path(data: &FigureData<'_>) -> String {
    at_the_end(
        data,
        "share of teachers who use it, and how deeply",
        |case| case.last_mean("spread"),
        |case| match case.last_mean("depth") {
            depth if depth.is_nan() => "nobody".into(),
            depth => format!("{} at depth {depth:.2}", percent(case.last_mean("spread"))),
        },
    )
}

/// A measure over the months.
pub fn fans(data: &FigureData<'_>, measure: &str) -> String {
    let mean = |case: &DrawnScenario<'_>| case.last_mean(measure);
    let share = |words: &str| at_the_end(data, words, mean, |case| percent(mean(case)));
    let score = |words: &str| {
        at_the_end(data, words, mean, |case| match mean(case) {
            mean if mean.is_nan() => "nobody uses it".into(),
            mean => format!("{mean:.2}"),
        })
    };
    match measure {
        "spread" => share("teachers who use it"),
        "deep_share" => share("teachers who teach it deeply"),
        "depth" => score("how deeply its users teach it, of 1"),
        "ownership" => score("how far its users make it their own, of 1"),
        _ => score("how lasting people think it is, of 1"),
    }
}

/// Shares of runs at each stage.
pub fn stages(data: &FigureData<'_>) -> String {
    let half = |case: &DrawnScenario<'_>| case.last_mean("stage_share_4") + case.last_mean("stage_share_5");
    let what = "runs in which half of all schools use it, settled in policy";
    at_the_end(data, what, half, |case| percent(half(case)))
}

/// The difference of two scenarios in a share, in the last month of this many.
pub fn difference(
    what: &str,
    labels: [&str; 2],
    months: u32,
    last: &DifferenceSummary,
    base: &Scenario,
) -> String {
    let what = format!("{}, {what}", capital(&after(months)));
    let labels = labels.map(quoted);
    compare::headline(&what, labels.each_ref().map(String::as_str), last, base.run.smallest_named())
}

/// The titles of what a page draws of a district.
pub struct Titles<'a> {
    data: FigureData<'a>,
}

impl<'a> Titles<'a> {
    /// Of these results.
    ///
    /// # Errors
    /// A table of assumptions that cannot be read.
    pub fn of(results: &'a DistrictResults<'a>) -> Result<Titles<'a>> {
        Ok(Titles { data: FigureData::of(results)? })
    }

    /// The path of spread and depth.
    pub fn path(&self) -> String {
        path(&self.data)
    }

    /// A measure over the months.
    pub fn fans(&self, measure: &str) -> String {
        fans(&self.data, measure)
    }

    /// Shares of futures at each stage.
    pub fn stages(&self) -> String {
        stages(&self.data)
    }

    /// The difference of a pair in a share; nothing where no month is compared.
    pub fn difference(
        &self,
        what: &str,
        [other, base]: [usize; 2],
        last: &DifferenceSummary,
    ) -> Option<String> {
        let [other, base] = [self.data.cases.get(other)?, self.data.cases.get(base)?];
        Some(difference(what, [&other.label, &base.label], self.data.months(), last, base.scenario))
    }
}

/// A name that is a sentence, within a sentence.
fn quoted(name: &str) -> String {
    format!("“{name}”")
}
