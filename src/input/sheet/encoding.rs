//! From bytes to text: UTF-8, UTF-16, Windows-1252 (and so Latin-1), or what the mapping says.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Refused;
use crate::census::sheet_layout::SheetLayout;
use crate::input::table_fault::{Quoted, TableFaults};

/// So many bytes tell UTF-16 that does not say so.
const SAMPLE: usize = 4_096;
const SAY: &str = "save the table as UTF-8, or write encoding = \"…\" in a mapping, such as \"windows-1252\" or \"macintosh\"";

/// The text of these bytes; what it was taken for is noted.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    layout: &SheetLayout,
    faults: &mut TableFaults,
) -> Result<Cow<'b, str>, Refused> {
    let said = match &layout.encoding {
        Some(label) => Some(named(label, faults)?),
        None => None,
    };
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = match (marked, said, unmarked_utf16(bytes)) {
        (Some(marked), _, _) => marked,
        (None, Some(said), _) => said,
        (None, None, Some(utf16)) => utf16,
        (None, None, None) if std::str::from_utf8(bytes).is_ok() => UTF_8,
        (None, None, None) => is_windows_1252(bytes, faults)?,
    };
    let (text, has_errors) = encoding.decode_with_bom_removal(bytes);
    if has_errors {
        let before = text.find('\u{fffd}').unwrap_or(0);
        let what = format!("is no text in {}: a sign of it cannot be read", encoding.name());
        return Err(faults.of_line(line_of(&text, before), what, SAY));
    }
    if let Some(zero) = text.find('\0') {
        let remedy = "check that it is the right file, and save it again as text";
        return Err(faults.of_line(line_of(&text, zero), "holds zero bytes, which no text has", remedy));
    }
    if encoding != UTF_8 {
        let guessed = said.is_none() && marked.is_none();
        let how = if guessed { sample(&text) } else { String::new() };
        faults.notes.read_as(format!("{}{how}", known_name(encoding)));
    }
    Ok(text)
}

fn known_name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "windows-1252" => "Windows-1252",
        "UTF-16LE" | "UTF-16BE" => "UTF-16",
        name => name,
    }
}

fn named(label: &str, faults: &TableFaults) -> Result<&'static Encoding, Refused> {
    let plain = label.trim().to_lowercase().replace("latin-", "latin").replace("utf16", "utf-16");
    Encoding::for_label(plain.as_bytes()).ok_or_else(|| {
        let what = format!("no encoding is called {} in the mapping", Quoted(label));
        let remedy = "write utf-8, utf-16le, utf-16be, windows-1252, latin1, macintosh, or another name that the web uses";
        faults.of_file(what, remedy)
    })
}

/// UTF-16 without the mark that says so: every other byte of Latin letters is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let zeros = |odd: usize| sample.chunks_exact(2).filter(|pair| pair.get(odd) == Some(&0)).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    match pairs > 0 {
        true if odd * 10 > pairs * 4 && even * 20 < pairs => Some(UTF_16LE),
        true if even * 10 > pairs * 4 && odd * 20 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// Bytes that are no UTF-8 are Windows-1252, unless something speaks against it.
fn is_windows_1252(bytes: &[u8], faults: &TableFaults) -> Result<&'static Encoding, Refused> {
    let mut before = 0;
    let mut first = None;
    let mut has_utf8 = false;
    for chunk in bytes.utf8_chunks() {
        has_utf8 |= !chunk.valid().is_ascii();
        before += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            first = first.or(Some(before));
            before += chunk.invalid().len();
        }
    }
    let line = |place: usize| {
        let text = String::from_utf8_lossy(bytes.get(..place).unwrap_or(bytes));
        line_of(&text, text.len())
    };
    let first = first.unwrap_or(0);
    if has_utf8 {
        let what = "a sign is not UTF-8 text, although others of the file are";
        return Err(faults.of_line(line(first), what, SAY));
    }
    // Signs of Windows-1252 that stand within words are letters of another encoding; five bytes it does not know at all.
    let near = |place: Option<usize>| place.and_then(|place| bytes.get(place)).copied().unwrap_or(b' ');
    let doubtful = |place: usize, byte: u8| {
        let inside =
            near(place.checked_sub(1)).is_ascii_alphabetic() && near(Some(place + 1)).is_ascii_lowercase();
        matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d)
            || matches!(byte, 0x80..=0xbf) && !matches!(byte, 0x92 | 0xaa | 0xad | 0xb7 | 0xba) && inside
    };
    match bytes.iter().enumerate().find(|(place, byte)| doubtful(*place, **byte)) {
        Some((place, byte)) => {
            let what = format!("the byte {byte:#04x} is no letter of UTF-8 or Windows-1252");
            Err(faults.of_line(line(place), what, SAY))
        }
        None => Ok(WINDOWS_1252),
    }
}

/// A word that shows whether the encoding was guessed well.
fn sample(text: &str) -> String {
    let Some(at) = text.find(|c: char| !c.is_ascii()) else { return String::new() };
    let is_end = |c: char| matches!(c, ',' | ';' | '\t' | '|' | '"' | '\n' | '\r');
    let (before, after) = text.split_at(at);
    let start = before.rfind(is_end).map_or(0, |k| k + 1);
    let end = after.find(is_end).map_or(text.len(), |k| at + k);
    format!(" ({})", Quoted(text.get(start..end).unwrap_or_default().trim()))
}

/// The line of a place in a text; a line ends with LF, CR or both.
pub(super) fn line_of(text: &str, place: usize) -> u64 {
    let before = text.as_bytes().get(..place).unwrap_or_default();
    let mut line = 1;
    for (k, byte) in before.iter().enumerate() {
        line += u64::from(*byte == b'\n' || *byte == b'\r' && text.as_bytes().get(k + 1) != Some(&b'\n'));
    }
    line
}
