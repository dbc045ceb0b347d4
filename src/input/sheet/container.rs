//! What a file is, by its content and not by its name: a text, or something that holds a table.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::{Refused, SheetRow, workbook};
use crate::census::sheet_layout::SheetLayout;
use crate::input::table_fault::{Quoted, TableFaults};

/// Most bytes of a text or a table of Parquet, after it was unpacked.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Most bytes of all that a workbook holds: XML takes room.
const MOST_OF_WORKBOOK: u64 = 512 * 1024 * 1024;
/// An archive may stand in an archive, and no deeper.
const DEEPEST: usize = 3;
/// Most members of an archive that are looked at, and that a message names.
const MOST_MEMBERS: usize = 10_000;
const MOST_NAMED: usize = 12;

/// What a file holds.
pub(super) enum Contents<'b> {
    /// A text, whose encoding is not known yet.
    Text(Cow<'b, [u8]>),
    /// Rows of cells.
    Rows(Vec<SheetRow>),
}

/// Opens what holds a table; what holds none is told what it is.
pub(super) fn open<'b>(
    bytes: &'b [u8],
    layout: &SheetLayout,
    wanted: &[&str],
    depth: usize,
    faults: &mut TableFaults,
) -> Result<Contents<'b>, Refused> {
    if depth > DEEPEST {
        return Err(faults.of_file("is an archive within archives", "unpack it"));
    }
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    if starts(b"\x1f\x8b") {
        faults.notes.read_as("a file packed by gzip");
        let text = unpacked(MultiGzDecoder::new(bytes), MOST_BYTES, faults)?;
        return owned(open(&text, layout, wanted, depth + 1, faults)?);
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return archive(bytes, layout, wanted, depth, faults);
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return workbook::old(bytes, layout, wanted, faults).map(Contents::Rows);
    }
    if starts(b"PAR1") {
        return parquet(bytes, faults).map(Contents::Rows);
    }
    match other_kind(bytes) {
        Some((what, remedy)) => Err(faults.of_file(format!("is {what}, and no table"), remedy)),
        None => Ok(Contents::Text(Cow::Borrowed(bytes))),
    }
}

fn owned(contents: Contents<'_>) -> Result<Contents<'static>, Refused> {
    Ok(match contents {
        Contents::Text(text) => Contents::Text(Cow::Owned(text.into_owned())),
        Contents::Rows(rows) => Contents::Rows(rows),
    })
}

#[cfg(feature = "parquet")]
fn parquet(bytes: &[u8], faults: &mut TableFaults) -> Result<Vec<SheetRow>, Refused> {
    super::parquet_rows::all(bytes, faults)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &[u8], faults: &mut TableFaults) -> Result<Vec<SheetRow>, Refused> {
    let remedy = "save it as CSV, or build the program with the feature `parquet`";
    Err(faults.of_file("is a table of Parquet, which this program does not read", remedy))
}

/// All bytes of a stream, at most so many.
fn unpacked(stream: impl Read, most: u64, faults: &TableFaults) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    if let Err(fault) = stream.take(most + 1).read_to_end(&mut bytes) {
        let what = format!("cannot be unpacked: {fault}");
        return Err(faults.of_file(what, "it may be damaged: get it again, or unpack it"));
    }
    match bytes.len() as u64 > most {
        true => Err(too_large(most, faults)),
        false => Ok(bytes),
    }
}

fn too_large(most: u64, faults: &TableFaults) -> Refused {
    let what = format!("holds more than {most} bytes when it is unpacked, too much for a table of schools");
    faults.of_file(what, "check that it is the right file, or split it by state")
}

/// A workbook, or an archive with one table in it.
fn archive(
    bytes: &[u8],
    layout: &SheetLayout,
    wanted: &[&str],
    depth: usize,
    faults: &mut TableFaults,
) -> Result<Contents<'static>, Refused> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|fault| damaged(&fault, faults))?;
    if archive.len() > MOST_MEMBERS {
        return Err(faults.of_file(format!("is an archive of {} files", archive.len()), "unpack it"));
    }
    let mut names = Vec::new();
    for k in 0..archive.len() {
        let member = archive.by_index_raw(k).map_err(|fault| damaged(&fault, faults))?;
        let name = String::from_utf8_lossy(member.name_raw()).into_owned();
        names.push((name, member.is_dir(), member.encrypted()));
    }
    let has = |start: &str| names.iter().any(|(name, ..)| name.starts_with(start));
    let is_sheet = has("content.xml") && has("META-INF/manifest.xml");
    if has("[Content_Types].xml") || is_sheet {
        let kind = match () {
            () if is_sheet => workbook::Kind::Ods,
            () if has("xl/workbook.bin") => {
                let remedy = "open it in a spreadsheet and save it as .xlsx or CSV";
                return Err(faults.of_file("is a binary workbook (.xlsb), which is not read", remedy));
            }
            () if has("xl/") => workbook::Kind::Xlsx,
            () if has("word/") => {
                return Err(faults.of_file("is a Word document, and no table", "save the table as CSV"));
            }
            () => return Err(faults.of_file("is a document, and no table", "save the table as CSV")),
        };
        let mut left = MOST_OF_WORKBOOK;
        let mut content = Vec::new();
        for k in 0..archive.len() {
            let mut member = archive.by_index(k).map_err(|fault| damaged(&fault, faults))?;
            let is_content = kind == workbook::Kind::Ods && member.name_raw() == b"content.xml";
            let mut inside = (&mut member).take(left + 1);
            let size = match is_content {
                true => inside.read_to_end(&mut content).map(|size| size as u64),
                false => std::io::copy(&mut inside, &mut std::io::sink()),
            };
            let size = size.map_err(|fault| damaged(&fault, faults))?;
            left = left.checked_sub(size).ok_or_else(|| too_large(MOST_OF_WORKBOOK, faults))?;
        }
        return workbook::new(bytes, kind, &content, layout, wanted, faults).map(Contents::Rows);
    }
    let place = member(&names, layout, faults)?;
    let (name, _, is_locked) = &names[place];
    if *is_locked {
        return Err(faults.of_file(format!("{} in it has a password", Quoted(name)), "unpack it"));
    }
    faults.notes.read_as(format!("file {} of a zip archive", Quoted(name)));
    let stream = archive.by_index(place).map_err(|fault| damaged(&fault, faults))?;
    let text = unpacked(stream, MOST_BYTES, faults)?;
    owned(open(&text, layout, wanted, depth + 1, faults)?)
}

fn damaged(fault: &impl std::fmt::Display, faults: &TableFaults) -> Refused {
    faults.of_file(format!("is a damaged archive: {fault}"), "get it again, or unpack it")
}

/// The member that is the table: the one that the mapping names, or the only one that can be.
fn member(
    names: &[(String, bool, bool)],
    layout: &SheetLayout,
    faults: &TableFaults,
) -> Result<usize, Refused> {
    let base = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    let files: Vec<usize> = (0..names.len())
        .filter(|k| {
            !names[*k].1 && !names[*k].0.starts_with("__MACOSX/") && !base(&names[*k].0).starts_with('.')
        })
        .collect();
    let ends = |endings: &[&str]| -> Vec<usize> {
        let fits = |k: &&usize| endings.iter().any(|ending| base(&names[**k].0).ends_with(ending));
        files.iter().filter(fits).copied().collect()
    };
    let said = layout.member.as_deref().map(|name| {
        let is_named = |k: &&usize| names[**k].0 == name || base(&names[**k].0) == name.to_lowercase();
        files.iter().filter(is_named).copied().collect::<Vec<_>>()
    });
    let tables = ends(&[".csv", ".tsv", ".xlsx", ".xls", ".ods", ".parquet", ".csv.gz"]);
    let chosen = match (&said, tables.len()) {
        (Some(said), _) => said.clone(),
        (None, 0) if files.len() == 1 => files.clone(),
        (None, 0) => ends(&[".txt", ".dat"]),
        (None, _) => tables,
    };
    if let [only] = chosen[..] {
        return Ok(only);
    }
    if files.is_empty() {
        return Err(faults.of_file("is an archive without a file", "check that it is the right file"));
    }
    let named: Vec<String> =
        files.iter().take(MOST_NAMED).map(|k| Quoted(&names[*k].0).to_string()).collect();
    let more = if files.len() > MOST_NAMED { ", …" } else { "" };
    let what = match said {
        Some(_) => {
            let name = layout.member.as_deref().unwrap_or_default();
            format!("has no file {} or more than one, which the mapping names", Quoted(name))
        }
        None => "is a zip archive, and it is not plain which file of it is the table".into(),
    };
    let remedy =
        format!("write member = \"…\" in a mapping, or unpack it; it holds {}{more}", named.join(", "));
    Err(faults.of_file(what, remedy))
}

/// What is no table and no text of one, and what to do.
fn other_kind(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE: &str = "open it in a spreadsheet and save it as CSV or .xlsx";
    const RIGHT: &str = "check that it is the right file";
    let magic: [(&[u8], (&str, &str)); 15] = [
        (b"%PDF", ("a PDF", "look for the same table as CSV or as a workbook")),
        (b"\x89PNG", ("an image", RIGHT)),
        (b"\xff\xd8\xff", ("an image", RIGHT)),
        (b"GIF8", ("an image", RIGHT)),
        (b"Rar!", ("a RAR archive", "unpack it")),
        (b"7z\xbc\xaf", ("a 7-Zip archive", "unpack it")),
        (b"BZh", ("a file packed by bzip2", "unpack it")),
        (b"\xfd7zXZ", ("a file packed by xz", "unpack it")),
        (b"\x28\xb5\x2f\xfd", ("a file packed by Zstandard", "unpack it")),
        (b"SQLite format 3", ("a database of SQLite", "export the table as CSV")),
        (b"ARROW1", ("a file of Arrow", "save it as Parquet or CSV")),
        (b"FEA1", ("a file of Feather", "save it as Parquet or CSV")),
        (b"$FL2", ("a file of SPSS", "save it as CSV")),
        (b"<stata_dta>", ("a file of Stata", "save it as CSV")),
        (b"{\\rtf", ("a text of a word processor (RTF)", "save the table as CSV")),
    ];
    if let Some((_, told)) = magic.into_iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(told);
    }
    let start = String::from_utf8_lossy(bytes.get(..4_096).unwrap_or(bytes)).to_lowercase();
    let start = start.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if start.starts_with('<') {
        return Some(match () {
            () if start.contains("<html") || start.contains("<table") || start.contains("<!doctype html") => {
                ("an HTML page, whatever its name says", SAVE)
            }
            () if start.contains("office:spreadsheet") => ("a workbook in XML of 2003", SAVE),
            () => ("XML", SAVE),
        });
    }
    let after = |sign: char| start.strip_prefix(sign).map(|rest| rest.trim_start());
    let is_json = after('{').is_some_and(|rest| rest.starts_with(['"', '}']))
        || after('[')
            .is_some_and(|rest| rest.starts_with(['{', '[']) || rest.starts_with("]") && rest.len() < 4);
    is_json.then_some(("JSON", "save the table as CSV"))
}
