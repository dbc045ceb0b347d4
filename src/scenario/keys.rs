//! Which key stands where: the dotted path of everything in a file, by its place.

use std::collections::BTreeMap;

use super::text::{Item, Table, Value};
use crate::diagnostic::SourceLocation;

/// Paths such as `leaders.lead_commitment` and `event[3].to` by the place of the key and of its value.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    paths: BTreeMap<SourceLocation, String>,
}

impl Keys {
    /// Enters everything in a table. Members of lists are counted from 1 within their file.
    pub fn enter(&mut self, table: &Table) {
        self.table("", table);
    }

    /// Enters the one key that a flag speaks of.
    pub fn enter_flag(&mut self, spot: &SourceLocation, path: &str) {
        self.paths.insert(spot.clone(), path.into());
    }

    /// The key that stands here, or whose value does.
    pub fn at(&self, spot: &SourceLocation) -> Option<String> {
        self.paths.get(spot).cloned()
    }

    fn table(&mut self, above: &str, table: &Table) {
        for (key, entry) in table {
            let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
            self.item(&path, &entry.item);
            self.paths.insert(entry.key_at.clone(), path);
        }
    }

    fn item(&mut self, path: &str, item: &Item) {
        self.paths.insert(item.at.clone(), path.into());
        match &item.value {
            Value::Table(table) => self.table(path, table),
            Value::List(items) => {
                for (k, item) in items.iter().enumerate() {
                    self.item(&format!("{path}[{}]", k + 1), item);
                }
            }
            _ => {}
        }
    }
}
