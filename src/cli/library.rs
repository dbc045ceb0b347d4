//! Scenarios from files and from the program; districts from tables.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::failure::{CONTENT, FAILED, Failure, USAGE};
use crate::input::{AnyTable, Table, TableError};
use crate::parameters::Ledger;
use crate::quantity::mapping::Mapping;
use crate::quantity::spelling::nearest;
use crate::quantity::totals::Listed;
use crate::scenario::layers::{BuiltIn, suggestion};
use crate::scenario::text::MOST_BYTES;
use crate::scenario::{self, Library, Place, Scenario, Source, mapping};

/// The word for all elementary, unified and high districts of a table.
const REGULAR: &str = "regular";

/// So many missing columns are no slip: it is a table of another kind.
const MANY_MISSING: usize = 3;

/// Files first, then what is built in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Files;

impl Library for Files {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, (String, String)> {
        let path = beside(reference, from);
        match read_text(&path) {
            Ok(text) => {
                let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
                Ok(Source { label: path.display().to_string(), name, text })
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {
                let built_in = !reference.contains(['/', '\\']);
                let found = if built_in { BuiltIn.scenario(reference, from).ok() } else { None };
                found.ok_or_else(|| {
                    let fault = format!(
                        "there is no file `{}` and no built-in scenario of that name",
                        path.display()
                    );
                    let name =
                        path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
                    (fault, suggestion(&name))
                })
            }
            Err(error) => Err((
                format!("`{}` cannot be read: {error}", path.display()),
                match error.kind() {
                    ErrorKind::InvalidData => "a scenario is a text: save it as UTF-8",
                    _ => "check that the path names a file and that you may read it",
                }
                .into(),
            )),
        }
    }

    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<Vec<Place>, (String, String)> {
        let chosen = read_mapping(mapping, Some(from))
            .and_then(|mapping| read_table(&beside(table, Some(from)), mapping.as_ref()))
            .and_then(|table| choose(&table, id));
        chosen.map_err(|failure| {
            let (fault, remedy) = failure.words.split_once("\n  ").unwrap_or((&failure.words, ""));
            (fault.to_string(), remedy.to_string())
        })
    }
}

/// A path as its writer meant it: relative to the file it stands in, if it stands in one.
fn beside(reference: &str, from: Option<&Source>) -> PathBuf {
    match from {
        Some(source) if BuiltIn.scenario(&source.label, None).is_err() => {
            Path::new(&source.label).parent().unwrap_or(Path::new("")).join(reference)
        }
        _ => PathBuf::from(reference),
    }
}

fn read_text(path: &Path) -> std::io::Result<String> {
    let about = std::fs::metadata(path)?;
    if about.is_dir() {
        return Err(std::io::Error::from(ErrorKind::IsADirectory));
    }
    if !about.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    let size = about.len();
    if size > MOST_BYTES as u64 {
        return Err(std::io::Error::other(format!("it has {size} bytes, too many for a scenario")));
    }
    std::fs::read_to_string(path)
}

/// The mapping of this path or name, as written by `from` (by the user if `None`).
pub fn read_mapping(reference: Option<&str>, from: Option<&Source>) -> Result<Option<Mapping>, Failure> {
    let Some(reference) = reference else { return Ok(None) };
    let path = beside(reference, from);
    let (name, text) = match read_text(&path) {
        Ok(text) => (path.display().to_string(), text),
        Err(error) => {
            let by_name = if reference.contains(['/', '\\']) { None } else { mapping::built_in(reference) };
            match (error.kind(), by_name) {
                (ErrorKind::NotFound | ErrorKind::IsADirectory, Some(text)) => {
                    (reference.into(), text.into())
                }
                (ErrorKind::NotFound, None) => {
                    let names = || mapping::BUILT_IN.iter().map(|(name, _)| *name);
                    let fault = format!("there is no mapping file `{}`, nor a built-in one", path.display());
                    let remedy = match nearest(reference, names()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("built in are: {}", names().collect::<Vec<_>>().join(", ")),
                    };
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
pub fn choose(table: &AnyTable, id: &str) -> Result<Vec<Place>, Failure> {
    match table {
        AnyTable::Schools(table) => of(table, id, Place::Facts),
        AnyTable::Totals(table) => of(table, id, Place::Totals),
    }
}

fn of<D: Listed + Clone>(
    table: &Table<D>,
    id: &str,
    place: impl Fn(D) -> Place,
) -> Result<Vec<Place>, Failure> {
    if id == REGULAR {
        let all: Vec<Place> = table.regular().cloned().map(place).collect();
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

/// What the flags `--districts`, `--mapping` and `--district` name.
pub fn places(table: &Path, mapping: Option<&str>, id: &str) -> Result<Vec<Place>, Failure> {
    let mapping = read_mapping(mapping, None)?;
    choose(&read_table(table, mapping.as_ref())?, id)
}

/// Scenarios by path or name. If some are faulty, the problems of all of them come together.
pub fn read_all(
    references: &[String],
    settings: &[String],
    ledger: &Ledger,
) -> Result<Vec<Scenario>, Failure> {
    let mut scenarios = Vec::new();
    let mut failures: Vec<Failure> = Vec::new();
    for reference in references {
        match scenario::read(reference, settings, &Files, ledger) {
            Ok(scenario) => scenarios.push(scenario),
            Err(problems) => failures.push(problems.into()),
        }
    }
    if failures.is_empty() {
        return Ok(scenarios);
    }
    let status = if failures.iter().all(|f| f.status == USAGE) { USAGE } else { CONTENT };
    // A mistake in a flag is the same mistake for every scenario.
    let mut words: Vec<String> = failures.into_iter().map(|f| f.words).collect();
    words.dedup();
    Err(Failure::new(status, words.join("\n")))
}
