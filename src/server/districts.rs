//! Tables of real districts that a page has handed over.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::Served;
use super::problems::{Refusal, Reply};
use crate::census::totals::Listed;
use crate::diagnostic::{Diagnostic, Diagnostics, visible};
use crate::files::{best_fit, choose};
use crate::input::{AnyTable, Table, TableSketch};
use crate::scenario::FoundDistricts;
use crate::scenario::mapping;

/// Longest name of a file that is repeated.
const LONGEST_NAME: usize = 120;

/// The tables that are kept, each under its number; the oldest is dropped first.
#[derive(Default)]
pub(super) struct DistrictTables {
    kept: Mutex<Kept>,
}

/// How many came, and those that are kept.
#[derive(Default)]
struct Kept {
    number: u64,
    tables: VecDeque<(String, Arc<AnyTable>)>,
}

impl DistrictTables {
    fn keep(&self, table: AnyTable, most: usize) -> String {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.number += 1;
        let id = format!("table-{}", kept.number);
        kept.tables.push_back((id.clone(), Arc::new(table)));
        while kept.tables.len() > most {
            kept.tables.pop_front();
        }
        id
    }

    /// The district of this id in the table of that one.
    pub(super) fn district(&self, table: &str, id: &str) -> Result<FoundDistricts, Diagnostics> {
        let found = {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.tables.iter().find(|(name, _)| name == table).map(|(_, table)| table.clone())
        };
        let Some(found) = found else {
            let fault = "the table of districts is not here any more: the program was started anew, or other tables came since";
            return Err(Diagnostic::usage(fault, "drop the table on the page once more")
                .at("district")
                .into());
        };
        choose(&found, id)
    }
}

/// Reads a table in any form that `uptake districts` reads, and lists its districts. The header `X-File-Name` holds its name.
pub(super) async fn read(
    State(served): State<Arc<Served>>,
    headers: HeaderMap,
    body: Bytes,
) -> Reply<Json<Value>> {
    let name = file_name(&headers);
    let most = served.options.bounds.tables;
    let listed = tokio::task::spawn_blocking(move || read_table(&name, &body)).await;
    let (table, notes) =
        listed.map_err(|e| Refusal::from(Diagnostic::of_the_program("the reader of tables", e)))??;
    let districts: Vec<Value> = match &table {
        AnyTable::Schools(table) => rows(table),
        AnyTable::Totals(table) => rows(table),
    };
    let id = served.tables.keep(table, most);
    Ok(Json(json!({ "table": id, "notes": notes, "districts": districts })))
}

/// The name of the file, as far as it can be shown; percent-encoded by the page.
fn file_name(headers: &HeaderMap) -> String {
    let said = headers.get("x-file-name").and_then(|name| name.to_str().ok()).unwrap_or("");
    let mut bytes = Vec::new();
    let mut rest = said.bytes();
    while let Some(byte) = rest.next() {
        let pair = (byte == b'%').then(|| rest.clone().take(2).collect::<Vec<u8>>());
        let decoded = pair.and_then(|two| u8::from_str_radix(std::str::from_utf8(&two).ok()?, 16).ok());
        bytes.push(decoded.unwrap_or(byte));
        if decoded.is_some() {
            rest.nth(1);
        }
    }
    let name = String::from_utf8_lossy(&bytes);
    let name = name.rsplit(['/', '\\']).next().unwrap_or("").trim();
    let shown: String = visible(name, false).chars().take(LONGEST_NAME).collect();
    if shown.is_empty() { "table.csv".into() } else { shown }
}

/// The table, by its own columns or by the mapping of the program that fits, and what is to be said of it.
fn read_table(name: &str, bytes: &[u8]) -> Result<(AnyTable, Vec<String>), Diagnostics> {
    let plain = AnyTable::from_bytes(name, bytes, None);
    let (table, mut notes) = match plain {
        Ok(table) => (table, Vec::new()),
        Err(found) => {
            let shipped = TableSketch::from_bytes(name, bytes).ok().and_then(|sketch| best_fit(&sketch));
            let Some(shipped) = shipped else { return Err(found) };
            let by = mapping::read(shipped.name, shipped.text)?;
            let note = format!("read by the mapping {} of the program: {}", shipped.name, shipped.about);
            (AnyTable::from_bytes(name, bytes, Some(&by))?, vec![note])
        }
    };
    notes.extend(table.said(None));
    Ok((table, notes))
}

fn rows<D: Listed>(table: &Table<D>) -> Vec<Value> {
    let row = |d: &D| {
        json!({
            "id": d.id(), "name": d.name(), "county": d.county(), "schools": d.schools(), "students": d.pupils(),
            "teachers": d.teachers(), "regular": d.is_regular(),
        })
    };
    table.districts().iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_shown_without_its_path_and_its_escapes() {
        let of = |name: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-file-name", axum::http::HeaderValue::from_static(name));
            file_name(&headers)
        };
        assert_eq!(of("Escuelas%20de%20Pe%C3%B1a.csv"), "Escuelas de Peña.csv");
        assert_eq!(of("..%2F..%2Fetc%2Fpasswd"), "passwd");
        assert_eq!(of("100%"), "100%");
        assert_eq!(of("%zz%4"), "%zz%4");
        assert_eq!(file_name(&HeaderMap::new()), "table.csv");
    }
}
