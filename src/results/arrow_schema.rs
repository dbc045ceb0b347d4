//! What Arrow keeps of the columns of a Parquet file: their types, and their meaning, unit and range as metadata of fields.
//!
//! Parquet has no metadata of fields. Arrow puts its own schema beside, as a message of its IPC format in base 64 under the key
//! `ARROW:schema`; pyarrow, R arrow, polars and DataFusion read it. The tables here are those of `Schema.fbs` and `Message.fbs`
//! of Arrow's format 1.5, written slot by slot.

use super::columns::CellType;
use super::table_head::{HeadColumn, TableHead};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flatbuffers::{FlatBufferBuilder, ForwardsUOffset, TableFinishedWIPOffset, Vector, WIPOffset};

/// The key of the schema.
pub const ARROW_SCHEMA: &str = "ARROW:schema";

/// Version 5 of the metadata, of Arrow 1.0 and later.
const V5: i16 = 4;
/// The header of a message is a schema.
const SCHEMA: u8 = 1;
/// Types of a field, and the precision of a double.
const INT: u8 = 2;
const FLOATING_POINT: u8 = 3;
const UTF8: u8 = 5;
const DOUBLE: i16 = 2;

type Table = WIPOffset<TableFinishedWIPOffset>;
type Tables<'b> = WIPOffset<Vector<'b, ForwardsUOffset<TableFinishedWIPOffset>>>;

/// Where a slot of a table is noted.
const fn slot(number: u16) -> u16 {
    4 + 2 * number
}

/// The schema of a table, as the value of [`ARROW_SCHEMA`].
pub fn encoded(head: &TableHead) -> String {
    let mut b = FlatBufferBuilder::new();
    let fields: Vec<Table> = head.columns.iter().map(|column| field(&mut b, column)).collect();
    let fields = b.create_vector(&fields);
    let about = pairs(&mut b, &head.about);
    let schema = b.start_table();
    b.push_slot_always(slot(1), fields);
    b.push_slot_always(slot(2), about);
    let schema = b.end_table(schema);
    let message = b.start_table();
    b.push_slot_always(slot(0), V5);
    b.push_slot_always(slot(1), SCHEMA);
    b.push_slot_always(slot(2), schema);
    let message = b.end_table(message);
    b.finish_minimal(message);
    let message = b.finished_data();
    let mut bytes = vec![0xff; 4];
    bytes.extend((message.len() as u32).to_le_bytes());
    bytes.extend(message);
    STANDARD.encode(bytes)
}

fn field<'b>(b: &mut FlatBufferBuilder<'b>, column: &HeadColumn) -> Table {
    let name = b.create_string(&column.name);
    let children: Tables<'b> = b.create_vector::<Table>(&[]);
    let about = pairs(b, &column.about);
    let (of, kind) = match column.cells {
        CellType::Text { .. } => (UTF8, None),
        CellType::Number => (FLOATING_POINT, None),
        CellType::Key => (INT, Some(32)),
        CellType::Whole { .. } => (INT, Some(64)),
    };
    let type_of = b.start_table();
    match kind {
        Some(bits) => {
            b.push_slot_always::<i32>(slot(0), bits);
            b.push_slot_always(slot(1), true);
        }
        None if of == FLOATING_POINT => b.push_slot_always(slot(0), DOUBLE),
        None => {}
    }
    let type_of = b.end_table(type_of);
    let field = b.start_table();
    b.push_slot_always(slot(0), name);
    b.push_slot_always(slot(1), !column.cells.is_required());
    b.push_slot_always(slot(2), of);
    b.push_slot_always(slot(3), type_of);
    b.push_slot_always(slot(5), children);
    b.push_slot_always(slot(6), about);
    b.end_table(field)
}

fn pairs<'b>(b: &mut FlatBufferBuilder<'b>, about: &[(&'static str, String)]) -> Tables<'b> {
    let mut all: Vec<Table> = Vec::new();
    for (key, value) in about {
        let (key, value) = (b.create_string(key), b.create_string(value));
        let pair = b.start_table();
        b.push_slot_always(slot(0), key);
        b.push_slot_always(slot(1), value);
        all.push(b.end_table(pair));
    }
    b.create_vector(&all)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Read with pyarrow 26: `ipc.read_schema(base64.b64decode(...))`.
    #[test]
    fn a_schema_is_the_one_that_arrow_was_seen_to_read() {
        let column = |name: &str, cells| HeadColumn {
            name: name.into(),
            cells,
            about: vec![("unit", "share".into())],
        };
        let columns = vec![
            column("scenario", CellType::Text { is_required: true }),
            column("replication", CellType::Key),
            column("stage", CellType::Whole { is_required: false }),
            column("spread", CellType::Number),
        ];
        let head = TableHead { columns, about: vec![("uptake.seed", "7".into())] };
        assert_eq!(encoded(&head), include_str!("arrow_schema_seen.txt").trim());
    }
}
