//! The columns of a table, with what is known of each, and what a table says of the plan it is of: what Parquet keeps as metadata.

use super::columns::{CellType, DescribedColumns};
use super::digest::{VERSION, plan_digest};
use super::folder::TableFormat;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Plan;
use std::collections::BTreeMap;

/// What a table begins with.
#[derive(Debug)]
pub struct TableHead {
    /// Its columns, in order.
    pub columns: Vec<HeadColumn>,
    /// What it says of its plan, by key: a function of the plan alone.
    pub about: Vec<(&'static str, String)>,
}

/// A column of a table.
#[derive(Debug)]
pub struct HeadColumn {
    /// Name.
    pub name: String,
    /// What its cells hold.
    pub cells: CellType,
    /// Meaning, unit and range, by key; those that there are.
    pub about: Vec<(&'static str, String)>,
}

impl TableHead {
    /// The head of a file of these columns.
    ///
    /// # Errors
    /// A column that is not described.
    pub fn of<'n>(
        plan: &Plan,
        tables: TableFormat,
        file: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<TableHead> {
        let described = DescribedColumns::of(plan, tables);
        let column = |name: &str| {
            let Some(c) = described.of_file(file).find(|c| c.name == name) else {
                return Err(Diagnostic::of_the_program(
                    file,
                    format!("has the column `{name}`, which nobody describes"),
                ));
            };
            let number = |end: Option<f64>| end.map_or(String::new(), |end| end.to_string());
            let about = [
                ("meaning", c.meaning.clone()),
                ("unit", c.unit.to_string()),
                ("low", number(c.low)),
                ("high", number(c.high)),
            ];
            let about = about.into_iter().filter(|(_, text)| !text.is_empty()).collect();
            Ok(HeadColumn { name: name.into(), cells: c.cells, about })
        };
        let scenarios: BTreeMap<&str, &str> =
            plan.scenarios.iter().map(|s| (s.name.as_str(), s.digest.as_str())).collect();
        let scenarios = serde_json::to_string(&scenarios);
        Ok(TableHead {
            columns: names.into_iter().map(column).collect::<Result<_>>()?,
            about: vec![
                ("uptake.version", VERSION.into()),
                ("uptake.digest", plan_digest(plan, tables).hex()),
                ("uptake.seed", plan.seed.to_string()),
                ("uptake.scenarios", scenarios.unwrap_or_default()),
            ],
        })
    }
}
