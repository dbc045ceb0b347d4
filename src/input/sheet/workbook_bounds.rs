//! How large the sheets of a workbook as it was before 2007 are, before a library makes room for them: a few bytes can ask for all memory.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

/// Sheets as they were before 2007 have no more rows and columns.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;
/// Most cells of all sheets together that room is made for.
const MOST_IN_OLD: u64 = 40_000_000;
/// Most bytes of the part that holds the sheets.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Most sheets of a workbook that are looked at.
pub(super) const MOST_SHEETS: usize = 256;

pub(super) type Told = (&'static str, &'static str);
pub(super) const DAMAGED: Told =
    ("is a damaged workbook", "get it again, or open it in a spreadsheet and save it as CSV");

/// Checks a file of the kind in which workbooks were kept before 2007.
///
/// # Errors
/// What it is instead, or that it asks for too much.
pub(super) fn old(bytes: &[u8]) -> Result<(), Told> {
    of_sheets(&stream(bytes)?)
}

/// The part of such a file that holds the sheets.
///
/// # Errors
/// What it is instead.
pub(super) fn stream(bytes: &[u8]) -> Result<Vec<u8>, Told> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|_| DAMAGED)?;
    let name = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"].into_iter().find(|name| file.is_stream(name));
    let Some(name) = name else {
        return Err(match () {
            () if file.exists("/EncryptedPackage") => {
                ("is a workbook with a password", "open it in a spreadsheet and save it without")
            }
            () if file.exists("/WordDocument") => {
                ("is a Word document, and no table", "save the table as CSV")
            }
            () => ("is a document of another program, and no workbook", "save the table as CSV"),
        });
    };
    let mut stream = Vec::new();
    let part = file.open_stream(name).map_err(|_| DAMAGED)?;
    part.take(MOST_BYTES + 1).read_to_end(&mut stream).map_err(|_| DAMAGED)?;
    if stream.len() as u64 > MOST_BYTES {
        return Err(("is a workbook too large for a table of schools", "split it by state"));
    }
    Ok(stream)
}

/// Checks the sheets that are named in this part.
fn of_sheets(stream: &[u8]) -> Result<(), Told> {
    let (mut room, mut looked_at) = (0_u64, 0_usize);
    let named = records(stream).filter(|(kind, _)| *kind == 0x0085);
    for (count, (_, data)) in named.enumerate() {
        let start = data.get(..4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
        let (asked, length) = sheet(stream.get(start as usize..).unwrap_or_default())?;
        room += asked;
        looked_at += length;
        if room > MOST_IN_OLD {
            return Err(("is a workbook too large for a table of schools", "save the table as CSV"));
        }
        if count >= MOST_SHEETS {
            return Err(("is a workbook of more than 256 sheets", "save the table as CSV"));
        }
        // Sheets stand one behind the other.
        if looked_at > stream.len() {
            return Err(DAMAGED);
        }
    }
    Ok(())
}

/// Records: a kind, a length, so many bytes.
pub(super) fn records(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let [a, b, c, d] = bytes.first_chunk::<4>().copied()?;
        let (kind, length) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
        let data = bytes.get(4..4 + length)?;
        bytes = bytes.get(4 + length..).unwrap_or_default();
        Some((kind, data))
    })
}

/// The room that a sheet asks for, all cells between the outermost that it names; and its bytes.
fn sheet(bytes: &[u8]) -> Result<(u64, usize), Told> {
    let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
    let (mut depth, mut said, mut length) = (0_u32, 0, 0);
    let short = |data: &[u8], at: usize| {
        let two = data.get(at..at + 2).and_then(|two| two.try_into().ok());
        u32::from(two.map_or(0, u16::from_le_bytes))
    };
    let long = |data: &[u8], at: usize| {
        data.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
    };
    for (kind, data) in records(bytes) {
        length += 4 + data.len();
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            // What is said of the size is believed by the library.
            0x0200 => {
                let [top, bottom, left, right] = match data.len() {
                    14.. => [long(data, 0), long(data, 4), short(data, 8), short(data, 10)],
                    _ => [short(data, 0), short(data, 2), short(data, 4), short(data, 6)],
                };
                let is_backward =
                    bottom > 0 && right > 0 && (top >= bottom || left < COLUMNS && left >= right);
                if bottom > ROWS || right > COLUMNS || is_backward {
                    return Err(DAMAGED);
                }
                said = said.max(u64::from(bottom) * u64::from(right));
            }
            0x0006 | 0x0203..=0x0205 | 0x0207 | 0x00D6 | 0x00FD | 0x027E | 0x00BD => {
                let row = short(data, 0);
                let last =
                    if kind == 0x00BD { short(data, data.len().saturating_sub(2)) } else { short(data, 2) };
                if row >= ROWS || last.max(short(data, 2)) >= COLUMNS {
                    return Err(DAMAGED);
                }
                if kind != 0x0207 {
                    rows = (rows.0.min(row), rows.1.max(row));
                    columns = (columns.0.min(short(data, 2)), columns.1.max(last));
                }
            }
            _ => {}
        }
    }
    let span = |(low, high): (u32, u32)| u64::from(high.saturating_sub(low)) + 1;
    let named = if rows.0 == u32::MAX { 0 } else { span(rows) * span(columns) };
    Ok((named.max(said), length))
}

#[cfg(test)]
mod tests {
    use super::{MOST_SHEETS, of_sheets};

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    /// A stream that names `count` sheets, all of them this one.
    fn stream(count: usize, sheet: &[u8]) -> Vec<u8> {
        let start = count * 8 + 4;
        let named = record(0x0085, &(start as u32).to_le_bytes()).repeat(count);
        [named, record(0x000A, &[]), sheet.to_vec()].concat()
    }

    #[test]
    fn sheets_of_an_old_workbook_are_looked_at_once() {
        let end = record(0x000A, &[]);
        assert_eq!(of_sheets(&stream(3, &end)), Ok(()));
        assert_eq!(of_sheets(&stream(MOST_SHEETS, &end)), Ok(()));
        let told = of_sheets(&stream(MOST_SHEETS + 1, &end)).unwrap_err();
        assert_eq!(told.0, "is a workbook of more than 256 sheets");
        // Each of them would be looked through whole.
        let long = [record(0x0001, &[0; 100]).repeat(100), end].concat();
        assert_eq!(of_sheets(&stream(1, &long)), Ok(()));
        assert_eq!(of_sheets(&stream(2, &long)).unwrap_err().0, "is a damaged workbook");
    }
}
