//! A second table beside the first: its columns, by a key that both have.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::columns::located;
use super::district_table::contents;
use super::fact_notes::{FactNotes, Topic};
use super::rows::NUMBERS;
use super::sheet::{self, NumberColumn, SheetRow};
use super::table_fault::{Quoted, TableFaults};
use crate::census::mapping::Mapping;
use crate::census::reading_notes::Handling;
use crate::census::row_choice::{Join, RowFilter};
use crate::diagnostic::{Diagnostic, Diagnostics, is_unseen};

/// Most files of a folder that are looked at for one whose name has a `*`.
const MOST_FILES: usize = 10_000;

/// What a joined file holds of each key.
pub(super) struct JoinedTable {
    /// The file, for messages.
    pub(super) file: String,
    /// The column of the key in the table that it is joined to.
    pub(super) key: String,
    /// The columns that are taken.
    pub(super) columns: Vec<String>,
    /// Their cells, by key.
    pub(super) rows: BTreeMap<String, Vec<String>>,
    /// How the file was read, where that is not plain.
    pub(super) notes: Vec<String>,
}

impl JoinedTable {
    fn empty(file: String) -> JoinedTable {
        JoinedTable {
            file,
            key: String::new(),
            columns: Vec::new(),
            rows: BTreeMap::new(),
            notes: Vec::new(),
        }
    }
}

/// All joined files of a mapping, for a table at this path. A file that is not there and need not be is noted.
pub(super) fn read_all(
    table: &Path,
    mapping: &Mapping,
    notes: &mut FactNotes,
) -> Result<Vec<JoinedTable>, Diagnostics> {
    let folder = table.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut found = Vec::new();
    let mut problems = Diagnostics::default();
    for join in &mapping.joins {
        match file_of(join, folder, table, mapping).map_err(Diagnostics::from) {
            Ok(Some(path)) => match read(&path, join, mapping) {
                Ok(table) => {
                    for line in &table.notes {
                        notes.once(Topic::JoinedRead(table.file.clone()), line);
                    }
                    found.push(table);
                }
                Err(faults) => problems.merge(faults),
            },
            Ok(None) => notes.add(Topic::NoFile(join.file.clone()), "", ""),
            Err(fault) => problems.merge(fault),
        }
    }
    problems.or(found)
}

/// The one file that a join names; none where it is not there and need not be.
fn file_of(
    join: &Join,
    folder: &Path,
    table: &Path,
    mapping: &Mapping,
) -> Result<Option<PathBuf>, Diagnostic> {
    let Some((before, after)) = join.file.split_once('*') else {
        let path = folder.join(&join.file);
        return Ok((!join.optional || path.is_file()).then_some(path));
    };
    let names = std::fs::read_dir(folder).map_err(|e| Diagnostic::file(folder, "list", e))?;
    let mut fitting: Vec<String> = names
        .take(MOST_FILES)
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| {
            name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
        })
        .filter(|name| Some(name.as_str()) != table.file_name().and_then(|own| own.to_str()))
        .collect();
    fitting.sort_unstable(); // the order of a folder is that of the machine
    match fitting.as_slice() {
        [one] => Ok(Some(folder.join(one))),
        [] if join.optional => Ok(None),
        [] => {
            let fault =
                format!("{} joins a file {}, and none lies beside the table", mapping.name, join.file);
            let what = join.columns.join("`, `");
            Err(Diagnostic::new(table, fault, format!("put the file that holds `{what}` into its folder")))
        }
        [first, second, ..] => {
            let fault =
                format!("{} joins a file {}, and {first} and {second} both fit", mapping.name, join.file);
            Err(Diagnostic::new(table, fault, "leave only one of them in the folder of the table"))
        }
    }
}

/// Where the columns of a joined file stand.
struct JoinedLayout {
    key: Vec<usize>,
    columns: Vec<usize>,
    filters: Vec<usize>,
}

impl JoinedLayout {
    fn find(
        names: &[&str],
        line: u64,
        join: &Join,
        taken: &[String],
        faults: &mut TableFaults,
    ) -> Option<JoinedLayout> {
        let mut place = |column: &String| {
            let place = located(names, &[column]).places.first().copied();
            if place.is_none() {
                let what = "the column is missing, of which the mapping speaks in [join]";
                let known: Vec<String> = names.iter().take(8).map(|n| Quoted(n).to_string()).collect();
                faults.cell(line, (column, None), what, format!("the file has {}", known.join(", ")));
            }
            place
        };
        let key: Vec<usize> = join.key_there.iter().filter_map(&mut place).collect();
        let columns: Vec<usize> = taken.iter().filter_map(&mut place).collect();
        let filters: Vec<usize> = join.filters.iter().filter_map(|filter| place(&filter.column)).collect();
        let wanted = join.key_there.len() + taken.len() + join.filters.len();
        (key.len() + columns.len() + filters.len() == wanted).then_some(JoinedLayout {
            key,
            columns,
            filters,
        })
    }
}

fn read(path: &Path, join: &Join, mapping: &Mapping) -> Result<JoinedTable, Diagnostics> {
    let (shown, bytes) = contents(path)?;
    let mut faults = TableFaults::of(&shown);
    // Not the folder, which is nobody's business where it is stored.
    let file = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let wanted: Vec<&str> = join.key_there.iter().chain(&join.columns).map(String::as_str).collect();
    let Some(mut sheet) = sheet::read(&bytes, &mapping.layout, &wanted, true, &mut faults) else {
        return faults.or(JoinedTable::empty(file));
    };
    let names: Vec<&str> = sheet.header.cells.iter().collect();
    // A column that the mapping may do without may be missing here too.
    let is_optional = |column: &String| {
        let holds = |field: &String| mapping.columns.get(field).is_some_and(|names| names.contains(column));
        mapping.optional.iter().any(holds)
    };
    let is_there = |column: &String| !located(&names, &[column]).places.is_empty();
    let taken: Vec<String> =
        join.columns.iter().filter(|column| is_there(column) || !is_optional(column)).cloned().collect();
    let Some(layout) = JoinedLayout::find(&names, sheet.header.line, join, &taken, &mut faults) else {
        return faults.or(JoinedTable::empty(file));
    };
    let numbers: Vec<NumberColumn<'_>> =
        layout.columns.iter().zip(&taken).filter_map(|(&place, name)| number(place, name, mapping)).collect();
    sheet::settle(&mut sheet.rows, sheet.has_semicolons, &numbers, &mapping.layout, &mut faults);
    let mut rows = BTreeMap::<String, (Vec<String>, u64)>::new();
    let mut widths: Vec<Option<(usize, usize)>> = vec![None; layout.key.len()];
    for SheetRow { line, cells } in &sheet.rows {
        let cell = |place: usize| cells.get(place).unwrap_or_default();
        let counts =
            |(&place, filter): (&usize, &RowFilter)| filter.words.iter().any(|word| word == cell(place));
        if !layout.filters.iter().zip(&join.filters).all(counts) {
            continue;
        }
        let parts: Vec<&str> = layout.key.iter().map(|&place| cell(place)).collect();
        if parts.iter().any(|part| part.is_empty()) {
            faults.notes.count(
                Handling::LeftOut,
                ["row without a key left out", "rows without a key left out"],
                *line,
            );
            continue;
        }
        for (width, part) in widths.iter_mut().zip(&parts) {
            let length = part.chars().count();
            *width = Some(width.map_or((length, length), |(low, high)| (low.min(length), high.max(length))));
        }
        let key = parts.concat();
        let cells: Vec<String> = layout.columns.iter().map(|&place| cell(place).to_owned()).collect();
        if cells.iter().any(|text| text.chars().any(is_unseen)) {
            let remedy = "remove it; if the cell runs over lines, look for a stray quotation mark";
            faults.row(*line, "a cell holds a control character or a line break", remedy);
        }
        match rows.get(&key) {
            Some((there, first)) if *there != cells => {
                let what = format!("the key {} is already on line {first}, with other cells", Quoted(&key));
                let remedy = "give each key one row; or say with `where` in [join] which rows count";
                faults.row(*line, what, remedy);
            }
            Some(_) => {}
            None => {
                rows.insert(key, (cells, *line));
            }
        }
    }
    // Else 1 and 23 would be the same as 12 and 3.
    if widths.iter().flatten().filter(|(low, high)| low != high).count() > 1 {
        let what = format!(
            "the parts of a key, `{}`, have different lengths: two keys may read the same",
            join.key_there.join("`, `")
        );
        faults.row(
            sheet.header.line,
            what,
            "fill them up with zeros in front, as in the column they are joined to",
        );
    }
    if rows.is_empty() && faults.count() == 0 {
        faults.row(1, "no row counts", "look at `where` in [join] of the mapping");
    }
    let rows = rows.into_iter().map(|(key, (cells, _))| (key, cells)).collect();
    let (key, columns) = (join.key.clone(), taken);
    let notes = faults.notes.lines();
    faults.or(JoinedTable { file, key, columns, rows, notes })
}

/// The column as one of numbers, where the mapping takes a number from it.
fn number<'n>(place: usize, name: &'n str, mapping: &Mapping) -> Option<NumberColumn<'n>> {
    let holds = |field: &str| mapping.columns.get(field).is_some_and(|names| names.iter().any(|n| n == name));
    let (_, kind) = NUMBERS.into_iter().find(|(field, _)| holds(field))?;
    Some(NumberColumn { place, name, kind })
}
