//! What comes first in a summary: each comparison in a sentence.

use crate::analysis::summary::describe_differences;
use crate::diagnostic::Result;
use crate::experiment::plan::Design;
use crate::parameters::Ledger;
use crate::report::answer::plain;
use crate::report::difference_words::{self, ReportedDifference, over_assumptions};
use crate::report::words::Condition;
use crate::results::assumption_table::{AskedDifference, Assumptions};
use crate::results::dataset::DifferenceSeries;

/// The measure that is told.
pub(super) const HEADLINE: &str = "deep_share";

/// What each comparison comes to in the deep share in the last month, in a sentence; of several districts only how far it
/// hangs on assumptions.
pub fn told(
    design: &Design,
    differences: &[DifferenceSeries],
    assumptions: Option<&Assumptions>,
) -> Result<Vec<String>> {
    let ledger = Ledger::standard()?;
    let mut told = Vec::new();
    for &(other, base) in &design.pairs {
        let [other, base] = [&design.scenarios[other], &design.scenarios[base]];
        let (month, worth) = (base.run.months, base.run.smallest_named());
        let names = [&other.name, &base.name].map(String::as_str);
        let is_own = |d: &&DifferenceSeries| {
            d.scenario == other.name && d.base.as_ref() == Some(&base.name) && d.measure == HEADLINE
        };
        let is_one = base.places.len() == 1;
        let difference = differences.iter().find(is_own).and_then(|d| d.at(month)).filter(|_| is_one);
        let asked = AskedDifference { scenarios: names, district: None, measure: HEADLINE, month };
        let assumed = assumptions.and_then(|found| found.over(asked, worth));
        let reported = |difference| ReportedDifference {
            titles: names,
            what: plain(HEADLINE),
            month,
            difference,
            assumed,
            worth,
            condition: Condition::of(other, &ledger),
        };
        match (difference, &assumed) {
            (Some(found), _) => told.push(difference_words::difference(&reported(&found))),
            (None, Some(over)) if !is_one => {
                let nothing = describe_differences(&mut []);
                told.push(over_assumptions(&reported(&nothing), over, ""));
            }
            (None, _) => {}
        }
    }
    Ok(told)
}
