//! How many cells the sheets of an .ods become: rows and cells of it say how often they are repeated.

use super::tags::{attributes, next_tag};
use super::workbook::MOST_OF_SHEET;
use super::workbook_bounds::{DAMAGED, Told};

/// A sheet has no more columns.
const WIDEST: usize = 16_384;

/// Whether what an .ods holds becomes no more cells than fit.
///
/// # Errors
/// It is not written as workbooks are.
pub(super) fn is_bounded(content: &[u8]) -> Result<bool, Told> {
    let content = String::from_utf8_lossy(content);
    let (mut all, mut rows, mut widest) = (0_usize, 0_usize, 0_usize);
    let (mut repeated, mut filled, mut pending, mut empty) = (1, 0, 0_usize, 0_usize);
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
    let mut rest = &*content;
    while let Some(tag) = next_tag(&mut rest).ok_or(DAMAGED)? {
        let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next().unwrap_or_default();
        match name {
            "table:table-row" => {
                close(repeated, filled, &mut empty);
                (filled, pending) = (0, 0);
                repeated = Attributes::of(tag, name, "table:number-rows-repeated").ok_or(DAMAGED)?.repeated;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let cell = Attributes::of(tag, name, "table:number-columns-repeated").ok_or(DAMAGED)?;
                pending = pending.saturating_add(cell.repeated.min(WIDEST));
                if !tag.ends_with('/') || cell.holds {
                    filled += std::mem::take(&mut pending);
                }
            }
            _ => {}
        }
    }
    close(repeated, filled, &mut empty);
    Ok(all.max(rows.saturating_mul(widest)) <= MOST_OF_SHEET)
}

/// What the attributes of a row or a cell say of it.
struct Attributes {
    /// How often it is there.
    repeated: usize,
    /// Whether it has a value of its own.
    holds: bool,
}

impl Attributes {
    /// None where they are not written as attributes are, or the number is not digits alone.
    fn of(tag: &str, name: &str, number: &str) -> Option<Attributes> {
        let mut found = Attributes { repeated: 1, holds: false };
        for attribute in attributes(tag.strip_prefix(name)?) {
            let (key, value) = attribute?;
            if key == number {
                let is_plain = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
                found.repeated = is_plain.then(|| value.parse().unwrap_or(usize::MAX))?;
            }
            found.holds |= key.starts_with("office:") || key == "table:formula";
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::is_bounded;

    #[test]
    fn what_is_repeated_is_counted_however_it_is_written() {
        let of = |row: &str, cell: &str| {
            let text = format!(
                "<?xml version=\"1.0\"?><table:table><!-- <table:table-row> --><table:table-row {row}>\
                 <table:table-cell {cell}><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
            );
            is_bounded(text.as_bytes()).map_err(|told| told.0)
        };
        let (rows, cells) =
            ("table:number-rows-repeated=\"100000\"", "table:number-columns-repeated=\"16384\"");
        assert_eq!((of("", cells), of(rows, "")), (Ok(true), Ok(true)));
        assert_eq!(of(rows, cells), Ok(false));
        // The number stands in the text of another attribute too, or behind a bracket that ends nothing.
        let hidden = format!("office:string-value=\"table:number-columns-repeated=1\" {cells}");
        assert_eq!(of(rows, &hidden), Ok(false));
        assert_eq!(of(rows, &format!("x=\">\" {cells}")), Ok(false));
        assert_eq!(of(&format!("x='\">' {rows}"), &cells.replace('"', "'").replace('=', " =\n")), Ok(false));
        for number in ["&#49;00000", "+100000", " 100000", "", "1e5"] {
            let row = format!("table:number-rows-repeated=\"{number}\"");
            assert_eq!(of(&row, cells), Err("is a damaged workbook"), "{number}");
        }
        assert_eq!(of("x", cells), Err("is a damaged workbook"));
    }
}
