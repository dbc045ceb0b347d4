//! Districts of tables, and the mappings by which tables are read.

use std::io::ErrorKind;
use std::path::Path;

use super::plain_text::{beside, decoded, read_bytes};
use crate::census::COLUMNS;
use crate::census::mapping::Mapping;
use crate::census::totals::Listed;
use crate::diagnostic::shell::word;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::{AnyTable, NO_COLUMNS, Table, TableSketch};
use crate::scenario::layers::built_in_like;
use crate::scenario::mapping::ShippedMapping;
use crate::scenario::{DistrictSpec, FoundDistricts, Source, mapping};

/// The word for all elementary, unified and high districts of a table.
const REGULAR: &str = "regular";

/// So many missing columns are no slip: it is a table of another kind.
pub(super) const MANY_MISSING: usize = 3;

/// The districts of this id in a table, which is read by a mapping if there is one.
///
/// # Errors
/// A table or mapping that cannot be read; a district that is none.
pub fn places(table: &Path, mapping: Option<&str>, id: &str) -> Result<FoundDistricts, Diagnostics> {
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
                    let names = mapping::SHIPPED.iter().map(|shipped| shipped.name);
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

/// A table, by a mapping if there is one. Of a table with columns of its own that is read without one, a single message says
/// which shipped mapping fits it, or how to begin one.
///
/// # Errors
/// All that is wrong with the table.
pub fn read_table(path: &Path, mapping: Option<&Mapping>) -> Result<AnyTable, Diagnostics> {
    AnyTable::read(path, mapping).map_err(|found| {
        let missing = found.list().iter().filter(|d| d.fault == "the column is missing").count();
        let is_other = found.list().iter().any(|d| d.fault.starts_with(NO_COLUMNS));
        if mapping.is_some() || missing <= MANY_MISSING && !is_other {
            return found;
        }
        // Where there is no table in it, it is told what it is not.
        let Ok(sketch) = TableSketch::read(path) else { return found };
        let own = COLUMNS.len() - missing;
        let has = if own == 0 { "none".to_owned() } else { format!("only {own}") };
        let fault =
            format!("has {has} of the columns that a table without a mapping has: {}", COLUMNS.join(", "));
        let shown = word(&path.display().to_string());
        let remedy = match best_fit(&sketch) {
            Some(shipped) => format!(
                "the mapping {} fits, which comes with the program ({}): add --mapping {}",
                shipped.name, shipped.about, shipped.name
            ),
            None => format!(
                "write a mapping, which says what its columns hold; begin with a draft: \
                 uptake districts {shown} --draft-mapping > mapping.toml, then add --mapping mapping.toml; \
                 docs/scenarios.md, \"Tables of real schools\", says more"
            ),
        };
        Diagnostic::new(path, fault, remedy).into()
    })
}

/// The shipped mapping that knows most columns of a table and lacks none.
pub fn best_fit(sketch: &TableSketch) -> Option<&'static ShippedMapping> {
    let mut best: Option<(usize, &ShippedMapping)> = None;
    for shipped in mapping::SHIPPED {
        let fits = mapping::read(shipped.name, shipped.text).ok().and_then(|mapping| sketch.fits(&mapping));
        if let Some(count) = fits.filter(|count| best.is_none_or(|(most, _)| *count > most)) {
            best = Some((count, shipped));
        }
    }
    best.map(|(_, shipped)| shipped)
}

/// The districts of this id, of several with commas between them and in their order, or all regular ones, of a table.
///
/// # Errors
/// Where it has none.
pub fn choose(table: &AnyTable, id: &str) -> Result<FoundDistricts, Diagnostics> {
    let mut found = FoundDistricts::default();
    // What is one district's id is no list of others.
    let is_one = match table {
        AnyTable::Schools(table) => table.get(id).is_ok(),
        AnyTable::Totals(table) => table.get(id).is_ok(),
    };
    let listed = id.split(',').map(str::trim).filter(|id| !id.is_empty());
    let ids: Vec<&str> = if is_one { vec![id] } else { listed.collect() };
    for (k, id) in ids.iter().enumerate() {
        if ids[..k].contains(id) {
            let fault = format!("the district {id} is named twice");
            return Err(Diagnostic::new("", fault, "name each district once").about("district_id").into());
        }
    }
    // An id of nothing is told as the one that it is.
    for id in if ids.len() > 1 { ids } else { vec![id] } {
        found.districts.extend(match table {
            AnyTable::Schools(table) => of(table, id, DistrictSpec::Facts)?,
            AnyTable::Totals(table) => of(table, id, DistrictSpec::Totals)?,
        });
        for note in table.said(Some(id).filter(|id| *id != REGULAR)) {
            if !found.notes.contains(&note) {
                found.notes.push(note);
            }
        }
    }
    Ok(found)
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
