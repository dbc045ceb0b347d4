//! Reading columns of `runs.csv` back: what each run of a district came to.

use std::collections::BTreeMap;
use std::path::Path;

use super::read::Table;
use crate::diagnostic::Result;
use crate::experiment::Status;
use crate::metrics::Ending;

/// For each scenario, the columns asked for: a value for every run that was simulated, in the order of
/// replications; NaN where missing. An ending is its code.
pub fn read_run_columns(
    folder: &Path,
    district: &str,
    columns: &[&str],
) -> Result<BTreeMap<String, Vec<Vec<f64>>>> {
    let mut table = Table::open(&folder.join("runs.csv"))?;
    let [scenario, of, status] = table.places(["scenario", "district", "status"])?;
    let places = columns
        .iter()
        .map(|name| table.places([*name]).map(|[place]| place))
        .collect::<Result<Vec<usize>>>()?;
    let mut found: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
    while table.next()? {
        if table.text(of) != district || table.text(status) != Status::Done.name() {
            continue;
        }
        if !found.contains_key(table.text(scenario)) {
            found.insert(table.text(scenario).to_owned(), vec![Vec::new(); columns.len()]);
        }
        let Some(values) = found.get_mut(table.text(scenario)) else { continue };
        for (column, place) in values.iter_mut().zip(&places) {
            let ending = Ending::ALL.iter().find(|ending| ending.name() == table.text(*place));
            column.push(match ending {
                Some(ending) => f64::from(*ending as u8),
                None => table.number(*place)?,
            });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{folder::TableFormat, sample};

    #[test]
    fn columns_come_back_for_the_runs_that_were_simulated() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(2, 1, 7));
        sample::finished(&path, &plan, TableFormat::Csv);
        let found = read_run_columns(&path, "060", &["peak_spread", "ending"]).unwrap();
        let outcomes = sample::outcomes(&plan);
        let done: Vec<&_> = outcomes[7..].iter().filter(|o| o.status == Status::Done).collect();
        assert!(done.len() < 7, "one run was skipped");
        let place = crate::metrics::RUN_COLUMNS.iter().position(|c| c.name == "peak_spread").unwrap();
        let told = |x: &f64| format!("{x}");
        let expected: Vec<String> = done.iter().map(|o| told(&o.run[place])).collect();
        assert_eq!(found["scenario-1"][0].iter().map(told).collect::<Vec<_>>(), expected);
        assert!(read_run_columns(&path, "nowhere", &["ending"]).unwrap().is_empty());
        assert!(read_run_columns(&path, "060", &["nonsense"]).unwrap_err().to_string().contains("nonsense"));
    }
}
