//! How large the sheets of a workbook are, before a library makes room for them: a few bytes can ask for all memory.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::workbook::MOST_OF_SHEET;

/// Sheets as they were before 2007 have no more rows and columns.
const ROWS: u32 = 65_536;
const COLUMNS: u32 = 256;
/// Most cells of all sheets together that room is made for.
const MOST_IN_OLD: u64 = 40_000_000;
/// Most bytes of the part that holds the sheets.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// A sheet has no more columns.
const WIDEST: usize = 16_384;

type Told = (&'static str, &'static str);
const DAMAGED: Told =
    ("is a damaged workbook", "get it again, or open it in a spreadsheet and save it as CSV");

/// Checks a file of the kind in which workbooks were kept before 2007.
///
/// # Errors
/// What it is instead, or that it asks for too much.
pub(super) fn old(bytes: &[u8]) -> Result<(), Told> {
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
    let mut room = 0_u64;
    for (kind, data) in records(&stream) {
        if kind == 0x0085 {
            let start = data.get(..4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
            room += sheet(stream.get(start as usize..).unwrap_or_default())?;
        }
    }
    if room > MOST_IN_OLD {
        return Err(("is a workbook too large for a table of schools", "save the table as CSV"));
    }
    Ok(())
}

/// Records: a kind, a length, so many bytes.
fn records(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let [a, b, c, d] = bytes.first_chunk::<4>().copied()?;
        let (kind, length) = (u16::from_le_bytes([a, b]), usize::from(u16::from_le_bytes([c, d])));
        let data = bytes.get(4..4 + length)?;
        bytes = bytes.get(4 + length..).unwrap_or_default();
        Some((kind, data))
    })
}

/// The room that a sheet asks for: all cells between the outermost that it names.
fn sheet(bytes: &[u8]) -> Result<u64, Told> {
    let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
    let (mut depth, mut said) = (0_u32, 0);
    let short = |data: &[u8], at: usize| {
        let two = data.get(at..at + 2).and_then(|two| two.try_into().ok());
        u32::from(two.map_or(0, u16::from_le_bytes))
    };
    let long = |data: &[u8], at: usize| {
        data.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
    };
    for (kind, data) in records(bytes) {
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
    Ok(named.max(said))
}

/// Whether what an .ods holds becomes no more cells than fit: rows and cells of it say how often they are repeated.
pub(super) fn ods_is_bounded(content: &[u8]) -> bool {
    let content = String::from_utf8_lossy(content);
    let (mut all, mut rows, mut widest) = (0_usize, 0_usize, 0_usize);
    let (mut repeated, mut filled, mut pending, mut empty) = (1, 0, 0, 0_usize);
    // Empty cells and rows at the end take no room.
    let mut close = |repeated: usize, filled: usize, empty: &mut usize| {
        if filled == 0 {
            *empty = empty.saturating_add(repeated);
            return;
        }
        widest = widest.max(filled);
        rows = rows.saturating_add(repeated).saturating_add(std::mem::take(empty));
        all = all.saturating_add(filled);
    };
    for tag in content.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        if tag.starts_with("table:table-row") && !tag.starts_with("table:table-rows") {
            close(repeated, filled, &mut empty);
            (repeated, filled, pending) = (repeats(tag, "table:number-rows-repeated"), 0, 0);
        } else if tag.starts_with("table:table-cell") || tag.starts_with("table:covered-table-cell") {
            let times = repeats(tag, "table:number-columns-repeated").min(WIDEST);
            pending += times;
            let holds = !tag.ends_with('/') || tag.contains("office:") || tag.contains("table:formula");
            if holds {
                filled += std::mem::take(&mut pending);
            }
        }
    }
    close(repeated, filled, &mut empty);
    all.max(rows.saturating_mul(widest)) <= MOST_OF_SHEET
}

fn repeats(tag: &str, attribute: &str) -> usize {
    let value = tag.split_once(attribute).and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
    let digits = value.map(|value| value.trim_start().trim_start_matches(['"', '\'']));
    let digits = digits.and_then(|text| text.split(|c: char| !c.is_ascii_digit()).next());
    digits.map_or(1, |digits| if digits.is_empty() { 1 } else { digits.parse().unwrap_or(usize::MAX) })
}
