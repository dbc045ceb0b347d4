//! Scenarios from files and from the program; districts from tables.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::failure::{CONTENT, FAILED, Failure};
use crate::input::{AnyTable, Table, TableError};
use crate::parameters::Ledger;
use crate::quantity::mapping::Mapping;
use crate::quantity::spelling::nearest;
use crate::quantity::totals::Listed;
use crate::scenario::layers::{BuiltIn, suggestion};
use crate::scenario::text::MOST_BYTES;
use crate::scenario::{self, Library, Place, Refused, Scenario, Source, mapping};

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
        let shown = path.display();
        match read_bytes(&path) {
            Ok(bytes) => {
                let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
                let text =
                    decoded(bytes).map_err(|(fault, remedy)| (format!("`{shown}` {fault}"), remedy))?;
                Ok(Source { label: shown.to_string(), name, text })
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {
                let built_in = !reference.contains(['/', '\\']);
                let found = if built_in { BuiltIn.scenario(reference, from).ok() } else { None };
                if let Some(found) = found {
                    return Ok(found);
                }
                if error.kind() == ErrorKind::IsADirectory {
                    return Err((format!("`{shown}` is a folder"), "name a file in it".into()));
                }
                let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
                Err((
                    format!("there is no file `{shown}` and no built-in scenario of that name"),
                    neighbour(&path).unwrap_or_else(|| suggestion(&name)),
                ))
            }
            Err(error) => Err((
                format!("`{shown}` cannot be read: {error}"),
                "check that the path names a file and that you may read it".into(),
            )),
        }
    }

    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<Vec<Place>, Refused> {
        let words = |failure: &Failure| {
            let (fault, remedy) = failure.words.split_once("\n  ").unwrap_or((&failure.words, ""));
            (fault.to_string(), remedy.to_string())
        };
        // What lies in a line of a table or mapping is told with that line, anything else where it is named.
        let refused = |key: &str, failure: Failure| match failure.problems.iter().any(|p| p.at.line > 0) {
            true => Refused::Content(failure.problems),
            false => {
                let (fault, remedy) = words(&failure);
                Refused::Table(format!("`{key}`: {fault}"), remedy)
            }
        };
        let mapping = read_mapping(mapping, Some(from)).map_err(|f| refused("mapping", f))?;
        let path = beside(table, Some(from));
        let table = read_table(&path, mapping.as_ref()).map_err(|f| refused("table", f))?;
        choose(&table, id).map_err(|failure| {
            let (fault, remedy) = words(&failure);
            Refused::District(fault, remedy)
        })
    }
}

/// A file beside the one that is missing, with a name like it.
fn neighbour(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let asked = path.file_name()?.to_string_lossy().into_owned();
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name.ends_with(".toml"))
        .take(1_000)
        .collect();
    names.sort_unstable(); // the order of a folder is that of the machine
    let with_ending = format!("{asked}.toml");
    let near = nearest(&asked, names.iter().map(String::as_str))
        .or_else(|| names.iter().map(String::as_str).find(|name| *name == with_ending))?;
    Some(format!("did you mean `{}`?", path.with_file_name(near).display()))
}

/// The text behind the bytes of a file: UTF-8, and no other thing by the name of a scenario.
fn decoded(bytes: Vec<u8>) -> Result<String, (String, String)> {
    let utf8 = "save it as UTF-8: in most editors \"Save as\", then the encoding UTF-8";
    let zeros = bytes.iter().take(1_000).filter(|b| **b == 0).count();
    let (fault, remedy) = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
    {
        (
            "is a spreadsheet, a document or an archive, and a scenario is a plain text",
            "write it with a text editor",
        )
    } else if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        ("is text in UTF-16", utf8)
    } else if zeros > 0 {
        ("is no text: it holds zero bytes", "check that it is the right file; a scenario is saved as UTF-8")
    } else {
        return String::from_utf8(bytes).map_err(|error| {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.iter().filter(|b| **b == b'\n').count() + 1;
            let last: &[u8] = before.rsplit(|b| *b == b'\n').next().unwrap_or(before);
            let column = String::from_utf8_lossy(last).chars().count() + 1;
            (
                format!("is not UTF-8 text: line {line}, column {column} holds a sign in another encoding"),
                utf8.into(),
            )
        });
    };
    Err((fault.into(), remedy.into()))
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

fn read_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let about = std::fs::metadata(path)?;
    if about.is_dir() {
        return Err(std::io::Error::from(ErrorKind::IsADirectory));
    }
    if !about.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    let size = about.len();
    if size > MOST_BYTES as u64 {
        let words = format!("it has {size} bytes, and a scenario at most {MOST_BYTES}");
        return Err(std::io::Error::other(words));
    }
    std::fs::read(path)
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
    let mut problems = Vec::new();
    for reference in references {
        match scenario::read(reference, settings, &Files, ledger) {
            Ok(scenario) => scenarios.push(scenario),
            Err(more) => problems.extend(more.list().into_iter().cloned()),
        }
    }
    if problems.is_empty() { Ok(scenarios) } else { Err(Failure::of(problems)) }
}
