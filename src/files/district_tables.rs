//! Districts of tables, and the mappings by which tables are read.

use std::io::ErrorKind;
use std::path::Path;

use super::plain_text::{beside, decoded, read_bytes};
use crate::census::mapping::Mapping;
use crate::census::totals::Listed;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::{AnyTable, NO_COLUMNS, Table};
use crate::scenario::layers::built_in_like;
use crate::scenario::{DistrictSpec, Source, mapping};

/// The word for all elementary, unified and high districts of a table.
const REGULAR: &str = "regular";

/// So many missing columns are no slip: it is a table of another kind.
pub(super) const MANY_MISSING: usize = 3;

/// The districts of this id in a table, which is read by a mapping if there is one.
///
/// # Errors
/// A table or mapping that cannot be read; a district that is none.
pub fn places(table: &Path, mapping: Option<&str>, id: &str) -> Result<Vec<DistrictSpec>, Diagnostics> {
    let mapping = read_mapping(mapping, None)?;
    choose(&read_table(table, mapping.as_ref())?, id)
}

/// The mapping of this path or name, as written by `from` (by the user if `None`).
///
/// # Errors
/// Where there is none, or it is wrong.
pub fn read_mapping(reference: Option<&str>, from: Option<&Source>) -> Result<Option<Mapping>, Diagnostics> {
    let Some(reference) = reference else { return Ok(None) };
    let path = beside(reference, from);
    let (name, text) = match read_bytes(&path) {
        Ok(bytes) => {
            let shown = path.display().to_string();
            let text = decoded(bytes).map_err(|fault| fault.in_file(&shown))?;
            (shown, text)
        }
        Err(error) => {
            let by_name = if reference.contains(['/', '\\']) { None } else { mapping::built_in(reference) };
            match (error.kind(), by_name) {
                (ErrorKind::NotFound | ErrorKind::IsADirectory, Some(text)) => {
                    (reference.into(), text.into())
                }
                (ErrorKind::NotFound, None) => {
                    let names = mapping::BUILT_IN.iter().map(|(name, _)| *name);
                    let fault = format!("there is no mapping file `{}`, nor a built-in one", path.display());
                    let remedy = built_in_like(reference, names);
                    return Err(Diagnostic::new("", fault, remedy).into());
                }
                _ => {
                    let fault = format!("cannot be read: {error}");
                    let remedy = "check that the path names a mapping and that you may read it";
                    return Err(Diagnostic::failed(&path, fault, remedy).into());
                }
            }
        }
    };
    Ok(Some(mapping::read(&name, &text)?))
}

/// A table, by a mapping if there is one. A table that cannot be read without one says so.
///
/// # Errors
/// All that is wrong with the table.
pub fn read_table(path: &Path, mapping: Option<&Mapping>) -> Result<AnyTable, Diagnostics> {
    AnyTable::read(path, mapping).map_err(|mut found| {
        let missing = found.list().iter().filter(|d| d.fault == "the column is missing").count();
        let is_other = found.list().iter().any(|d| d.fault.starts_with(NO_COLUMNS));
        if mapping.is_none() && (missing > MANY_MISSING || is_other) {
            found.advice = "a table with other columns is read with --mapping FILE: docs/scenarios.md, \"Tables of real schools\"".into();
            let fits = |name: &str, text: &str| {
                mapping::read(name, text).is_ok_and(|m| AnyTable::read(path, Some(&m)).is_ok())
            };
            if let Some((name, _)) = mapping::BUILT_IN.iter().find(|(name, text)| fits(name, text)) {
                found.advice += &format!("
this one can be read with --mapping {name}");
            }
        }
        found
    })
}

/// The districts of this id, or all regular ones, of a table.
///
/// # Errors
/// Where it has none.
pub fn choose(table: &AnyTable, id: &str) -> Result<Vec<DistrictSpec>, Diagnostics> {
    match table {
        AnyTable::Schools(table) => of(table, id, DistrictSpec::Facts),
        AnyTable::Totals(table) => of(table, id, DistrictSpec::Totals),
    }
}

fn of<D: Listed + Clone>(
    table: &Table<D>,
    id: &str,
    place: impl Fn(D) -> DistrictSpec,
) -> Result<Vec<DistrictSpec>, Diagnostics> {
    if id == REGULAR {
        let all: Vec<DistrictSpec> = table.regular().cloned().map(place).collect();
        if all.is_empty() {
            let fault = "the table has no elementary, unified or high district";
            return Err(Diagnostic::new("", fault, "name one by its id").about("district_id").into());
        }
        return Ok(all);
    }
    Ok(vec![place(table.get(id)?.clone())])
}
