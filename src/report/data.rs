//! What a report reads of a results folder: levels and differences over the months, and how runs ended.

use std::path::Path;

use crate::analysis::summary::{PairedSummary, Summary};
use crate::diagnostic::{Diagnostic, Result};
use crate::figures::pictures::Subject;
use crate::metrics::Ending;
use crate::results::read::{DifferenceSeries, Series, Table};
use crate::results::read_district::of_district;

/// Measures that a report reads.
const MEASURES: [&str; 2] = ["spread", "deep_share"];

/// What is stored about a subject.
pub struct Stored {
    series: Vec<Series>,
    differences: Vec<DifferenceSeries>,
    /// For each scenario how its runs ended.
    pub runs: Vec<Runs>,
}

/// How the runs of a scenario ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Runs {
    /// Runs that were simulated.
    pub n: u64,
    /// Runs that reached stage 4 at some time.
    pub reached: u64,
    /// Runs by ending, in the order of [`Ending::ALL`].
    pub endings: [u64; 4],
}

impl Runs {
    /// The most common ending, the first of several, with its count.
    pub fn most_common(&self) -> Option<(Ending, u64)> {
        let most = self.endings.into_iter().max().filter(|n| *n > 0)?;
        Ending::ALL.into_iter().zip(self.endings).find(|(_, n)| *n == most)
    }
}

impl Stored {
    /// Reads it.
    pub fn read(subject: &Subject<'_>) -> Result<Stored> {
        let (series, differences) =
            of_district(subject.folder, subject.scenarios, subject.pairs, subject.district, &MEASURES)?;
        let names: Vec<&str> = subject.scenarios.iter().map(|s| s.name.as_str()).collect();
        Ok(Stored { series, differences, runs: runs(subject.folder, &names, subject.district)? })
    }

    /// A measure of a scenario at a month.
    pub fn level(&self, scenario: &str, measure: &str, month: u32) -> Summary {
        let series = self.series.iter().find(|s| s.scenario == scenario && s.measure == measure);
        let at = series.and_then(|s| s.months.iter().position(|m| *m == month).map(|k| s.points[k]));
        at.unwrap_or(Summary::EMPTY)
    }

    /// A paired difference at a month.
    pub fn difference(&self, other: &str, base: &str, measure: &str, month: u32) -> PairedSummary {
        let same = |d: &&DifferenceSeries| d.other == other && d.base == base && d.measure == measure;
        let series = self.differences.iter().find(same);
        let at = series.and_then(|d| d.months.iter().position(|m| *m == month).map(|k| d.points[k]));
        at.unwrap_or_else(|| crate::analysis::summary::describe_differences(&mut []))
    }
}

fn runs(folder: &Path, scenarios: &[&str], district: &str) -> Result<Vec<Runs>> {
    let mut table = Table::open(&folder.join("runs.csv"))?;
    let [scenario, of, status, reached, ending] =
        table.places(["scenario", "district", "status", "month_stage_4", "ending"])?;
    let mut found = vec![Runs::default(); scenarios.len()];
    while table.next()? {
        if table.text(of) != district || table.text(status) != "done" {
            continue;
        }
        let Some(place) = scenarios.iter().position(|s| *s == table.text(scenario)) else { continue };
        let runs = &mut found[place];
        runs.n += 1;
        runs.reached += u64::from(!table.text(reached).is_empty());
        let named = Ending::ALL.iter().position(|e| e.name() == table.text(ending));
        let Some(count) = named.and_then(|k| runs.endings.get_mut(k)) else {
            let place = folder.join("runs.csv").display().to_string();
            let fault = format!("`ending` is `{}`, which is none", table.text(ending));
            let remedy = "name a results folder of this program, or write it again with --force";
            return Err(Diagnostic::new(place, fault, remedy));
        };
        *count += 1;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted_by_scenario_and_ending_and_the_commonest_comes_first() {
        let folder = tempfile::tempdir().unwrap();
        let text = "scenario,replication,district,status,month_stage_4,ending\n\
            a,0,d,done,30,scaled\na,1,d,done,,stalled\na,2,d,done,41,scaled\n\
            a,3,e,done,41,scaled\nb,0,d,done,,contained\nb,1,d,no_focal_teachers,,\n";
        std::fs::write(folder.path().join("runs.csv"), text).unwrap();
        let found = runs(folder.path(), &["a", "b"], "d").unwrap();
        assert_eq!(found[0], Runs { n: 3, reached: 2, endings: [1, 0, 0, 2] });
        assert_eq!(found[0].most_common(), Some((Ending::Scaled, 2)));
        assert_eq!(found[1], Runs { n: 1, reached: 0, endings: [0, 1, 0, 0] });
        assert_eq!(Runs::default().most_common(), None);
    }

    #[test]
    fn an_ending_that_is_none_is_a_damaged_table() {
        let folder = tempfile::tempdir().unwrap();
        let text = "scenario,replication,district,status,month_stage_4,ending\na,0,d,done,30,happy\n";
        std::fs::write(folder.path().join("runs.csv"), text).unwrap();
        let error = runs(folder.path(), &["a"], "d").unwrap_err().to_string();
        assert!(error.contains("`ending` is `happy`"), "{error}");
    }
}
