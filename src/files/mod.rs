//! Scenarios from files and from the library; districts from tables.
//!
//! ```no_run
//! use uptake::scenario::Scenario;
//!
//! let scenario = Scenario::from_file("my-scenario.toml")?.resolve()?;
//! println!("{}: {}", scenario.name, scenario.title);
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod district_tables;
mod draft_mapping;
pub(crate) mod plain_text;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use district_tables::MANY_MISSING;
pub use district_tables::{best_fit, choose, places, read_mapping, read_table};
pub use draft_mapping::{draft, draft_of};
use plain_text::{beside, decoded, read_bytes};

use crate::census::advice::TieTable;
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, shell};
use crate::input::tie_table;
use crate::parameters::Ledger;
use crate::scenario::layers::{BuiltIn, suggestion};
use crate::scenario::{self, FoundDistricts, Library, Scenario, ScenarioDraft, Source};

impl Scenario {
    /// A draft that starts from a file, or from a built-in scenario where there is no such file.
    ///
    /// # Errors
    /// If there is neither.
    pub fn from_file(path: &str) -> Result<ScenarioDraft, Diagnostics> {
        Scenario::from_library(path, &Files)
    }
}

/// Files first, then what is built in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Files;

/// The same where paths begin with this folder as it is shown: its real name may be bytes that are no text.
#[derive(Debug, Clone, Copy)]
pub struct FilesIn<'a>(pub &'a Path);

impl FilesIn<'_> {
    fn real(&self, path: PathBuf) -> PathBuf {
        let shown = self.0.display().to_string();
        path.strip_prefix(&shown).map_or_else(|_| path.clone(), |rest| self.0.join(rest))
    }
}

impl Library for FilesIn<'_> {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        scenario_at(reference, self.real(beside(reference, from)), from)
    }

    fn ties(&self, table: &str, from: &Source) -> Result<TieTable, Diagnostics> {
        ties_at(&self.real(beside(table, Some(from))))
    }

    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<FoundDistricts, Diagnostics> {
        districts_at(&self.real(beside(table, Some(from))), mapping, id, from)
    }
}

impl Library for Files {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        scenario_at(reference, beside(reference, from), from)
    }

    fn ties(&self, table: &str, from: &Source) -> Result<TieTable, Diagnostics> {
        ties_at(&beside(table, Some(from)))
    }

    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<FoundDistricts, Diagnostics> {
        districts_at(&beside(table, Some(from)), mapping, id, from)
    }
}

/// The scenario in the file of this path, or the built-in one of the name by which it was asked for.
fn scenario_at(reference: &str, path: PathBuf, from: Option<&Source>) -> Result<Source, Diagnostic> {
    let shown = path.display();
    match read_bytes(&path) {
        Ok(bytes) => {
            let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
            let text = decoded(bytes).map_err(|fault| fault.in_file(&shown.to_string()))?;
            Ok(Source { label: shown.to_string(), name, text })
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {
            let built_in = !reference.contains(['/', '\\']);
            let found = if built_in { BuiltIn.scenario(reference, from).ok() } else { None };
            if let Some(found) = found {
                return Ok(found);
            }
            if error.kind() == ErrorKind::IsADirectory {
                return Err(Diagnostic::new("", format!("`{shown}` is a folder"), within(&path)));
            }
            let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
            Err(Diagnostic::new(
                "",
                format!("there is no file `{shown}` and no built-in scenario of that name"),
                neighbor(&path).unwrap_or_else(|| suggestion(&name)),
            ))
        }
        Err(error) => {
            let remedy = "check that the path names a scenario and that you may read it";
            Err(Diagnostic::new("", format!("`{shown}` cannot be read: {error}"), remedy))
        }
    }
}

/// A scenario in a folder: of results one of theirs.
fn within(folder: &Path) -> String {
    let inner = folder.join("scenarios");
    let names = std::fs::read_dir(&inner).into_iter().flatten().take(1_000);
    let first = names.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).min();
    match first.filter(|_| folder.join("manifest.json").is_file()) {
        Some(name) => format!(
            "it holds results; name one of their scenarios, such as {}",
            shell::path(&inner.join(name))
        ),
        None => "name a file in it".into(),
    }
}

/// The districts of a table, which a scenario names.
fn districts_at(
    path: &Path,
    mapping: Option<&str>,
    id: &str,
    from: &Source,
) -> Result<FoundDistricts, Diagnostics> {
    // What is wrong with a table or mapping as a whole is told where it is named, by its key.
    let refused = |key: &str, found: Diagnostics| {
        let mut named = Diagnostics::default();
        for fault in found {
            named.push(match fault.at.line {
                0 => Diagnostic::new("", format!("`{key}`: {}", fault.headline()), fault.remedy),
                _ => fault,
            });
        }
        named
    };
    let mapping = read_mapping(mapping, Some(from)).map_err(|f| refused("mapping", f))?;
    let table =
        read_table(path, mapping.as_ref()).map_err(|f| refused("table", without_contents(path, f)))?;
    choose(&table, id)
}

/// The table of ties at this path.
fn ties_at(path: &Path) -> Result<TieTable, Diagnostics> {
    tie_table::read_file(path).map_err(|found| without_contents(path, found))
}

/// The faults of a table; where it has hardly any of the columns it is another file, of which nothing is quoted.
fn without_contents(path: &Path, found: Diagnostics) -> Diagnostics {
    let is_column = |fault: &Diagnostic| fault.fault.starts_with("the column is missing");
    if found.count() <= MANY_MISSING || !found.list().iter().all(is_column) {
        return found;
    }
    let columns: Vec<&str> = found.list().iter().filter_map(|fault| fault.at.cell.as_deref()).collect();
    let fault = format!("it has none of the columns {}", columns.join(", "));
    let mut refused = Diagnostics::from(Diagnostic::new(path, fault, "check that it is the right file"));
    refused.advice = found.advice;
    refused
}

/// A file beside the one that is missing, with a name like it.
fn neighbor(path: &Path) -> Option<String> {
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

/// Scenarios by path or name, with the districts if they are given from outside.
///
/// # Errors
/// The faults of all of them together.
pub fn read_all(
    references: &[String],
    settings: &[String],
    places: Option<&FoundDistricts>,
    ledger: &Ledger,
) -> Result<Vec<Scenario>, Diagnostics> {
    let mut scenarios = Vec::new();
    let mut problems = Diagnostics::default();
    for reference in references {
        match scenario::read_in(reference, settings, places.cloned(), &Files, ledger) {
            // A point of a sweep that is run by itself is a scenario like any other.
            Ok(scenario) => scenarios.push(Scenario { point: Vec::new(), ..scenario }),
            Err(more) => problems.merge(more),
        }
    }
    problems.or(scenarios)
}
