//! Workbooks: which sheet is the table, and its cells as text.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, SheetVisible, Xls, Xlsx};
use csv::StringRecord;

use super::cells::clean_name;
use super::sheet_marks::SheetMarks;
use super::workbook_bounds::MOST_SHEETS;
use super::{MOST_CELLS, MOST_ROWS, Refused, SheetRow, ods_bounds, sheet_marks, workbook_bounds};
use crate::census::reading_notes::Handling;
use crate::census::sheet_layout::SheetLayout;
use crate::diagnostic::quiet_panics;
use crate::input::table_fault::{Quoted, TableFaults};

/// Most cells of a sheet, empty ones included, and most bytes of their text.
pub(super) const MOST_OF_SHEET: usize = 60_000_000;
const MOST_TEXT: usize = 512 * 1024 * 1024;
/// Rows by which the sheet is found.
const LOOKED_AT: u32 = 60;
/// Most cells of all sheets together by which the sheet is found.
const MOST_LOOKED_AT: usize = 2_000_000;
/// Most sheets that a message names.
const MOST_NAMED: usize = 20;
/// Whole numbers above this are not exact.
const EXACT: f64 = 1e15;

/// Which kind of workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

/// Cells, empty ones included, and bytes of text that may still be read; all is spent where one of them is 0.
struct CellRoom {
    cells: usize,
    text: usize,
}

enum Book<'b> {
    Xlsx(Box<Xlsx<Cursor<&'b [u8]>>>),
    Xls(Box<Xls<Cursor<&'b [u8]>>>),
    Ods(Box<Ods<Cursor<&'b [u8]>>>),
}

/// A cell that holds something; row and column from 0.
struct BookCell {
    row: u32,
    column: u32,
    text: String,
    /// What has to be said of it.
    said: Option<[&'static str; 2]>,
}

/// The rows of the table in a workbook of one of the newer kinds; `content` is what an .ods holds.
pub(super) fn new(
    bytes: &[u8],
    kind: Kind,
    content: &[u8],
    layout: &SheetLayout,
    wanted: &[&str],
    faults: &mut TableFaults,
) -> Result<Vec<SheetRow>, Refused> {
    if kind == Kind::Ods {
        match ods_bounds::is_bounded(content) {
            Ok(true) => {}
            Ok(false) => return Err(too_large(faults)),
            Err((what, remedy)) => return Err(faults.of_file(what, remedy)),
        }
    }
    let book = guarded(|| match kind {
        Kind::Xlsx => Xlsx::new(Cursor::new(bytes)).map(|book| Book::Xlsx(Box::new(book))).map_err(said),
        Kind::Ods => Ods::new(Cursor::new(bytes)).map(|book| Book::Ods(Box::new(book))).map_err(said),
    });
    let book = book.map_err(|fault| damaged(&fault, faults))?;
    faults.notes.read_as(if kind == Kind::Ods { "a workbook (.ods)" } else { "a workbook (.xlsx)" });
    let marks = |sheet: usize| match kind {
        Kind::Xlsx => sheet_marks::of_xlsx(bytes, sheet),
        Kind::Ods => sheet_marks::of_ods(content, sheet),
    };
    rows(book, &marks, layout, wanted, faults)
}

/// The rows of the table in a workbook as it was before 2007, or in what looks like one.
pub(super) fn old(
    bytes: &[u8],
    layout: &SheetLayout,
    wanted: &[&str],
    faults: &mut TableFaults,
) -> Result<Vec<SheetRow>, Refused> {
    match guarded(|| Ok(workbook_bounds::old(bytes))) {
        Err(fault) => return Err(damaged(&fault, faults)),
        Ok(Err((what, remedy))) => return Err(faults.of_file(what, remedy)),
        Ok(Ok(())) => {}
    }
    let book = guarded(|| Xls::new(Cursor::new(bytes)).map(|book| Book::Xls(Box::new(book))).map_err(said));
    let book = book.map_err(|fault| damaged(&fault, faults))?;
    faults.notes.read_as("a workbook (.xls)");
    rows(book, &|sheet| sheet_marks::of_xls(bytes, sheet), layout, wanted, faults)
}

/// What a library does; it may panic on damaged bytes, which then are a fault like any other.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    quiet_panics::caught(work).unwrap_or_else(|| Err("its content makes no sense".into()))
}

fn said(fault: impl std::fmt::Display) -> String {
    fault.to_string()
}

fn damaged(fault: &str, faults: &TableFaults) -> Refused {
    let is_locked = fault.contains("password");
    match is_locked {
        true => {
            faults.of_file("is a workbook with a password", "open it in a spreadsheet and save it without")
        }
        false => faults.of_file(
            format!("is a damaged workbook: {fault}"),
            "get it again, or open it in a spreadsheet and save it as CSV",
        ),
    }
}

pub(super) fn too_large(faults: &TableFaults) -> Refused {
    let what =
        format!("a sheet of it has more than {MOST_OF_SHEET} cells, or reaches beyond column {MOST_CELLS}");
    faults.of_file(what, "remove what stands far from the table, or save the table as CSV")
}

fn rows(
    mut book: Book<'_>,
    marks: &dyn Fn(usize) -> Option<SheetMarks>,
    layout: &SheetLayout,
    wanted: &[&str],
    faults: &mut TableFaults,
) -> Result<Vec<SheetRow>, Refused> {
    let names = book.names();
    let name = chosen(&mut book, &names, layout, wanted, faults)?;
    if names.len() > 1 {
        faults.notes.read_with(format!("sheet {} of {}", Quoted(&name), names.len()));
    }
    let mut room = CellRoom { cells: MOST_OF_SHEET, text: MOST_TEXT };
    let mut cells = book.cells(&name, u32::MAX, &mut room).map_err(|fault| damaged(&fault, faults))?;
    cells.sort_by_key(|cell| (cell.row, cell.column)); // a file may hold them in any order
    let width = cells.iter().map(|cell| cell.column as usize + 1).max().unwrap_or(0);
    let count = cells.chunk_by(|a, b| a.row == b.row).count();
    if width > MOST_CELLS || count > MOST_ROWS || count.saturating_mul(width) > MOST_OF_SHEET {
        return Err(too_large(faults));
    }
    let mut rows = Vec::with_capacity(count);
    for row in cells.chunk_by(|a, b| a.row == b.row) {
        let line = row.first().map_or(0, |cell| u64::from(cell.row) + 1);
        let mut record = StringRecord::new();
        for cell in row {
            if let Some(words) = cell.said {
                faults.notes.count_of_layout(Handling::Changed, words, line);
            }
            // A cell that is there twice counts once.
            while record.len() < cell.column as usize {
                record.push_field("");
            }
            if record.len() == cell.column as usize {
                record.push_field(&cell.text);
            }
        }
        while record.len() < width {
            record.push_field("");
        }
        rows.push(SheetRow { line, cells: record });
    }
    let place = names.iter().position(|other| *other == name).unwrap_or(0);
    let marks = marks(place).unwrap_or_default();
    if book.is_hidden(place) {
        faults.notes.remark(format!("the sheet {} is hidden in the workbook, and read", Quoted(&name)));
    }
    let places = |of: fn(&BookCell) -> u32| {
        cells.iter().map(of).collect::<BTreeSet<u32>>().into_iter().collect::<Vec<_>>()
    };
    for remark in marks.remarks(&places(|cell| cell.row), &places(|cell| cell.column)) {
        faults.notes.remark(remark);
    }
    let told = guarded(|| Ok(book.merged(&name))).unwrap_or_default();
    let merged: Vec<u32> = told.iter().map(|area| area.start.0).chain(marks.merged).collect();
    if let Some(first) = merged.first() {
        let (row, more) = (first + 1, merged.len() - 1);
        let others = if more > 0 { format!(", and {more} more") } else { String::new() };
        faults.notes.remark(format!(
            "cells are merged in row {row}{others}: only the first of them holds what is written there, the others are empty"
        ));
    }
    Ok(rows)
}

/// The sheet that the mapping names, the only one, or the only one with a table.
fn chosen(
    book: &mut Book<'_>,
    names: &[String],
    layout: &SheetLayout,
    wanted: &[&str],
    faults: &TableFaults,
) -> Result<String, Refused> {
    let listed = || {
        let named: Vec<String> = names.iter().take(MOST_NAMED).map(|name| Quoted(name).to_string()).collect();
        let more = if names.len() > MOST_NAMED { ", …" } else { "" };
        format!("write sheet = \"…\" in a mapping; there are {}{more}", named.join(", "))
    };
    if let Some(sheet) = &layout.sheet {
        let is_it = |name: &&String| name.trim().to_lowercase() == sheet.trim().to_lowercase();
        let found = names.iter().find(is_it).cloned();
        return found.ok_or_else(|| faults.of_file(format!("has no sheet {}", Quoted(sheet)), listed()));
    }
    if let [only] = names {
        return Ok(only.clone());
    }
    if names.len() > MOST_SHEETS {
        return Err(faults.of_file(format!("is a workbook of {} sheets", names.len()), listed()));
    }
    let mut found = Vec::new();
    let mut room = CellRoom { cells: MOST_LOOKED_AT, text: MOST_TEXT };
    for name in names {
        // A sheet that cannot be read, such as one of a chart, is no table.
        let cells = book.cells(name, LOOKED_AT, &mut room).unwrap_or_default();
        if room.cells == 0 || room.text == 0 {
            let what = "is a workbook with too many cells in the first rows of its sheets";
            return Err(faults.of_file(what, listed()));
        }
        found.push((likeness_of(&cells, wanted), name));
    }
    let best = found.iter().map(|(likeness, _)| *likeness).max().unwrap_or((0, 0));
    let is_near = |likeness: (usize, usize)| match best.0 {
        0 => likeness.1 > 0,
        most => likeness.0 * 2 > most,
    };
    let tables: Vec<&String> =
        found.iter().filter(|(likeness, _)| is_near(*likeness)).map(|(_, name)| *name).collect();
    match tables[..] {
        [only] => Ok(only.clone()),
        [] => Err(faults.of_file("is a workbook whose sheets are empty", listed())),
        _ => {
            Err(faults.of_file("is a workbook, and it is not plain which sheet of it is the table", listed()))
        }
    }
}

/// How many of the columns that are looked for stand in one row of a sheet; and whether it has two rows and columns at all.
fn likeness_of(cells: &[BookCell], wanted: &[&str]) -> (usize, usize) {
    let mut by_row = std::collections::BTreeMap::<u32, (usize, usize)>::new();
    for cell in cells {
        let (named, filled) = by_row.entry(cell.row).or_default();
        *named += usize::from(wanted.contains(&&*clean_name(&cell.text)));
        *filled += 1;
    }
    let wide = by_row.values().filter(|(_, filled)| *filled > 1).count();
    (by_row.values().map(|(named, _)| *named).max().unwrap_or(0), usize::from(wide > 1))
}

impl Book<'_> {
    fn names(&self) -> Vec<String> {
        match self {
            Book::Xlsx(book) => book.sheet_names(),
            Book::Xls(book) => book.sheet_names(),
            Book::Ods(book) => book.sheet_names(),
        }
    }

    /// Whether the sheet at this place is hidden.
    fn is_hidden(&self, place: usize) -> bool {
        let sheets = match self {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
        };
        sheets.get(place).is_some_and(|sheet| sheet.visible != SheetVisible::Visible)
    }

    /// Areas of merged cells, where the kind of workbook tells them.
    fn merged(&mut self, name: &str) -> Vec<Dimensions> {
        match self {
            Book::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Book::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
            Book::Ods(_) => Vec::new(),
        }
    }

    /// The cells of a sheet that hold something, up to this row.
    fn cells(&mut self, name: &str, rows: u32, room: &mut CellRoom) -> Result<Vec<BookCell>, String> {
        guarded(|| {
            let mut cells = Vec::new();
            let mut add = |row: u32, column: u32, value: DataRef<'_>, width: usize| {
                room.cells = room.cells.saturating_sub(1);
                if let Some((content, said)) = content(value, width) {
                    room.text = room.text.saturating_sub(content.len());
                    cells.push(BookCell { row, column, text: content, said });
                }
                room.cells > 0 && room.text > 0
            };
            let too_much = || Err("it holds more text than a table of schools".to_owned());
            let range = match self {
                Book::Xlsx(book) => {
                    let mut reader = book.worksheet_cells_reader(name).map_err(said)?;
                    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(said)? {
                        let (row, column) = cell.get_position();
                        if row >= rows {
                            break;
                        }
                        let format =
                            reader.styles().get(style).and_then(|style| style.number_format.as_ref());
                        let width = format.map_or(0, |format| zeros(&format.format_code));
                        if !add(row, column, cell.get_value().clone(), width) {
                            return too_much();
                        }
                    }
                    return Ok(cells);
                }
                Book::Xls(book) => book.worksheet_range(name).map_err(said)?,
                Book::Ods(book) => book.worksheet_range(name).map_err(said)?,
            };
            let (top, left) = range.start().unwrap_or((0, 0));
            for (row, column, value) in range.used_cells() {
                let row = top + row as u32;
                if row >= rows {
                    break;
                }
                if !add(row, left + column as u32, borrowed(value), 0) {
                    return too_much();
                }
            }
            Ok(cells)
        })
    }
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(n) => DataRef::Int(*n),
        Data::Float(x) => DataRef::Float(*x),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(is) => DataRef::Bool(*is),
        Data::DateTime(when) => DataRef::DateTime(*when),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(fault) => DataRef::Error(fault.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// Digits of a number that is shown with leading zeros: a format of zeros alone.
fn zeros(format: &str) -> usize {
    if format.bytes().all(|byte| byte == b'0') { format.len() } else { 0 }
}

/// What a cell holds, as text, and what has to be said of it; numbers have at least so many digits.
fn content(value: DataRef<'_>, digits: usize) -> Option<(String, Option<[&'static str; 2]>)> {
    const DATES: [&str; 2] =
        ["cell that is a date for the spreadsheet", "cells that are dates for the spreadsheet"];
    const FAULTS: [&str; 2] =
        ["cell with an error of the spreadsheet", "cells with errors of the spreadsheet"];
    let plain = |text: String| (!text.trim().is_empty()).then_some((text, None));
    match value {
        DataRef::Empty => None,
        DataRef::Int(n) => plain(format!("{n:0digits$}")),
        DataRef::Float(x) => plain(number(x, digits)),
        DataRef::String(text) => plain(text),
        DataRef::SharedString(text) => plain(text.to_owned()),
        DataRef::Bool(is) => plain(if is { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::DateTime(when) => Some((date(&when), Some(DATES))),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Some((text, Some(DATES))),
        DataRef::Error(fault) => Some((fault.to_string(), Some(FAULTS))),
    }
}

/// A number as it would be typed; one that a spreadsheet cannot hold exactly shows that it is none.
pub(super) fn number(x: f64, digits: usize) -> String {
    match x.fract() == 0.0 {
        true if x.abs() < EXACT => format!("{:0digits$}", x as i64),
        true => format!("{x:E}").replace('E', "E+"),
        false => x.to_string(),
    }
}

fn date(when: &ExcelDateTime) -> String {
    let (year, month, day, ..) = when.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
