//! A table of advice ties: who asks whom.
//!
//! A row is a tie. `asker` and `asked` are ids of schools; or, with the columns `asker_school`, `asker_grade`, `asked_school`
//! and `asked_grade`, teachers by any name that the table gives them. `strength` may be left out. A row of teachers without
//! `asked` says of somebody that they are there and, if no other row does, that they ask nobody.

use std::path::Path;

use csv::StringRecord;

use super::district_table::contents;
use super::rows::records;
use super::table_fault::{Quoted, TableFaults};
use crate::census::advice::{NamedTeacher, TieEnd, TieRow, TieTable};
use crate::census::grade::Grade;
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostics, Remedy};

/// Columns of a table of ties between teachers, as one is written. Those of schools are left out where ties are of schools.
pub const COLUMNS: [&str; 7] =
    ["asker_school", "asker_grade", "asker", "asked_school", "asked_grade", "asked", "strength"];
/// Columns without which it is none.
const NEEDED: [&str; 2] = ["asker", "asked"];
/// Columns that belong together.
const OF_TEACHERS: [&str; 4] = ["asker_school", "asker_grade", "asked_school", "asked_grade"];

/// Reads a table of ties from a file.
///
/// # Errors
/// A file that cannot be read; all that is wrong with it.
pub fn read_file(path: &Path) -> Result<TieTable, Diagnostics> {
    let (name, bytes) = contents(path)?;
    read(&name, &bytes)
}

/// Reads a table of ties from the bytes of the file of this name.
///
/// # Errors
/// All that is wrong with it.
pub fn read(name: &str, bytes: &[u8]) -> Result<TieTable, Diagnostics> {
    let (mut table, mut faults) = (TieTable::default(), TableFaults::of(name));
    let mut unread = Vec::new();
    let find = |header: &StringRecord, line: u64, faults: &mut TableFaults| {
        let names: Vec<&str> = header.iter().collect();
        unread =
            names.iter().filter(|n| !COLUMNS.contains(n) && !n.is_empty()).map(ToString::to_string).collect();
        find(&names, line, faults)
    };
    records(
        bytes,
        &COLUMNS,
        &mut faults,
        ("tie", "write a row for each tie: who asks whom"),
        find,
        |record, places, line, faults| {
            table.rows.extend(Row { record, places, line, faults }.tie());
        },
    );
    table.unread = unread;
    table.notes = faults.notes.clone();
    faults.or(table)
}

/// Where each of [`COLUMNS`] stands.
type Columns = [Option<usize>; 7];

fn find(names: &[&str], line: u64, faults: &mut TableFaults) -> Option<Columns> {
    let before = faults.count();
    let place = |column: &str| names.iter().position(|name| *name == column);
    for column in COLUMNS.iter().filter(|column| names.iter().filter(|name| name == column).count() > 1) {
        faults.cell(line, (column, place(column)), "the column is there twice", "remove or rename one");
    }
    let of_teachers = OF_TEACHERS.iter().any(|column| place(column).is_some());
    for column in COLUMNS {
        let is_needed = NEEDED.contains(&column) || of_teachers && OF_TEACHERS.contains(&column);
        let free = names.iter().copied().filter(|name| !COLUMNS.contains(name) && !name.is_empty());
        let near = nearest(column, free);
        if place(column).is_some() || !is_needed && near.is_none() {
            continue;
        }
        let remedy = match near {
            Some(near) => format!("is {} meant? rename it to `{column}`", Quoted(near)),
            None if OF_TEACHERS.contains(&column) => {
                format!("ties of teachers need {}; ties of schools have none of them", OF_TEACHERS.join(", "))
            }
            None => "name the columns asker and asked, and perhaps strength".into(),
        };
        let fault = if is_needed {
            "the column is missing"
        } else {
            "the column is missing, and another is almost called so"
        };
        let near = near.map(str::to_owned);
        faults.cell(line, (column, None), fault, Remedy { nearest: near, ..Remedy::from(remedy) });
    }
    (faults.count() == before).then(|| COLUMNS.map(place))
}

/// A row on its way to a tie.
struct Row<'a> {
    record: &'a StringRecord,
    places: &'a Columns,
    line: u64,
    faults: &'a mut TableFaults,
}

impl Row<'_> {
    fn tie(mut self) -> Option<TieRow> {
        let asker = self.end(0)?;
        // A row of a teacher alone leaves out all that is about who is asked.
        let mut is_empty = |column| self.text(column).is_some_and(|text: String| text.is_empty());
        let is_alone = asker.teacher.is_some() && (3..6).all(&mut is_empty);
        let asked = if is_alone { None } else { Some(self.end(3)?) };
        let strength = match self.text(6)? {
            text if text.is_empty() => None,
            text => match text.parse::<f64>().ok().filter(|x| x.is_finite()) {
                Some(x) => Some(x),
                None => {
                    self.fault(
                        6,
                        format!("{} is not a number", Quoted(&text)),
                        "write it with a point, as 0.5",
                    );
                    return None;
                }
            },
        };
        Some(TieRow { asker, asked, strength, row: u32::try_from(self.line).unwrap_or(u32::MAX) })
    }

    /// Who asks (0), or who is asked (3).
    fn end(&mut self, first: usize) -> Option<TieEnd> {
        let name = self.needed(first + 2)?;
        if self.places[first].is_none() {
            return Some(TieEnd { school: name, teacher: None });
        }
        let school = self.needed(first)?;
        let grade = match self.text(first + 1)? {
            text if text.is_empty() => None,
            text => match text.parse::<Grade>() {
                Ok(grade) => Some(grade),
                Err(fault) => {
                    self.fault(first + 1, fault.fault, &fault.remedy);
                    return None;
                }
            },
        };
        Some(TieEnd { school, teacher: Some(NamedTeacher { grade, name }) })
    }

    fn needed(&mut self, column: usize) -> Option<String> {
        let text = self.text(column)?;
        if text.is_empty() {
            self.fault(column, "the cell is empty".into(), "fill it in, or leave the row out");
        }
        (!text.is_empty()).then_some(text)
    }

    /// The text of a cell; empty where there is no such column.
    fn text(&mut self, column: usize) -> Option<String> {
        Some(self.places[column].and_then(|place| self.record.get(place)).unwrap_or_default().to_owned())
    }

    fn fault(&mut self, column: usize, what: String, remedy: &str) {
        self.faults.cell(self.line, (COLUMNS[column], self.places[column]), what, remedy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        read("t.csv", text.as_bytes()).map_or_else(|found| found.to_string(), |table| format!("{table:?}"))
    }

    #[test]
    fn ties_of_teachers_and_of_schools_are_read_and_columns_in_any_order() {
        let table = read("t.csv", b"strength,asked,asker,note\n0.5,elm,oak,x\n,oak,elm,\n").unwrap();
        let ends = table.rows.iter().map(|row| (row.asker.school.as_str(), row.strength, row.row));
        assert_eq!(ends.collect::<Vec<_>>(), [("oak", Some(0.5), 2), ("elm", None, 3)]);
        assert_eq!(table.unread, ["note"]);
        let text =
            "asker_school,asker_grade,asker,asked_school,asked_grade,asked\noak,3,a,oak,K,b\noak,3,c,,,\n";
        let table = read("t.csv", text.as_bytes()).unwrap();
        let teacher =
            |end: &TieEnd| end.teacher.as_ref().map(|t| (t.grade.unwrap().to_string(), t.name.clone()));
        assert_eq!(teacher(table.rows[0].asked.as_ref().unwrap()), Some(("K".into(), "b".into())));
        assert!(table.rows[1].asked.is_none());
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let found = told("asker,askd,strenght\na,b,1\n");
        assert!(found.contains("is `askd` meant? rename it to `asked`"), "{found}");
        assert!(found.contains("is `strenght` meant? rename it to `strength`"), "{found}");
        let found = told("asker_school,asker,asked_school,asked\na,b,c,d\n");
        assert!(found.contains("column `asker_grade`: the column is missing"), "{found}");
        let text = "asker_school,asker_grade,asker,asked_school,asked_grade,asked,strength\noak,13,a,oak,K,b,much\n,3,a,oak,K,b,1\n";
        let found = told(text);
        for words in ["line 2, column `asker_grade`", "line 3, column `asker_school`: the cell is empty"] {
            assert!(found.contains(words), "{found}");
        }
        assert!(told("asker,asked\n").contains("no tie"));
    }
}
