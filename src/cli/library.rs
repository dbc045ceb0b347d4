//! Scenarios from files and from the program; districts from tables.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::failure::{CONTENT, Failure, USAGE};
use crate::input::DistrictTable;
use crate::parameters::Ledger;
use crate::quantity::census::DistrictFacts;
use crate::scenario::layers::{BuiltIn, suggestion};
use crate::scenario::text::MOST_BYTES;
use crate::scenario::{self, Library, Place, Scenario, Source};

/// The word for all elementary, unified and high districts of a table.
const REGULAR: &str = "regular";

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
        id: &str,
        from: &Source,
    ) -> Result<Vec<DistrictFacts>, (String, String)> {
        choose(&beside(table, Some(from)), id).map_err(|failure| {
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

/// The districts of this id, or all regular ones, of a table.
pub fn choose(table: &Path, id: &str) -> Result<Vec<DistrictFacts>, Failure> {
    let table = DistrictTable::read(table)?;
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
