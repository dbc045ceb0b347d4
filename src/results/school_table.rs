//! The table of schools: how each stood in every month of every run.

use std::path::Path;

use super::atomic::{self, Sealed};
use super::csv_rows::CsvCell;
use super::folder::TableFormat;
use super::row_table::{RowTable, TakesRows};
use crate::diagnostic::Result;
use crate::experiment::Plan;
use crate::metrics::{Column, Kind};

/// Number of measures of a school.
pub const SCHOOL_MEASURES: usize = 11;

const fn of(name: &'static str, kind: Kind, high: Option<f64>, meaning: &'static str) -> Column {
    Column { name, meaning, kind, unit: if high.is_some() { "share" } else { "" }, low: Some(0.0), high }
}

const SHARE: Option<f64> = Some(1.0);

/// Its measures, in order. What is not known, such as the depth of users where nobody uses it, is missing.
pub const SCHOOL_COLUMNS: [Column; SCHOOL_MEASURES] = [
    of("focal_teachers", Kind::Whole, None, "of a school: teachers of grades that the practice is for"),
    of("spread", Kind::Number, SHARE, "of a school: share of focal teachers using"),
    of(
        "compliance",
        Kind::Number,
        SHARE,
        "of a school: share of focal teachers using only because it is mandated",
    ),
    of("depth", Kind::Number, SHARE, "of a school: mean depth of focal users"),
    of("deep_share", Kind::Number, SHARE, "of a school: share of focal teachers using deeply"),
    of("ownership", Kind::Number, SHARE, "of a school: mean ownership of focal users"),
    of("routine", Kind::Number, SHARE, "of a school: how far the practice has become routine"),
    of("principal_priority", Kind::Number, SHARE, "of a school: priority of the practice for its principal"),
    of("principal_person", Kind::Whole, None, "of a school: number of its principal, 0 for the first one"),
    of("pilot", Kind::Whole, None, "of a school: 1 where the team tests the practice, else 0"),
    of(
        "adopted",
        Kind::Whole,
        None,
        "of a school: 1 where the school has adopted the practice and not dropped it, else 0",
    ),
];

/// A school at the end of a month.
#[derive(Debug, Clone, PartialEq)]
pub struct SchoolRow {
    /// Id of the district.
    pub district: String,
    /// Id of the school.
    pub school: String,
    /// The month.
    pub month: u32,
    /// Values of [`SCHOOL_COLUMNS`]; NaN is missing.
    pub values: [f64; SCHOOL_MEASURES],
}

/// The table being written.
pub struct SchoolTable(RowTable);

impl SchoolTable {
    /// The table of a plan in its folder.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn new(folder: &Path, plan: &Plan, format: TableFormat) -> Result<SchoolTable> {
        let draft = atomic::draft(&folder.join(format.large_file("schools")))?;
        let labels = ["scenario", "replication", "district", "school", "month"];
        let names = labels.into_iter().chain(SCHOOL_COLUMNS.iter().map(|column| column.name));
        Ok(SchoolTable(RowTable::new(draft, plan, format, names)?))
    }

    /// Adds a row of a run.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn push(&mut self, scenario: &str, replication: u32, row: &SchoolRow) -> Result<()> {
        let labels = [
            CsvCell::Text(scenario),
            CsvCell::Whole(replication.into()),
            CsvCell::Text(&row.district),
            CsvCell::Text(&row.school),
            CsvCell::Whole(row.month.into()),
        ];
        let values = row.values.iter().map(|value| CsvCell::Number(*value));
        self.0.take(&mut labels.into_iter().chain(values))
    }

    /// Writes the rest and flushes the file to disk.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn seal(self) -> Result<Sealed> {
        self.0.seal()
    }
}
