//! A table of what a district has seen of itself: month, measure, value, and how sure (a standard deviation).

use std::path::Path;

use csv::StringRecord;

use super::district_table::contents;
use super::rows::records;
use super::table_fault::{Quoted, TableFaults};
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostics, Remedy};

/// Its columns.
pub const COLUMNS: [&str; 4] = ["month", "measure", "value", "sd"];

/// A row that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenRow<M> {
    /// The month at whose end it was seen.
    pub month: u32,
    /// The measure.
    pub measure: M,
    /// Its value.
    pub value: f64,
    /// The observer's standard deviation.
    pub sd: f64,
}

/// What a measure is: found by its name, with the lowest and highest value that it can have; or what to do about it.
pub type FindMeasure<'a, M> = &'a dyn Fn(&str) -> Result<(M, (f64, f64)), Remedy>;

/// Reads a table from a file, about runs of so many months.
///
/// # Errors
/// A file that cannot be read; all that is wrong with it.
pub fn read_file<M: PartialEq>(
    path: &Path,
    months: u32,
    find: FindMeasure<'_, M>,
) -> Result<Vec<SeenRow<M>>, Diagnostics> {
    let (name, bytes) = contents(path)?;
    read(&name, &bytes, months, find)
}

/// Reads a table from the bytes of the file of this name, about runs of so many months.
///
/// # Errors
/// All that is wrong with it.
pub fn read<M: PartialEq>(
    name: &str,
    bytes: &[u8],
    months: u32,
    find: FindMeasure<'_, M>,
) -> Result<Vec<SeenRow<M>>, Diagnostics> {
    let mut faults = TableFaults::of(name);
    let mut rows: Vec<(SeenRow<M>, u64)> = Vec::new();
    let columns = |header: &StringRecord, line: u64, faults: &mut TableFaults| places(header, line, faults);
    records(
        bytes,
        &COLUMNS,
        &mut faults,
        ("row", "write a row for what was seen, as 12,spread,0.15,0.05"),
        columns,
        |record, places, line, faults| {
            let Some(row) = (Row { record, places, line, faults }).seen(months, find) else { return };
            match rows.iter().find(|(other, _)| other.month == row.month && other.measure == row.measure) {
                Some((_, first)) => faults.row(
                    line,
                    format!("the same measure in the same month stands in line {first}"),
                    "keep one of the two: both would count as if they were seen apart",
                ),
                None => rows.push((row, line)),
            }
        },
    );
    faults.or(rows.into_iter().map(|(row, _)| row).collect())
}

fn places(header: &StringRecord, line: u64, faults: &mut TableFaults) -> Option<[usize; 4]> {
    let names: Vec<&str> = header.iter().collect();
    let before = faults.count();
    let places = COLUMNS.map(|column| names.iter().position(|name| *name == column));
    for (column, place) in COLUMNS.iter().zip(places) {
        if names.iter().filter(|name| *name == column).count() > 1 {
            faults.cell(line, (column, place), "the column is there twice", "remove or rename one");
        }
        if place.is_none() {
            let near = nearest(column, names.iter().copied().filter(|name| !COLUMNS.contains(name)));
            let remedy = match near {
                Some(near) => format!("is {} meant? rename it to `{column}`", Quoted(near)),
                None => format!("the columns are {}", COLUMNS.join(", ")),
            };
            faults.cell(line, (column, None), "the column is missing", remedy);
        }
    }
    let [Some(month), Some(measure), Some(value), Some(sd)] = places else { return None };
    (faults.count() == before).then_some([month, measure, value, sd])
}

/// A row on its way to what was seen.
struct Row<'a> {
    record: &'a StringRecord,
    places: &'a [usize; 4],
    line: u64,
    faults: &'a mut TableFaults,
}

impl Row<'_> {
    /// All its faults are told, whichever come first.
    fn seen<M>(mut self, months: u32, find: FindMeasure<'_, M>) -> Option<SeenRow<M>> {
        let month = self.month(months);
        let measure = match find(self.text(1)) {
            Ok(found) => Some(found),
            Err(remedy) => {
                let fault = format!("no measure is called {}", Quoted(self.text(1)));
                self.fault(1, fault, remedy);
                None
            }
        };
        let value = self.number(2).and_then(|value| {
            let Some((_, (low, high))) = &measure else { return Some(value) };
            if (*low..=*high).contains(&value) {
                return Some(value);
            }
            let can_be = match high.is_finite() {
                true => format!("{low} to {high}"),
                false => format!("{low} or more"),
            };
            let per_cent = *high == 1.0 && value > 1.0 && value <= 100.0;
            let remedy = match per_cent {
                true => format!("write a share, as {} for {value}%", value / 100.0),
                false => "write what can be".to_string(),
            };
            self.fault(
                2,
                format!("{value} is outside what {} can be, {can_be}", Quoted(self.text(1))),
                remedy,
            );
            None
        });
        let sd = self.number(3).and_then(|sd| {
            if sd > 0.0 {
                return Some(sd);
            }
            let remedy = "write how far off what was seen may be, as 0.05; nobody is surer than that";
            self.fault(3, format!("the standard deviation is {sd}, which is not above 0"), remedy);
            None
        });
        Some(SeenRow { month: month?, measure: measure?.0, value: value?, sd: sd? })
    }

    fn month(&mut self, months: u32) -> Option<u32> {
        let text = self.text(0);
        match text.parse::<u32>() {
            Ok(month) if month <= months => Some(month),
            Ok(month) => {
                let fault = format!("month {month} is after the last month of the runs, {months}");
                self.fault(0, fault, "leave the row out, or run longer with --months");
                None
            }
            Err(_) => {
                let fault = format!("{} is no month", Quoted(text));
                self.fault(0, fault, "write a whole number; month 12 is the end of the first year");
                None
            }
        }
    }

    fn number(&mut self, column: usize) -> Option<f64> {
        let text = self.text(column);
        let found = text.parse::<f64>().ok().filter(|x| x.is_finite());
        if found.is_none() {
            let fault = match text.is_empty() {
                true => "the cell is empty".to_string(),
                false => format!("{} is not a number", Quoted(text)),
            };
            self.fault(column, fault, "write it with a point, as 0.15");
        }
        found
    }

    fn text(&self, column: usize) -> &'_ str {
        self.record.get(self.places[column]).unwrap_or_default().trim()
    }

    fn fault(&mut self, column: usize, what: String, remedy: impl Into<Remedy>) {
        self.faults.cell(self.line, (COLUMNS[column], Some(self.places[column])), what, remedy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<SeenRow<&'static str>>, Diagnostics> {
        read("seen.csv", text.as_bytes(), 60, &|name| match name {
            "spread" => Ok(("spread", (0.0, 1.0))),
            "hours" => Ok(("hours", (0.0, f64::INFINITY))),
            other => Err(nearest(other, ["spread", "hours"])
                .map_or("none".into(), |near| format!("did you mean {near}?").into())),
        })
    }

    #[test]
    fn rows_are_read_in_any_order_of_columns() {
        let rows = read_text("measure,month,sd,value\nspread,12,0.05,0.15\nhours,18,3,40\n").unwrap();
        assert_eq!(rows[0], SeenRow { month: 12, measure: "spread", value: 0.15, sd: 0.05 });
        assert_eq!(rows[1].value, 40.0);
    }

    #[test]
    fn every_fault_is_told_at_once_with_line_and_remedy() {
        let text = "month,measure,value,sd\n12,sprad,0.1,0.05\n61,spread,0.1,0.05\n12,spread,15,0\n12,hours,-1,x\n\
                    18,spread,0.1,0.05\n18,spread,0.2,0.05\nMay,spread,,1\n";
        let told = read_text(text).unwrap_err().to_string();
        for words in [
            "line 2, column `measure`: no measure is called `sprad`",
            "did you mean spread?",
            "line 3, column `month`: month 61 is after the last month of the runs, 60",
            "line 4, column `value`: 15 is outside what `spread` can be, 0 to 1",
            "write a share, as 0.15 for 15%",
            "line 4, column `sd`: the standard deviation is 0, which is not above 0",
            "line 5, column `value`: -1 is outside what `hours` can be, 0 or more",
            "line 5, column `sd`: `x` is not a number",
            "line 7: the same measure in the same month stands in line 6",
            "line 8, column `month`: `May` is no month",
            "line 8, column `value`: the cell is empty",
        ] {
            assert!(told.contains(words), "lacks {words}\n{told}");
        }
        let told = read_text("month,measure,vaule\n12,spread,0.1\n").unwrap_err().to_string();
        assert!(
            told.contains("is `vaule` meant?") && told.contains("column `sd`: the column is missing"),
            "{told}"
        );
        assert!(read_text("month,measure,value,sd\n").unwrap_err().to_string().contains("no row"));
    }
}
