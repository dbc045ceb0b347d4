//! Rows of joined files and the rows of the table that they belong to: who has none, and who shares one.

use std::collections::BTreeMap;

use super::columns::{Layout, Spot};
use super::district_cells::Row;
use super::fact_notes::{FactNotes, Topic};
use super::joined::JoinedTable;

/// The districts of the rows that have the same row of a joined file, by file and key.
#[derive(Default)]
pub(super) struct Partners(BTreeMap<(usize, String), Vec<String>>);

impl Partners {
    /// Notes the partners of a row that counts, and which it lacks.
    pub(super) fn enter(&mut self, row: &Row<'_>, district: &str, notes: &mut FactNotes) {
        for (k, table) in row.layout.joined.iter().enumerate() {
            let key = row.layout.keys.get(k).map_or("", |&place| row.own(place));
            match row.partner(k) {
                Some(_) => self.0.entry((k, key.to_owned())).or_default().push(district.to_owned()),
                None => notes.add(Topic::Unjoined(table.file.clone()), district, key),
            }
        }
    }

    /// Notes the rows that share one, and the rows of joined files that no row of the table has.
    pub(super) fn told(&self, joined: &[JoinedTable], notes: &mut FactNotes) {
        for ((k, key), districts) in self.0.iter().filter(|(_, districts)| districts.len() > 1) {
            let Some(table) = joined.get(*k) else { continue };
            for district in districts {
                notes.add(Topic::SharedRow(table.file.clone()), district, key);
            }
        }
        for (k, table) in joined.iter().enumerate() {
            for key in table.rows.keys().filter(|key| !self.0.contains_key(&(k, (*key).clone()))) {
                notes.add(Topic::UnusedRow(table.file.clone()), "", key);
            }
        }
    }
}

/// The columns of joined files that are not read, and why.
pub(super) fn unread_columns(layout: &Layout<'_>, names: &[&str]) -> Vec<(Topic, String)> {
    let mut unread = Vec::new();
    for (k, table) in layout.joined.iter().enumerate() {
        for (place, column) in table.columns.iter().enumerate() {
            let is_it = |spot| matches!(spot, Spot::Joined(file, own) if file == k && own == place);
            if layout.spots().any(is_it) {
                continue;
            }
            let topic = match names.iter().any(|name| name.eq_ignore_ascii_case(column)) {
                true => Topic::OwnColumn(table.file.clone()),
                false => Topic::UnreadColumn(table.file.clone()),
            };
            unread.push((topic, column.clone()));
        }
    }
    unread
}
