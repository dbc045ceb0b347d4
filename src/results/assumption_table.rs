//! The table of assumptions: differences of pairs under sets of assumptions, at the months that summaries tell.

use std::collections::BTreeMap;
use std::path::Path;

use super::atomic::{self, Sealed};
use super::csv_rows::CsvCell;
use super::dataset::Dataset;
use super::folder::TableFormat;
use super::row_table::{RowTable, TakesRows};
use super::table_rows::{Query, each_row};
use crate::analysis::over_sets::{OverSets, over_sets};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::job::{ACCEPTED_MODEL, ACCEPTED_VECTOR};
use crate::experiment::{Outcome, Plan};
use crate::metrics::MEASURES;
use crate::metrics::columns::Measure;
use crate::model::Model;

/// Its name.
pub const ASSUMPTIONS: &str = "assumptions";
/// The measures that it has.
pub const ASSUMED: [Measure; 7] = [
    Measure::Spread,
    Measure::DepthMean,
    Measure::DeepShare,
    Measure::Ownership,
    Measure::Stage,
    Measure::ProgramShare,
    Measure::ProgramDeepShare,
];
/// Columns before the measures.
const LABELS: [&str; 8] =
    ["other", "base", "set", ACCEPTED_MODEL, ACCEPTED_VECTOR, "replication", "district", "month"];
/// Months that summaries tell, beside the last.
const TOLD: [u32; 3] = [12, 36, 60];

/// The months that summaries tell of runs of so many: the ends of years 1, 3 and 5, and the last.
pub fn told_months(last: u32) -> Vec<u32> {
    let mut months: Vec<u32> = TOLD.into_iter().filter(|month| *month <= last).collect();
    if months.last() != Some(&last) {
        months.push(last);
    }
    months
}

/// The names of the measures of the table.
pub fn assumed_names() -> impl Iterator<Item = &'static str> {
    ASSUMED.iter().map(|measure| MEASURES[*measure as usize].name)
}

/// Which pair of runs rows are of.
pub struct AssumedPair<'a> {
    /// Number of the set, from 0.
    pub set: usize,
    /// Its model.
    pub model: Model,
    /// Its vector, from 1.
    pub vector: usize,
    /// The future.
    pub replication: u32,
    /// Id of the district.
    pub district: &'a str,
    /// Names of the scenarios, other and base.
    pub scenarios: [&'a str; 2],
}

/// The table being written.
pub struct AssumptionTable {
    rows: RowTable,
    months: Vec<u32>,
}

impl AssumptionTable {
    /// The table of a plan in its folder.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn new(folder: &Path, plan: &Plan, format: TableFormat) -> Result<AssumptionTable> {
        let draft = atomic::draft(&folder.join(format.small_file(ASSUMPTIONS)))?;
        let names = LABELS.into_iter().chain(assumed_names());
        Ok(AssumptionTable {
            rows: RowTable::new(draft, plan, format, names)?,
            months: told_months(plan.months),
        })
    }

    /// Adds the rows of a pair of runs, other and base; none where one of them was skipped.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn push(&mut self, pair: &AssumedPair<'_>, [other, base]: [&Outcome; 2]) -> Result<()> {
        if other.timeline.is_empty() || base.timeline.is_empty() {
            return Ok(());
        }
        for &month in &self.months {
            let labels = [
                CsvCell::Text(pair.scenarios[0]),
                CsvCell::Text(pair.scenarios[1]),
                CsvCell::Whole(pair.set as u64 + 1),
                CsvCell::Text(pair.model.word()),
                CsvCell::Whole(pair.vector as u64),
                CsvCell::Whole(pair.replication.into()),
                CsvCell::Text(pair.district),
                CsvCell::Whole(month.into()),
            ];
            let at = |of: &Outcome, measure| of.at(month, measure).unwrap_or(f64::NAN);
            let values = ASSUMED.map(|measure| CsvCell::Number(at(other, measure) - at(base, measure)));
            self.rows.take(&mut labels.into_iter().chain(values))?;
        }
        Ok(())
    }

    /// Writes the rest and flushes the file to disk.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn seal(self) -> Result<Sealed> {
        self.rows.seal()
    }
}

/// A row that was read.
#[derive(Debug)]
struct AssumedRow {
    scenarios: [String; 2],
    set: u64,
    model: Model,
    replication: u64,
    district: String,
    month: u32,
    values: [f64; ASSUMED.len()],
}

/// The rows of a folder.
#[derive(Debug)]
pub struct Assumptions(Vec<AssumedRow>);

/// Which difference is looked at: of the scenarios other and base, in one district or in the mean over all.
#[derive(Debug, Clone, Copy)]
pub struct AskedDifference<'a> {
    /// Names of other and base.
    pub scenarios: [&'a str; 2],
    /// Id of the district; of all where none is named.
    pub district: Option<&'a str>,
    /// Name of the measure.
    pub measure: &'a str,
    /// The month.
    pub month: u32,
}

impl Dataset {
    /// The differences over sets of assumptions; none where the folder has none.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn assumptions(&self) -> Result<Option<Assumptions>> {
        let is_there = |ending: &str| self.manifest.files.contains_key(&format!("{ASSUMPTIONS}.{ending}"));
        if !is_there("csv") && !is_there("parquet") {
            return Ok(None);
        }
        let table = self.table(ASSUMPTIONS);
        let columns: Vec<&str> = LABELS.into_iter().chain(assumed_names()).collect();
        let mut rows = Vec::new();
        each_row(&table, &Query { columns: &columns, only: &[] }, &mut |row| {
            let word = row.text(3);
            let model = Model::from_word(word).ok_or_else(|| {
                let fault = format!("`{ACCEPTED_MODEL}` is `{word}`, which is no model");
                Diagnostic::failed(&table, fault, "run it anew: uptake compare FILE FILE")
            })?;
            let mut values = [f64::NAN; ASSUMED.len()];
            for (k, value) in values.iter_mut().enumerate() {
                *value = row.number(LABELS.len() + k)?;
            }
            rows.push(AssumedRow {
                scenarios: [0, 1].map(|k| row.text(k).to_owned()),
                set: row.whole(2)?,
                model,
                replication: row.whole(5)?,
                district: row.text(6).to_owned(),
                month: row.whole(7)? as u32,
                values,
            });
            Ok(())
        })?;
        Ok(Some(Assumptions(rows)))
    }
}

impl Assumptions {
    /// How far a difference moves over the sets, what is below `worth` not being worth naming; none where too little is known.
    pub fn over(&self, asked: AskedDifference<'_>, worth: f64) -> Option<OverSets> {
        let sets: Vec<Vec<f64>> = self.by_set(asked).into_values().map(|(_, values)| values).collect();
        over_sets(&sets, worth)
    }

    /// The mean difference within each form of the model, in the order of [`Model::ALL`], with its sets.
    pub fn by_form(&self, asked: AskedDifference<'_>) -> Vec<(Model, f64, usize)> {
        let sets = self.by_set(asked);
        let of = |model: &Model| {
            let own = sets.values().filter(|(of, values)| of == model && !values.is_empty());
            let means: Vec<f64> =
                own.map(|(_, values)| values.iter().sum::<f64>() / values.len() as f64).collect();
            let count = means.len();
            (count > 0).then(|| (*model, means.iter().sum::<f64>() / count as f64, count))
        };
        Model::ALL.iter().filter_map(of).collect()
    }

    /// The differences that are known of each set, in the order of replications: each the mean over districts.
    fn by_set(&self, asked: AskedDifference<'_>) -> BTreeMap<u64, (Model, Vec<f64>)> {
        let Some(place) = assumed_names().position(|name| name == asked.measure) else {
            return BTreeMap::new();
        };
        let mut sums: BTreeMap<(u64, u64), (Model, f64, u32)> = BTreeMap::new();
        let is_asked = |row: &&AssumedRow| {
            row.month == asked.month
                && row.scenarios.iter().eq(asked.scenarios.iter())
                && asked.district.is_none_or(|id| row.district == id)
        };
        for row in self.0.iter().filter(is_asked).filter(|row| !row.values[place].is_nan()) {
            let sum = sums.entry((row.set, row.replication)).or_insert((row.model, 0.0, 0));
            (sum.1, sum.2) = (sum.1 + row.values[place], sum.2 + 1);
        }
        let mut sets: BTreeMap<u64, (Model, Vec<f64>)> = BTreeMap::new();
        for ((set, _), (model, sum, districts)) in sums {
            sets.entry(set).or_insert((model, Vec::new())).1.push(sum / f64::from(districts));
        }
        sets
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_told_are_ends_of_years_and_the_last() {
        assert_eq!(told_months(60), [12, 36, 60]);
        assert_eq!(told_months(40), [12, 36, 40]);
        assert_eq!(told_months(7), [7]);
    }

    #[test]
    fn districts_count_together_and_sets_apart() {
        let row = |set, replication, district: &str, value| AssumedRow {
            scenarios: ["b".into(), "a".into()],
            set,
            model: if set == 1 { Model::Full } else { Model::LinearPull },
            replication,
            district: district.into(),
            month: 60,
            values: [value; ASSUMED.len()],
        };
        let all = Assumptions(vec![
            row(1, 0, "x", 0.1),
            row(1, 0, "y", 0.3),
            row(1, 1, "x", 0.4),
            row(2, 4, "x", f64::NAN),
            row(2, 5, "x", 0.8),
        ]);
        let asked = AskedDifference { scenarios: ["b", "a"], district: None, measure: "spread", month: 60 };
        let found: Vec<Vec<f64>> = all.by_set(asked).into_values().map(|(_, values)| values).collect();
        assert_eq!(found, [vec![0.2, 0.4], vec![0.8]]);
        let one = all.by_set(AskedDifference { district: Some("y"), ..asked });
        assert_eq!(one.into_values().map(|(_, values)| values).collect::<Vec<_>>(), [vec![0.3]]);
        assert_eq!(
            all.by_form(asked).iter().map(|(of, _, n)| (*of, *n)).collect::<Vec<_>>(),
            [(Model::Full, 1), (Model::LinearPull, 1)]
        );
        assert_eq!(all.over(asked, 0.02).unwrap().sets, 2);
        assert!(all.over(AskedDifference { month: 36, ..asked }, 0.02).is_none());
    }
}
