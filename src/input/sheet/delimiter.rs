//! What stands between the cells of a text: told by the mapping, by a line `sep=;`, by the names of columns that are looked
//! for, or by the shape of the lines.

use csv::ReaderBuilder;

use super::Refused;
use super::cells::clean_name;
use crate::census::sheet_layout::SheetLayout;
use crate::input::table_fault::TableFaults;

/// What may stand between cells, the usual first.
const SIGNS: [char; 4] = [',', ';', '\t', '|'];
/// So much of the text is looked at.
const LINES: usize = 60;
const BYTES: usize = 256 * 1024;

/// The mark between cells, and where the table begins.
pub(super) struct Marks {
    pub(super) sign: char,
    /// The place of the first byte of the table.
    pub(super) start: usize,
    /// The line of it.
    pub(super) line: u64,
}

/// Finds the mark and says so if it is no comma.
pub(super) fn find(
    text: &str,
    layout: &SheetLayout,
    wanted: &[&str],
    faults: &mut TableFaults,
) -> Result<Marks, Refused> {
    let (hinted, start) = hint(text);
    let rest = text.get(start..).unwrap_or_default();
    let sign = match layout.delimiter.or_else(|| by_names(rest, wanted)).or(hinted) {
        Some(sign) => sign,
        None => by_shape(rest, faults)?,
    };
    let word = match sign {
        ',' => None,
        ';' => Some("semicolon-separated".into()),
        '\t' => Some("tab-separated".into()),
        '|' => Some("bar-separated".into()),
        other => Some(format!("separated by {other:?}")),
    };
    word.into_iter().for_each(|word: String| faults.notes.read_as(word));
    if hinted.is_some() {
        faults.notes.read_with("a `sep=` line left out");
    }
    Ok(Marks { sign, start, line: if start > 0 { 2 } else { 1 } })
}

/// The sign of a first line `sep=;`, by which a spreadsheet is told, and where the next line begins.
fn hint(text: &str) -> (Option<char>, usize) {
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    let (line, rest) = text.split_at(end);
    let bare = line.trim_matches(|c| c == '"' || c == ' ');
    let sign = bare.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and_then(|_| {
        let mut signs = bare.get(4..)?.chars();
        let sign = signs.next()?;
        // A spreadsheet that saved the line anew may have filled it up with marks.
        signs.all(|other| SIGNS.contains(&other) || other == '"').then_some(sign)
    });
    // Some editors cut a tab off at the end of a line.
    let sign = if sign.is_none() && bare.eq_ignore_ascii_case("sep=") { Some('\t') } else { sign };
    match sign.filter(char::is_ascii) {
        None => (None, 0),
        Some(sign) => (Some(sign), end + if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) }),
    }
}

/// The mark by which one line holds more names of columns than by any other.
fn by_names(text: &str, wanted: &[&str]) -> Option<char> {
    let names = |sign: char| {
        let in_line =
            |line: &str| line.split(sign).filter(|cell| wanted.contains(&&*clean_name(bare(cell)))).count();
        text.split(['\n', '\r']).take(LINES).map(in_line).max().unwrap_or(0)
    };
    let mut found: Vec<(usize, char)> = SIGNS.map(|sign| (names(sign), sign)).into();
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count)); // stable: the usual first
    match found.as_slice() {
        [(best, sign), (next, _), ..] if best > next => Some(*sign),
        _ => None,
    }
}

fn bare(cell: &str) -> &str {
    cell.trim().trim_matches('"')
}

/// The mark by which most lines have the same number of cells, of which there is more than one.
fn by_shape(text: &str, faults: &TableFaults) -> Result<char, Refused> {
    let cut = text.char_indices().map(|(place, _)| place).take_while(|place| *place <= BYTES).last();
    let start = if text.len() <= BYTES { text } else { text.get(..cut.unwrap_or(0)).unwrap_or(text) };
    let mut found: Vec<(usize, usize, char)> = SIGNS.map(|sign| shape(start, sign)).into();
    found.sort_by_key(|(rows, cells, _)| std::cmp::Reverse((*rows, *cells)));
    match found.as_slice() {
        [(0, ..), ..] | [] => Ok(','),
        [(rows, cells, sign), (other_rows, other_cells, other), ..]
            if rows == other_rows && cells == other_cells && *rows > 1 =>
        {
            let what =
                format!("cells can be separated by {} or by {}: both fit", shown(*sign), shown(*other));
            Err(faults.of_line(1, what, "write delimiter = \"…\" in a mapping"))
        }
        [(_, _, sign), ..] => Ok(*sign),
    }
}

/// In how many rows there are as many cells as in most, how many those are, by this mark; none where it is one cell.
fn shape(text: &str, sign: char) -> (usize, usize, char) {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(sign as u8)
        .from_reader(text.as_bytes());
    let mut widths = std::collections::BTreeMap::<usize, usize>::new();
    for record in reader.byte_records().map_while(Result::ok).take(LINES) {
        *widths.entry(record.len()).or_default() += 1;
    }
    widths.remove(&1);
    let most = widths.into_iter().max_by_key(|(cells, rows)| (*rows, *cells));
    most.map_or((0, 0, sign), |(cells, rows)| (rows, cells, sign))
}

fn shown(sign: char) -> &'static str {
    match sign {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        _ => "bars",
    }
}
