//! Districts of tables, and the mappings by which tables are read.

use std::io::ErrorKind;
use std::path::Path;

use super::failure::{CONTENT, FAILED, Failure};
use super::plain_text::{beside, decoded, read_bytes};
use uptake::census::mapping::Mapping;
use uptake::census::totals::Listed;
use uptake::input::{AnyTable, Table, TableError};
use uptake::scenario::layers::built_in_like;
use uptake::scenario::{DistrictSpec, Source, mapping};

/// The word for all elementary, unified and high districts of a table.
const REGULAR: &str = "regular";

/// So many missing columns are no slip: it is a table of another kind.
const MANY_MISSING: usize = 3;

/// What the flags `--districts`, `--mapping` and `--district` name.
pub fn places(table: &Path, mapping: Option<&str>, id: &str) -> Result<Vec<DistrictSpec>, Failure> {
    let mapping = read_mapping(mapping, None)?;
    choose(&read_table(table, mapping.as_ref())?, id)
}

/// The mapping of this path or name, as written by `from` (by the user if `None`).
pub fn read_mapping(reference: Option<&str>, from: Option<&Source>) -> Result<Option<Mapping>, Failure> {
    let Some(reference) = reference else { return Ok(None) };
    let path = beside(reference, from);
    let (name, text) = match read_bytes(&path) {
        Ok(bytes) => {
            let shown = path.display().to_string();
            let text = decoded(bytes)
                .map_err(|(fault, remedy)| Failure::new(CONTENT, format!("{shown}: {fault}\n  {remedy}")))?;
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
                    return Err(Failure::new(CONTENT, format!("{fault}\n  {remedy}")));
                }
                _ => {
                    let fault = format!("{}: cannot be read: {error}", path.display());
                    let remedy = "check that the path names a mapping and that you may read it";
                    return Err(Failure::new(FAILED, format!("{fault}\n  {remedy}")));
                }
            }
        }
    };
    Ok(Some(mapping::read(&name, &text)?))
}

/// A table, by a mapping if there is one. A table that cannot be read without one says so.
pub fn read_table(path: &Path, mapping: Option<&Mapping>) -> Result<AnyTable, Failure> {
    AnyTable::read(path, mapping).map_err(|error| {
        let strange = mapping.is_none()
            && matches!(&error, TableError::Faulty { faults, .. }
                if faults.iter().filter(|f| f.what == "the column is missing").count() > MANY_MISSING);
        let mut failure = Failure::from(error);
        if strange {
            failure.words += "\na table with other columns is read with --mapping FILE: docs/scenarios.md, \"Tables of real schools\"";
            let fits = |name: &str, text: &str| {
                mapping::read(name, text).is_ok_and(|m| AnyTable::read(path, Some(&m)).is_ok())
            };
            if let Some((name, _)) = mapping::BUILT_IN.iter().find(|(name, text)| fits(name, text)) {
                failure.words += &format!("\nthis one can be read with --mapping {name}");
            }
        }
        failure
    })
}

/// The districts of this id, or all regular ones, of a table.
pub fn choose(table: &AnyTable, id: &str) -> Result<Vec<DistrictSpec>, Failure> {
    match table {
        AnyTable::Schools(table) => of(table, id, DistrictSpec::Facts),
        AnyTable::Totals(table) => of(table, id, DistrictSpec::Totals),
    }
}

fn of<D: Listed + Clone>(
    table: &Table<D>,
    id: &str,
    place: impl Fn(D) -> DistrictSpec,
) -> Result<Vec<DistrictSpec>, Failure> {
    if id == REGULAR {
        let all: Vec<DistrictSpec> = table.regular().cloned().map(place).collect();
        if all.is_empty() {
            return Err(Failure::new(
                CONTENT,
                "the table has no elementary, unified or high district\n  name one by its id",
            ));
        }
        return Ok(all);
    }
    Ok(vec![place(table.get(id)?.clone())])
}

/// The mapping as a command line names it, for commands that are suggested.
pub fn mapping_flag(mapping: Option<&str>) -> String {
    mapping.map(|m| format!(" --mapping {m}")).unwrap_or_default()
}
