//! What there is: built-in scenarios, and parameters with their evidence.

use pyo3::prelude::*;
use uptake::parameters::Ledger;
use uptake::scenario::index::listed;

use crate::faults::OrRaise;

/// Name, title and question of every built-in scenario.
#[pyfunction]
pub fn scenarios(py: Python<'_>) -> PyResult<Vec<(String, String, String)>> {
    let all = listed(&Ledger::standard().or_raise(py)?).or_raise(py)?;
    Ok(all
        .into_iter()
        .map(|entry| (entry.scenario.name, entry.scenario.title, entry.scenario.question))
        .collect())
}

/// Every parameter: name, group, value, plausible range, unit, grade, meaning, source.
#[pyfunction]
pub fn parameters(py: Python<'_>) -> PyResult<Vec<ParameterRow>> {
    let ledger = Ledger::standard().or_raise(py)?;
    let row = |e: &uptake::parameters::LedgerEntry| {
        let (low, high) = e.range;
        let told = [&e.unit, e.grade.word(), &e.meaning, &e.source].map(String::from);
        (e.name, e.group, e.value, low, high, told)
    };
    Ok(ledger.entries().iter().map(row).collect())
}

/// Name, group, value, lower and upper end of the plausible range; unit, grade, meaning and source.
type ParameterRow = (&'static str, &'static str, f64, f64, f64, [String; 4]);
