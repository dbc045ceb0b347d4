//! Scenarios from files and from the program; districts from tables.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::failure::{CONTENT, Failure, table_problems};
use crate::input::{DistrictTable, TableError};
use crate::parameters::Ledger;
use crate::quantity::census::DistrictFacts;
use crate::quantity::spelling::nearest;
use crate::scenario::layers::{BuiltIn, suggestion};
use crate::scenario::text::MOST_BYTES;
use crate::scenario::{self, Library, Place, Refused, Scenario, Source};

/// The word for all elementary, unified and high districts of a table.
const REGULAR: &str = "regular";

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

    fn districts(&self, table: &str, id: &str, from: &Source) -> Result<Vec<DistrictFacts>, Refused> {
        let path = beside(table, Some(from));
        let words = |error: &dyn std::fmt::Display| {
            let text = error.to_string();
            let (fault, remedy) = text.split_once("\n  ").unwrap_or((&text, "check the table"));
            (fault.to_string(), remedy.to_string())
        };
        let table = DistrictTable::read(&path).map_err(|error| match error {
            TableError::Faulty { .. } => Refused::Content(table_problems(&error)),
            _ => {
                let (fault, remedy) = words(&error);
                Refused::Table(format!("`table`: {fault}"), remedy)
            }
        })?;
        chosen(&table, id).map_err(|failure| {
            let (fault, remedy) = words(&failure.words);
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

/// The districts of this id, or all regular ones, of a table.
pub fn choose(table: &Path, id: &str) -> Result<Vec<DistrictFacts>, Failure> {
    chosen(&DistrictTable::read(table)?, id)
}

fn chosen(table: &DistrictTable, id: &str) -> Result<Vec<DistrictFacts>, Failure> {
    if id == REGULAR {
        let all: Vec<DistrictFacts> = table.regular().cloned().collect();
        if all.is_empty() {
            return Err(Failure::new(
                CONTENT,
                "the table has no elementary, unified or high district\n  name one by its id",
            ));
        }
        return Ok(all);
    }
    Ok(vec![table.get(id)?.clone()])
}

/// The same as places of a scenario.
pub fn places(table: &Path, id: &str) -> Result<Vec<Place>, Failure> {
    Ok(choose(table, id)?.into_iter().map(Place::Facts).collect())
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
