//! Where everything in a file stands, by its dotted path, and which path stands where.

use std::collections::BTreeMap;

use super::text::{Value, WrittenItem, WrittenTable};
use crate::diagnostic::SourceLocation;

/// Places of keys and values by paths such as `leaders.lead_commitment` and `event[3].to`.
#[derive(Debug, Clone)]
pub struct Places {
    paths: BTreeMap<String, (SourceLocation, SourceLocation)>,
    top: SourceLocation,
}

impl Places {
    /// Those of everything in a table. Members of lists are counted from 1.
    pub fn of(table: &WrittenTable, top: &SourceLocation) -> Places {
        let mut places = Places { paths: BTreeMap::new(), top: top.clone() };
        places.enter_table("", table);
        places
    }

    /// Where this key stands, if it is there.
    pub fn key(&self, path: &str) -> Option<&SourceLocation> {
        self.paths.get(path).map(|(key, _)| key)
    }

    /// Where its value stands, if it is there.
    pub fn value(&self, path: &str) -> Option<&SourceLocation> {
        self.paths.get(path).map(|(_, value)| value)
    }

    /// Where the value at this path stands, or else what it would stand in.
    pub fn at(&self, path: &str) -> SourceLocation {
        let ends = path.match_indices(['.', '[']).map(|(k, _)| k).chain([path.len()]);
        ends.rev().find_map(|end| self.value(&path[..end])).unwrap_or(&self.top).clone()
    }

    /// Where the keys below this path stand.
    pub fn below(&self, path: &str) -> impl Iterator<Item = &SourceLocation> {
        let start = format!("{path}.");
        self.paths.iter().filter(move |(name, _)| name.starts_with(&start)).map(|(_, (key, _))| key)
    }

    fn enter_table(&mut self, above: &str, table: &WrittenTable) {
        for (key, entry) in table {
            let path = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
            self.enter(&path, &entry.key_at, &entry.item);
        }
    }

    fn enter(&mut self, path: &str, key_at: &SourceLocation, item: &WrittenItem) {
        self.paths.insert(path.into(), (key_at.clone(), item.at.clone()));
        match &item.value {
            Value::Table(table) => self.enter_table(path, table),
            Value::List(items) => {
                for (k, item) in items.iter().enumerate() {
                    self.enter(&format!("{path}[{}]", k + 1), &item.at, item);
                }
            }
            _ => {}
        }
    }
}

/// Which path stands where, in all files of a chain.
#[derive(Debug, Clone, Default)]
pub struct PathsByPlace(BTreeMap<SourceLocation, String>);

impl PathsByPlace {
    /// Enters everything in the table of a file.
    pub fn enter(&mut self, table: &WrittenTable) {
        let places = Places::of(table, &SourceLocation::whole("")).paths;
        self.0.extend(places.iter().map(|(path, (_, value))| (value.clone(), path.clone())));
        self.0.extend(places.into_iter().map(|(path, (key, _))| (key, path)));
    }

    /// Enters the one key that a flag speaks of.
    pub fn enter_flag(&mut self, at: &SourceLocation, path: &str) {
        self.0.insert(at.clone(), path.into());
    }

    /// The key that stands here, or whose value does.
    pub fn at(&self, at: &SourceLocation) -> Option<String> {
        self.0.get(at).cloned()
    }
}
