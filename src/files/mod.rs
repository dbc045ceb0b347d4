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
pub(crate) mod plain_text;

use std::io::ErrorKind;
use std::path::Path;

pub use district_tables::{choose, places, read_mapping, read_table};
use plain_text::{beside, decoded, read_bytes};

use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::parameters::Ledger;
use crate::scenario::layers::{BuiltIn, suggestion};
use crate::scenario::{self, DistrictSpec, Library, Scenario, ScenarioDraft, Source};

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

impl Library for Files {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        let path = beside(reference, from);
        let shown = path.display();
        match read_bytes(&path) {
            Ok(bytes) => {
                let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
                let text = decoded(bytes)
                    .map_err(|d| Diagnostic::new("", format!("`{shown}` {}", d.fault), d.remedy))?;
                Ok(Source { label: shown.to_string(), name, text })
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => {
                let built_in = !reference.contains(['/', '\\']);
                let found = if built_in { BuiltIn.scenario(reference, from).ok() } else { None };
                if let Some(found) = found {
                    return Ok(found);
                }
                if error.kind() == ErrorKind::IsADirectory {
                    return Err(Diagnostic::new("", format!("`{shown}` is a folder"), "name a file in it"));
                }
                let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
                Err(Diagnostic::new(
                    "",
                    format!("there is no file `{shown}` and no built-in scenario of that name"),
                    neighbor(&path).unwrap_or_else(|| suggestion(&name)),
                ))
            }
            Err(error) => {
                let remedy = "check that the path names a file and that you may read it";
                Err(Diagnostic::new("", format!("`{shown}` cannot be read: {error}"), remedy))
            }
        }
    }

    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<Vec<DistrictSpec>, Diagnostics> {
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
        let path = beside(table, Some(from));
        let table = read_table(&path, mapping.as_ref()).map_err(|f| refused("table", f))?;
        choose(&table, id)
    }
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
    places: Option<&[DistrictSpec]>,
    ledger: &Ledger,
) -> Result<Vec<Scenario>, Diagnostics> {
    let mut scenarios = Vec::new();
    let mut problems = Diagnostics::default();
    for reference in references {
        match scenario::read_in(reference, settings, places.map(<[DistrictSpec]>::to_vec), &Files, ledger) {
            Ok(scenario) => scenarios.push(scenario),
            Err(more) => problems.merge(more),
        }
    }
    problems.or(scenarios)
}
