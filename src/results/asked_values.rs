//! What is asked of each run ([`Quantity`]), read from the tables in one pass.

use std::collections::BTreeMap;

use super::Dataset;
use super::table_rows::{Only, Query, each_row};
use crate::diagnostic::Result;
use crate::metrics::Quantity;

impl Dataset {
    /// Of every run of a district that was simulated what is asked of it, by scenario, in the order of replications; NaN where the run
    /// has none.
    ///
    /// # Errors
    /// A month beyond the last; summaries alone; a table that cannot be read.
    pub fn values(&self, district: &str, quantity: Quantity) -> Result<BTreeMap<String, Vec<f64>>> {
        let name = quantity.column().name;
        let Some(month) = quantity.within(self.manifest.months)?.month() else {
            let columns = self.run_columns(district, &[name])?;
            return Ok(columns
                .into_iter()
                .map(|(scenario, mut own)| (scenario, own.swap_remove(0)))
                .collect());
        };
        self.needs_runs()?;
        let columns = ["scenario", "month", name];
        let only = [("month", Only::Within(month..month + 1)), ("district", Only::Words(&[district]))];
        let mut found: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        each_row(&self.table("timeline"), &Query { columns: &columns, only: &only }, &mut |row| {
            found.entry(row.text(0).to_owned()).or_default().push(row.number(2)?);
            Ok(())
        })?;
        Ok(found)
    }
}
