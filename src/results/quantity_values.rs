//! The values of one quantity in all runs of a folder, in one pass over one table.

use super::dataset::Dataset;
use super::table_rows::{Only, Query, each_row};
use crate::diagnostic::Result;
use crate::experiment::Status;
use crate::metrics::{Ending, Quantity};
use std::collections::BTreeMap;

/// By scenario and district a value for each replication; NaN where it is missing.
pub type QuantityValues = BTreeMap<(String, String), Vec<f64>>;

impl Dataset {
    /// The values of a quantity. Districts without focal teachers are not among them.
    ///
    /// # Errors
    /// A measure that the tables do not hold; tables that cannot be read.
    pub fn values_of(&self, quantity: &Quantity) -> Result<QuantityValues> {
        let name = quantity.column().name;
        let (n, mut found) = (self.manifest.replications as usize, QuantityValues::new());
        let columns = ["scenario", "district", "replication", name];
        let (table, only) = match quantity.month() {
            Some(month) => {
                self.require(&[name], "this")?;
                ("timeline", ("month", Only::Within(month..month + 1)))
            }
            None => ("runs", ("status", Only::Words(&[Status::Done.name()]))),
        };
        each_row(&self.table(table), &Query { columns: &columns, only: &[only] }, &mut |row| {
            let place = (row.text(0).to_owned(), row.text(1).to_owned());
            let values = found.entry(place).or_insert_with(|| vec![f64::NAN; n]);
            let value = match row.text(3).parse::<Ending>() {
                Ok(ending) => f64::from(ending as u8),
                Err(_) => row.number(3)?,
            };
            if let Some(own) = values.get_mut(row.whole(2)? as usize) {
                *own = value;
            }
            Ok(())
        })?;
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{MEASURES, Measure, RUN_COLUMNS};
    use crate::results::{folder::TableFormat, sample};

    #[test]
    fn values_are_those_of_the_runs_in_every_format_and_skipped_runs_are_missing() {
        let home = tempfile::tempdir().unwrap();
        let plan = sample::plan(2, 2, 8);
        let formats = [TableFormat::Csv, TableFormat::Mixed, TableFormat::Parquet];
        for format in formats.into_iter().filter(|f| cfg!(feature = "parquet") || *f == TableFormat::Csv) {
            let path = home.path().join(format.word());
            sample::finished(&path, &plan, format);
            let (dataset, rows) = (sample::dataset(&path), sample::rows(&plan));
            let spread = dataset.values_of(&Quantity::at(Measure::Spread, 4)).unwrap();
            let peak = dataset.values_of(&"peak_spread".parse().unwrap()).unwrap();
            let column = RUN_COLUMNS.iter().position(|c| c.name == "peak_spread").unwrap();
            assert_eq!((spread.len(), peak.len()), (4, 4));
            for (place, ((scenario, district), values)) in spread.iter().enumerate() {
                assert_eq!(
                    (scenario.as_str(), district.as_str()),
                    (&*format!("scenario-{}", place / 2), &*format!("06{}", place % 2))
                );
                let own = &rows[place * 8..][..8];
                let of_month: Vec<f64> = own
                    .iter()
                    .map(|o| o.timeline.get(4 * MEASURES.len()).copied().unwrap_or(f64::NAN))
                    .collect();
                assert_eq!(format!("{values:?}"), format!("{of_month:?}"));
                let of_run: Vec<f64> = own.iter().map(|o| o.run[column]).collect();
                assert_eq!(
                    format!("{:?}", peak[&(scenario.clone(), district.clone())]),
                    format!("{of_run:?}")
                );
            }
        }
    }
}
