//! The tidy table of a sweep: what each point came to, in a format of the tables.

use std::path::Path;

use super::atomic::{self, Sealed};
use super::csv_rows::{CsvCell, CsvRows};
use super::folder::TableFormat;
use super::row_table::{RowTable, TakesRows};
use crate::diagnostic::Result;
use crate::experiment::Plan;
use crate::experiment::plan::PlanFactor;

/// Its whole and number columns after the factors, the district, the measure and the month, with their meanings.
pub const SWEEP_STATISTICS: [(&str, &str); 11] = [
    ("n", "runs of the point where the measure is present"),
    ("mean", "mean over the runs of the point"),
    ("mean_low", "lower end of the 95% interval of the mean (Student's t, cut to what is possible)"),
    ("mean_high", "upper end of the 95% interval of the mean (Student's t, cut to what is possible)"),
    ("sd", "standard deviation over the runs of the point (n - 1)"),
    ("q05", "5% quantile over the runs of the point (type 7)"),
    ("q50", "50% quantile over the runs of the point (type 7)"),
    ("q95", "95% quantile over the runs of the point (type 7)"),
    ("difference", "mean difference to the reference point, in pairs of the same replication"),
    ("difference_low", "lower end of the 95% interval of that difference"),
    ("difference_high", "upper end of the 95% interval of that difference"),
];

/// A row: a measure at a point in a district and a month.
pub struct SweepRow<'a> {
    /// Name of the point.
    pub scenario: &'a str,
    /// Its coordinates as texts, in the order of the factors.
    pub point: &'a [String],
    /// Id of the district.
    pub district: &'a str,
    /// The measure.
    pub measure: &'a str,
    /// The month.
    pub month: u32,
    /// Number of runs.
    pub n: u64,
    /// The other statistics of [`SWEEP_STATISTICS`], in their order; NaN is missing.
    pub numbers: [f64; SWEEP_STATISTICS.len() - 1],
}

/// The name of a factor's column: `scenario` names the point, as in the other tables.
pub fn factor_column(name: &str) -> &str {
    if name == "scenario" { "varied_scenario" } else { name }
}

fn names<'n>(factors: impl Iterator<Item = &'n str>) -> impl Iterator<Item = &'n str> {
    let labels = ["scenario"].into_iter().chain(factors.map(factor_column));
    labels.chain(["district", "measure", "month"]).chain(SWEEP_STATISTICS.map(|(name, _)| name))
}

/// Adds a row; `is_number` says which factors are written as numbers where they are some.
fn take(rows: &mut impl TakesRows, row: &SweepRow<'_>, is_number: impl Fn(usize) -> bool) -> Result<()> {
    let coordinates = row.point.iter().enumerate().map(|(k, text)| match text.parse::<f64>() {
        Ok(x) if is_number(k) => CsvCell::Number(x),
        _ => CsvCell::Text(text),
    });
    let labels = [CsvCell::Text(row.scenario)].into_iter().chain(coordinates);
    let labels = labels.chain([CsvCell::Text(row.district), CsvCell::Text(row.measure)]);
    let cells = labels.chain([CsvCell::Whole(row.month.into()), CsvCell::Whole(row.n)]);
    rows.take(&mut cells.chain(row.numbers.into_iter().map(CsvCell::Number)))
}

/// Writes the table of a plan into its folder.
///
/// # Errors
/// A file that cannot be written.
pub fn write<'a>(
    (folder, plan, format): (&Path, &Plan, TableFormat),
    rows: impl Iterator<Item = SweepRow<'a>>,
) -> Result<Sealed> {
    let file = format.small_file("sweep");
    let (draft, is_csv) = (atomic::draft(&folder.join(&file))?, file.ends_with(".csv"));
    let factors: &[PlanFactor] = &plan.factors;
    let mut table = RowTable::new(draft, plan, format, names(factors.iter().map(|f| f.name.as_str())))?;
    for row in rows {
        take(&mut table, &row, |k| is_csv || factors.get(k).is_some_and(|factor| factor.is_number))?;
    }
    table.seal()
}

/// The table as the text of a CSV file.
///
/// # Errors
/// Memory that cannot be written to.
pub fn csv<'a>(factors: &[String], rows: impl Iterator<Item = SweepRow<'a>>) -> Result<Vec<u8>> {
    let mut table = CsvRows::new(Vec::new(), Path::new("sweep.csv"));
    table.write_names(names(factors.iter().map(String::as_str)))?;
    for row in rows {
        take(&mut table, &row, |_| true)?;
    }
    table.into_sink()
}
