//! A scenario in the making. Every change makes a new draft, so that one can be shared.

use std::ops::Range;
use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use uptake::diagnostic::{Diagnostic, Diagnostics, SourceLocation};
use uptake::files::{Files, places};
use uptake::parameters::Ledger;
use uptake::results::roster;
use uptake::scenario::describe::{describe, page};
use uptake::scenario::what_if::WhatIf;
use uptake::scenario::{FoundDistricts, Library, Scenario, ScenarioDraft, name_fault, render};

use crate::faults::{OrRaise, raised, replaced};
use crate::words::{in_python, subscripts};

/// What messages call a scenario that comes from a dict.
const DICT: &str = "dict";

/// A scenario in the making.
#[pyclass(frozen, module = "uptake._native")]
#[derive(Clone)]
pub struct Draft {
    /// The library's draft.
    pub draft: ScenarioDraft,
    /// It comes from a dict, whose lines nobody has seen.
    is_dict: bool,
    /// Which lines each added event has in the text, and how it was written in Python.
    events: Vec<(Range<u32>, String)>,
}

#[pymethods]
impl Draft {
    /// From a file or, where there is none, the built-in scenario of this name.
    #[staticmethod]
    fn of(py: Python<'_>, reference: &str) -> PyResult<Draft> {
        let draft = Scenario::from_file(reference).or_raise(py)?;
        Ok(Draft { draft, is_dict: false, events: Vec::new() })
    }

    /// From the text of a scenario file, which messages call `label`; or from the text that stands for a dict.
    #[staticmethod]
    fn of_text(py: Python<'_>, label: Option<&str>, text: String) -> PyResult<Draft> {
        let draft = Scenario::from_text_beside(label.unwrap_or(DICT), text, &Files).or_raise(py)?;
        Ok(Draft { draft, is_dict: label.is_none(), events: Vec::new() })
    }

    /// With settings, `name=value` each with the value as TOML.
    ///
    /// What is wrong with these settings is raised; what is wrong elsewhere waits.
    fn set(&self, py: Python<'_>, settings: Vec<String>) -> PyResult<Draft> {
        let own: Vec<String> = settings.iter().map(|setting| format!("--set {setting}")).collect();
        let changed = self.with(self.draft.clone().with_settings(&settings));
        changed.refuse(py, |fault| own.contains(&fault.at.file.to_string()))?;
        Ok(changed)
    }

    /// With an event in one line; `shown` is how it was written in Python.
    fn event(&self, py: Python<'_>, line: &str, shown: String) -> PyResult<Draft> {
        let added = self.draft.clone().event(line);
        let here = |found| replaced(found, |fault| fault.at(shown.as_str()));
        let draft = added.map_err(here).or_raise(py)?;
        let lines = |draft: &ScenarioDraft| {
            let source = draft.scenario(draft.reference(), None).or_raise(py)?;
            Ok::<_, PyErr>(u32::try_from(source.text.lines().count()).unwrap_or(u32::MAX))
        };
        let span = lines(&self.draft)? + 1..lines(&draft)?.saturating_add(1);
        let mut events = self.events.clone();
        events.push((span, shown.clone()));
        let changed = Draft { draft, events, ..self.clone() };
        changed.refuse(py, |fault| *fault.at.file == *shown)?;
        Ok(changed)
    }

    /// Called so.
    fn named(&self, py: Python<'_>, name: &str) -> PyResult<Draft> {
        if let Some(fault) = name_fault(name) {
            let fault =
                Diagnostic::usage(format!("the name {fault}"), "choose a plain one, such as early-exit");
            return Err(raised(py, fault.at(format!("named(\"{name}\")"))));
        }
        Ok(self.with(self.draft.clone().named(name)))
    }

    /// About districts of a table.
    #[pyo3(signature = (table, ids, mapping=None))]
    fn in_districts(
        &self,
        py: Python<'_>,
        table: PathBuf,
        ids: Vec<String>,
        mapping: Option<&str>,
    ) -> PyResult<Draft> {
        let found = districts_of(py, &(table, ids, mapping.map(str::to_owned)))?;
        Ok(self.with(self.draft.clone().in_districts(found)))
    }

    /// With changes, and called and titled by them: settings as `name=value`, events as lines.
    fn changed(&self, py: Python<'_>, settings: Vec<String>, events: Vec<String>) -> PyResult<Draft> {
        let change = WhatIf::read(&settings, &events).or_raise(py)?;
        let base = self.resolve().or_raise(py)?;
        let changed = self.with(self.draft.clone().changed(&change, &base));
        changed.refuse(py, |_| true)?;
        Ok(changed)
    }

    /// Name, title, question, and remarks that are no faults; after all of it was checked.
    fn facts(&self, py: Python<'_>) -> PyResult<(String, String, String, Vec<String>)> {
        let found = self.resolve().or_raise(py)?;
        let remarks = found.remarks.iter().map(|remark| in_python(remark)).collect();
        Ok((found.name, found.title, found.question, remarks))
    }

    /// The account of it in plain words.
    fn page(&self, py: Python<'_>) -> PyResult<String> {
        let (scenario, ledger) = (self.resolve().or_raise(py)?, Ledger::standard().or_raise(py)?);
        Ok(page(&scenario, &describe(&scenario, &ledger)))
    }

    /// The complete text of its file.
    fn complete(&self, py: Python<'_>) -> PyResult<String> {
        let (scenario, ledger) = (self.resolve().or_raise(py)?, Ledger::standard().or_raise(py)?);
        Ok(render::complete(&scenario, &ledger))
    }

    /// The table of districts that this text names, as the bytes of `../districts.csv`; None where it names none.
    fn districts<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let table = self.resolve().and_then(|scenario| Ok(roster::beside(&scenario)?)).or_raise(py)?;
        Ok(table.map(|table| PyBytes::new(py, &table)))
    }
}

/// A table of real schools, ids of districts in it, and how it is read.
pub type Table = (PathBuf, Vec<String>, Option<String>);

/// These districts of the table.
pub fn districts_of(py: Python<'_>, (table, ids, mapping): &Table) -> PyResult<FoundDistricts> {
    let mut found = FoundDistricts::default();
    for id in ids {
        let mut more = py.detach(|| places(table, mapping.as_deref(), id)).or_raise(py)?;
        found.districts.append(&mut more.districts);
        more.notes.retain(|note| !found.notes.contains(note));
        found.notes.append(&mut more.notes);
    }
    Ok(found)
}

impl Draft {
    /// Another draft, made of this one's.
    pub fn with(&self, draft: ScenarioDraft) -> Draft {
        Draft { draft, ..self.clone() }
    }

    /// The scenario, complete and checked; faults have places that Python knows.
    pub fn resolve(&self) -> Result<Scenario, Diagnostics> {
        self.draft.resolve().map_err(|found| self.placed(found))
    }

    /// Raises those faults that are meant.
    fn refuse(&self, py: Python<'_>, is_meant: impl Fn(&Diagnostic) -> bool) -> PyResult<()> {
        let Err(found) = self.resolve() else { return Ok(()) };
        let mut own = Diagnostics::default();
        own.advice.clone_from(&found.advice);
        found.into_iter().filter(is_meant).for_each(|fault| own.push(fault));
        own.or(()).or_raise(py)
    }

    /// Faults at lines that only we have written stand where they were written in Python.
    pub fn placed(&self, found: Diagnostics) -> Diagnostics {
        let label = self.draft.scenario(self.draft.reference(), None).map(|source| source.label);
        let label = label.unwrap_or_default();
        replaced(found, |mut fault| {
            fault.fault = self.without_unseen(&fault.fault, &label);
            if *fault.at.file != *label {
                return fault;
            }
            let event = self.events.iter().find(|(lines, _)| lines.contains(&fault.at.line));
            let at = match (event, &fault.key) {
                (Some((_, shown)), _) => SourceLocation::whole(shown),
                (None, Some(key)) if self.is_dict => {
                    SourceLocation::whole(&format!("{DICT}{}", subscripts(key)))
                }
                (None, None) if self.is_dict => SourceLocation::whole(DICT),
                _ => return fault,
            };
            fault.at(at)
        })
    }

    /// A sentence that names a line of an added event, as " (committed, line 22, column 1)", without that place.
    fn without_unseen(&self, told: &str, label: &str) -> String {
        let begin = format!(" ({label}, line ");
        let Some((before, rest)) = told.split_once(&begin) else { return told.to_owned() };
        let digits = rest.split(|sign: char| !sign.is_ascii_digit()).next().unwrap_or("");
        let is_unseen =
            digits.parse().is_ok_and(|line| self.events.iter().any(|(lines, _)| lines.contains(&line)));
        match rest.split_once(')') {
            Some((_, after)) if is_unseen || self.is_dict => format!("{before}{after}"),
            _ => told.to_owned(),
        }
    }
}
