//! The table of parameters: what is in effect under each scenario, its evidence, and where it was set.

use super::atomic::{Draft, Sealed};
use super::csv_rows::CsvCell;
use super::folder::TableFormat;
use super::row_table::{RowTable, TakesRows};
use crate::diagnostic::Result;
use crate::experiment::Plan;

/// Its columns after the scenario, with their meanings.
pub const PARAMETER_COLUMNS: [(&str, &str); 6] = [
    ("parameter", "name of the parameter"),
    ("value", "its value or distribution under the scenario, as a scenario writes it"),
    ("unit", "its unit"),
    (
        "grade",
        "how well the value of the ledger of evidence is founded: assumed, expert, literature or calibrated",
    ),
    ("source", "source of the value of the ledger of evidence"),
    (
        "where_set",
        "what set it: ledger, scenario (its file, one that it extends, or --set), accepted vectors, a district of a cohort, or an \
         event from a month on",
    ),
];

/// Writes the table: scenario after scenario, parameter after parameter.
pub fn parameters(plan: &Plan, (draft, format): (Draft, TableFormat)) -> Result<Sealed> {
    let names = ["scenario"].into_iter().chain(PARAMETER_COLUMNS.map(|(name, _)| name));
    let mut rows = RowTable::new(draft, plan, format, names)?;
    for scenario in &plan.scenarios {
        for p in &scenario.parameters {
            let cells = [&*scenario.name, p.name, &p.value, &p.unit, p.grade, &p.source, &p.where_set];
            rows.take(&mut cells.into_iter().map(CsvCell::Text))?;
        }
    }
    rows.seal()
}
