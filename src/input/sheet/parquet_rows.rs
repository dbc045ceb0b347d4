//! Rows of a Parquet table, as text.

use bytes::Bytes;
use csv::StringRecord;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};

use super::workbook::{MOST_OF_SHEET, guarded, number};
use super::{MOST_CELLS, MOST_ROWS, Refused, SheetRow};
use crate::input::table_fault::TableFaults;

/// Most bytes of its columns, as the file says they are when unpacked, and most bytes of text.
const MOST_BYTES: usize = 512 * 1024 * 1024;

/// The names of the columns as the first row, and all others.
pub(super) fn all(bytes: &[u8], faults: &mut TableFaults) -> Result<Vec<SheetRow>, Refused> {
    let read = guarded(|| read(Bytes::copy_from_slice(bytes))).map_err(|fault| {
        let remedy = match fault.contains("feature") {
            true => "write it with Snappy or unpacked, or save it as CSV",
            false => "get it again, or save it as CSV",
        };
        faults.of_file(format!("is a table of Parquet that cannot be read: {fault}"), remedy)
    })?;
    faults.notes.read_as("a table of Parquet");
    Ok(read)
}

fn read(bytes: Bytes) -> Result<Vec<SheetRow>, String> {
    let reader = SerializedFileReader::new(bytes).map_err(|fault| fault.to_string())?;
    let about = reader.metadata();
    let schema = about.file_metadata().schema_descr();
    let names: Vec<&str> = schema.root_schema().get_fields().iter().map(|field| field.name()).collect();
    if names.len() != schema.num_columns() {
        return Err("it has columns of lists or groups".into());
    }
    let rows = usize::try_from(about.file_metadata().num_rows()).unwrap_or(usize::MAX);
    let size: i64 =
        about.row_groups().iter().map(|group| group.total_byte_size().max(0)).fold(0, i64::saturating_add);
    let is_large = names.len() > MOST_CELLS
        || rows > MOST_ROWS
        || rows.saturating_mul(names.len()) > MOST_OF_SHEET
        || usize::try_from(size).is_ok_and(|size| size > MOST_BYTES);
    if is_large {
        return Err("it is too large for a table of schools".into());
    }
    let mut found = vec![SheetRow { line: 1, cells: StringRecord::from(names) }];
    let mut text = 0;
    for row in reader.get_row_iter(None).map_err(|fault| fault.to_string())? {
        let cells = record(&row.map_err(|fault| fault.to_string())?)?;
        text += cells.as_slice().len();
        if found.len() > MOST_ROWS || text > MOST_BYTES {
            return Err("it is too large for a table of schools".into());
        }
        found.push(SheetRow { line: found.len() as u64 + 1, cells });
    }
    Ok(found)
}

fn record(row: &Row) -> Result<StringRecord, String> {
    let mut cells = StringRecord::new();
    for (name, field) in row.get_column_iter() {
        let text = match field {
            Field::Null => String::new(),
            Field::Str(text) => text.clone(),
            Field::Float(x) => number(f64::from(*x), 0),
            Field::Double(x) => number(*x, 0),
            Field::Bytes(bytes) => match bytes.as_utf8() {
                Ok(text) => text.to_owned(),
                Err(_) => return Err(format!("its column `{name}` holds bytes that are no text")),
            },
            Field::Group(_) | Field::ListInternal(_) | Field::MapInternal(_) => {
                return Err("it has columns of lists or groups".into());
            }
            other => other.to_string(),
        };
        cells.push_field(&text);
    }
    Ok(cells)
}
