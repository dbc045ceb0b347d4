//! Reading the summaries of a results folder back, so that a stored folder can be plotted and reported.

use crate::analysis::summary::{PairedSummary, QUANTILES, Summary};
use crate::diagnostic::{Diagnostic, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// One measure of one scenario and district over the months.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Scenario.
    pub scenario: String,
    /// District.
    pub district: String,
    /// Measure, or `stage_share_1` to `stage_share_5`.
    pub measure: String,
    /// Months, rising.
    pub months: Vec<u32>,
    /// The summary at each month.
    pub points: Vec<Summary>,
}

/// One measure's difference of two scenarios in one district over the months.
#[derive(Debug, Clone, PartialEq)]
pub struct DifferenceSeries {
    /// The scenario that is compared.
    pub other: String,
    /// With which.
    pub base: String,
    /// District.
    pub district: String,
    /// Measure.
    pub measure: String,
    /// Months, rising.
    pub months: Vec<u32>,
    /// The paired summary at each month.
    pub points: Vec<PairedSummary>,
}

/// Which rows are wanted, by district and measure.
pub type Keep<'a> = &'a dyn Fn(&str, &str) -> bool;

/// Read `summary.csv` of a folder; series in the order of the table.
pub fn read_summary(folder: &Path) -> Result<Vec<Series>> {
    read_summary_of(folder, &|_, _| true)
}

/// Read what is wanted of `summary.csv`; series in the order of the table.
pub fn read_summary_of(folder: &Path, keep: Keep<'_>) -> Result<Vec<Series>> {
    let mut table = Table::open(&folder.join("summary.csv"))?;
    let [scenario, district, month, measure] = table.places(["scenario", "district", "month", "measure"])?;
    let statistics = table.statistics()?;
    let mut all: Vec<Series> = Vec::new();
    let mut found = BTreeMap::new();
    while table.next()? {
        if !keep(table.text(district), table.text(measure)) {
            continue;
        }
        let key = [scenario, district, measure].map(|c| table.text(c).to_string());
        let at = *found.entry(key).or_insert(all.len());
        if at == all.len() {
            let [scenario, district, measure] =
                [scenario, district, measure].map(|c| table.text(c).to_string());
            all.push(Series { scenario, district, measure, months: Vec::new(), points: Vec::new() });
        }
        all[at].months.push(table.whole(month)? as u32);
        all[at].points.push(table.summary(&statistics)?);
    }
    Ok(all)
}

/// Read `differences_summary.csv` of a folder; series in the order of the table, none if the folder
/// compares nothing.
pub fn read_differences_summary(folder: &Path) -> Result<Vec<DifferenceSeries>> {
    read_differences_summary_of(folder, &|_, _| true)
}

/// Read what is wanted of `differences_summary.csv`; series in the order of the table.
pub fn read_differences_summary_of(folder: &Path, keep: Keep<'_>) -> Result<Vec<DifferenceSeries>> {
    let path = folder.join("differences_summary.csv");
    if folder.join("summary.csv").exists() && !path.exists() {
        return Ok(Vec::new());
    }
    let mut table = Table::open(&path)?;
    let [other, base, district, month, measure] =
        table.places(["other", "base", "district", "month", "measure"])?;
    let statistics = table.statistics()?;
    let paired = table.places(super::summaries::PAIRED_STATISTICS)?;
    let mut all: Vec<DifferenceSeries> = Vec::new();
    let mut found = BTreeMap::new();
    while table.next()? {
        if !keep(table.text(district), table.text(measure)) {
            continue;
        }
        let key = [other, base, district, measure].map(|c| table.text(c).to_string());
        let at = *found.entry(key).or_insert(all.len());
        if at == all.len() {
            let [other, base, district, measure] =
                [other, base, district, measure].map(|c| table.text(c).to_string());
            all.push(DifferenceSeries {
                other,
                base,
                district,
                measure,
                months: Vec::new(),
                points: Vec::new(),
            });
        }
        let summary = table.summary(&statistics)?;
        let mut values = [f64::NAN; 5];
        for (value, column) in values.iter_mut().zip(paired) {
            *value = table.number(column)?;
        }
        let [mean_low, mean_high, share_lower, share_equal, share_higher] = values;
        all[at].months.push(table.whole(month)? as u32);
        all[at].points.push(PairedSummary {
            summary,
            mean_low,
            mean_high,
            share_lower,
            share_equal,
            share_higher,
        });
    }
    Ok(all)
}

/// Read `runs.csv` of a folder as text: the names of the columns, and the cells of each row.
pub fn read_runs(folder: &Path) -> Result<(Vec<String>, Vec<Vec<String>>)> {
    let mut table = Table::open(&folder.join("runs.csv"))?;
    let mut rows = Vec::new();
    while table.next()? {
        rows.push(table.row.iter().map(String::from).collect());
    }
    Ok((table.names.iter().map(String::from).collect(), rows))
}

/// Read one row of `runs.csv` of a folder: names of the columns, and the cells; None where the run has no row.
pub fn read_run(
    folder: &Path,
    scenario: &str,
    district: &str,
    replication: u32,
) -> Result<Option<Vec<(String, String)>>> {
    let mut table = Table::open(&folder.join("runs.csv"))?;
    let [of, number, place] = table.places(["scenario", "replication", "district"])?;
    while table.next()? {
        if table.text(of) == scenario
            && table.text(place) == district
            && table.whole(number)? == u64::from(replication)
        {
            let cells = table.names.iter().zip(&table.row);
            return Ok(Some(cells.map(|(name, cell)| (name.to_string(), cell.to_string())).collect()));
        }
    }
    Ok(None)
}

/// A CSV table read row by row, whose errors name file and line.
pub struct Table {
    place: String,
    reader: csv::Reader<std::fs::File>,
    names: csv::StringRecord,
    row: csv::StringRecord,
}

impl Table {
    pub(crate) fn open(path: &Path) -> Result<Table> {
        let file = std::fs::File::open(path).map_err(|e| Diagnostic::file(path, "open", e))?;
        let place = path.display().to_string();
        let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(file);
        let names = reader.headers().map_err(|e| broken(&place, e.to_string()))?.clone();
        Ok(Table { place, reader, names, row: csv::StringRecord::new() })
    }

    /// The places of columns, by name.
    pub(crate) fn places<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N]> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place =
                self.place_of(name).ok_or_else(|| broken(&self.place, format!("has no column `{name}`")))?;
        }
        Ok(places)
    }

    pub(crate) fn place_of(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// Go to the next row; whether there is one.
    pub(crate) fn next(&mut self) -> Result<bool> {
        self.reader.read_record(&mut self.row).map_err(|e| broken(&self.place, e.to_string()))
    }

    pub(crate) fn text(&self, column: usize) -> &str {
        self.row.get(column).unwrap_or("")
    }

    /// A number; NaN of an empty cell.
    pub(crate) fn number(&self, column: usize) -> Result<f64> {
        match self.text(column) {
            "" => Ok(f64::NAN),
            text => text.parse().map_err(|_| self.not_a_number(column)),
        }
    }

    pub(crate) fn whole(&self, column: usize) -> Result<u64> {
        self.text(column).parse().map_err(|_| self.not_a_number(column))
    }

    /// The places of n, mean, sd, the quantiles and the standard error.
    fn statistics(&self) -> Result<[usize; 11]> {
        let names = super::summaries::statistics();
        let mut places = [0; 11];
        for (place, name) in places.iter_mut().zip(&names) {
            [*place] = self.places([name.as_str()])?;
        }
        Ok(places)
    }

    fn summary(&self, [n, mean, sd, q @ .., mcse]: &[usize; 11]) -> Result<Summary> {
        let mut quantiles = [f64::NAN; QUANTILES.len()];
        for (value, column) in quantiles.iter_mut().zip(q) {
            *value = self.number(*column)?;
        }
        let (mean, sd, mcse) = (self.number(*mean)?, self.number(*sd)?, self.number(*mcse)?);
        Ok(Summary { n: self.whole(*n)?, mean, sd, quantiles, mcse })
    }

    fn not_a_number(&self, column: usize) -> Diagnostic {
        let line = self.row.position().map_or(0, csv::Position::line);
        let name = self.names.get(column).unwrap_or("");
        broken(
            &format!("{}, line {line}", self.place),
            format!("`{name}` is `{}`, not a number", self.text(column)),
        )
    }
}

fn broken(place: &str, fault: String) -> Diagnostic {
    Diagnostic::failed(place, fault, "name a results folder of this program, or write it again with --force")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::MEASURES;
    use crate::results::{folder::TableFormat, sample};
    use std::fs;

    #[test]
    fn summaries_come_back_as_series_over_months() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(2, 2, 9));
        sample::finished(&path, &plan, TableFormat::Csv);
        let all = read_summary(&path).unwrap();
        assert_eq!(all.len(), 2 * 2 * (MEASURES.len() + 5));
        assert!(all.iter().all(|s| s.months == [0, 1, 2, 3, 4, 5, 6] && s.points.len() == 7));
        assert_eq!(
            (all[0].scenario.as_str(), all[0].district.as_str(), all[0].measure.as_str()),
            ("scenario-0", "060", MEASURES[0].name)
        );
        let outcomes = sample::outcomes(&plan);
        let mut first: Vec<f64> = outcomes[..9].iter().filter_map(|o| o.timeline.first()).copied().collect();
        assert_eq!(
            format!("{:?}", all[0].points[0]),
            format!("{:?}", crate::analysis::summary::describe(&mut first))
        );
        let pairs = read_differences_summary(&path).unwrap();
        assert_eq!(
            (pairs.len(), pairs[0].other.as_str(), pairs[0].base.as_str()),
            (2 * MEASURES.len(), "scenario-1", "scenario-0")
        );
        let point = pairs.iter().flat_map(|s| &s.points).find(|p| p.summary.n >= 3).unwrap();
        assert!((point.share_lower + point.share_equal + point.share_higher - 1.0).abs() < 1e-12);
        assert!(point.mean_low < point.summary.mean && point.summary.mean < point.mean_high);
    }

    #[test]
    fn a_folder_that_compares_nothing_has_no_differences() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(1, 1, 3));
        sample::finished(&path, &plan, TableFormat::Csv);
        assert!(read_differences_summary(&path).unwrap().is_empty());
        assert!(!path.join("differences.csv").exists());
        assert_eq!(read_runs(&path).unwrap().1.len(), 3);
    }

    #[test]
    fn a_damaged_cell_is_named_with_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("summary.csv"),
            format!(
                "scenario,district,month,measure,{}\na,b,0,c,x{}\n",
                super::super::summaries::statistics().join(","),
                ",".repeat(10)
            ),
        )
        .unwrap();
        let error = read_summary(folder.path()).unwrap_err().to_string();
        assert!(error.contains("summary.csv, line 2: `n` is `x`, not a number"), "{error}");
        assert!(
            read_summary(&folder.path().join("no"))
                .unwrap_err()
                .to_string()
                .contains("summary.csv: cannot open")
        );
    }
}
