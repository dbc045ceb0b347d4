//! Sections below a table: [one] or [[many]].

use super::TableReader;
use crate::diagnostic::SourceLocation;
use crate::scenario::text::{Table, Value};

impl TableReader<'_> {
    /// Takes a section.
    pub fn section(&mut self, key: &str) -> Table {
        let Some(item) = self.take(key) else { return Table::new() };
        match item.value {
            Value::Table(table) => table,
            Value::List(items) if items.iter().any(|i| matches!(i.value, Value::Table(_))) => {
                let fault = format!("[[{key}]] stands with two brackets, but there is one such section only");
                self.problems.add(&item.at, fault, format!("write [{key}], once, and all its keys below it"));
                // What stands in them is read as if they were one, so that its faults are told as well.
                let tables = items.into_iter().filter_map(|item| match item.value {
                    Value::Table(table) => Some(table),
                    _ => None,
                });
                tables.flatten().collect()
            }
            value => {
                let fault = format!("`{key}` is {}, but it names a section", value.kind());
                self.problems.add(
                    &item.at,
                    fault,
                    format!("write [{key}] on a line of its own, its keys below it"),
                );
                Table::new()
            }
        }
    }

    /// Takes a list of sections.
    pub fn sections(&mut self, key: &str) -> Vec<(Table, SourceLocation)> {
        let path = match self.section.as_str() {
            "" => key.to_string(),
            section => format!("{section}.{key}"),
        };
        let remedy = format!("write [[{path}]] with two brackets each time: there may be many");
        let Some(item) = self.take(key) else { return Vec::new() };
        let items = match item.value {
            Value::List(items) => items,
            Value::Table(table) => {
                self.problems.add(&item.at, format!("[{path}] stands with single brackets"), remedy);
                // What stands in it is read as if it were right, so that its faults are told as well.
                return vec![(table, item.at)];
            }
            other => {
                self.problems.add(&item.at, format!("`{key}` is {}", other.kind()), remedy);
                return Vec::new();
            }
        };
        let mut sections = Vec::new();
        for item in items {
            match item.value {
                Value::Table(table) => sections.push((table, item.at)),
                other => {
                    self.problems.add(&item.at, format!("`{key}` holds {}", other.kind()), remedy.clone());
                }
            }
        }
        sections
    }
}
