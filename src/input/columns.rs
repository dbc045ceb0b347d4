//! Where a table holds what: the columns of its first line, found by name or by a mapping.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::table_fault::{Quoted, TableFaults};
use crate::census::mapping::{FIELDS, Mapping, TableField};
use crate::diagnostic::Remedy;
use crate::diagnostic::spelling::nearest;

/// Most columns of a table.
const MOST_COLUMNS: usize = 2_000;
/// How the fault begins of a table that has none of its columns.
pub(crate) const NO_COLUMNS: &str = "the first line has none of these columns";
/// Most columns of a file that a message names.
const MOST_NAMED: usize = 12;

/// Where each field stands, and how it is to be understood.
pub(super) struct Layout<'m> {
    places: BTreeMap<&'static str, (usize, String)>,
    /// Words, units and values that hold for all rows.
    pub(super) mapping: &'m Mapping,
}

impl<'m> Layout<'m> {
    /// Finds all fields, if what is needed is there once.
    pub(super) fn find(
        header: &StringRecord,
        line: u64,
        mapping: &'m Mapping,
        faults: &mut TableFaults,
    ) -> Option<Self> {
        let names: Vec<&str> = header.iter().collect();
        let before = faults.count();
        let mut places = BTreeMap::new();
        let wanted: Vec<(&TableField, &str, bool)> =
            FIELDS.iter().filter_map(|f| wanted(f, mapping)).collect();
        // A file that is no such table is refused by its name: what stands in it is nobody's business.
        let columns: Vec<&str> = wanted.iter().map(|(_, column, _)| *column).collect();
        if names.len() > MOST_COLUMNS || names.len() == 1 && !columns.contains(&names[0]) {
            let fault = format!("{NO_COLUMNS}: {}", columns.join(", "));
            faults.row(line, fault, "check that it is the right file");
            return None;
        }
        for &(field, column, needed) in &wanted {
            let mut found =
                names.iter().enumerate().filter(|(_, name)| **name == column).map(|(place, _)| place);
            match (found.next(), found.next()) {
                (Some(place), None) => {
                    places.insert(field.name, (place, column.to_owned()));
                }
                (Some(_), Some(_)) => {
                    faults.cell(line, (column, None), "the column is there twice", "remove or rename one");
                }
                (None, _) if needed => {
                    let taken = |name: &&str| wanted.iter().any(|(_, column, _)| column == name);
                    let free: Vec<&str> = names.iter().copied().filter(|name| !taken(name)).collect();
                    let (what, remedy) = missing(field, column, &free, mapping);
                    let allowed: Vec<&str> = wanted.iter().map(|(_, column, _)| *column).collect();
                    let nearest = nearest(column, free.iter().copied()).map(str::to_owned);
                    let remedy = Remedy { nearest, ..Remedy::allowing(remedy, allowed.join(", ")) };
                    faults.cell(line, (column, None), what, remedy);
                }
                (None, _) => {}
            }
        }
        (faults.count() == before).then_some(Layout { places, mapping })
    }

    /// The name of the column that holds a field.
    pub(super) fn column<'f>(&'f self, field: &'f str) -> &'f str {
        self.places.get(field).map_or(field, |(_, column)| column)
    }

    /// Where the field stands in a row.
    pub(super) fn place(&self, field: &str) -> Option<usize> {
        self.places.get(field).map(|(place, _)| *place)
    }

    /// A value that holds for every row.
    pub(super) fn fixed(&self, field: &str) -> Option<&str> {
        self.mapping.fixed.get(field).map(String::as_str)
    }

    /// What a number is multiplied by.
    pub(super) fn scale(&self, field: &str) -> f64 {
        self.mapping.scale.get(field).copied().unwrap_or(1.0)
    }
}

/// The names of all columns that are looked for.
pub(super) fn names(mapping: &Mapping) -> Vec<&str> {
    FIELDS.iter().filter_map(|field| Some(wanted(field, mapping)?.1)).collect()
}

/// The column in which a field is looked for, and whether it must be there. Without a mapping a table has
/// all columns; with one it may leave out what a run can do without.
fn wanted<'m>(
    field: &'static TableField,
    mapping: &'m Mapping,
) -> Option<(&'static TableField, &'m str, bool)> {
    let standard = mapping.rows.column(field)?;
    if mapping.fixed.contains_key(field.name) {
        return None;
    }
    let named = mapping.columns.get(field.name);
    let needed = mapping.name.is_empty() || named.is_some() || mapping.rows.needs(field);
    Some((field, named.map_or(standard, String::as_str), needed))
}

fn missing(field: &TableField, column: &str, free: &[&str], mapping: &Mapping) -> (String, String) {
    let near = nearest(column, free.iter().copied());
    let name = &mapping.name;
    if name.is_empty() {
        let remedy = match near {
            Some(near) => format!("is {} meant? rename it to `{column}`", Quoted(near)),
            None => format!("add a column `{column}`; leave a cell empty where it is unknown"),
        };
        return ("the column is missing".into(), remedy);
    }
    let what = match mapping.columns.contains_key(field.name) {
        true => format!("the column is missing, in which {name} looks for `{}`", field.name),
        false => format!("the column is missing, and {name} names no other for `{}`", field.name),
    };
    let write = |meant: &str| format!("write {} = \"{meant}\" under [columns] of the mapping", field.name);
    let remedy = match near {
        Some(near) => format!("is {} meant? {}", Quoted(near), write(near)),
        None => {
            let named: Vec<String> = free.iter().take(MOST_NAMED).map(|n| Quoted(n).to_string()).collect();
            let more = if free.len() > MOST_NAMED { ", …" } else { "" };
            format!("{}; the table also has {}{more}", write("…"), named.join(", "))
        }
    };
    (what, remedy)
}
